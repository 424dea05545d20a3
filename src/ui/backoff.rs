//! A growing pause between failures.

use gloo_timers::future::TimeoutFuture;

/// The first pause after a failure; it doubles.
const PAUSE_MS: u32 = 1_000;
/// The longest pause after a failure.
const PAUSE_MS_MAX: u32 = 15_000;

/// A growing pause with jitter between failures.
pub struct Pause {
    next_ms: u32,
}

impl Default for Pause {
    fn default() -> Self {
        Self { next_ms: PAUSE_MS }
    }
}

impl Pause {
    /// Waits, longer each time.
    pub async fn wait(&mut self) {
        let half_ms = self.next_ms / 2;
        TimeoutFuture::new(half_ms + (f64::from(half_ms) * js_sys::Math::random()) as u32).await;
        self.next_ms = (self.next_ms * 2).min(PAUSE_MS_MAX);
    }
}
