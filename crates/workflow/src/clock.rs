//! The only place that reads the clock.

use bayside_domain::time::Instant;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::sync::Notify;
use tokio::sync::futures::OwnedNotified;

/// The clock: that of the machine, in a demo shifted by an offset.
#[derive(Debug, Clone, Default)]
pub struct Clock {
    offset_micros: Arc<AtomicI64>,
    moved: Arc<Notify>,
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
        self.moved.notify_waiters();
    }

    /// Moves the clock on (demo).
    pub fn advance(&self, by: Duration) {
        let micros = i64::try_from(by.as_micros()).unwrap_or(i64::MAX);
        self.offset_micros.fetch_add(micros, Ordering::Relaxed);
        self.moved.notify_waiters();
    }

    /// Completes when the clock is set or advanced (demo), so that tasks which sleep until a time can recompute it.
    pub fn moved(&self) -> OwnedNotified {
        Arc::clone(&self.moved).notified_owned()
    }
}

/// Measures how long something takes, whatever the clock is set to.
#[derive(Debug, Clone, Copy)]
pub struct Stopwatch(std::time::Instant);

impl Stopwatch {
    /// Starts a stopwatch.
    pub fn start() -> Self {
        Self(std::time::Instant::now())
    }

    /// The time since the start.
    pub fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }
}

fn machine_micros() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_micros()).unwrap_or(i64::MAX)
}
