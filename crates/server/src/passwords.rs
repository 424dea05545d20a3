//! Checking passwords: few are hashed at once, and who types wrong ones waits longer and longer (docs/rules.md,
//! "Signing in").

use crate::http::limits::Client;
use crate::http::problem::{Failure, FieldChecks, Refusal};
use crate::http::wrong_tries::WrongTries;
use argon2::password_hash::PasswordHasher;
use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Block, Params, Version};
use bayside_domain::error_code::Code;
use bayside_domain::limits::{PASSWORD_BYTES_MAX, PASSWORD_CHARS_MIN};
use bayside_domain::time::Instant;
use bayside_domain::typed;
use bayside_workflow::tokens::same;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Semaphore;

/// How many passwords are hashed at once; each takes 19 MiB.
const AT_ONCE: usize = 4;
/// How many of one address, so that it cannot keep the others out.
const AT_ONCE_OF_ADDRESS: usize = 2;
/// How long a password waits to be hashed.
const PATIENCE: Duration = Duration::from_secs(1);
/// Who tries to sign in: the dealer's short name, the login, the address.
pub type Who = (String, String, IpAddr);

/// Hashes a password. Takes tens of milliseconds: call it off the async threads.
pub fn hash_password(password: &str) -> String {
    let password = typed::password(password);
    Argon2::default().hash_password(password.as_bytes()).expect("argon2 takes any password below 4 GiB").to_string()
}

/// The memory in which passwords are hashed, 19 MiB once it was used. It is kept and used again: freed and taken anew,
/// it would leave gaps in the process's memory that grow with each sign-in.
pub type HashMemory = Vec<Block>;

/// Whether these bytes have this hash.
fn matches(password: &[u8], hash: &str, memory: &mut HashMemory) -> Option<bool> {
    let hash = PasswordHash::new(hash).ok()?;
    let version = hash.version.and_then(|version| Version::try_from(version).ok()).unwrap_or_default();
    let algorithm = Algorithm::try_from(hash.algorithm.as_str()).ok()?;
    let argon2 = Argon2::new(algorithm, version, Params::try_from(&hash).ok()?);
    let (salt, expected) = (hash.salt?, hash.hash?);
    let count = argon2.params().block_count();
    if memory.len() < count {
        memory.resize(count, Block::new());
    }
    let mut found = vec![0; expected.len()];
    argon2.hash_password_into_with_memory(password, &salt, &mut found, &mut memory[..count]).ok()?;
    Some(same(&found, expected.as_bytes()))
}

/// Checking an unknown login must take as long as checking a known one.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHR0aGF0aXM$J6yJ2p3rO8R9m2k1v4b0q7y5x3w1u9s8t6r4p2n0mLk";

/// Whether a password matches a hash, however a keyboard composes it. An empty hash matches nothing, but takes as long.
pub fn fits(password: &str, hash: &str, memory: &mut HashMemory) -> bool {
    let is_known = !hash.is_empty();
    let hash = if is_known { hash } else { NOBODY };
    let mut matches = |password: &str| matches(password.as_bytes(), hash, memory).unwrap_or(false);
    let normal = typed::password(password);
    // Hashes of earlier versions are of the bytes that were typed.
    let fits = matches(&normal) || (normal != password && matches(password));
    fits && is_known
}

/// The passwords that are being checked on this server, and those that were wrong.
pub struct Passwords {
    places: Arc<Semaphore>,
    places_of: Mutex<HashMap<IpAddr, Arc<Semaphore>>>,
    memory: Arc<Mutex<Vec<HashMemory>>>,
    /// The wrong ones.
    pub tries: WrongTries<Who>,
}

impl Default for Passwords {
    fn default() -> Self {
        Self {
            places: Arc::new(Semaphore::new(AT_ONCE)),
            places_of: Mutex::default(),
            memory: Arc::default(),
            tries: WrongTries::default(),
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // A poisoned lock is safe to use: each change is a single one.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Passwords {
    /// Hashes off the async threads once there is a place; refused if there is none in time. A caller who goes away
    /// leaves the place taken until the hash is done.
    pub async fn hash<T: Send + 'static>(
        &self,
        client: Client,
        work: impl FnOnce(&mut HashMemory) -> T + Send + 'static,
    ) -> Result<T, Failure> {
        let (all, own) = (Arc::clone(&self.places), self.places_of(client));
        let wait = async move { (own.acquire_owned().await, all.acquire_owned().await) };
        let Ok((Ok(own), Ok(place))) = tokio::time::timeout(PATIENCE, wait).await else {
            return Err(Refusal { retry_after_seconds: Some(1), ..Refusal::new(Code::Unavailable) }.into());
        };
        let memory = Arc::clone(&self.memory);
        let done = tokio::task::spawn_blocking(move || {
            let mut used = lock(&memory).pop().unwrap_or_default();
            let done = work(&mut used);
            lock(&memory).push(used);
            drop((own, place));
            done
        });
        done.await.map_err(|_| Failure::new(Code::Internal))
    }

    fn places_of(&self, client: Client) -> Arc<Semaphore> {
        let mut known = lock(&self.places_of);
        Arc::clone(known.entry(client.key()).or_insert_with(|| Arc::new(Semaphore::new(AT_ONCE_OF_ADDRESS))))
    }

    /// Forgets wrong passwords of a while ago, and addresses that check none.
    pub fn tidy(&self, now: Instant) {
        self.tries.tidy(now);
        lock(&self.places_of).retain(|_, places| Arc::strong_count(places) > 1);
    }
}

/// Whether a new password is long enough, as it is hashed.
pub fn is_long_enough(password: &str) -> bool {
    typed::password(password).chars().count() >= PASSWORD_CHARS_MIN
}

/// Checks a new password.
pub fn check_new(password: &str) -> Result<(), Failure> {
    let mut checks = FieldChecks::new();
    checks.check(is_long_enough(password), "/new_password", "too-short");
    checks.check(password.len() <= PASSWORD_BYTES_MAX, "/new_password", "too-long");
    checks.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn client(address: &str) -> Client {
        Client(address.parse().unwrap())
    }

    #[test]
    fn a_password_fits_its_own_hash_only() {
        let mut memory = HashMemory::new();
        assert_eq!(matches(b"anything", NOBODY, &mut memory), Some(false), "it is hashed as any");
        let hash = hash_password("correct horse");
        assert!(fits("correct horse", &hash, &mut memory));
        assert!(!fits("battery staple", &hash, &mut memory));
        assert!(!fits("correct horse", "", &mut memory));
        let hash = hash_password("Gr\u{fc}\u{df}e-2026 \u{fb01}n");
        for typed in ["Gru\u{308}\u{df}e-2026\u{a0}fin", "Ｇrüße-2026 fi\u{200b}n"] {
            assert!(fits(typed, &hash, &mut memory), "{typed:?}");
        }
        assert!(!fits("grüße-2026 fin", &hash, &mut memory) && !fits("Grüße-2026 fin ", &hash, &mut memory));
        let earlier = Argon2::default().hash_password("Gru\u{308}\u{df}e".as_bytes()).expect("a hash").to_string();
        assert!(fits("Gru\u{308}\u{df}e", &earlier, &mut memory));
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn four_are_hashed_at_once_two_of_one_address_and_what_finds_no_place_is_told_when() {
        let passwords = Arc::new(Passwords::default());
        let (now, most, done) =
            (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let gate = Arc::new(std::sync::Barrier::new(5));
        let mut running = Vec::new();
        for address in ["192.0.2.1", "192.0.2.1", "192.0.2.2", "192.0.2.3"] {
            let (passwords, now, most, done, gate) =
                (passwords.clone(), now.clone(), most.clone(), done.clone(), gate.clone());
            running.push(tokio::spawn(async move {
                let work = move |_: &mut HashMemory| {
                    most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    gate.wait();
                    now.fetch_sub(1, Ordering::SeqCst);
                    done.fetch_add(1, Ordering::SeqCst)
                };
                passwords.hash(client(address), work).await.is_ok()
            }));
        }
        while now.load(Ordering::SeqCst) < 4 {
            tokio::task::yield_now().await;
        }
        let more = ["192.0.2.1", "192.0.2.4"].map(|address| passwords.hash(client(address), |_| ()));
        for refused in futures::future::join_all(more).await {
            let Err(Failure::Refused(refusal)) = refused else { panic!("{refused:?}") };
            assert_eq!((refusal.code, refusal.retry_after_seconds), (Code::Unavailable, Some(1)));
        }
        gate.wait();
        for task in running {
            assert!(task.await.unwrap());
        }
        assert_eq!((most.load(Ordering::SeqCst), done.load(Ordering::SeqCst)), (4, 4));
        assert!(passwords.hash(client("192.0.2.1"), |_| ()).await.is_ok(), "the places are free again");
    }
}
