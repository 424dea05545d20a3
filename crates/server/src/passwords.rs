//! Checking passwords: few are hashed at once, and who types wrong ones waits longer and longer (docs/rules.md,
//! "Signing in").

use crate::app::App;
use crate::auth::{HashMemory, SignedInStaff, fits};
use crate::http::limits::Client;
use crate::http::problem::{Failure, FieldChecks, Refusal};
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
/// How many wrong passwords cost no wait.
const FREE_TRIES: u32 = 5;
/// The wait after the next one, in seconds; it doubles with each.
const FIRST_WAIT_SECONDS: i64 = 5;
/// The longest wait, in seconds.
const LONGEST_WAIT_SECONDS: i64 = 15 * 60;
/// How long after the last one wrong passwords are forgotten, in minutes.
const MEMORY_MINUTES: i64 = 60;
/// How many logins and addresses are remembered.
const REMEMBERED: usize = 50_000;

/// Who tries to sign in: the dealer's short name, the login, the address.
type Who = (String, String, IpAddr);

/// Wrong passwords of one login from one address.
#[derive(Debug, Clone, Copy)]
struct Tries {
    count: u32,
    last: Instant,
}

impl Tries {
    /// How long the next try must wait from the last one on, in seconds.
    fn wait_seconds(self) -> i64 {
        match self.count.checked_sub(FREE_TRIES) {
            None => 0,
            Some(doubled) => (FIRST_WAIT_SECONDS << doubled.min(16)).min(LONGEST_WAIT_SECONDS),
        }
    }

    fn is_forgotten(self, now: Instant) -> bool {
        self.last.plus_minutes(MEMORY_MINUTES) <= now || now < self.last.plus_minutes(-MEMORY_MINUTES)
    }
}

/// The passwords that are being checked on this server, and those that were wrong.
pub struct Passwords {
    places: Arc<Semaphore>,
    places_of: Mutex<HashMap<IpAddr, Arc<Semaphore>>>,
    memory: Arc<Mutex<Vec<HashMemory>>>,
    tries: Mutex<HashMap<Who, Tries>>,
}

impl Default for Passwords {
    fn default() -> Self {
        Self {
            places: Arc::new(Semaphore::new(AT_ONCE)),
            places_of: Mutex::default(),
            memory: Arc::default(),
            tries: Mutex::default(),
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

    /// Counts a try as a wrong one, before it is known, so that many at once are counted, too; refused while its login
    /// must wait at its address.
    fn begin(&self, who: &Who, now: Instant) -> Result<(), Failure> {
        let mut known = lock(&self.tries);
        let before = known.get(who).copied().filter(|tries| !tries.is_forgotten(now));
        let ends = before.map_or(now, |tries| tries.last.plus_seconds(tries.wait_seconds()));
        if now.seconds() < ends.seconds() {
            let seconds = u32::try_from(ends.seconds() - now.seconds()).unwrap_or(u32::MAX);
            return Err(Refusal { retry_after_seconds: Some(seconds), ..Refusal::new(Code::TooMany) }.into());
        }
        if known.len() >= REMEMBERED && !known.contains_key(who) {
            known.retain(|_, tries| tries.count > FREE_TRIES);
        }
        let count = before.map_or(0, |tries| tries.count).saturating_add(1);
        known.insert(who.clone(), Tries { count, last: now });
        Ok(())
    }

    /// Takes back a try that was not made.
    fn take_back(&self, who: &Who) {
        if let Some(tries) = lock(&self.tries).get_mut(who) {
            tries.count = tries.count.saturating_sub(1);
        }
    }

    /// Forgets wrong passwords of a while ago, and addresses that check none.
    pub fn tidy(&self, now: Instant) {
        lock(&self.tries).retain(|_, tries| !tries.is_forgotten(now));
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
    app.passwords.begin(&who, app.now())?;
    let dealer = app.dealers.by_slug(&who.0).ok();
    let row = session::member(app, dealer.as_deref(), login).await?;
    let hash = row.as_ref().map(|row| row.password_hash.clone()).unwrap_or_default();
    let fits = app.passwords.hash(client, move |memory| fits(&password, &hash, memory)).await;
    let fits = fits.inspect_err(|_| app.passwords.take_back(&who))?;
    let (Some(dealer), Some(row), true) = (dealer, row, fits) else { return Err(refused()) };
    lock(&app.passwords.tries).remove(&who);
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

    fn who(login: &str, address: &str) -> Who {
        ("anting".to_owned(), login.to_owned(), client(address).key())
    }

    /// The seconds that a try must wait; 0 if it was made.
    fn wait(passwords: &Passwords, who: &Who, second: i64) -> u32 {
        match passwords.begin(who, Instant::from_seconds(second)) {
            Ok(()) => 0,
            Err(Failure::Refused(refusal)) => refusal.retry_after_seconds.unwrap(),
            Err(Failure::Store(error)) => panic!("{error}"),
        }
    }

    #[test]
    fn who_types_wrong_passwords_waits_longer_and_longer_alone() {
        let passwords = Passwords::default();
        let thief = who("manager", "192.0.2.1");
        assert!((0..5).all(|_| wait(&passwords, &thief, 1_000) == 0));
        let mut now = 1_000;
        for expected in [5, 10, 20, 40, 80, 160, 320, 640, 900, 900] {
            assert_eq!(wait(&passwords, &thief, now), expected);
            assert_eq!(wait(&passwords, &thief, now + i64::from(expected) - 1), 1);
            now += i64::from(expected);
            assert_eq!(wait(&passwords, &thief, now), 0, "after {expected} seconds");
        }
        // Neither another login of the same house waits, nor the same login at another place.
        assert_eq!(wait(&passwords, &who("adviser", "192.0.2.1"), now), 0);
        assert_eq!(wait(&passwords, &who("manager", "192.0.2.2"), now), 0);
        assert_eq!(wait(&passwords, &thief, now), 900);
        assert_eq!(wait(&passwords, &thief, now + 3_600), 0, "after an hour all is forgotten");
        assert_eq!(wait(&passwords, &thief, now + 3_600), 0);
    }

    #[test]
    fn a_try_that_was_not_made_does_not_count() {
        let passwords = Passwords::default();
        let member = who("manager", "192.0.2.1");
        for _ in 0..20 {
            assert_eq!(wait(&passwords, &member, 1_000), 0);
            passwords.take_back(&member);
        }
    }

    #[test]
    fn what_is_remembered_has_an_end() {
        let passwords = Passwords::default();
        let known = who("manager", "192.0.2.1");
        while wait(&passwords, &known, 1_000) == 0 {}
        for number in 0..=REMEMBERED {
            assert_eq!(wait(&passwords, &who(&number.to_string(), "192.0.2.1"), 1_000), 0);
        }
        assert!(lock(&passwords.tries).len() <= REMEMBERED);
        passwords.tidy(Instant::from_seconds(1_000 + 3_601));
        assert!(lock(&passwords.tries).is_empty() && lock(&passwords.places_of).is_empty());
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
