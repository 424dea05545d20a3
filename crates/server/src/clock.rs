//! The only place that reads the clock.

use bayside_domain::time::Instant;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// What time it is: the machine's, or in a demo the machine's moved by an offset.
#[derive(Debug, Clone, Default)]
pub struct Clock {
    offset_micros: Arc<AtomicI64>,
}

impl Clock {
    /// A clock that shows `instant` now and goes on from there.
    pub fn starting_at(instant: Instant) -> Self {
        let clock = Self::default();
        clock.set(instant);
        clock
    }

    /// The time.
    pub fn now(&self) -> Instant {
        Instant::from_micros(machine_micros() + self.offset_micros.load(Ordering::Relaxed))
    }

    /// Makes it `instant` now (demo).
    pub fn set(&self, instant: Instant) {
        self.offset_micros.store(instant.micros() - machine_micros(), Ordering::Relaxed);
    }

    /// Moves the clock on (demo).
    pub fn advance(&self, by: Duration) {
        let micros = i64::try_from(by.as_micros()).unwrap_or(i64::MAX);
        self.offset_micros.fetch_add(micros, Ordering::Relaxed);
    }
}

fn machine_micros() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_micros()).unwrap_or(i64::MAX)
}
