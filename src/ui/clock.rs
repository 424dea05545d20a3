//! The server's time. Every face takes "now" from the server; the browser's clock only carries it
//! on between two answers.

use super::timer;
use bayside_api::Instant;
use leptos::prelude::*;
use std::time::Duration;

/// The difference between the server's clock and this one.
#[derive(Clone, Copy)]
pub struct ServerClock {
    wall: RwSignal<i64>,
    steady: RwSignal<Option<i64>>,
}

impl Default for ServerClock {
    fn default() -> Self {
        Self { wall: RwSignal::new(0), steady: RwSignal::new(None) }
    }
}

impl ServerClock {
    /// Takes the time from an answer (`now`, `as_of`).
    pub fn sync(self, now: &Instant) {
        self.wall.set(now.epoch_ms() - browser_ms());
        self.steady.set(Some(now.epoch_ms() - steady_ms()));
    }

    /// Milliseconds since the epoch at the server, now.
    pub fn now_ms(self) -> i64 {
        browser_ms() + self.wall.get_untracked()
    }

    /// The same, carried on by what no setting of the clock moves; nothing before the first answer. It may stand
    /// still while the machine sleeps.
    pub fn steady_now_ms(self) -> Option<i64> {
        self.steady.get_untracked().map(|offset_ms| steady_ms() + offset_ms)
    }

    /// The server's time, read anew every `every_ms` while the calling view lives.
    pub fn ticking(self, every_ms: u64) -> Signal<i64> {
        let beat = RwSignal::new(0_u32);
        timer::every(Duration::from_millis(every_ms), move || beat.update(|n| *n = n.wrapping_add(1)));
        Signal::derive(move || {
            beat.track();
            browser_ms() + self.wall.get()
        })
    }
}

/// The clock for the faces below.
pub fn provide_clock() -> ServerClock {
    let clock = ServerClock::default();
    provide_context(clock);
    clock
}

/// The provided clock.
pub fn use_clock() -> ServerClock {
    expect_context()
}

/// The browser's own clock: only for ages and pauses, never for what a person reads as the time.
pub fn browser_ms() -> i64 {
    js_sys::Date::now() as i64
}

/// Milliseconds since the page began, which only ever count up: for ages on screens, whose clocks may be wrong
/// and may be set at any time.
pub fn steady_ms() -> i64 {
    window().performance().map_or(0.0, |performance| performance.now()) as i64
}
