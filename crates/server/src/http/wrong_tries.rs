//! Wrong tries of what could be guessed: who makes them waits longer and longer, and nobody else does.

use crate::http::problem::{Failure, Refusal};
use bayside_domain::error_code::Code;
use bayside_domain::time::Instant;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How many wrong tries cost no wait.
const FREE_TRIES: u32 = 5;
/// The wait after the last of them, in seconds; it doubles with each further one.
const FIRST_WAIT_SECONDS: i64 = 5;
/// The longest wait, in seconds.
const LONGEST_WAIT_SECONDS: i64 = 15 * 60;
/// How long after the last one wrong tries are forgotten, in minutes.
const MEMORY_MINUTES: i64 = 60;
/// How many are remembered.
const REMEMBERED: usize = 50_000;

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

/// The wrong tries of everybody, by who made them and what they tried. Each server counts for itself.
#[derive(Debug)]
pub struct WrongTries<K>(Mutex<HashMap<K, Tries>>);

impl<K> Default for WrongTries<K> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Hash + Eq + Clone> WrongTries<K> {
    fn lock(&self) -> MutexGuard<'_, HashMap<K, Tries>> {
        // A poisoned lock is safe to use: each change is a single one.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts a try as a wrong one, before it is known, so that many at once are counted, too; refused while it must
    /// wait.
    pub fn begin(&self, who: &K, now: Instant) -> Result<(), Failure> {
        let mut known = self.lock();
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
    pub fn take_back(&self, who: &K) {
        if let Some(tries) = self.lock().get_mut(who) {
            tries.count = tries.count.saturating_sub(1);
        }
    }

    /// A try was right: forgets the wrong ones.
    pub fn succeeded(&self, who: &K) {
        self.lock().remove(who);
    }

    /// Forgets tries of a while ago.
    pub fn tidy(&self, now: Instant) {
        self.lock().retain(|_, tries| !tries.is_forgotten(now));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Who = (&'static str, &'static str);

    /// The seconds that a try must wait; 0 if it was made.
    fn wait<K: Hash + Eq + Clone>(tries: &WrongTries<K>, who: &K, second: i64) -> u32 {
        match tries.begin(who, Instant::from_seconds(second)) {
            Ok(()) => 0,
            Err(Failure::Refused(refusal)) => refusal.retry_after_seconds.unwrap(),
            Err(Failure::Store(error)) => panic!("{error}"),
        }
    }

    #[test]
    fn who_tries_wrong_ones_waits_longer_and_longer_alone() {
        let tries = WrongTries::<Who>::default();
        let thief = ("manager", "192.0.2.1");
        assert!((0..5).all(|_| wait(&tries, &thief, 1_000) == 0));
        let mut now = 1_000;
        for expected in [5, 10, 20, 40, 80, 160, 320, 640, 900, 900] {
            assert_eq!(wait(&tries, &thief, now), expected);
            assert_eq!(wait(&tries, &thief, now + i64::from(expected) - 1), 1);
            now += i64::from(expected);
            assert_eq!(wait(&tries, &thief, now), 0, "after {expected} seconds");
        }
        // Neither another login of the same house waits, nor the same login at another place.
        assert_eq!(wait(&tries, &("adviser", "192.0.2.1"), now), 0);
        assert_eq!(wait(&tries, &("manager", "192.0.2.2"), now), 0);
        assert_eq!(wait(&tries, &thief, now), 900);
        assert_eq!(wait(&tries, &thief, now + 3_600), 0, "after an hour all is forgotten");
        assert_eq!(wait(&tries, &thief, now + 3_600), 0);
    }

    #[test]
    fn a_right_try_and_one_that_was_not_made_do_not_count() {
        let tries = WrongTries::<Who>::default();
        let member = ("manager", "192.0.2.1");
        for _ in 0..20 {
            assert_eq!(wait(&tries, &member, 1_000), 0);
            tries.take_back(&member);
        }
        while wait(&tries, &member, 1_000) == 0 {}
        tries.succeeded(&member);
        assert_eq!(wait(&tries, &member, 1_000), 0);
    }

    #[test]
    fn what_is_remembered_has_an_end() {
        let tries = WrongTries::<usize>::default();
        while wait(&tries, &REMEMBERED, 1_000) == 0 {}
        for number in 0..=REMEMBERED {
            wait(&tries, &number, 1_000);
        }
        assert!(tries.lock().len() <= REMEMBERED);
        tries.tidy(Instant::from_seconds(1_000 + 3_601));
        assert!(tries.lock().is_empty());
    }
}
