//! Which starts can be kept, and what they take (semantics.md, "Chain" and "Room").
//!
//! [`Workshop`] is what a dealer has on each day, [`Room`] is what is taken of it. A [`Plan`] is the
//! chain reception → jobs → final inspection → wash, with everything it claims. The same engine
//! answers "which starts are free" and "why is this one not".

mod chain;
mod room;
mod workshop;

pub use chain::{Ask, Binding, Class, Plan};
pub use room::{Claim, Room};
pub use workshop::{Resource, ResourceId, Workshop};

use crate::words::{DayState, Load};
use chrono::NaiveDate;

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
        let mut possible = 0_usize;
        let mut starts = Vec::new();
        for start in self.grid(day) {
            if self.too_early_or_late(ask, start, now_seconds).is_some() {
                continue;
            }
            possible += 1;
            if let Ok((adviser, plan)) = self.best_adviser(room, ask, start, now_seconds) {
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
        if let Some(adviser) = ask.adviser {
            return self.plan(room, ask, start, adviser, now_seconds).map(|plan| (adviser, plan));
        }
        let Some(day) = self.calendar.day_index(start) else { return Err(Binding::Closed) };
        let mut order: Vec<usize> = (0..self.advisers()).collect();
        order.sort_by_key(|adviser| (room.receptions(day, *adviser), *adviser));
        let mut binding = Binding::AdviserBusy;
        for adviser in order {
            match self.plan(room, ask, start, adviser, now_seconds) {
                Ok(plan) => return Ok((adviser, plan)),
                // Only another adviser could change these.
                Err(Binding::AdviserBusy | Binding::AdviserAway) => {}
                Err(other) => {
                    binding = other;
                    break;
                }
            }
        }
        Err(binding)
    }

    /// Up to three other starts, nearest first; the same start with another adviser before all.
    pub fn alternatives(&self, room: &Room, ask: &Ask<'_>, wanted: i64, now_seconds: i64) -> Vec<Start> {
        let anyone = Ask { adviser: None, ..*ask };
        let Some(day) = self.calendar.day_index(wanted) else { return Vec::new() };
        let mut found: Vec<Start> = Vec::new();
        if let Ok((adviser, plan)) = self.best_adviser(room, &anyone, wanted, now_seconds) {
            let load = self.load(room, &plan);
            found.push(Start { adviser, plan, load });
        }
        // Look day by day outwards; a day further out cannot hold a nearer start than a full set of nearer days.
        for distance in 0..self.calendar.days.len() {
            let mut days = vec![day + distance];
            if distance > 0 && day >= distance {
                days.push(day - distance);
            }
            for index in days {
                let Some(date) = self.calendar.days.get(index).map(|day| day.date) else { continue };
                for asked in [ask, &anyone] {
                    for start in self.day(room, asked, date, now_seconds).starts {
                        if !found.iter().any(|known| known.plan.start == start.plan.start) {
                            found.push(start);
                        }
                    }
                }
            }
            if found.len() > 3 && distance > 0 {
                break;
            }
        }
        found.sort_by_key(|start| (start.plan.start - wanted).abs());
        found.truncate(3);
        found
    }
}
