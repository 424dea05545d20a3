//! CallTime a call suits: a handful of intervals of the dealer's opening hours.

use bayside_api::Instant;
use bayside_api::callback::TimeWindow;
use bayside_api::dealer::OpeningHours;
use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, Timelike};
use serde::{Deserialize, Serialize};

/// An interval that is nearly over suits nobody.
const LEFT_MINUTES_MIN: u32 = 30;
/// So far ahead a morning is looked for: a dealer who is closed longer calls as soon as possible.
const DAYS_AHEAD_MAX: u64 = 7;

/// CallTime a call suits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CallTime {
    /// As soon as possible.
    #[default]
    Soon,
    /// Today around noon.
    Noon,
    /// Today towards the evening.
    Evening,
    /// The morning of the next day that is open.
    Morning,
}

impl CallTime {
    /// Names it for tests.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Soon => "soon",
            Self::Noon => "noon",
            Self::Evening => "evening",
            Self::Morning => "morning",
        }
    }

    /// The interval of a day, minutes since midnight by the wall clock.
    const fn interval(self) -> (u32, u32) {
        match self {
            Self::Soon => (0, 24 * 60),
            Self::Noon => (12 * 60, 14 * 60),
            Self::Evening => (17 * 60, 20 * 60),
            Self::Morning => (7 * 60, 12 * 60),
        }
    }
}

/// An interval of a day in which somebody can call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CallInterval {
    /// Which interval it is.
    pub when: CallTime,
    /// The local date.
    pub date: NaiveDate,
    /// Begins, minutes since midnight by the wall clock.
    pub from: u32,
    /// CallTime it ends, minutes of the day.
    pub to: u32,
}

impl CallInterval {
    /// `13:00–14:00`.
    pub fn hours(&self) -> String {
        let clock = |minutes: u32| format!("{:02}:{:02}", minutes / 60, minutes % 60);
        format!("{}–{}", clock(self.from), clock(self.to))
    }

    /// As it goes to the server. `wall` tells the dealer's wall clock, in minutes since midnight, at
    /// milliseconds since the epoch: the night in between may have changed it.
    pub fn window(&self, now: &Instant, wall: impl Fn(i64) -> Option<u32>) -> Option<TimeWindow> {
        let at = |minutes: u32| {
            let offset = now.0.offset();
            let day = self.date.checked_add_days(Days::new(u64::from(minutes / (24 * 60))))?;
            let local = day.and_hms_opt(minutes / 60 % 24, minutes % 60, 0)?;
            let guess = local.and_local_timezone(*offset).single()?;
            let wanted = i64::from(minutes % (24 * 60));
            let shown = i64::from(wall(guess.timestamp_millis())?);
            let off = (wanted - shown + 12 * 60).rem_euclid(24 * 60) - 12 * 60;
            let moved = DateTime::from_timestamp(guess.timestamp() + off * 60, 0)?;
            Some(Instant(moved.with_timezone(offset)))
        };
        Some(TimeWindow { from: at(self.from)?, to: at(self.to)? })
    }
}

/// What can be chosen now, besides as soon as possible. `now` is by the dealer's offset.
pub fn intervals(hours: &[OpeningHours], now: &Instant) -> Vec<CallInterval> {
    let local: NaiveDateTime = now.0.naive_local();
    let today = local.date();
    let minute = local.hour() * 60 + local.minute();
    let tomorrow = |days: u64| today.checked_add_days(Days::new(days));
    let mut found: Vec<CallInterval> = [CallTime::Noon, CallTime::Evening]
        .into_iter()
        .filter_map(|when| interval(hours, today, when))
        .filter(|interval| interval.to >= minute + LEFT_MINUTES_MIN)
        .collect();
    found.extend((1..=DAYS_AHEAD_MAX).find_map(|days| interval(hours, tomorrow(days)?, CallTime::Morning)));
    found
}

/// From the first to the last open minute of a interval.
fn interval(hours: &[OpeningHours], date: NaiveDate, when: CallTime) -> Option<CallInterval> {
    let (begins, ends) = when.interval();
    let weekday = date.weekday().number_from_monday();
    let open = hours.iter().filter(|open| u32::from(open.weekday) == weekday).filter_map(|open| {
        let (from, to) = (minutes(&open.from)?.max(begins), minutes(&open.to)?.min(ends));
        (from < to).then_some((from, to))
    });
    let (from, to) = open.reduce(|(from, to), (other_from, other_to)| (from.min(other_from), to.max(other_to)))?;
    (to - from >= LEFT_MINUTES_MIN).then_some(CallInterval { when, date, from, to })
}

/// `09:30` as minutes since midnight.
pub fn minutes(clock: &str) -> Option<u32> {
    let (hour, minute) = clock.split_once(':')?;
    let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
    (hour <= 24 && minute < 60).then_some(hour * 60 + minute)
}
