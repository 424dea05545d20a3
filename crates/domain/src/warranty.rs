//! How long a repair is warranted, and what the law of a country asks for at least.

use crate::country::Country;
use serde::{Deserialize, Serialize};

/// How long a repair is warranted: kilometres or days from the hand-over of the car, whichever comes first. A setting
/// of the dealer, and part of the stored statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warranty {
    /// The dealer's warranty in kilometres; 0 is no limit of distance.
    pub km: u32,
    /// The dealer's warranty in days.
    pub days: u32,
    /// The statutory minimum in kilometres; 0 where the law counts no distance.
    pub statutory_km: u32,
    /// The statutory minimum in days; 0 where the dealer's file names no law.
    pub statutory_days: u32,
}

impl Warranty {
    /// What the law of a country asks for after a minor repair, as kilometres and days (docs/rules.md, "Money").
    pub const fn law(country: Country) -> (u32, u32) {
        match country {
            Country::Cn => (2_000, 10),
            Country::De => (0, 730),
            Country::Other(_) => (0, 0),
        }
    }

    /// The same term beside the minimum of the dealer's file.
    #[must_use]
    pub const fn beside_the_law_of(self, dealer: Self) -> Self {
        Self { statutory_km: dealer.statutory_km, statutory_days: dealer.statutory_days, ..self }
    }

    /// The field that promises less than the law asks for: `km` or `days`.
    pub const fn below_statutory(&self) -> Option<&'static str> {
        let has_law = self.statutory_days > 0 || self.statutory_km > 0;
        if self.days < self.statutory_days {
            Some("days")
        } else if has_law && self.km != 0 && (self.statutory_km == 0 || self.km < self.statutory_km) {
            Some("km")
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_law_without_a_distance_is_not_met_by_a_term_that_has_one() {
        let below = |country, km, days| {
            let (statutory_km, statutory_days) = Warranty::law(country);
            Warranty { km, days, statutory_km, statutory_days }.below_statutory()
        };
        assert_eq!(below(Country::De, 0, 730), None);
        assert_eq!(below(Country::De, 0, 729), Some("days"));
        assert_eq!(below(Country::De, 100_000, 730), Some("km"), "who drives much would have less than two years");
        assert_eq!(below(Country::Cn, 2_000, 10), None);
        assert_eq!(below(Country::Cn, 1_999, 10), Some("km"));
        assert_eq!(below(Country::Cn, 0, 10), None, "no limit is more than any");
        assert_eq!(below(Country::UNKNOWN, 500, 5), None, "no law is known here");
    }
}
