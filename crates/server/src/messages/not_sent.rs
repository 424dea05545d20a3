//! Why a message was not sent, and whether to try again.

use bayside_domain::codes::MessageReason;

/// Why a message was not sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotSent {
    /// The reason, as the desk shows it.
    pub reason: MessageReason,
    /// Whether a new attempt may help and cannot send the message twice.
    pub again: bool,
}

impl NotSent {
    /// A temporary failure: it is tried again.
    pub const fn for_now(reason: MessageReason) -> Self {
        Self { reason, again: true }
    }

    /// A permanent failure: only staff can have it tried again.
    pub const fn for_good(reason: MessageReason) -> Self {
        Self { reason, again: false }
    }

    /// An SMTP error before the text was sent; `permanent` is the reason for a 5xx reply at this point.
    pub fn before(error: &lettre::transport::smtp::Error, permanent: MessageReason) -> Self {
        if error.is_permanent() && permanent != MessageReason::Unreachable {
            Self::for_good(permanent)
        } else if error.is_permanent() || error.is_transient() {
            Self::for_now(MessageReason::RefusedForNow)
        } else if error.is_tls() {
            Self::for_now(MessageReason::NotEncrypted)
        } else {
            Self::for_now(MessageReason::Unreachable)
        }
    }
}

/// Attempts before a message is given up: about two hours.
pub const ATTEMPTS_MAX: i64 = 8;
/// The first pause, seconds.
const PAUSE_SECONDS: i64 = 60;
/// The longest pause, seconds.
const PAUSE_SECONDS_MAX: i64 = 3600;

/// Seconds until the next attempt: doubled each time, with a jitter of a quarter by `chance` (0 to 1000), so that
/// messages that failed together are not tried again together.
pub fn pause_seconds(attempts: i64, chance: i64) -> i64 {
    let doubled = PAUSE_SECONDS << (attempts - 1).clamp(0, 10);
    let pause = doubled.min(PAUSE_SECONDS_MAX);
    pause * (750 + chance.clamp(0, 1000) / 2) / 1000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_an_hour_and_differ_by_chance() {
        let pauses: Vec<i64> = (1..=ATTEMPTS_MAX).map(|attempts| pause_seconds(attempts, 500)).collect();
        assert_eq!(pauses, [60, 120, 240, 480, 960, 1920, 3600, 3600]);
        assert_eq!((pause_seconds(1, 0), pause_seconds(1, 1000)), (45, 75));
        assert_eq!(pause_seconds(i64::MAX, 500), 3600);
    }
}
