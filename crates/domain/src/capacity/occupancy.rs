//! What is taken of a workshop: counters per resource and bucket, so that the cost of a request does not grow with the
//! number of bookings.

use super::outage::{Outage, Outages};
use super::workshop::{ResourceId, Workshop};
use std::sync::Arc;

/// A half-open range of one resource that a chain takes; in buckets, or for loaners in days since the common era.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Claim {
    /// The resource that is taken.
    pub resource: ResourceId,
    /// The first bucket (or day).
    pub from: i64,
    /// The first bucket (or day) after the range.
    pub to: i64,
}

/// What is taken of a [`Workshop`]. Cheap to clone: a copy shares all rows that it does not change, and a booking
/// changes only a few.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occupancy {
    /// Places that are used or out of use: by resource, then by distance from the workshop's origin.
    taken: Vec<Arc<Vec<u16>>>,
    /// The part of `taken` that is out of use.
    outages: Arc<Outages>,
    /// Place-buckets used by online and phone bookings, by resource (advisers and teams) and day.
    booked_by_day: Vec<Vec<u32>>,
    /// Buckets of receptions of all kinds of visits, by adviser and day.
    receptions_by_day: Vec<Vec<u32>>,
    /// Places that are used in all teams together, by distance from the workshop's origin.
    used_by_teams: Arc<Vec<u32>>,
}

impl Occupancy {
    /// The occupancy of a workshop in which nothing is taken.
    pub fn empty(workshop: &Workshop) -> Self {
        let days = workshop.calendar.days.len();
        let resources = workshop.resources().len();
        let loaner = usize::from(workshop.loaner_id().0);
        let taken = (0..resources)
            .map(|resource| Arc::new(vec![0; if resource == loaner { days } else { workshop.buckets() }]))
            .collect();
        Self {
            taken,
            outages: Arc::new(Outages::of(workshop, &[])),
            booked_by_day: vec![vec![0; days]; resources],
            receptions_by_day: vec![vec![0; days]; workshop.advisers()],
            used_by_teams: Arc::new(vec![0; workshop.buckets()]),
        }
    }

    /// Replaces all outages. What is used stays used, even where it now exceeds what is left.
    pub fn set_outages(&mut self, workshop: &Workshop, outages: &[Outage]) {
        let counted = Outages::of(workshop, outages);
        for ((taken, before), after) in self.taken.iter_mut().zip(&self.outages.places).zip(&counted.places) {
            let taken = Arc::make_mut(taken);
            for (slot, before) in taken.iter_mut().zip(before) {
                *slot -= before;
            }
            for (slot, after) in taken.iter_mut().zip(after) {
                *slot += after;
            }
        }
        self.outages = Arc::new(counted);
    }

    /// Adds a counter from the store for one resource and bucket (or day). Buckets outside the laid-out days are
    /// ignored.
    pub fn count(&mut self, workshop: &Workshop, resource: ResourceId, bucket: i64, used: u16, booked: u16) {
        let Some(index) = workshop.position(resource, bucket) else { return };
        let place = usize::from(resource.0);
        let slot = &mut Arc::make_mut(&mut self.taken[place])[index];
        *slot = slot.saturating_add(used);
        if resource == workshop.loaner_id() {
            return;
        }
        if workshop.teams().contains(&place) {
            Arc::make_mut(&mut self.used_by_teams)[index] += u32::from(used);
        }
        if let Some(day) = workshop.calendar.day_index(bucket) {
            self.booked_by_day[place][day] += u32::from(booked);
            if let Some(days) = self.receptions_by_day.get_mut(place) {
                days[day] += u32::from(used);
            }
        }
    }

    /// Takes claims; `booked` if they belong to an online or phone booking.
    pub fn take(&mut self, workshop: &Workshop, claims: &[Claim], booked: bool) {
        for claim in claims {
            for bucket in claim.from..claim.to {
                self.count(workshop, claim.resource, bucket, 1, u16::from(booked));
            }
        }
    }

    /// Gives claims back.
    pub fn give_back(&mut self, workshop: &Workshop, claims: &[Claim], booked: bool) {
        for claim in claims {
            for bucket in claim.from..claim.to {
                self.uncount(workshop, claim.resource, bucket, booked);
            }
        }
    }

    fn uncount(&mut self, workshop: &Workshop, resource: ResourceId, bucket: i64, booked: bool) {
        let Some(index) = workshop.position(resource, bucket) else { return };
        let place = usize::from(resource.0);
        let out_of_use = self.outages.at(resource, index);
        let lower = |count: &mut u32| *count = count.saturating_sub(1);
        let slot = &mut Arc::make_mut(&mut self.taken[place])[index];
        *slot = slot.saturating_sub(1).max(out_of_use);
        if resource == workshop.loaner_id() {
            return;
        }
        if workshop.teams().contains(&place) {
            lower(&mut Arc::make_mut(&mut self.used_by_teams)[index]);
        }
        if let Some(day) = workshop.calendar.day_index(bucket) {
            if booked {
                lower(&mut self.booked_by_day[place][day]);
            }
            if let Some(days) = self.receptions_by_day.get_mut(place) {
                lower(&mut days[day]);
            }
        }
    }

    /// Whether one more place of a resource is free in a bucket.
    pub(super) fn is_free(&self, workshop: &Workshop, resource: ResourceId, bucket: i64) -> bool {
        workshop
            .position(resource, bucket)
            .is_some_and(|index| self.taken[usize::from(resource.0)][index] < workshop.limit(resource))
    }

    /// The first rank, not before `from`, from which a team has a free place for `length` open buckets that end by
    /// `until`; work without a team always has a place.
    pub(super) fn first_free(
        &self,
        workshop: &Workshop,
        team: Option<usize>,
        length: usize,
        from: usize,
        until: usize,
    ) -> Option<usize> {
        let Some(team) = team else { return (from + length <= until).then_some(from) };
        let id = workshop.team_id(team);
        let (taken, limit) = (self.buckets(id), workshop.limit(id));
        let mut first = from;
        while first + length <= until {
            // Skip to just after the last full bucket of the window: nothing fits before it.
            let full = (first..first + length).rev().find(|rank| taken[workshop.work[*rank] as usize] >= limit);
            match full {
                Some(rank) => first = rank + 1,
                None => return Some(first),
            }
        }
        None
    }

    /// How many places of a resource are used in a bucket.
    pub fn used(&self, workshop: &Workshop, resource: ResourceId, bucket: i64) -> u16 {
        workshop
            .position(resource, bucket)
            .map_or(0, |index| self.taken[usize::from(resource.0)][index] - self.outages.at(resource, index))
    }

    /// How many advisers are at work in a bucket, whether they are with a customer or not.
    pub fn receiving(&self, workshop: &Workshop, bucket: i64) -> u32 {
        let Some(index) = workshop.index(bucket) else { return 0 };
        let is_there = |adviser: &usize| {
            workshop.adviser_open[*adviser][index] && self.limit(workshop, ResourceId(*adviser as u16), bucket) > 0
        };
        (0..workshop.advisers()).filter(is_there).count() as u32
    }

    /// How many places of a resource can be used in a bucket: all places less those that are out of use.
    pub fn limit(&self, workshop: &Workshop, resource: ResourceId, bucket: i64) -> u16 {
        let out_of_use = workshop.position(resource, bucket).map_or(0, |index| self.outages.at(resource, index));
        workshop.limit(resource) - out_of_use
    }

    /// Places of a resource that are used or out of use, by distance from the workshop's origin.
    pub(super) fn buckets(&self, resource: ResourceId) -> &[u16] {
        &self.taken[usize::from(resource.0)]
    }

    /// The outages of the workshop.
    pub(super) fn outages(&self) -> &Outages {
        &self.outages
    }

    /// How many places are used in all teams together, at an index from the workshop's origin.
    pub(super) fn used_by_teams(&self, index: usize) -> u32 {
        self.used_by_teams[index]
    }

    /// How many buckets an adviser spends on receptions on a day.
    pub(super) fn receptions(&self, day: usize, adviser: usize) -> u32 {
        self.receptions_by_day[adviser][day]
    }

    /// How many place-buckets of a resource bookings have taken on a day.
    pub(super) fn booked(&self, resource: ResourceId, day: usize) -> u32 {
        self.booked_by_day[usize::from(resource.0)][day]
    }

    /// How many buckets of all advisers together bookings have taken on a day.
    pub(super) fn booked_by_advisers(&self, workshop: &Workshop, day: usize) -> u32 {
        self.booked_by_day[..workshop.advisers()].iter().map(|days| days[day]).sum()
    }

    /// The invariant: nothing is used beyond what the workshop has. Places that are out of use may still be used by
    /// bookings that were made before the outage.
    pub fn is_within_limits(&self, workshop: &Workshop) -> bool {
        self.taken.iter().zip(&self.outages.places).zip(&workshop.limits).all(|((taken, out_of_use), limit)| {
            taken.iter().enumerate().all(|(index, taken)| taken - out_of_use.get(index).copied().unwrap_or(0) <= *limit)
        })
    }
}
