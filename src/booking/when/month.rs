//! The calendar's arithmetic: local dates only, no zone.

use bayside_api::Date;
use chrono::{Datelike, Days, Months, NaiveDate};

/// A month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month(NaiveDate);

impl Month {
    /// The month of a date.
    pub fn of(date: Date) -> Self {
        Self(date.0.with_day(1).unwrap_or(date.0))
    }

    /// The first day.
    pub fn first(self) -> Date {
        Date(self.0)
    }

    /// The last day.
    pub fn last(self) -> Date {
        self.next().0.pred_opt().map_or(Date(self.0), Date)
    }

    /// The month after.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.checked_add_months(Months::new(1)).unwrap_or(self.0))
    }

    /// The month before.
    #[must_use]
    pub fn previous(self) -> Self {
        Self(self.0.checked_sub_months(Months::new(1)).unwrap_or(self.0))
    }

    /// Weeks from Monday to Sunday, from that of `today` on; days that are past or of other months are empty.
    pub fn weeks(self, today: Date) -> Vec<[Option<Date>; 7]> {
        let skip = self.0.weekday().num_days_from_monday() as usize;
        let days = self.last().0.day() as usize;
        (0..(skip + days).div_ceil(7))
            .map(|week| {
                std::array::from_fn(|column| {
                    let day = (week * 7 + column + 1).checked_sub(skip)?;
                    self.0.with_day(u32::try_from(day).ok()?).map(Date).filter(|date| *date >= today)
                })
            })
            .filter(|week: &[Option<Date>; 7]| week.iter().any(Option::is_some))
            .collect()
    }
}

/// A date some days later.
pub fn plus_days(date: Date, days: u64) -> Date {
    date.0.checked_add_days(Days::new(days)).map_or(date, Date)
}

/// Where a key leads from a date, as date pickers of the ARIA practices do; `None` for every other key.
pub fn stepped(date: Date, key: &str) -> Option<Date> {
    let weekday = u64::from(date.0.weekday().num_days_from_monday());
    let (back, on) = match key {
        "ArrowLeft" => (1, 0),
        "ArrowRight" => (0, 1),
        "ArrowUp" => (7, 0),
        "ArrowDown" => (0, 7),
        "Home" => (weekday, 0),
        "End" => (0, 6 - weekday),
        "PageUp" => return date.0.checked_sub_months(Months::new(1)).map(Date),
        "PageDown" => return date.0.checked_add_months(Months::new(1)).map(Date),
        _ => return None,
    };
    date.0.checked_sub_days(Days::new(back))?.checked_add_days(Days::new(on)).map(Date)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        Date(text.parse().expect("a date"))
    }

    #[test]
    fn a_month_is_laid_out_in_weeks_from_monday() {
        let december = Month::of(day("2026-12-17"));
        let weeks = december.weeks(day("2026-11-30"));
        assert_eq!(weeks.len(), 5);
        assert_eq!(
            weeks[0],
            [
                None,
                Some(day("2026-12-01")),
                Some(day("2026-12-02")),
                Some(day("2026-12-03")),
                Some(day("2026-12-04")),
                Some(day("2026-12-05")),
                Some(day("2026-12-06"))
            ]
        );
        assert_eq!(weeks[4][3], Some(day("2026-12-31")));
        assert_eq!(weeks[4][4], None);
    }

    #[test]
    fn a_february_that_begins_on_a_monday_has_four_weeks() {
        assert_eq!(Month::of(day("2027-02-10")).weeks(day("2027-02-01")).len(), 4);
    }

    #[test]
    fn past_weeks_are_left_out_and_past_days_are_empty() {
        let november = Month::of(day("2026-11-29")).weeks(day("2026-11-25"));
        assert_eq!(november.len(), 2);
        assert_eq!(november[0][..3], [None, None, Some(day("2026-11-25"))]);
        assert_eq!(november[1][0], Some(day("2026-11-30")));
    }

    #[test]
    fn keys_move_by_day_week_and_month() {
        let from = |key| stepped(day("2026-10-31"), key).map(|date| date.to_string());
        let steps = [
            ("ArrowLeft", "2026-10-30"),
            ("ArrowRight", "2026-11-01"),
            ("ArrowUp", "2026-10-24"),
            ("ArrowDown", "2026-11-07"),
            ("Home", "2026-10-26"),
            ("End", "2026-11-01"),
            ("PageUp", "2026-09-30"),
            ("PageDown", "2026-11-30"),
        ];
        for (key, there) in steps {
            assert_eq!(from(key).as_deref(), Some(there), "{key}");
        }
        assert_eq!(from("Enter"), None);
    }

    #[test]
    fn months_follow_each_other_across_the_year() {
        let december = Month::of(day("2026-12-31"));
        assert_eq!(december.next().first(), day("2027-01-01"));
        assert_eq!(december.previous().last(), day("2026-11-30"));
        assert_eq!(plus_days(day("2026-12-31"), 1), day("2027-01-01"));
    }
}
