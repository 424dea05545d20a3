//! Instants and the quarter-hour buckets that capacity is counted in (docs/rules.md, "Time").

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// Seconds in a bucket.
pub const BUCKET_SECONDS: i64 = 900;
/// Minutes in a bucket.
pub const BUCKET_MINUTES: u32 = 15;
/// Minutes in a day of 24 hours; days on which clocks change have more or less.
pub const DAY_MINUTES: i64 = 24 * 60;

/// A date as it is stored and compared: the number of days since the common era, 1 for 1 January of the year 1.
pub fn day_number(date: NaiveDate) -> i64 {
    i64::from(date.num_days_from_ce())
}

/// The date of a day number; `None` outside the years that chrono supports.
pub fn date_of_day(number: i64) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(i32::try_from(number).ok()?)
}

/// An instant in UTC, in microseconds since the epoch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Instant(i64);

impl Instant {
    /// An instant from microseconds since the epoch.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// An instant from seconds since the epoch.
    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds * 1_000_000)
    }

    /// Microseconds since the epoch.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// Whole seconds since the epoch.
    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(1_000_000)
    }

    /// The instant `minutes` later; earlier if negative.
    #[must_use]
    pub const fn plus_minutes(self, minutes: i64) -> Self {
        Self(self.0 + minutes * 60_000_000)
    }

    /// The instant this many days of 24 hours later; earlier if negative.
    #[must_use]
    pub const fn plus_days(self, days: i64) -> Self {
        self.plus_minutes(days * DAY_MINUTES)
    }

    /// The instant `seconds` later; earlier if negative.
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0 + seconds * 1_000_000)
    }
}

/// A bucket: a quarter of an hour, numbered as `unix_seconds / 900`, UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Bucket(pub i64);

impl Bucket {
    /// The bucket that begins at or before an instant.
    pub const fn at(instant: Instant) -> Self {
        Self(instant.seconds().div_euclid(BUCKET_SECONDS))
    }

    /// The instant at which the bucket begins.
    pub const fn start(self) -> Instant {
        Instant::from_seconds(self.0 * BUCKET_SECONDS)
    }
}

/// The number of buckets that `minutes` take, rounded up.
pub const fn buckets_of(minutes: u32) -> i64 {
    minutes.div_ceil(BUCKET_MINUTES) as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_and_its_number_are_the_same_day() {
        let check = |date: &str, number: i64| {
            let date: NaiveDate = date.parse().expect("a date");
            assert_eq!(day_number(date), number);
            assert_eq!(date_of_day(number), Some(date));
        };
        check("0001-01-01", 1);
        check("1970-01-01", 719_163);
        check("2026-11-29", 739_949);
        assert_eq!(date_of_day(i64::MAX), None);
    }

    #[test]
    fn days_of_24_hours_are_counted_on() {
        let begin = Instant::from_seconds(0);
        assert_eq!(begin.plus_days(2), Instant::from_seconds(172_800));
        assert_eq!(begin.plus_days(-1).plus_minutes(DAY_MINUTES), begin);
    }
}
