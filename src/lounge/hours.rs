//! Whether the house is open, from the opening hours of a usual week.
//!
//! Breaks do not close the lounge: a day is open from its first opening to its last closing.

use bayside_api::Instant;
use bayside_api::dealer::OpeningHours;
use chrono::{Datelike, Timelike};

/// When the house opens next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opens {
    /// 0 is today, 1 tomorrow.
    pub days_ahead: u8,
    /// ISO 8601: Monday is 1.
    pub weekday: u8,
    /// Local wall time, `HH:MM`.
    pub at: String,
}

/// Whether the house is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum House {
    /// Customers are in.
    Open,
    /// The room is dark; nobody knows the next opening if there are no hours.
    Closed(Option<Opens>),
}

/// Whether the house is open at `now`. No hours at all mean open: the dealer did not say.
pub fn house(hours: &[OpeningHours], now: Instant) -> House {
    let minute = now.0.hour() * 60 + now.0.minute();
    let today = now.0.weekday().number_from_monday() as u8;
    if hours.is_empty() || day(hours, today).is_some_and(|(from, to)| (from..to).contains(&minute)) {
        return House::Open;
    }
    let next = (0..=7).find_map(|days_ahead| {
        let weekday = (today - 1 + days_ahead) % 7 + 1;
        let (from, _) = day(hours, weekday)?;
        let opens = Opens { days_ahead, weekday, at: format!("{:02}:{:02}", from / 60, from % 60) };
        (days_ahead > 0 || minute < from).then_some(opens)
    });
    House::Closed(next)
}

/// First opening and last closing of a weekday, in minutes of the day.
fn day(hours: &[OpeningHours], weekday: u8) -> Option<(u32, u32)> {
    let stretches = hours.iter().filter(|stretch| stretch.weekday == weekday);
    let ends = stretches.filter_map(|stretch| Some((minutes(&stretch.from)?, minutes(&stretch.to)?)));
    ends.reduce(|day, stretch| (day.0.min(stretch.0), day.1.max(stretch.1)))
}

fn minutes(wall: &str) -> Option<u32> {
    let (hour, minute) = wall.split_once(':')?;
    Some(hour.parse::<u32>().ok()? * 60 + minute.parse::<u32>().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        serde_json::from_value(serde_json::Value::String(text.to_owned())).unwrap()
    }

    fn week() -> Vec<OpeningHours> {
        let stretch = |weekday, from: &str, to: &str| OpeningHours { weekday, from: from.into(), to: to.into() };
        let days = (1..=5).flat_map(|day| [stretch(day, "08:00", "12:00"), stretch(day, "13:00", "17:30")]);
        days.chain([stretch(6, "09:00", "24:00")]).collect()
    }

    #[test]
    fn a_break_does_not_close_the_lounge() {
        assert_eq!(house(&week(), at("2026-12-01T12:30:00+08:00")), House::Open);
    }

    #[test]
    fn after_closing_it_names_the_next_morning() {
        let tomorrow = Opens { days_ahead: 1, weekday: 3, at: "08:00".into() };
        assert_eq!(house(&week(), at("2026-12-01T17:30:00+08:00")), House::Closed(Some(tomorrow)));
    }

    #[test]
    fn before_opening_it_names_this_morning() {
        let today = Opens { days_ahead: 0, weekday: 2, at: "08:00".into() };
        assert_eq!(house(&week(), at("2026-12-01T07:59:59+08:00")), House::Closed(Some(today)));
    }

    #[test]
    fn a_closed_day_is_skipped() {
        let monday = Opens { days_ahead: 1, weekday: 1, at: "08:00".into() };
        assert_eq!(house(&week(), at("2026-12-06T10:00:00+08:00")), House::Closed(Some(monday)));
    }

    #[test]
    fn midnight_as_closing_lasts_to_the_end_of_the_day() {
        assert_eq!(house(&week(), at("2026-12-05T23:59:59+08:00")), House::Open);
    }

    #[test]
    fn without_hours_the_house_is_open() {
        assert_eq!(house(&[], at("2026-12-01T03:00:00+08:00")), House::Open);
    }
}
