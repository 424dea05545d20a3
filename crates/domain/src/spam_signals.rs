//! Spam defence without a captcha: what is odd about a request is marked for the desk and never refused, and whoever
//! sent it is not told (docs/rules.md, "Limits").

use crate::words::Mark;

/// A form that was sent sooner than this after it was opened was filled in by a program.
pub const FILLED_SECONDS_MIN: u32 = 8;

/// What is odd about a request.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SpamSignals {
    /// The field that people do not see holds text.
    pub honeypot: bool,
    /// From the form's opening to its sending; `None` if the sender does not say.
    pub filled_seconds: Option<u32>,
    /// The phone has another booking to come.
    pub repeated_phone: bool,
    /// The plate has another booking to come.
    pub repeated_plate: bool,
}

impl SpamSignals {
    /// The marks, in the order of [`Mark::ALL`].
    pub fn marks(self) -> Vec<Mark> {
        let is = |mark: &Mark| match mark {
            Mark::Honeypot => self.honeypot,
            Mark::TooFast => self.filled_seconds.is_some_and(|seconds| seconds < FILLED_SECONDS_MIN),
            Mark::RepeatedPhone => self.repeated_phone,
            Mark::RepeatedPlate => self.repeated_plate,
        };
        Mark::ALL.iter().copied().filter(is).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_odd_is_marked() {
        let filled = |seconds| SpamSignals { filled_seconds: Some(seconds), ..SpamSignals::default() };
        assert_eq!(SpamSignals::default().marks(), []);
        assert_eq!(filled(0).marks(), [Mark::TooFast]);
        assert_eq!(filled(FILLED_SECONDS_MIN - 1).marks(), [Mark::TooFast]);
        assert_eq!(filled(FILLED_SECONDS_MIN).marks(), []);
        let all = SpamSignals { honeypot: true, filled_seconds: Some(1), repeated_phone: true, repeated_plate: true };
        assert_eq!(all.marks(), Mark::ALL);
    }
}
