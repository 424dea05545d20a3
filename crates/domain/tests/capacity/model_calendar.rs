//! The reference model's calendar: each quarter hour of UTC is asked what the wall clock says then.
//! Wall clock times are never turned into instants, only looked up among them.

use bayside_domain::calendar::{Closure, Hours};
use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime};
use chrono_tz::Tz;
use std::collections::BTreeSet;

/// What the wall clock says at the beginning of each bucket.
pub struct WallClock {
    first: i64,
    local: Vec<NaiveDateTime>,
}

impl WallClock {
    /// From two days before `from` to two days after `to`.
    pub fn of(zone: Tz, from: NaiveDate, to: NaiveDate) -> Self {
        let bucket = |date: NaiveDate| date.and_time(NaiveTime::MIN).and_utc().timestamp() / 900;
        let (first, last) = (bucket(from - Days::new(2)), bucket(to + Days::new(3)));
        let wall = |bucket: i64| {
            let utc = DateTime::from_timestamp(bucket * 900, 0).expect("calendar years are in range");
            utc.with_timezone(&zone).naive_local()
        };
        Self { first, local: (first..last).map(wall).collect() }
    }

    /// The local date of a bucket.
    pub fn date(&self, bucket: i64) -> NaiveDate {
        self.local[usize::try_from(bucket - self.first).expect("a bucket within the model's days")].date()
    }

    /// The buckets of a local date.
    pub fn day(&self, date: NaiveDate) -> std::ops::Range<i64> {
        let place = |date: NaiveDate| self.first + self.local.partition_point(|local| local.date() < date) as i64;
        place(date)..place(date + Days::new(1))
    }

    /// The buckets in order, around a date.
    fn around(&self, date: NaiveDate) -> impl Iterator<Item = (i64, NaiveDateTime)> + '_ {
        let (from, to) = (date - Days::new(1), date + Days::new(2));
        let begin = self.local.partition_point(|local| local.date() < from);
        let end = self.local.partition_point(|local| local.date() <= to);
        (begin..end).map(|index| (self.first + index as i64, self.local[index]))
    }

    /// The first bucket at which the clock shows `wall` or later: what a gap swallows, its end shows.
    fn opening(&self, wall: NaiveDateTime) -> i64 {
        self.around(wall.date()).find(|(_, local)| *local >= wall).expect("within the model's days").0
    }

    /// The last bucket at which the clock shows `wall`; what a gap swallows, its end shows.
    fn closing(&self, wall: NaiveDateTime) -> i64 {
        let shown = self.around(wall.date()).filter(|(_, local)| *local == wall).last();
        shown.map_or_else(|| self.opening(wall), |(bucket, _)| bucket)
    }

    /// All open buckets of the dates from..=to.
    pub fn open(&self, hours: &[Hours], closures: &[Closure], from: NaiveDate, to: NaiveDate) -> BTreeSet<i64> {
        let mut open = BTreeSet::new();
        for date in from.iter_days().take_while(|date| *date <= to) {
            if closures.iter().any(|closure| closure.from <= date && date <= closure.to) {
                continue;
            }
            for hours in hours.iter().filter(|hours| u32::from(hours.weekday) == date.weekday().number_from_monday()) {
                let opens = self.opening(date.and_time(hours.from));
                let closes = match hours.to {
                    Some(to) => self.closing(date.and_time(to)),
                    // The end of the day is where the next date begins.
                    None => self.opening((date + Days::new(1)).and_time(NaiveTime::MIN)),
                };
                open.extend(opens..closes);
            }
        }
        open
    }
}
