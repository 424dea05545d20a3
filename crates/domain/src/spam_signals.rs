//! Spam defence without a captcha: a suspicious request is marked for the desk. It is never refused, and its sender is
//! not told (docs/rules.md, "Limits").

use crate::codes::SpamSignal;

/// The least number of seconds that a person needs to fill in a form; a faster one is suspicious.
pub const FILLED_SECONDS_MIN: u32 = 8;

/// The spam signals of a request.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SpamSignals {
    /// Whether the honeypot field holds text.
    pub honeypot: bool,
    /// Seconds from opening the form to sending it; `None` if the sender does not say.
    pub filled_seconds: Option<u32>,
    /// Whether another future booking has the same phone number.
    pub repeated_phone: bool,
    /// Whether another future booking has the same plate.
    pub repeated_plate: bool,
}

impl SpamSignals {
    /// The signals that apply, for the desk, in the order of [`SpamSignal::ALL`].
    pub fn signals(self) -> Vec<SpamSignal> {
        let is = |signal: &SpamSignal| match signal {
            SpamSignal::Honeypot => self.honeypot,
            SpamSignal::TooFast => self.filled_seconds.is_some_and(|seconds| seconds < FILLED_SECONDS_MIN),
            SpamSignal::RepeatedPhone => self.repeated_phone,
            SpamSignal::RepeatedPlate => self.repeated_plate,
        };
        SpamSignal::ALL.iter().copied().filter(is).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_odd_is_marked() {
        let filled = |seconds| SpamSignals { filled_seconds: Some(seconds), ..SpamSignals::default() };
        assert_eq!(SpamSignals::default().signals(), []);
        assert_eq!(filled(0).signals(), [SpamSignal::TooFast]);
        assert_eq!(filled(FILLED_SECONDS_MIN - 1).signals(), [SpamSignal::TooFast]);
        assert_eq!(filled(FILLED_SECONDS_MIN).signals(), []);
        let all = SpamSignals { honeypot: true, filled_seconds: Some(1), repeated_phone: true, repeated_plate: true };
        assert_eq!(all.signals(), SpamSignal::ALL);
    }
}
