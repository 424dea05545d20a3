//! Which starts can be booked, and what capacity they use (docs/rules.md, "Capacity").
//!
//! [`Workshop`] is a dealer's capacity on each day, [`Occupancy`] is how much of it is taken. A [`Plan`] is the chain
//! reception → jobs → final inspection → wash, with everything it claims. The same engine answers "which starts are
//! free" and "why is this start not free".
//!
//! Where docs/rules.md, "Capacity", leaves a choice, it is interpreted like this:
//! - A reception ends on the day on which it begins; breaks, also the adviser's own, interrupt it.
//! - The walk-in reserve never moves a work part: parts take the earliest free places, and if bookings would then use
//!   more than their share of a team and date, the start is not offered.
//! - Idle time is the sum of the gaps between work parts, breaks included. It is compared in minutes: if 20 minutes are
//!   allowed, that is one bucket, not two.
//! - "Before closing": the last work part ends at closing time or earlier.
//! - "Within 5 opening days" and the lead time of parts count opening days after the day itself.
//! - A car that is ready when the day ends is ready on that day.
//! - Without a team `wash` nothing is washed. A duration of zero in the dealer's settings leaves the work part out.
//! - A rule `together` shortens the job that is later in the catalogue, rules add up, and a job keeps
//!   at least a quarter of an hour.
//! - Receptions of a day are counted with those of walk-ins.
//! - An outage lowers the limit in its buckets, and with it the place-buckets of which the reserve is a share. It
//!   interrupts nothing: a chain goes around it as around a place that is taken.
//! - The minimum notice does not apply to walk-ins, but nothing begins before the current bucket.

mod alternatives;
mod day_search;
mod explain;
mod load;
mod occupancy;
mod outage;
mod remaining_work;
mod request;
mod unavailable_reason;
mod workshop;

pub use explain::{AdviserRefusal, Explanation, Remedy};
pub use occupancy::{Claim, Occupancy};
pub use outage::Outage;
pub use remaining_work::{WorkPart, remaining_work};
pub use request::{CapacityRequest, Class, Plan};
pub use unavailable_reason::UnavailableReason;
pub use workshop::{Resource, ResourceId, Workshop};

use crate::calendar::Span;
use crate::codes::{DayState, Load};
use chrono::NaiveDate;
use day_search::{BookableStart, DaySearch};
use load::Loads;

/// A bookable start, in buckets. [`Workshop::plan`] computes its claims once somebody chooses it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Start {
    /// The index of the adviser in the dealer's file.
    pub adviser: usize,
    /// The bucket in which reception begins.
    pub at: i64,
    /// The bucket in which the car is ready.
    pub ready: i64,
    /// The ready time that the customer is told, in buckets: if the car is dropped off, with a margin inside opening
    /// hours.
    pub ready_estimate: i64,
    /// How full the workshop is then.
    pub load: Load,
}

impl Start {
    /// The start of a plan.
    pub fn of(adviser: usize, plan: &Plan, load: Load) -> Self {
        Self { adviser, at: plan.start, ready: plan.ready, ready_estimate: plan.ready_estimate, load }
    }
}

/// One day's bookable starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayStarts {
    /// The local date.
    pub date: NaiveDate,
    /// How much of the day is left.
    pub state: DayState,
    /// The starts, in order of time.
    pub starts: Vec<Start>,
}

impl Workshop {
    /// The bookable starts of a date, one per time: with the requested adviser, or else with the free adviser who has
    /// the fewest receptions that day, then in the order of the dealer's file.
    pub fn day(
        &self,
        occupancy: &Occupancy,
        request: &CapacityRequest<'_>,
        date: NaiveDate,
        now_seconds: i64,
    ) -> DayStarts {
        let closed = DayStarts { date, state: DayState::Closed, starts: Vec::new() };
        let Some(day) = self.calendar.date_index(date) else { return closed };
        let mut search = DaySearch::of(self, occupancy, request, day, now_seconds);
        let mut loads = Loads::of(self, occupancy);
        let mut possible = 0_usize;
        let mut starts = Vec::new();
        for at in self.grid(day) {
            if search.too_early_or_late(at).is_some() {
                continue;
            }
            possible += 1;
            if let Ok(BookableStart { adviser, ready, ready_estimate, .. }) = search.check(at) {
                let load = loads.between(at, ready);
                starts.push(Start { adviser, at, ready, ready_estimate, load });
            }
        }
        let state = match (possible, starts.len()) {
            (0, _) => DayState::Closed,
            (_, 0) => DayState::Full,
            (possible, free) if free * 3 <= possible => DayState::Busy,
            _ => DayState::Open,
        };
        DayStarts { date, state, starts }
    }

    /// The adviser who would receive at `start`, and the plan; or the reason why it cannot be booked.
    pub fn best_adviser(
        &self,
        occupancy: &Occupancy,
        request: &CapacityRequest<'_>,
        start: i64,
        now_seconds: i64,
    ) -> Result<(usize, Plan), UnavailableReason> {
        let day = self.calendar.day_index(start).ok_or(UnavailableReason::Horizon)?;
        DaySearch::of(self, occupancy, request, day, now_seconds).plan(start)
    }

    /// The plan of a start with an adviser, or the reason why it cannot be booked.
    pub fn plan(
        &self,
        occupancy: &Occupancy,
        request: &CapacityRequest<'_>,
        start: i64,
        adviser: usize,
        now_seconds: i64,
    ) -> Result<Plan, UnavailableReason> {
        let request = CapacityRequest { adviser: Some(adviser), ..*request };
        self.best_adviser(occupancy, &request, start, now_seconds).map(|(_, plan)| plan)
    }

    /// When a car would be ready for each of these starts with its adviser; the same as [`Self::plan`] says of each.
    pub fn ready_estimates(
        &self,
        occupancy: &Occupancy,
        request: &CapacityRequest<'_>,
        starts: &[Start],
        now_seconds: i64,
    ) -> Vec<Option<i64>> {
        let mut known: Option<(usize, DaySearch<'_>)> = None;
        let mut ready = Vec::with_capacity(starts.len());
        for Start { adviser, at, .. } in starts {
            let Some(day) = self.calendar.day_index(*at) else {
                ready.push(None);
                continue;
            };
            let (_, search) = match known.take().filter(|(of, _)| *of == day) {
                Some(same) => known.insert(same),
                None => known.insert((day, DaySearch::of(self, occupancy, request, day, now_seconds))),
            };
            ready.push(search.check_with(*at, *adviser).ok().map(|bookable| bookable.ready_estimate));
        }
        ready
    }

    /// How full the workshop is while the plan runs.
    pub fn load(&self, occupancy: &Occupancy, plan: &Plan) -> Load {
        Loads::of(self, occupancy).between(plan.start, plan.ready)
    }
}
