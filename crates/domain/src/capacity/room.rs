//! What is taken: counters per resource and bucket, so that the cost of asking does not grow with
//! the number of bookings.

use super::workshop::{ResourceId, Workshop};
use chrono::Datelike;

/// A stretch of one resource; buckets, or days since the common era for loaners. Half-open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Claim {
    /// What is taken.
    pub resource: ResourceId,
    /// First bucket (or day).
    pub from: i64,
    /// First bucket (or day) after it.
    pub to: i64,
}

/// What is taken of a [`Workshop`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Room {
    /// By resource, then by distance from the workshop's origin.
    used: Vec<Vec<u16>>,
    /// The part of `used` taken by online and phone bookings, per resource and day: advisers and teams.
    booked_by_day: Vec<Vec<u32>>,
    /// Receptions, in buckets, per adviser and day, whosesoever.
    receptions_by_day: Vec<Vec<u32>>,
    /// What is taken of all teams together, by distance from the workshop's origin.
    used_by_teams: Vec<u32>,
}

impl Room {
    /// Nothing is taken.
    pub fn empty(workshop: &Workshop) -> Self {
        let days = workshop.calendar.days.len();
        let resources = workshop.resources().len();
        let loaner = usize::from(workshop.loaner_id().0);
        let used = (0..resources)
            .map(|resource| vec![0; if resource == loaner { days } else { workshop.buckets() }])
            .collect();
        Self {
            used,
            booked_by_day: vec![vec![0; days]; resources],
            receptions_by_day: vec![vec![0; days]; workshop.advisers()],
            used_by_teams: vec![0; workshop.buckets()],
        }
    }

    /// Counts what the store says of one resource and bucket (or day). What lies outside is ignored.
    pub fn count(&mut self, workshop: &Workshop, resource: ResourceId, bucket: i64, used: u16, booked: u16) {
        let Some(index) = position(workshop, resource, bucket) else { return };
        let place = usize::from(resource.0);
        let slot = &mut self.used[place][index];
        *slot = slot.saturating_add(used);
        if resource == workshop.loaner_id() {
            return;
        }
        if workshop.teams().contains(&place) {
            self.used_by_teams[index] += u32::from(used);
        }
        if let Some(day) = workshop.calendar.day_index(bucket) {
            self.booked_by_day[place][day] += u32::from(booked);
            if let Some(days) = self.receptions_by_day.get_mut(place) {
                days[day] += u32::from(used);
            }
        }
    }

    /// Takes claims; `booked` if they are an online or phone booking's.
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
        let Some(index) = position(workshop, resource, bucket) else { return };
        let place = usize::from(resource.0);
        let lower = |count: &mut u32| *count = count.saturating_sub(1);
        let slot = &mut self.used[place][index];
        *slot = slot.saturating_sub(1);
        if resource == workshop.loaner_id() {
            return;
        }
        if workshop.teams().contains(&place) {
            lower(&mut self.used_by_teams[index]);
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

    /// Whether one more fits.
    pub(super) fn is_free(&self, workshop: &Workshop, resource: ResourceId, bucket: i64) -> bool {
        position(workshop, resource, bucket)
            .is_some_and(|index| self.used[usize::from(resource.0)][index] < workshop.limit(resource))
    }

    /// How many are taken.
    pub fn used(&self, workshop: &Workshop, resource: ResourceId, bucket: i64) -> u16 {
        position(workshop, resource, bucket).map_or(0, |index| self.used[usize::from(resource.0)][index])
    }

    /// What is taken of a resource, by distance from the workshop's origin.
    pub(super) fn buckets(&self, resource: ResourceId) -> &[u16] {
        &self.used[usize::from(resource.0)]
    }

    /// What is taken of all teams together, by distance from the workshop's origin.
    pub(super) fn used_by_teams(&self, index: usize) -> u32 {
        self.used_by_teams[index]
    }

    /// Reception buckets of an adviser on a day.
    pub(super) fn receptions(&self, day: usize, adviser: usize) -> u32 {
        self.receptions_by_day[adviser][day]
    }

    /// Place-buckets that bookings have taken of a resource on a day.
    pub(super) fn booked(&self, resource: ResourceId, day: usize) -> u32 {
        self.booked_by_day[usize::from(resource.0)][day]
    }

    /// Place-buckets that bookings have taken of all advisers together on a day.
    pub(super) fn booked_by_advisers(&self, workshop: &Workshop, day: usize) -> u32 {
        self.booked_by_day[..workshop.advisers()].iter().map(|days| days[day]).sum()
    }

    /// Whether nothing is taken beyond what there is. What must always hold.
    pub fn is_within_limits(&self, workshop: &Workshop) -> bool {
        self.used.iter().zip(&workshop.limits).all(|(buckets, limit)| buckets.iter().all(|used| used <= limit))
    }
}

fn position(workshop: &Workshop, resource: ResourceId, bucket: i64) -> Option<usize> {
    if resource == workshop.loaner_id() {
        let first = i64::from(workshop.calendar.days[0].date.num_days_from_ce());
        usize::try_from(bucket - first).ok().filter(|index| *index < workshop.calendar.days.len())
    } else {
        workshop.index(bucket)
    }
}
