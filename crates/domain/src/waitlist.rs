//! Who is offered freed capacity: the first of the queue whom it fits (docs/rules.md, "Waitlist").
//!
//! A start is offered because of the freed room only: where it was free before, whoever wanted it
//! could have booked it. The caller gives the queue in its order, takes the room of the offer, and
//! asks again for those who are left.

use crate::calendar::Span;
use crate::capacity::{Ask, Claim, Class, Occupancy, Start, Workshop};
use crate::time::{Bucket, day_number};
use crate::words::Stay;
use chrono::{NaiveDate, NaiveTime, Offset, TimeZone};

/// Somebody who waits for room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// Service ids, without repeats.
    pub services: Vec<String>,
    /// How they stay.
    pub stay: Stay,
    /// The place of the wanted adviser in the dealer's file.
    pub adviser: Option<usize>,
    /// First local date.
    pub from: NaiveDate,
    /// Last local date.
    pub to: NaiveDate,
    /// Stretches of the day in which reception may begin, local wall time, half-open; none means any.
    pub hours: Vec<(NaiveTime, NaiveTime)>,
    /// Only starts before this bucket: that of the booking to be moved.
    pub before: Option<i64>,
    /// Starts that were offered and not taken.
    pub passed: Vec<i64>,
}

impl Wish {
    /// Whether a start is wished for, whatever its date.
    pub fn wants<Z: TimeZone>(&self, zone: &Z, start: i64) -> bool {
        if self.before.is_some_and(|before| start >= before) || self.passed.contains(&start) {
            return false;
        }
        let utc = chrono::DateTime::from_timestamp(Bucket(start).start().seconds(), 0).unwrap_or_default().naive_utc();
        let offset = zone.offset_from_utc_datetime(&utc).fix();
        let wall = (utc + chrono::TimeDelta::seconds(i64::from(offset.local_minus_utc()))).time();
        self.hours.is_empty() || self.hours.iter().any(|(from, to)| *from <= wall && wall < *to)
    }

    /// The first start that fits this wish now and did not while `full` was taken.
    fn first_fit<Z: TimeZone>(&self, queue: &Queue<'_, Z>, full: &Occupancy, freed: Span) -> Option<Start> {
        let services: Vec<&str> = self.services.iter().map(String::as_str).collect();
        let ask =
            Ask { services: &services, stay: self.stay, adviser: self.adviser, wash: true, class: Class::Booking };
        let days = queue.workshop.calendar.days.iter();
        // Nothing that begins after the freed room can need it; who waits needs it on the day of the start.
        days.filter(|day| (self.from..=self.to).contains(&day.date) && day.whole.from < freed.to)
            .filter(|day| self.stay != Stay::Wait || day.whole.to > freed.from)
            .flat_map(|day| queue.workshop.day(queue.room, &ask, day.date, queue.now_seconds).starts)
            .filter(|start| self.wants(queue.zone, start.at))
            .find(|start| queue.workshop.best_adviser(full, &ask, start.at, queue.now_seconds).is_err())
    }
}

/// What a queue waits before.
pub struct Queue<'a, Z> {
    /// What the dealer has.
    pub workshop: &'a Workshop,
    /// The dealer's zone.
    pub zone: &'a Z,
    /// What is taken now.
    pub room: &'a Occupancy,
    /// What was taken until now.
    pub freed: &'a [Claim],
    /// The time.
    pub now_seconds: i64,
}

impl<Z: TimeZone> Queue<'_, Z> {
    /// The first of the queue whom the freed room fits, by place, and the start for them.
    pub fn next<'w>(&self, wishes: impl IntoIterator<Item = &'w Wish>) -> Option<(usize, Start)> {
        let freed = self.stretch()?;
        let mut full = self.room.clone();
        full.take(self.workshop, self.freed, true);
        wishes.into_iter().enumerate().find_map(|(place, wish)| Some((place, wish.first_fit(self, &full, freed)?)))
    }

    /// From the first to the last freed bucket; loaners are freed by whole days.
    fn stretch(&self) -> Option<Span> {
        let days = &self.workshop.calendar.days;
        let by_day = |day: i64| {
            let first = day_number(days.first()?.date);
            days.get(usize::try_from(day - first).ok()?).map(|day| day.whole)
        };
        let spans = self.freed.iter().filter_map(|claim| {
            if *self.workshop.resource(claim.resource) == crate::capacity::Resource::Loaner {
                Some(Span { from: by_day(claim.from)?.from, to: by_day(claim.to - 1).map_or(i64::MAX, |day| day.to) })
            } else {
                Some(Span { from: claim.from, to: claim.to })
            }
        });
        spans.reduce(|one, other| Span { from: one.from.min(other.from), to: one.to.max(other.to) })
    }
}
