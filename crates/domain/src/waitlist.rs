//! Who is offered freed capacity: the first in the queue whose wish it fits (docs/rules.md, "Waitlist").
//!
//! A start is offered only if it is possible because of the freed capacity: if it was free before, the customer could
//! have booked it. The caller passes the queue in its order, takes the capacity of the offer, and calls again for the
//! rest of the queue.

use crate::calendar::Span;
use crate::capacity::{CapacityRequest, Claim, Class, Occupancy, Start, Workshop};
use crate::codes::Stay;
use crate::time::{Bucket, day_number};
use chrono::{NaiveDate, NaiveTime, Offset, TimeZone};

/// A customer's wish for a start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// Service ids, without repeats.
    pub services: Vec<String>,
    /// How the customer stays.
    pub stay: Stay,
    /// The index of the only adviser wanted, in the dealer's file; `None` for any.
    pub adviser: Option<usize>,
    /// The first local date of the wish.
    pub from: NaiveDate,
    /// The last local date of the wish, inclusive.
    pub to: NaiveDate,
    /// The intervals of the day in which reception may begin, local time, half-open; empty means any time.
    pub hours: Vec<(NaiveTime, NaiveTime)>,
    /// Only starts before this bucket: the start of the booking that is to be earlier.
    pub before: Option<i64>,
    /// Starts that were offered and not accepted.
    pub passed: Vec<i64>,
}

impl Wish {
    /// Whether a start fits the hours of the wish and was not offered before; its date is not checked.
    pub fn wants<Z: TimeZone>(&self, zone: &Z, start: i64) -> bool {
        if self.before.is_some_and(|before| start >= before) || self.passed.contains(&start) {
            return false;
        }
        let utc = chrono::DateTime::from_timestamp(Bucket(start).start().seconds(), 0).unwrap_or_default().naive_utc();
        let offset = zone.offset_from_utc_datetime(&utc).fix();
        let wall = (utc + chrono::TimeDelta::seconds(i64::from(offset.local_minus_utc()))).time();
        self.hours.is_empty() || self.hours.iter().any(|(from, to)| *from <= wall && wall < *to)
    }

    /// The first start that fits this wish now and did not fit in the earlier occupancy `full`.
    fn first_fit<Z: TimeZone>(&self, matcher: &WishMatcher<'_, Z>, full: &Occupancy, freed: Span) -> Option<Start> {
        let services: Vec<&str> = self.services.iter().map(String::as_str).collect();
        let ask = CapacityRequest {
            services: &services,
            stay: self.stay,
            adviser: self.adviser,
            wash: true,
            class: Class::Booking,
        };
        let days = matcher.workshop.calendar.days.iter();
        // A start after the freed capacity cannot use it; a customer who waits in the lounge needs it on the day of the
        // start.
        days.filter(|day| (self.from..=self.to).contains(&day.date) && day.whole.from < freed.to)
            .filter(|day| self.stay != Stay::Wait || day.whole.to > freed.from)
            .flat_map(|day| matcher.workshop.day(matcher.occupancy, &ask, day.date, matcher.now_seconds).starts)
            .filter(|start| self.wants(matcher.zone, start.at))
            .find(|start| matcher.workshop.best_adviser(full, &ask, start.at, matcher.now_seconds).is_err())
    }
}

/// The freed capacity and the state of its dealer, against which wishes are checked.
pub struct WishMatcher<'a, Z> {
    /// The dealer's capacity.
    pub workshop: &'a Workshop,
    /// The dealer's zone.
    pub zone: &'a Z,
    /// The occupancy now.
    pub occupancy: &'a Occupancy,
    /// The claims that were just given back.
    pub freed: &'a [Claim],
    /// The current time in Unix seconds.
    pub now_seconds: i64,
}

impl<Z: TimeZone> WishMatcher<'_, Z> {
    /// The index of the first wish that the freed capacity fits, and the start for it.
    pub fn next<'w>(&self, wishes: impl IntoIterator<Item = &'w Wish>) -> Option<(usize, Start)> {
        let freed = self.stretch()?;
        let mut full = self.occupancy.clone();
        full.take(self.workshop, self.freed, true);
        wishes.into_iter().enumerate().find_map(|(place, wish)| Some((place, wish.first_fit(self, &full, freed)?)))
    }

    /// The range from the first to the last freed bucket; loaners are freed by whole days.
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
