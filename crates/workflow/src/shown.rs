//! What stood on the screen of who decides or signs: if it is not so any more, nothing is done (docs/rules.md, "What was
//! shown").

use crate::failure::Failure;
use bayside_domain::error_code::Code;
use bayside_domain::time::Instant;

/// What was shown, as far as it was sent along.
#[derive(Debug, Clone, Copy, Default)]
pub struct Shown {
    /// A price, an estimate or a total, minor units.
    pub amount: Option<i64>,
    /// The promised time.
    pub promised_at: Option<Instant>,
    /// The version of a statement.
    pub version: Option<u32>,
}

impl Shown {
    /// Refuses with this code if something that was shown is another by now. Times are compared in whole minutes, as
    /// people are told them.
    pub fn compare(self, now: Self, changed: Code) -> Result<(), Failure> {
        let minutes = |shown: Self| shown.promised_at.map(|at| at.seconds().div_euclid(60));
        let is_same =
            same(self.amount, now.amount) && same(minutes(self), minutes(now)) && same(self.version, now.version);
        if is_same { Ok(()) } else { Err(Failure::new(changed)) }
    }
}

fn same<T: PartialEq>(shown: Option<T>, now: Option<T>) -> bool {
    shown.is_none() || shown == now
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_sent_is_not_compared() {
        let now = Shown { amount: Some(100), promised_at: Some(Instant::from_seconds(600)), version: Some(1) };
        let is_refused = |shown: Shown| shown.compare(now, Code::QuoteChanged).is_err();
        assert!(!is_refused(Shown::default()) && !is_refused(now));
        assert!(!is_refused(Shown { promised_at: Some(Instant::from_seconds(659)), ..Shown::default() }));
        for other in [
            Shown { amount: Some(99), ..now },
            Shown { promised_at: Some(Instant::from_seconds(660)), ..now },
            Shown { version: Some(2), ..now },
        ] {
            assert!(is_refused(other), "{other:?}");
        }
    }
}
