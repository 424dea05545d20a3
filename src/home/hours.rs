//! Whether a dealer is open, by its own wall clock.

use crate::booking::when::month::plus_days;
use bayside_api::Date;
use bayside_api::dealer::{ClosedDays, OpeningHours};
use chrono::Datelike;

/// How far ahead the next opening is looked for.
const DAYS_AHEAD: u64 = 14;

/// Whether a dealer is open now, and until when, or from when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opening {
    /// Open until `HH:MM` of this day.
    Until(String),
    /// Open the whole day.
    AllDay,
    /// Closed until `HH:MM` of a day so many days ahead.
    From(u64, String),
    /// Closed for the next two weeks.
    Closed,
}

/// The opening at a local date and wall time (`HH:MM`).
pub fn opening(today: Date, now: &str, hours: &[OpeningHours], closures: &[ClosedDays]) -> Opening {
    for ahead in 0..=DAYS_AHEAD {
        let date = plus_days(today, ahead);
        if closures.iter().any(|closed| (closed.from..=closed.to).contains(&date)) {
            continue;
        }
        let weekday = date.0.weekday().number_from_monday();
        let mut spans: Vec<_> = hours.iter().filter(|span| u32::from(span.weekday) == weekday).collect();
        spans.sort_by(|one, other| one.from.cmp(&other.from));
        for span in spans {
            if ahead > 0 || span.from.as_str() > now {
                return Opening::From(ahead, span.from.clone());
            }
            if now < span.to.as_str() {
                let is_whole = span.from == "00:00" && span.to == "24:00";
                return if is_whole { Opening::AllDay } else { Opening::Until(span.to.clone()) };
            }
        }
    }
    Opening::Closed
}

/// The days of a week (1 is Monday) on which nobody is there.
pub fn closed_days(hours: &[OpeningHours]) -> Vec<u8> {
    (1..=7).filter(|day| hours.iter().all(|span| span.weekday != *day)).collect()
}

/// The place of a dealer in the list: those of the visitor's language first, then those who speak it too.
pub fn rank(locales: &[String], tag: &str) -> usize {
    match locales.iter().position(|locale| locale == tag) {
        Some(0) => 0,
        Some(_) => 1,
        None => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        Date::parse(text).expect("a date")
    }

    fn week() -> Vec<OpeningHours> {
        let span = |weekday, from: &str, to: &str| OpeningHours { weekday, from: from.into(), to: to.into() };
        (1..=5).flat_map(|day| [span(day, "13:00", "18:00"), span(day, "08:00", "12:00")]).collect()
    }

    #[test]
    fn the_closing_time_leads_and_a_closed_house_says_when_it_opens() {
        // 1 December 2026 is a Tuesday.
        for (day, now, is) in [
            ("2026-12-01", "08:00", Opening::Until("12:00".into())),
            ("2026-12-01", "11:59", Opening::Until("12:00".into())),
            ("2026-12-01", "12:00", Opening::From(0, "13:00".into())),
            ("2026-12-01", "07:30", Opening::From(0, "08:00".into())),
            ("2026-12-01", "18:00", Opening::From(1, "08:00".into())),
            ("2026-12-04", "18:30", Opening::From(3, "08:00".into())),
        ] {
            assert_eq!(opening(date(day), now, &week(), &[]), is, "{day} {now}");
        }
    }

    #[test]
    fn a_holiday_is_closed_also_on_a_working_day() {
        let closed = |from: &str, to: &str| vec![ClosedDays { from: date(from), to: date(to) }];
        let one = closed("2026-12-01", "2026-12-02");
        assert_eq!(opening(date("2026-12-01"), "09:00", &week(), &one), Opening::From(2, "08:00".into()));
        let long = closed("2026-11-30", "2026-12-31");
        assert_eq!(opening(date("2026-12-01"), "09:00", &week(), &long), Opening::Closed);
        assert_eq!(closed_days(&week()), [6, 7]);
    }

    #[test]
    fn a_house_that_never_closes_says_so() {
        let hours: Vec<_> =
            (1..=7).map(|weekday| OpeningHours { weekday, from: "00:00".into(), to: "24:00".into() }).collect();
        assert_eq!(opening(date("2026-12-01"), "23:59", &hours, &[]), Opening::AllDay);
        assert!(closed_days(&hours).is_empty());
    }

    #[test]
    fn dealers_of_the_visitors_language_come_first() {
        let tags = |tags: &[&str]| tags.iter().map(|tag| (*tag).to_owned()).collect::<Vec<_>>();
        let ranks = [tags(&["zh-CN", "en"]), tags(&["de", "en"])].map(|tags| rank(&tags, "zh-CN"));
        assert_eq!(ranks, [0, 2]);
        assert_eq!(rank(&tags(&["de", "en"]), "en"), 1);
    }
}
