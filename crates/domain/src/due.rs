//! When a job of the catalogue falls due: by mileage or by date, whichever comes first (docs/rules.md, "Service that is
//! due").

use chrono::{Months, NaiveDate};

/// How often a job falls due; a rule without numbers never does.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DueRule {
    /// The interval in kilometres.
    pub every_km: Option<u32>,
    /// The interval in months.
    pub every_months: Option<u32>,
}

/// Which of the two intervals makes a job due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DueBy {
    /// The odometer.
    Mileage,
    /// The calendar.
    Date,
}

/// When a job is due, and whether it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// Why it is due now; `None` if it is not. If both intervals have passed, mileage is named, because that is what
    /// the driver sees.
    pub by: Option<DueBy>,
    /// The odometer at which it is due.
    pub at_km: Option<u32>,
    /// The date on which it is due; unknown without an earlier service.
    pub on: Option<NaiveDate>,
}

impl DueRule {
    /// Whether the job recurs at all.
    pub const fn recurs(&self) -> bool {
        self.every_km.is_some() || self.every_months.is_some()
    }
}

/// When a job is due for a car whose odometer shows `mileage_km` and whose last service was on a date, at an odometer.
///
/// Without a known last service, the multiples of the interval decide: if the odometer passed one by less than a tenth
/// of the interval, the job is due, since drivers may be late by that much; otherwise the next multiple counts.
pub fn service_due(rule: DueRule, mileage_km: u32, last_service: Option<(NaiveDate, u32)>, today: NaiveDate) -> Due {
    let at_km = rule.every_km.filter(|every| *every > 0).map(|every| {
        if let Some((_, km)) = last_service {
            return km.saturating_add(every);
        }
        let reached = mileage_km - mileage_km % every;
        let is_fresh = reached > 0 && mileage_km - reached < every.div_ceil(10);
        if is_fresh { reached } else { reached.saturating_add(every) }
    });
    let on = rule
        .every_months
        .filter(|months| *months > 0)
        .zip(last_service)
        .and_then(|(months, (date, _))| date.checked_add_months(Months::new(months)));
    let by = if at_km.is_some_and(|km| mileage_km >= km) {
        Some(DueBy::Mileage)
    } else if on.is_some_and(|date| today >= date) {
        Some(DueBy::Date)
    } else {
        None
    };
    Due { by, at_km, on }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn rule(every_km: u32, every_months: u32) -> DueRule {
        let some = |number: u32| Some(number).filter(|number| *number > 0);
        DueRule { every_km: some(every_km), every_months: some(every_months) }
    }

    #[test]
    fn whichever_comes_first_makes_it_due() {
        let (today, oil) = (date("2026-12-01"), rule(10_000, 12));
        let due = |km, last: Option<(&str, u32)>| service_due(oil, km, last.map(|(on, km)| (date(on), km)), today);
        let after = |km, on: &str, by| Due { by, at_km: Some(km), on: Some(date(on)) };
        assert_eq!(due(58_000, Some(("2026-06-01", 50_000))), after(60_000, "2027-06-01", None));
        assert_eq!(due(60_000, Some(("2026-06-01", 50_000))), after(60_000, "2027-06-01", Some(DueBy::Mileage)));
        assert_eq!(due(51_000, Some(("2025-12-01", 50_000))), after(60_000, "2026-12-01", Some(DueBy::Date)));
        assert_eq!(due(61_000, Some(("2025-11-30", 50_000))), after(60_000, "2026-11-30", Some(DueBy::Mileage)));
        // A year after the last day of February is the last day of February.
        assert_eq!(due(50_000, Some(("2024-02-29", 50_000))), after(60_000, "2025-02-28", Some(DueBy::Date)));
    }

    #[test]
    fn without_a_known_service_the_multiples_of_the_odometer_decide() {
        let due = |km| {
            let due = service_due(rule(60_000, 48), km, None, date("2026-12-01"));
            assert_eq!(due.on, None);
            (due.at_km, due.by.is_some())
        };
        assert_eq!(due(0), (Some(60_000), false));
        assert_eq!(due(5_999), (Some(60_000), false));
        assert_eq!(due(59_999), (Some(60_000), false));
        assert_eq!(due(60_000), (Some(60_000), true));
        assert_eq!(due(65_999), (Some(60_000), true));
        assert_eq!(due(66_000), (Some(120_000), false));
    }

    proptest! {
        #[test]
        fn a_service_is_due_from_its_point_on_and_never_before(
            every_km in 0_u32..200_000, every_months in 0_u32..240, km in 0_u32..2_000_000, last_km in 0_u32..2_000_000,
            days_ago in 0_u64..8_000, driven in 0_u32..300_000, later in 0_u64..4_000,
        ) {
            let today = date("2026-12-01");
            let last = (today - chrono::Days::new(days_ago), last_km);
            let rule = rule(every_km, every_months);
            for last in [None, Some(last)] {
                let due = service_due(rule, km, last, today);
                let by_km = due.at_km.is_some_and(|at| km >= at);
                let by_date = due.on.is_some_and(|on| today >= on);
                prop_assert_eq!(due.by.is_some(), by_km || by_date);
                prop_assert_eq!(due.by == Some(DueBy::Mileage), by_km);
                // There is a due mileage exactly where the rule has kilometres, and a due date only after a known
                // service.
                prop_assert_eq!(due.at_km.is_some(), every_km > 0);
                prop_assert_eq!(due.on.is_some(), every_months > 0 && last.is_some());
                prop_assert!(rule.recurs() || due.by.is_none());
            }
            // A job that was just done is not due; one that is due after a known service stays due.
            let fresh = service_due(rule, last_km, Some((today, last_km)), today);
            prop_assert!(fresh.by.is_none());
            let now = service_due(rule, km, Some(last), today);
            let then = service_due(rule, km.saturating_add(driven), Some(last), today + chrono::Days::new(later));
            prop_assert!(now.by.is_none() || then.by.is_some());
            prop_assert_eq!((now.at_km, now.on), (then.at_km, then.on));
        }
    }
}
