//! Whether the house is open, from the opening hours of a usual week and the days without work.
//!
//! Breaks do not close the lounge: a day is open from its first opening to its last closing.

use bayside_api::Instant;
use bayside_api::dealer::{ClosedDays, Dealer, OpeningHours};
use chrono::{Datelike, NaiveDate, TimeDelta, Timelike};

/// How many days ahead an opening is looked for.
const DAYS_MAX: i64 = 60;

/// When the house opens next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextOpening {
    /// 0 is today, 1 tomorrow.
    pub days_ahead: i64,
    /// Local date.
    pub date: NaiveDate,
    /// Local wall time, `HH:MM`.
    pub at: String,
}

/// Whether the house is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OpeningState {
    /// Customers are in.
    Open,
    /// The room is dark; nobody knows the next opening if there are no hours.
    Closed(Option<NextOpening>),
}

/// When a house is open.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hours {
    week: Vec<OpeningHours>,
    closures: Vec<ClosedDays>,
}

impl Hours {
    /// As the dealer says.
    pub fn of(dealer: &Dealer) -> Self {
        Self { week: dealer.opening_hours.clone(), closures: dealer.closures.clone() }
    }

    /// Whether the house is open at `now`. No hours at all mean open: the dealer did not say.
    pub fn opening_state(&self, now: Instant) -> OpeningState {
        let minute = minute_of_day(now);
        let today = now.0.date_naive();
        if self.week.is_empty() || self.day(today).is_some_and(|(from, to)| (from..to).contains(&minute)) {
            return OpeningState::Open;
        }
        let next = (0..=DAYS_MAX).find_map(|days_ahead| {
            let date = today + TimeDelta::days(days_ahead);
            let (from, _) = self.day(date)?;
            let opens = NextOpening { days_ahead, date, at: format!("{:02}:{:02}", from / 60, from % 60) };
            (days_ahead > 0 || minute < from).then_some(opens)
        });
        OpeningState::Closed(next)
    }

    /// First opening and last closing of a day, in minutes.
    fn day(&self, date: NaiveDate) -> Option<(u32, u32)> {
        if self.closures.iter().any(|closed| (closed.from.0..=closed.to.0).contains(&date)) {
            return None;
        }
        let weekday = date.weekday().number_from_monday() as u8;
        let stretches = self.week.iter().filter(|stretch| stretch.weekday == weekday);
        let ends = stretches.filter_map(|stretch| Some((minutes(&stretch.from)?, minutes(&stretch.to)?)));
        ends.reduce(|day, stretch| (day.0.min(stretch.0), day.1.max(stretch.1)))
    }
}

/// Minutes of the local day.
pub fn minute_of_day(at: Instant) -> u32 {
    at.0.hour() * 60 + at.0.minute()
}

/// `HH:MM` in minutes.
pub fn minutes(wall: &str) -> Option<u32> {
    let (hour, minute) = wall.split_once(':')?;
    Some(hour.parse::<u32>().ok()? * 60 + minute.parse::<u32>().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        serde_json::from_value(serde_json::Value::String(text.to_owned())).unwrap()
    }

    fn date(text: &str) -> NaiveDate {
        bayside_api::Date::parse(text).unwrap().0
    }

    fn opening_state(hours: &Hours, now: Instant) -> OpeningState {
        hours.opening_state(now)
    }

    fn week() -> Hours {
        let stretch = |weekday, from: &str, to: &str| OpeningHours { weekday, from: from.into(), to: to.into() };
        let days = (1..=5).flat_map(|day| [stretch(day, "08:00", "12:00"), stretch(day, "13:00", "17:30")]);
        let week = days.chain([stretch(6, "09:00", "24:00")]).collect();
        let closed = |from, to| ClosedDays {
            from: bayside_api::Date::parse(from).unwrap(),
            to: bayside_api::Date::parse(to).unwrap(),
        };
        Hours { week, closures: vec![closed("2026-12-24", "2027-01-03")] }
    }

    #[test]
    fn a_break_does_not_close_the_lounge() {
        assert_eq!(opening_state(&week(), at("2026-12-01T12:30:00+08:00")), OpeningState::Open);
    }

    #[test]
    fn after_closing_it_names_the_next_morning() {
        let tomorrow = NextOpening { days_ahead: 1, date: date("2026-12-02"), at: "08:00".into() };
        assert_eq!(opening_state(&week(), at("2026-12-01T17:30:00+08:00")), OpeningState::Closed(Some(tomorrow)));
    }

    #[test]
    fn before_opening_it_names_this_morning() {
        let today = NextOpening { days_ahead: 0, date: date("2026-12-01"), at: "08:00".into() };
        assert_eq!(opening_state(&week(), at("2026-12-01T07:59:59+08:00")), OpeningState::Closed(Some(today)));
    }

    #[test]
    fn a_closed_day_is_skipped() {
        let monday = NextOpening { days_ahead: 1, date: date("2026-12-07"), at: "08:00".into() };
        assert_eq!(opening_state(&week(), at("2026-12-06T10:00:00+08:00")), OpeningState::Closed(Some(monday)));
    }

    #[test]
    fn midnight_as_closing_lasts_to_the_end_of_the_day() {
        assert_eq!(opening_state(&week(), at("2026-12-05T23:59:59+08:00")), OpeningState::Open);
    }

    #[test]
    fn days_without_work_are_closed_and_skipped() {
        let after = NextOpening { days_ahead: 11, date: date("2027-01-04"), at: "08:00".into() };
        assert_eq!(opening_state(&week(), at("2026-12-24T10:00:00+08:00")), OpeningState::Closed(Some(after)));
        let after = NextOpening { days_ahead: 12, date: date("2027-01-04"), at: "08:00".into() };
        assert_eq!(opening_state(&week(), at("2026-12-23T18:00:00+08:00")), OpeningState::Closed(Some(after)));
    }

    #[test]
    fn without_hours_the_house_is_open() {
        assert_eq!(opening_state(&Hours::default(), at("2026-12-01T03:00:00+08:00")), OpeningState::Open);
    }
}
