//! A growing pause between failures, with jitter, so that a restarted server is not met by all at once.

use gloo_timers::future::TimeoutFuture;

/// The first pause after a failure; it doubles.
const FIRST_MS: u32 = 1_000;

/// The pauses after failures that follow each other.
#[derive(Debug)]
pub struct Backoff {
    next_ms: u32,
    longest_ms: u32,
}

impl Default for Backoff {
    /// For what somebody stands before: 15 seconds at most.
    fn default() -> Self {
        Self::up_to(15_000)
    }
}

impl Backoff {
    /// Pauses that grow up to `longest_ms`.
    pub const fn up_to(longest_ms: u32) -> Self {
        Self { next_ms: FIRST_MS, longest_ms }
    }

    /// The next pause, milliseconds: between half and the whole of what it has grown to. `share` is at random in 0..1.
    fn next(&mut self, share: f64) -> u32 {
        let half_ms = self.next_ms / 2;
        self.next_ms = (self.next_ms * 2).min(self.longest_ms);
        half_ms + (f64::from(half_ms) * share) as u32
    }

    /// The next pause, milliseconds.
    pub fn next_ms(&mut self) -> u32 {
        self.next(js_sys::Math::random())
    }

    /// Waits, longer each time.
    pub async fn wait(&mut self) {
        TimeoutFuture::new(self.next_ms()).await;
    }

    /// What follows is a first failure again.
    pub const fn reset(&mut self) {
        self.next_ms = FIRST_MS;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_the_longest_and_begin_anew() {
        let mut backoff = Backoff::up_to(3_000);
        let wholes: Vec<u32> = (0..4).map(|_| backoff.next(0.999_999).div_ceil(100) * 100).collect();
        assert_eq!(wholes, [1_000, 2_000, 3_000, 3_000]);
        assert_eq!(backoff.next(0.0), 1_500, "at least half of it");
        backoff.reset();
        assert_eq!(backoff.next(0.0), 500);
    }
}
