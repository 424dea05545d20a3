//! For cars of which mileage and age a job is.

use chrono::{Months, NaiveDate};

/// From where to where, ends included; a number that is missing bounds nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CarSpan {
    /// From this odometer on.
    pub from_km: Option<u32>,
    /// Up to this odometer.
    pub to_km: Option<u32>,
    /// From so many months after the first registration on.
    pub from_months: Option<u32>,
    /// Until so many months after the first registration.
    pub to_months: Option<u32>,
}

/// Why a job is not for a car.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// Another model.
    Model,
    /// Too little or too much on the odometer.
    Mileage,
    /// Too new or too old.
    Age,
}

impl Unfit {
    /// For machines.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Model => "not-for-model",
            Self::Mileage => "not-for-mileage",
            Self::Age => "not-for-age",
        }
    }
}

impl CarSpan {
    /// What keeps a car out, as far as it is known.
    pub fn unfit(&self, km: Option<u32>, registered: Option<NaiveDate>, today: NaiveDate) -> Option<Unfit> {
        let by_km = |km| self.from_km.is_some_and(|from| km < from) || self.to_km.is_some_and(|to| km > to);
        if km.is_some_and(by_km) {
            return Some(Unfit::Mileage);
        }
        let registered = registered.filter(|date| *date <= today)?;
        let after = |months: Option<u32>| registered.checked_add_months(Months::new(months?));
        let too_new = after(self.from_months).is_some_and(|from| today < from);
        let too_old = after(self.to_months).is_some_and(|to| today > to);
        (too_new || too_old).then_some(Unfit::Age)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    const SPAN: CarSpan =
        CarSpan { from_km: Some(40_000), to_km: Some(90_000), from_months: Some(36), to_months: Some(120) };

    #[test]
    fn both_ends_of_a_span_belong_to_it() {
        let unfit = |km, registered: &str| SPAN.unfit(Some(km), Some(date(registered)), date("2026-06-09"));
        for km in [40_000, 90_000] {
            assert_eq!(unfit(km, "2020-01-01"), None, "{km}");
        }
        for km in [39_999, 90_001] {
            assert_eq!(unfit(km, "2020-01-01"), Some(Unfit::Mileage), "{km}");
        }
        for registered in ["2023-06-09", "2016-06-09"] {
            assert_eq!(unfit(60_000, registered), None, "{registered}");
        }
        for registered in ["2023-06-10", "2016-06-08"] {
            assert_eq!(unfit(60_000, registered), Some(Unfit::Age), "{registered}");
        }
    }

    #[test]
    fn what_is_not_known_keeps_nobody_out() {
        let today = date("2026-06-09");
        assert_eq!(SPAN.unfit(None, None, today), None);
        assert_eq!(SPAN.unfit(Some(60_000), None, today), None);
        assert_eq!(SPAN.unfit(None, Some(date("2026-06-10")), today), None, "nobody knows what that date means");
        assert_eq!(SPAN.unfit(None, Some(date("2026-06-09")), today), Some(Unfit::Age));
        assert_eq!(CarSpan::default().unfit(Some(0), Some(today), today), None);
    }
}
