//! Checking passwords: few are hashed at once, and who types wrong ones waits longer and longer (docs/rules.md,
//! "Signing in").

use crate::app::App;
use crate::auth::{HashMemory, SignedInStaff, fits};
use crate::http::limits::Client;
use crate::http::problem::{Failure, FieldChecks, Refusal};
use crate::http::wrong_tries::WrongTries;
use bayside_domain::error_code::Code;
use bayside_domain::limits::{LOGIN_BYTES_MAX, PASSWORD_BYTES_MAX, PASSWORD_CHARS_MIN};
use bayside_domain::time::Instant;
use bayside_domain::typed;
use bayside_store::StaffRow;
use bayside_workflow::dealers::Dealer;
use bayside_workflow::session;
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
type Who = (String, String, IpAddr);

/// The passwords that are being checked on this server, and those that were wrong.
pub struct Passwords {
    places: Arc<Semaphore>,
    places_of: Mutex<HashMap<IpAddr, Arc<Semaphore>>>,
    memory: Arc<Mutex<Vec<HashMemory>>>,
    tries: WrongTries<Who>,
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

/// The member of staff with this login and password. Whoever is not known gets the same refusal, after the same time.
pub async fn member(
    app: &App,
    client: Client,
    (dealer, login): (&str, &str),
    password: String,
) -> Result<(Arc<Dealer>, StaffRow), Failure> {
    let refused = || Failure::new(Code::BadCredentials);
    if password.len() > PASSWORD_BYTES_MAX || dealer.len().max(login.len()) > LOGIN_BYTES_MAX {
        return Err(refused());
    }
    let who = (typed::login(dealer), typed::login(login), client.key());
    app.passwords.tries.begin(&who, app.now())?;
    let dealer = app.dealers.by_slug(&who.0).ok();
    let row = session::member(app, dealer.as_deref(), login).await?;
    let hash = row.as_ref().map(|row| row.password_hash.clone()).unwrap_or_default();
    let fits = app.passwords.hash(client, move |memory| fits(&password, &hash, memory)).await;
    let fits = fits.inspect_err(|_| app.passwords.tries.take_back(&who))?;
    let (Some(dealer), Some(row), true) = (dealer, row, fits) else { return Err(refused()) };
    app.passwords.tries.succeeded(&who);
    Ok((dealer, row))
}

/// The member of staff who is signed in, once more by the password.
pub async fn confirm(
    app: &App,
    client: Client,
    staff: &SignedInStaff,
    password: String,
) -> Result<(Arc<Dealer>, StaffRow), Failure> {
    let who = (staff.dealer.file.slug.as_str(), staff.row.login.as_str());
    member(app, client, who, password).await.map_err(|failure| match failure {
        Failure::Refused(refusal) if refusal.code == Code::BadCredentials => {
            Failure::at("/current_password", "wrong-password")
        }
        other => other,
    })
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
