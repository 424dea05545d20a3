//! Why a start is not offered, and what would make it bookable. Both come from the engine that offers starts: the
//! reasons are those with which it refused, and each remedy was tried with it before it is named.

use super::occupancy::Occupancy;
use super::question::DaySearch;
use super::request::{CapacityRequest, Class, Plan};
use super::unavailable_reason::UnavailableReason;
use super::workshop::{Resource, ResourceId, Workshop};
use super::{Span, Start};
use crate::codes::Stay;

/// Why a start is not offered with one adviser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The index of the adviser in the dealer's file.
    pub adviser: usize,
    /// The first reason.
    pub binding: UnavailableReason,
    /// The resource of which there is too little, if that is the reason.
    pub resource: Option<ResourceId>,
    /// When there is too little of the resource, in buckets; for loaners, in days since the common era.
    pub when: Option<Span>,
    /// Whether some of the resource is out of use then.
    pub blocked: bool,
}

/// A change that would make a start bookable. Each is enough alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Help {
    /// Another adviser, by index.
    Adviser(usize),
    /// Another way of staying.
    Stay(Stay),
    /// Using the walk-in reserve, or giving less notice: a manager's override.
    House,
    /// Ending the outages.
    Unblock,
    /// One more place of a resource.
    Place(ResourceId),
}

/// Why a start is offered or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The index of an adviser with whom it can be booked, and the plan; or the reason why it cannot.
    pub verdict: Result<(usize, Plan), UnavailableReason>,
    /// The reason for each adviser that was tried; empty if the start can be booked.
    pub refused: Vec<Refused>,
    /// The changes that would make the start bookable.
    pub help: Vec<Help>,
    /// The nearest starts that can be booked.
    pub alternatives: Vec<Start>,
}

impl Workshop {
    /// Explains why a start is offered or not.
    pub fn explain(&self, room: &Occupancy, ask: &CapacityRequest<'_>, start: i64, now_seconds: i64) -> Explanation {
        let verdict = self.best_adviser(room, ask, start, now_seconds);
        if verdict.is_ok() {
            return Explanation { verdict, refused: Vec::new(), help: Vec::new(), alternatives: Vec::new() };
        }
        let advisers = ask.adviser.map_or(0..self.advisers(), |adviser| adviser..adviser + 1);
        let refused: Vec<Refused> = self.calendar.day_index(start).map_or_else(Vec::new, |day| {
            advisers
                .filter_map(|adviser| {
                    let ask = CapacityRequest { adviser: Some(adviser), ..*ask };
                    let mut question = DaySearch::of(self, room, &ask, day, now_seconds);
                    let binding = question.plan(start).err()?;
                    Some(self.refused(room, &question, adviser, binding, start))
                })
                .collect()
        });
        let help = self.help(room, ask, start, now_seconds, &refused);
        let alternatives = self.alternatives(room, ask, start, now_seconds);
        Explanation { verdict, refused, help, alternatives }
    }

    fn refused(
        &self,
        room: &Occupancy,
        question: &DaySearch<'_>,
        adviser: usize,
        binding: UnavailableReason,
        start: i64,
    ) -> Refused {
        let resource = match &binding {
            UnavailableReason::AdviserBusy | UnavailableReason::AdviserAway => Some(ResourceId(adviser as u16)),
            UnavailableReason::Team(skill) | UnavailableReason::TeamReserve(skill) => {
                self.resource_id(&Resource::Team(skill.to_string()))
            }
            // If the search for a place in a team went on until the car had to be ready, that team is the bottleneck.
            UnavailableReason::NotReadyInTime | UnavailableReason::Idle => question.short_of(),
            UnavailableReason::Seat => Some(self.seat_id()),
            UnavailableReason::Loaner => Some(self.loaner_id()),
            _ => None,
        };
        let when = resource.and_then(|resource| match binding {
            UnavailableReason::AdviserAway | UnavailableReason::TeamReserve(_) => None,
            _ => self.first_full(room, resource, start),
        });
        let blocked = match (resource, when) {
            (Some(resource), Some(span)) => {
                (span.from..span.to).any(|at| room.limit(self, resource, at) < self.limit(resource))
            }
            _ => false,
        };
        Refused { adviser, binding, resource, when, blocked }
    }

    /// The first range of buckets, from a start on, in which nothing of a resource is left.
    fn first_full(&self, room: &Occupancy, resource: ResourceId, start: i64) -> Option<Span> {
        let is_full = |at: &i64| !room.is_free(self, resource, *at);
        let (first, end) = if resource == self.loaner_id() {
            let day = self.first_day() + self.calendar.day_index(start)? as i64;
            (day, self.first_day() + self.calendar.days.len() as i64)
        } else {
            (start, self.range().to)
        };
        let from = (first..end).find(is_full)?;
        let to = (from..end).find(|at| !is_full(at)).unwrap_or(end);
        Some(Span { from, to })
    }

    fn help(
        &self,
        room: &Occupancy,
        ask: &CapacityRequest<'_>,
        start: i64,
        now_seconds: i64,
        refused: &[Refused],
    ) -> Vec<Help> {
        let mut help = Vec::new();
        if ask.adviser.is_some() {
            let anyone = CapacityRequest { adviser: None, ..*ask };
            if let Ok((adviser, _)) = self.best_adviser(room, &anyone, start, now_seconds) {
                help.push(Help::Adviser(adviser));
            }
        }
        for stay in Stay::ALL.iter().copied().filter(|stay| *stay != ask.stay) {
            if self.best_adviser(room, &CapacityRequest { stay, ..*ask }, start, now_seconds).is_ok() {
                help.push(Help::Stay(stay));
            }
        }
        let house = CapacityRequest { class: Class::House, ..*ask };
        if ask.class == Class::Booking && self.best_adviser(room, &house, start, now_seconds).is_ok() {
            help.push(Help::House);
        }
        let mut unblocked = room.clone();
        unblocked.set_outages(self, &[]);
        if unblocked != *room && self.best_adviser(&unblocked, ask, start, now_seconds).is_ok() {
            help.push(Help::Unblock);
        }
        let mut short: Vec<ResourceId> = refused.iter().filter_map(|refused| refused.resource).collect();
        short.sort();
        short.dedup();
        // An adviser is one person, so one more place of an adviser makes no sense.
        for resource in short.into_iter().filter(|resource| usize::from(resource.0) >= self.advisers()) {
            if self.with_one_more(resource).best_adviser(room, ask, start, now_seconds).is_ok() {
                help.push(Help::Place(resource));
            }
        }
        help
    }

    /// The same workshop with one more place of a resource.
    #[must_use]
    pub fn with_one_more(&self, resource: ResourceId) -> Self {
        let mut more = self.clone();
        more.limits[usize::from(resource.0)] += 1;
        more
    }
}
