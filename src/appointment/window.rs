//! The days and hours of a wish. Pure: the view draws it, the server decides.

use crate::booking::when::month::plus_days;
use bayside_api::Date;
use bayside_api::dealer::OpeningHours;
use bayside_api::waitlist::HourSpan;
use serde::{Deserialize, Serialize};

/// How many days one wish may span, the first and the last among them.
pub const DAYS_MAX: i64 = 62;
/// How many days are proposed beyond today.
pub const DAYS_USUAL: u64 = 14;

/// A part of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PartOfDay {
    /// Before 11:00.
    Morning,
    /// From 11:00 to 14:00.
    Noon,
    /// From 14:00 on.
    Afternoon,
}

impl PartOfDay {
    /// The parts, in order.
    pub const ALL: [Self; 3] = [Self::Morning, Self::Noon, Self::Afternoon];

    /// When it begins and ends, `HH:MM`.
    pub const fn span(self) -> (&'static str, &'static str) {
        match self {
            Self::Morning => ("00:00", "11:00"),
            Self::Noon => ("11:00", "14:00"),
            Self::Afternoon => ("14:00", "24:00"),
        }
    }

    /// Its name in tests and in what is kept.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Morning => "morning",
            Self::Noon => "noon",
            Self::Afternoon => "afternoon",
        }
    }

    /// The part of the day for an interval of the wire.
    pub fn of(span: &HourSpan) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.span() == (span.from.as_str(), span.to.as_str()))
    }
}

/// The parts of the day in which the dealer is ever open.
pub fn parts(hours: &[OpeningHours]) -> Vec<PartOfDay> {
    let open = |part: &PartOfDay| {
        let (from, to) = part.span();
        // The times have two digits each, so they can be compared as texts.
        hours.iter().any(|open| open.from.as_str() < to && open.to.as_str() > from)
    };
    PartOfDay::ALL.into_iter().filter(open).collect()
}

/// The first or the last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// The first day.
    From,
    /// The last day.
    To,
}

/// What is wrong with a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayFault {
    /// None was given.
    Required,
    /// It is over.
    Past,
    /// The last is before the first.
    Order,
    /// More days than one wish may span.
    TooMany,
    /// Beyond what can be booked.
    TooFar,
}

/// Days and hours as they are typed; survives reloads.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// First day, `2026-12-01`.
    pub from: String,
    /// Last day.
    pub to: String,
    /// Parts of the day; none means any hour.
    pub parts: Vec<PartOfDay>,
}

impl Window {
    /// From a day to another, at any hour.
    pub fn days(from: Date, to: Date) -> Self {
        Self { from: from.to_string(), to: to.to_string(), parts: Vec::new() }
    }

    /// What is proposed to somebody who has nothing yet.
    pub fn usual(today: Date, horizon_days: u32) -> Self {
        Self::days(today, plus_days(today, DAYS_USUAL.min(u64::from(horizon_days))))
    }

    /// What is proposed to somebody who has a booking on this day.
    pub fn before(today: Date, booked: Date) -> Self {
        let last = plus_days(today, u64::try_from(DAYS_MAX - 1).unwrap_or_default());
        Self::days(today, booked.min(last).max(today))
    }

    /// Both days, where they can be read.
    pub fn dates(&self) -> Option<(Date, Date)> {
        Date::parse(&self.from).zip(Date::parse(&self.to))
    }

    /// The hours as they go to the server: every part is the same as any hour.
    pub fn hours(&self, open: &[PartOfDay]) -> Vec<HourSpan> {
        let wanted: Vec<PartOfDay> = open.iter().copied().filter(|part| self.parts.contains(part)).collect();
        if wanted.len() == open.len() {
            return Vec::new();
        }
        let span = |part: PartOfDay| HourSpan { from: part.span().0.to_owned(), to: part.span().1.to_owned() };
        wanted.into_iter().map(span).collect()
    }

    /// A part is wanted or not; none means any.
    pub fn choose(&mut self, part: Option<PartOfDay>, on: bool) {
        match part {
            None => self.parts.clear(),
            Some(part) => {
                self.parts.retain(|one| *one != part);
                if on {
                    self.parts.push(part);
                }
            }
        }
    }

    /// What is wrong, in the order of the fields.
    pub fn faults(&self, today: Date, horizon_days: u32) -> Vec<(Edge, DayFault)> {
        let last = plus_days(today, u64::from(horizon_days));
        let (from, to) = match (Date::parse(&self.from), Date::parse(&self.to)) {
            (Some(from), Some(to)) => (from, to),
            (from, to) => {
                let missing = |edge, day: Option<Date>| day.is_none().then_some((edge, DayFault::Required));
                return [missing(Edge::From, from), missing(Edge::To, to)].into_iter().flatten().collect();
            }
        };
        let fault = if to < today {
            DayFault::Past
        } else if to < from {
            DayFault::Order
        } else if to > last {
            DayFault::TooFar
        } else if (to.0 - from.0).num_days() >= DAYS_MAX {
            DayFault::TooMany
        } else {
            return Vec::new();
        };
        vec![(Edge::To, fault)]
    }

    /// The fault that the server found.
    pub fn refused(pointer: &str, code: &str) -> Option<(Edge, DayFault)> {
        let edge = match pointer {
            "/from" => Edge::From,
            "/to" => Edge::To,
            _ => return None,
        };
        let fault = match code {
            "before-from" => DayFault::Order,
            "past" => DayFault::Past,
            "too-far" => DayFault::TooFar,
            "too-many-days" => DayFault::TooMany,
            _ => DayFault::Required,
        };
        Some((edge, fault))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        Date::parse(text).expect("a date")
    }

    fn open(from: &str, to: &str) -> OpeningHours {
        OpeningHours { weekday: 1, from: from.to_owned(), to: to.to_owned() }
    }

    #[test]
    fn only_the_parts_in_which_somebody_is_there_are_offered() {
        assert_eq!(parts(&[open("08:00", "12:00"), open("13:00", "18:00")]), PartOfDay::ALL);
        assert_eq!(parts(&[open("08:30", "11:00")]), [PartOfDay::Morning]);
        assert_eq!(parts(&[open("14:00", "24:00")]), [PartOfDay::Afternoon]);
        assert_eq!(parts(&[]), []);
    }

    #[test]
    fn every_part_and_none_are_any_hour() {
        let mut window = Window::days(day("2026-06-09"), day("2026-06-10"));
        assert_eq!(window.hours(&PartOfDay::ALL), []);
        window.choose(Some(PartOfDay::Afternoon), true);
        window.choose(Some(PartOfDay::Morning), true);
        let spans = window.hours(&PartOfDay::ALL);
        assert_eq!(
            spans.iter().map(PartOfDay::of).collect::<Vec<_>>(),
            [Some(PartOfDay::Morning), Some(PartOfDay::Afternoon)]
        );
        assert_eq!(window.hours(&[PartOfDay::Morning, PartOfDay::Afternoon]), [], "no other part is open");
        window.choose(Some(PartOfDay::Noon), true);
        assert_eq!(window.hours(&PartOfDay::ALL), []);
        window.choose(None, true);
        assert!(window.parts.is_empty());
    }

    #[test]
    fn a_day_that_cannot_be_is_named() {
        let today = day("2026-06-09");
        let found = |from: &str, to: &str| {
            Window { from: from.to_owned(), to: to.to_owned(), parts: Vec::new() }.faults(today, 90)
        };
        assert_eq!(found("2026-06-09", "2026-06-23"), []);
        assert_eq!(found("2026-06-01", "2026-06-09"), [], "from an earlier day is from today");
        assert_eq!(found("", "x"), [(Edge::From, DayFault::Required), (Edge::To, DayFault::Required)]);
        assert_eq!(found("2026-06-01", "2026-06-08"), [(Edge::To, DayFault::Past)]);
        assert_eq!(found("2026-06-20", "2026-06-19"), [(Edge::To, DayFault::Order)]);
        assert_eq!(found("2026-06-09", "2026-08-09"), [], "62 days");
        assert_eq!(found("2026-06-09", "2026-08-10"), [(Edge::To, DayFault::TooMany)]);
        assert_eq!(found("2026-09-01", "2026-09-08"), [(Edge::To, DayFault::TooFar)]);
        assert_eq!(Window::refused("/to", "past"), Some((Edge::To, DayFault::Past)));
        assert_eq!(Window::refused("/hours/0/to", "before-from"), None);
    }

    #[test]
    fn what_is_proposed_can_be_asked_for() {
        let today = day("2026-06-09");
        assert_eq!(Window::usual(today, 60), Window::days(today, day("2026-06-23")));
        assert_eq!(Window::usual(today, 7), Window::days(today, day("2026-06-16")));
        assert_eq!(Window::before(today, day("2026-06-12")), Window::days(today, day("2026-06-12")));
        assert_eq!(Window::before(today, day("2026-12-24")).faults(today, 365), []);
        assert_eq!(Window::before(today, day("2026-06-01")), Window::days(today, today));
    }
}
