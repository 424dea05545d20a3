//! Which starts can be kept, and what they take (semantics.md, "Chain" and "Room").
//!
//! [`Workshop`] is what a dealer has on each day, [`Room`] is what is taken of it. A [`Plan`] is the
//! chain reception → jobs → final inspection → wash, with everything it claims. The same engine
//! answers "which starts are free" and "why is this one not".
//!
//! Where semantics.md leaves a choice, it is read like this:
//! - A reception ends on the day on which it begins; breaks, also the adviser's own, interrupt it.
//! - The walk-in reserve never moves a block: blocks take the earliest free places, and if bookings
//!   would then use more than their share of a team and date, the start is not offered.
//! - Idle time is the sum of the gaps between blocks, breaks in them included. It is compared in
//!   minutes: 20 allowed minutes are one quarter of an hour, not two.
//! - "Before closing": the last block ends at closing time or earlier.
//! - "Within 5 opening days" and the lead time of parts count opening days after the day itself.
//! - A car that is ready when the day ends is ready on that day.
//! - Without a team `wash` nothing is washed. A zero in the dealer's settings leaves a block out.
//! - A rule `together` shortens the job that is later in the catalogue, rules add up, and a job keeps
//!   at least a quarter of an hour.
//! - Receptions of a day are counted with those of walk-ins.
//! - A block lowers the limit in its buckets, and with it the place-buckets that the reserve is a share
//!   of. It interrupts nothing: a chain goes around it as around a place that is taken.
//! - Notice does not concern walk-ins, yet nothing begins before the running quarter of an hour.

mod alternatives;
mod ask;
mod binding;
mod blocked;
mod explain;
mod question;
mod room;
mod workshop;

pub use ask::{Ask, Class, Plan};
pub use binding::Binding;
pub use blocked::Blocked;
pub use explain::{Explanation, Help, Refused};
pub use room::{Claim, Room};
pub use workshop::{Resource, ResourceId, Workshop};

use crate::calendar::Span;
use crate::words::{DayState, Load};
use chrono::NaiveDate;
use question::Question;

/// How far behind a start its load is looked at.
const LOAD_BUCKETS_MAX: i64 = 32;

/// A bookable start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Start {
    /// The place of the adviser in the dealer's file.
    pub adviser: usize,
    /// Everything it claims.
    pub plan: Plan,
    /// How full the workshop is then.
    pub load: Load,
}

/// One day's bookable starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayStarts {
    /// The local date.
    pub date: NaiveDate,
    /// What is left.
    pub state: DayState,
    /// In order of time.
    pub starts: Vec<Start>,
}

impl Workshop {
    /// The bookable starts of a date, one per time: with the asked adviser, or with the one who has
    /// the fewest receptions that day, then in the order of the dealer's file.
    pub fn day(&self, room: &Room, ask: &Ask<'_>, date: NaiveDate, now_seconds: i64) -> DayStarts {
        let closed = DayStarts { date, state: DayState::Closed, starts: Vec::new() };
        let Some(day) = self.calendar.date_index(date) else { return closed };
        let mut question = Question::of(self, room, ask, day, now_seconds);
        let mut possible = 0_usize;
        let mut starts = Vec::new();
        for start in self.grid(day) {
            if question.too_early_or_late(start).is_some() {
                continue;
            }
            possible += 1;
            if let Ok((adviser, plan)) = question.plan(start) {
                let load = self.load(room, &plan);
                starts.push(Start { adviser, plan, load });
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

    /// The adviser who would receive at `start`, and the plan; or what binds.
    pub fn best_adviser(
        &self,
        room: &Room,
        ask: &Ask<'_>,
        start: i64,
        now_seconds: i64,
    ) -> Result<(usize, Plan), Binding> {
        let day = self.calendar.day_index(start).ok_or(Binding::Horizon)?;
        Question::of(self, room, ask, day, now_seconds).plan(start)
    }

    /// The plan of a start with an adviser, or what binds.
    pub fn plan(
        &self,
        room: &Room,
        ask: &Ask<'_>,
        start: i64,
        adviser: usize,
        now_seconds: i64,
    ) -> Result<Plan, Binding> {
        let ask = Ask { adviser: Some(adviser), ..*ask };
        self.best_adviser(room, &ask, start, now_seconds).map(|(_, plan)| plan)
    }

    /// When cars brought to these starts, each to its adviser, would be ready if they were asked for this way; the
    /// same as [`Self::plan`] says of each.
    pub fn ready_estimates(&self, room: &Room, ask: &Ask<'_>, starts: &[Start], now_seconds: i64) -> Vec<Option<i64>> {
        let mut known: Option<(usize, Question<'_>)> = None;
        let mut ready = Vec::with_capacity(starts.len());
        for Start { adviser, plan, .. } in starts {
            let Some(day) = self.calendar.day_index(plan.start) else {
                ready.push(None);
                continue;
            };
            let (_, question) = match known.take().filter(|(of, _)| *of == day) {
                Some(same) => known.insert(same),
                None => known.insert((day, Question::of(self, room, ask, day, now_seconds))),
            };
            ready.push(question.plan_with(plan.start, *adviser).ok().map(|plan| plan.ready_estimate));
        }
        ready
    }

    /// How full the workshop is while the plan runs, eight hours at most: the share of taken places
    /// of all teams.
    pub fn load(&self, room: &Room, plan: &Plan) -> Load {
        let (from, to) = (self.rank(plan.start), self.rank(plan.ready.min(plan.start + LOAD_BUCKETS_MAX)));
        let used: u64 = self.work[from..to].iter().map(|index| u64::from(room.used_by_teams(*index as usize))).sum();
        let blocked: u64 =
            self.work[from..to].iter().map(|index| u64::from(room.blocks().of_teams(*index as usize))).sum();
        let places = self.places() * (to - from) as u64 - blocked;
        match used * 3 {
            third if third < places => Load::Quiet,
            third if third < places * 2 => Load::Medium,
            _ => Load::Busy,
        }
    }
}
