//! The dealer's calendar: opening hours in local time, converted to buckets (docs/rules.md, "Time").
//!
//! All wall-clock arithmetic is in the dealer's zone, so that days have 23, 24 or 25 hours.
//! The zone comes in as a [`chrono::TimeZone`]; this crate carries no zone data.

use crate::language::LocalText;
use crate::time::{BUCKET_SECONDS, Instant};
use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeZone};

/// One interval of the weekly opening hours in local time; `to` may be 24:00, which is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hours {
    /// The day of the week, 1 (Monday) to 7 (Sunday), as in ISO 8601.
    pub weekday: u8,
    /// When it opens, local time.
    pub from: NaiveTime,
    /// When it closes, local time; `None` is midnight at the end of the day.
    pub to: Option<NaiveTime>,
}

/// A period in which the dealer is closed; local dates, both inclusive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closure {
    /// The first closed day.
    pub from: NaiveDate,
    /// The last closed day, inclusive.
    pub to: NaiveDate,
    /// The reason, as lists show it.
    pub reason: LocalText,
}

/// Which instant a local time means when it happens twice because clocks go back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The first of the two: for the beginning of an interval.
    Opening,
    /// The second of the two: for the end of an interval.
    Closing,
}

/// The instant of a local time, in Unix seconds. A time that is skipped because clocks go forward means the end of the
/// gap.
pub fn instant_of<Z: TimeZone>(zone: &Z, local: NaiveDateTime, side: Side) -> i64 {
    match zone.from_local_datetime(&local) {
        chrono::LocalResult::Single(at) => at.timestamp(),
        chrono::LocalResult::Ambiguous(first, second) => {
            let (first, second) = (first.timestamp(), second.timestamp());
            if side == Side::Opening { first.min(second) } else { first.max(second) }
        }
        chrono::LocalResult::None => gap_end(zone, local),
    }
}

/// The end of the gap around the skipped time `local`: the instant at which the offset changes.
fn gap_end<Z: TimeZone>(zone: &Z, local: NaiveDateTime) -> i64 {
    let offset_at = |seconds: i64| {
        let utc = chrono::DateTime::from_timestamp(seconds, 0).expect("calendar years are in range").naive_utc();
        zone.offset_from_utc_datetime(&utc).fix().local_minus_utc()
    };
    // No zone is more than a day from UTC, and no gap is longer than a day: two days are enough on each side.
    let (mut before, mut after) = (local.and_utc().timestamp() - 172_800, local.and_utc().timestamp() + 172_800);
    let local_seconds = local.and_utc().timestamp();
    while after - before > 1 {
        let middle = i64::midpoint(before, after);
        if middle + i64::from(offset_at(middle)) < local_seconds { before = middle } else { after = middle }
    }
    after
}

/// A half-open range of buckets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The first bucket.
    pub from: i64,
    /// The first bucket after the range.
    pub to: i64,
}

impl Span {
    /// The number of buckets.
    pub fn len(self) -> i64 {
        self.to - self.from
    }

    /// Whether the range has no buckets.
    pub fn is_empty(self) -> bool {
        self.to <= self.from
    }
}

/// One local day with its opening hours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// The local date.
    pub date: NaiveDate,
    /// The whole day: 96 buckets, or 92 or 100 when clocks change.
    pub whole: Span,
    /// The ranges in which the dealer is open, in order, without overlaps.
    pub open: Vec<Span>,
}

/// A number of consecutive local days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// The days, in order and without gaps.
    pub days: Vec<Day>,
}

impl Calendar {
    /// The days `from..=to`, with the weekly opening hours less the closures.
    pub fn of<Z: TimeZone>(zone: &Z, hours: &[Hours], closures: &[Closure], from: NaiveDate, to: NaiveDate) -> Self {
        let days = from
            .iter_days()
            .take_while(|date| *date <= to)
            .map(|date| {
                let closed = closures.iter().any(|closure| (closure.from..=closure.to).contains(&date));
                let whole = whole_day(zone, date);
                let open = if closed { Vec::new() } else { open_spans(zone, hours, date, whole) };
                Day { date, whole, open }
            })
            .collect();
        Self { days }
    }

    /// The index of the day that contains a bucket.
    pub fn day_index(&self, bucket: i64) -> Option<usize> {
        let after = self.days.partition_point(|day| day.whole.to <= bucket);
        (after < self.days.len() && self.days[after].whole.from <= bucket).then_some(after)
    }

    /// The index of the day with this date.
    pub fn date_index(&self, date: NaiveDate) -> Option<usize> {
        let first = self.days.first()?.date;
        let index = usize::try_from((date - first).num_days()).ok()?;
        (index < self.days.len()).then_some(index)
    }
}

fn whole_day<Z: TimeZone>(zone: &Z, date: NaiveDate) -> Span {
    let midnight = |date: NaiveDate| instant_of(zone, date.and_time(NaiveTime::MIN), Side::Opening);
    let next = date.checked_add_days(Days::new(1)).expect("calendar years are in range");
    Span { from: midnight(date).div_euclid(BUCKET_SECONDS), to: midnight(next).div_euclid(BUCKET_SECONDS) }
}

fn open_spans<Z: TimeZone>(zone: &Z, hours: &[Hours], date: NaiveDate, whole: Span) -> Vec<Span> {
    let weekday = u8::try_from(date.weekday().number_from_monday()).expect("weekdays are 1 to 7");
    let mut spans: Vec<Span> = hours
        .iter()
        .filter(|hours| hours.weekday == weekday)
        .map(|hours| {
            let from = instant_of(zone, date.and_time(hours.from), Side::Opening);
            // Only buckets that are open throughout count.
            let first = from.div_euclid(BUCKET_SECONDS) + i64::from(from.rem_euclid(BUCKET_SECONDS) > 0);
            // 24:00 is the end of the date, also where the midnight after it happens twice.
            let to = hours
                .to
                .map_or(whole.to, |to| instant_of(zone, date.and_time(to), Side::Closing).div_euclid(BUCKET_SECONDS));
            Span { from: first, to }
        })
        .filter(|span| !span.is_empty())
        .collect();
    spans.sort_by_key(|span| span.from);
    let mut merged: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match merged.last_mut() {
            Some(last) if span.from <= last.to => last.to = last.to.max(span.to),
            _ => merged.push(span),
        }
    }
    merged
}

/// The zone's offsets from UTC in a span of time, in seconds, each with the instant from which it holds.
pub fn offsets<Z: TimeZone>(zone: &Z, from: Instant, to: Instant) -> Vec<(Instant, i32)> {
    const DAY: i64 = 86_400;
    let at = |seconds: i64| {
        let utc = DateTime::from_timestamp(seconds, 0).unwrap_or_default().naive_utc();
        zone.offset_from_utc_datetime(&utc).fix().local_minus_utc()
    };
    let mut found = vec![(from, at(from.seconds()))];
    for day in (from.seconds()..to.seconds()).step_by(DAY as usize) {
        let (mut before, mut after) = (day, day + DAY);
        if at(before) == at(after) {
            continue;
        }
        while after - before > 1 {
            let middle = before.midpoint(after);
            *(if at(middle) == at(day) { &mut before } else { &mut after }) = middle;
        }
        found.push((Instant::from_seconds(after), at(after)));
    }
    found
}

/// The local date of an instant.
pub fn local_date<Z: TimeZone>(zone: &Z, instant: Instant) -> NaiveDate {
    let utc = chrono::DateTime::from_timestamp(instant.seconds(), 0).expect("calendar years are in range").naive_utc();
    let offset = zone.offset_from_utc_datetime(&utc).fix();
    (utc + chrono::TimeDelta::seconds(i64::from(offset.local_minus_utc()))).date()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::{Asia::Shanghai, Europe::Berlin, Tz};

    fn date(text: &str) -> NaiveDate {
        text.parse().expect("a test's date")
    }

    fn time(text: &str) -> NaiveTime {
        text.parse().expect("a test's time")
    }

    fn day(zone: Tz, on: &str, from: &str, to: Option<&str>) -> Day {
        let weekday = u8::try_from(date(on).weekday().number_from_monday()).expect("1 to 7");
        let hours = [Hours { weekday, from: time(from), to: to.map(time) }];
        Calendar::of(&zone, &hours, &[], date(on), date(on)).days.remove(0)
    }

    #[test]
    fn the_offsets_of_a_year_are_its_changes() {
        let from = Instant::from_seconds(1_781_000_000);
        let changes = |zone: chrono_tz::Tz| {
            let found = offsets(&zone, from, from.plus_days(400));
            found.into_iter().map(|(at, offset)| (at.seconds(), offset / 60)).collect::<Vec<_>>()
        };
        let berlin = [(from.seconds(), 120), (1_792_890_000, 60), (1_806_195_600, 120)];
        assert_eq!(changes(chrono_tz::Europe::Berlin), berlin);
        assert_eq!(changes(chrono_tz::Asia::Shanghai), [(from.seconds(), 480)]);
    }

    #[test]
    fn a_day_has_23_24_or_25_hours() {
        assert_eq!(day(Shanghai, "2026-12-01", "08:00:00", Some("18:00:00")).whole.len(), 96);
        assert_eq!(day(Berlin, "2026-10-25", "08:00:00", Some("18:00:00")).whole.len(), 100);
        assert_eq!(day(Berlin, "2026-03-29", "08:00:00", Some("18:00:00")).whole.len(), 92);
    }

    #[test]
    fn a_repeated_hour_is_open_twice() {
        assert_eq!(
            day(Berlin, "2026-10-25", "02:00:00", Some("03:00:00")).open,
            [Span { from: 1_992_096, to: 1_992_104 }]
        );
        // In an hour that happens twice, opening takes the first instant and closing the second.
        assert_eq!(day(Berlin, "2026-10-25", "02:30:00", Some("02:45:00")).open[0].len(), 5);
    }

    #[test]
    fn a_missing_hour_opens_at_the_end_of_the_gap() {
        let open = day(Berlin, "2026-03-29", "02:30:00", Some("06:00:00")).open;
        assert_eq!(open[0].len(), 12);
        assert!(day(Berlin, "2026-03-29", "02:15:00", Some("02:45:00")).open.is_empty());
    }

    #[test]
    fn midnight_ends_a_day() {
        let open = day(Berlin, "2026-10-25", "00:00:00", None);
        assert_eq!(open.open, [open.whole]);
    }

    #[test]
    fn a_closure_empties_its_days() {
        let hours: Vec<Hours> = (1..=7).map(|weekday| Hours { weekday, from: time("08:00:00"), to: None }).collect();
        let closure = Closure { from: date("2026-12-24"), to: date("2026-12-25"), reason: LocalText::default() };
        let calendar = Calendar::of(&Berlin, &hours, &[closure], date("2026-12-23"), date("2026-12-26"));
        let open: Vec<bool> = calendar.days.iter().map(|day| !day.open.is_empty()).collect();
        assert_eq!(open, [true, false, false, true]);
    }

    proptest::proptest! {
        #[test]
        fn every_bucket_of_a_day_belongs_to_its_date(offset in 0_u64..4000, zone in 0..chrono_tz::TZ_VARIANTS.len()) {
            let zone = chrono_tz::TZ_VARIANTS[zone];
            let on = date("2026-01-01") + Days::new(offset);
            let whole = whole_day(&zone, on);
            proptest::prop_assert!((80..=112).contains(&whole.len()) || whole.is_empty(), "{zone} {on} {}", whole.len());
            if !whole.is_empty() {
                proptest::prop_assert_eq!(local_date(&zone, Instant::from_seconds((whole.to - 1) * BUCKET_SECONDS + 899)), on);
            }
        }
    }
}
