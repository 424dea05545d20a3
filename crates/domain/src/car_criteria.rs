//! The mileage and age of the cars that a job is for.

use chrono::{Months, NaiveDate};

/// A range of mileage and age, both ends included; `None` means no limit on that side.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CarCriteria {
    /// The lowest odometer reading, in kilometres.
    pub from_km: Option<u32>,
    /// The highest odometer reading, in kilometres.
    pub to_km: Option<u32>,
    /// The lowest age, in months since the first registration.
    pub from_months: Option<u32>,
    /// The highest age, in months since the first registration.
    pub to_months: Option<u32>,
}

/// Why a job is not for a car.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotForCar {
    /// The job is for other models.
    Model,
    /// The mileage is too low or too high.
    Mileage,
    /// The car is too new or too old.
    Age,
}

impl NotForCar {
    /// The stable error code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Model => "not-for-model",
            Self::Mileage => "not-for-mileage",
            Self::Age => "not-for-age",
        }
    }
}

impl CarCriteria {
    /// Why the job is not for a car; unknown mileage or age is not checked.
    pub fn unfit(&self, km: Option<u32>, registered: Option<NaiveDate>, today: NaiveDate) -> Option<NotForCar> {
        let by_km = |km| self.from_km.is_some_and(|from| km < from) || self.to_km.is_some_and(|to| km > to);
        if km.is_some_and(by_km) {
            return Some(NotForCar::Mileage);
        }
        let registered = registered.filter(|date| *date <= today)?;
        let after = |months: Option<u32>| registered.checked_add_months(Months::new(months?));
        let too_new = after(self.from_months).is_some_and(|from| today < from);
        let too_old = after(self.to_months).is_some_and(|to| today > to);
        (too_new || too_old).then_some(NotForCar::Age)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    const CRITERIA: CarCriteria =
        CarCriteria { from_km: Some(40_000), to_km: Some(90_000), from_months: Some(36), to_months: Some(120) };

    #[test]
    fn both_ends_of_a_span_belong_to_it() {
        let unfit = |km, registered: &str| CRITERIA.unfit(Some(km), Some(date(registered)), date("2026-06-09"));
        for km in [40_000, 90_000] {
            assert_eq!(unfit(km, "2020-01-01"), None, "{km}");
        }
        for km in [39_999, 90_001] {
            assert_eq!(unfit(km, "2020-01-01"), Some(NotForCar::Mileage), "{km}");
        }
        for registered in ["2023-06-09", "2016-06-09"] {
            assert_eq!(unfit(60_000, registered), None, "{registered}");
        }
        for registered in ["2023-06-10", "2016-06-08"] {
            assert_eq!(unfit(60_000, registered), Some(NotForCar::Age), "{registered}");
        }
    }

    #[test]
    fn what_is_not_known_keeps_nobody_out() {
        let today = date("2026-06-09");
        assert_eq!(CRITERIA.unfit(None, None, today), None);
        assert_eq!(CRITERIA.unfit(Some(60_000), None, today), None);
        assert_eq!(CRITERIA.unfit(None, Some(date("2026-06-10")), today), None, "nobody knows what that date means");
        assert_eq!(CRITERIA.unfit(None, Some(date("2026-06-09")), today), Some(NotForCar::Age));
        assert_eq!(CarCriteria::default().unfit(Some(0), Some(today), today), None);
    }
}
