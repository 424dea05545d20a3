//! Why a start is not offered, and what would make it bookable. Both come from the engine that offers starts: the
//! reasons are those with which it refused, and each remedy was tried with it before it is named.

use super::day_search::DaySearch;
use super::occupancy::Occupancy;
use super::request::{CapacityRequest, Class, Plan};
use super::unavailable_reason::UnavailableReason;
use super::workshop::{Resource, ResourceId, Workshop};
use super::{Span, Start};
use crate::codes::Stay;

/// Why a start is not offered with one adviser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdviserRefusal {
    /// The index of the adviser in the dealer's file.
    pub adviser: usize,
    /// The first reason.
    pub binding: UnavailableReason,
    /// The resource of which there is too little, if that is the reason.
    pub resource: Option<ResourceId>,
    /// When there is too little of the resource, in buckets; for loaners, in days since the common era.
    pub when: Option<Span>,
    /// Whether some of the resource is out of use then.
    pub out_of_use: bool,
}

/// A change that would make a start bookable. Each is enough alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remedy {
    /// Another adviser, by index.
    Adviser(usize),
    /// Another way of staying.
    Stay(Stay),
    /// Using the walk-in reserve, or giving less notice: a manager's override.
    Override,
    /// Ending the outages.
    EndOutages,
    /// One more place of a resource.
    Place(ResourceId),
}

/// Why a start is offered or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The index of an adviser with whom it can be booked, and the plan; or the reason why it cannot.
    pub verdict: Result<(usize, Plan), UnavailableReason>,
    /// The reason for each adviser that was tried; empty if the start can be booked.
    pub refused: Vec<AdviserRefusal>,
    /// The changes that would make the start bookable.
    pub remedies: Vec<Remedy>,
    /// The nearest starts that can be booked.
    pub alternatives: Vec<Start>,
}

impl Workshop {
    /// Explains why a start is offered or not.
    pub fn explain(
        &self,
        occupancy: &Occupancy,
        request: &CapacityRequest<'_>,
        start: i64,
        now_seconds: i64,
    ) -> Explanation {
        let verdict = self.best_adviser(occupancy, request, start, now_seconds);
        if verdict.is_ok() {
            return Explanation { verdict, refused: Vec::new(), remedies: Vec::new(), alternatives: Vec::new() };
        }
        let advisers = request.adviser.map_or(0..self.advisers(), |adviser| adviser..adviser + 1);
        let refused: Vec<AdviserRefusal> = self.calendar.day_index(start).map_or_else(Vec::new, |day| {
            advisers
                .filter_map(|adviser| {
                    let request = CapacityRequest { adviser: Some(adviser), ..*request };
                    let mut search = DaySearch::of(self, occupancy, &request, day, now_seconds);
                    let binding = search.plan(start).err()?;
                    Some(self.refused(occupancy, &search, adviser, binding, start))
                })
                .collect()
        });
        let remedies = self.remedies(occupancy, request, start, now_seconds, &refused);
        let alternatives = self.alternatives(occupancy, request, start, now_seconds);
        Explanation { verdict, refused, remedies, alternatives }
    }

    fn refused(
        &self,
        occupancy: &Occupancy,
        search: &DaySearch<'_>,
        adviser: usize,
        binding: UnavailableReason,
        start: i64,
    ) -> AdviserRefusal {
        let resource = match &binding {
            UnavailableReason::AdviserBusy | UnavailableReason::AdviserAway => Some(ResourceId(adviser as u16)),
            UnavailableReason::Team(skill) | UnavailableReason::TeamReserve(skill) => {
                self.resource_id(&Resource::Team(skill.to_string()))
            }
            // If the search for a place in a team went on until the car had to be ready, that team is the bottleneck.
            UnavailableReason::NotReadyInTime | UnavailableReason::Idle => search.short_of(),
            UnavailableReason::Seat => Some(self.seat_id()),
            UnavailableReason::Loaner => Some(self.loaner_id()),
            _ => None,
        };
        let when = resource.and_then(|resource| match binding {
            UnavailableReason::AdviserAway | UnavailableReason::TeamReserve(_) => None,
            _ => self.first_full(occupancy, resource, start),
        });
        let out_of_use = match (resource, when) {
            (Some(resource), Some(span)) => {
                (span.from..span.to).any(|at| occupancy.limit(self, resource, at) < self.limit(resource))
            }
            _ => false,
        };
        AdviserRefusal { adviser, binding, resource, when, out_of_use }
    }

    /// The first range of buckets, from a start on, in which nothing of a resource is left.
    fn first_full(&self, occupancy: &Occupancy, resource: ResourceId, start: i64) -> Option<Span> {
        let is_full = |at: &i64| !occupancy.is_free(self, resource, *at);
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

    fn remedies(
        &self,
        occupancy: &Occupancy,
        request: &CapacityRequest<'_>,
        start: i64,
        now_seconds: i64,
        refused: &[AdviserRefusal],
    ) -> Vec<Remedy> {
        let mut remedies = Vec::new();
        if request.adviser.is_some() {
            let anyone = CapacityRequest { adviser: None, ..*request };
            if let Ok((adviser, _)) = self.best_adviser(occupancy, &anyone, start, now_seconds) {
                remedies.push(Remedy::Adviser(adviser));
            }
        }
        for stay in Stay::ALL.iter().copied().filter(|stay| *stay != request.stay) {
            if self.best_adviser(occupancy, &CapacityRequest { stay, ..*request }, start, now_seconds).is_ok() {
                remedies.push(Remedy::Stay(stay));
            }
        }
        let house = CapacityRequest { class: Class::House, ..*request };
        if request.class == Class::Booking && self.best_adviser(occupancy, &house, start, now_seconds).is_ok() {
            remedies.push(Remedy::Override);
        }
        let mut without_outages = occupancy.clone();
        without_outages.set_outages(self, &[]);
        if without_outages != *occupancy && self.best_adviser(&without_outages, request, start, now_seconds).is_ok() {
            remedies.push(Remedy::EndOutages);
        }
        let mut short: Vec<ResourceId> = refused.iter().filter_map(|refused| refused.resource).collect();
        short.sort();
        short.dedup();
        // An adviser is one person, so one more place of an adviser makes no sense.
        for resource in short.into_iter().filter(|resource| usize::from(resource.0) >= self.advisers()) {
            if self.with_one_more(resource).best_adviser(occupancy, request, start, now_seconds).is_ok() {
                remedies.push(Remedy::Place(resource));
            }
        }
        remedies
    }

    /// The same workshop with one more place of a resource.
    #[must_use]
    pub fn with_one_more(&self, resource: ResourceId) -> Self {
        let mut more = self.clone();
        more.limits[usize::from(resource.0)] += 1;
        more
    }
}
