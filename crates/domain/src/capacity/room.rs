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
    /// Open buckets of each day.
    open_by_day: Vec<u32>,
}

impl Room {
    /// Nothing is taken.
    pub fn empty(workshop: &Workshop) -> Self {
        let days = workshop.calendar.days.len();
        let resources = workshop.resources().len();
        let loaner = usize::from(workshop.loaner_id().0);
        let used = (0..resources)
            .map(|resource| vec![0; if resource == loaner { days } else { workshop.open.len() }])
            .collect();
        let open_by_day =
            workshop.calendar.days.iter().map(|day| day.open.iter().map(|span| span.len() as u32).sum()).collect();
        Self { used, booked_by_day: vec![vec![0; days]; resources], open_by_day }
    }

    /// Counts what the store says of one resource and bucket (or day). What lies outside is ignored.
    pub fn count(&mut self, workshop: &Workshop, resource: ResourceId, bucket: i64, used: u16, booked: u16) {
        let Some(index) = position(workshop, resource, bucket) else { return };
        let slot = &mut self.used[usize::from(resource.0)][index];
        *slot = slot.saturating_add(used);
        if let Some(day) = workshop.calendar.day_index(bucket).filter(|_| resource != workshop.loaner_id()) {
            self.booked_by_day[usize::from(resource.0)][day] += u32::from(booked);
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
                let Some(index) = position(workshop, claim.resource, bucket) else { continue };
                let slot = &mut self.used[usize::from(claim.resource.0)][index];
                *slot = slot.saturating_sub(1);
                if let Some(day) =
                    workshop.calendar.day_index(bucket).filter(|_| booked && claim.resource != workshop.loaner_id())
                {
                    let sum = &mut self.booked_by_day[usize::from(claim.resource.0)][day];
                    *sum = sum.saturating_sub(1);
                }
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

    /// Reception buckets of an adviser on a day.
    pub(super) fn receptions(&self, day: usize, adviser: usize) -> u32 {
        self.booked_by_day[adviser][day]
    }

    /// Place-buckets that bookings have taken of a resource on a day.
    pub(super) fn booked(&self, resource: ResourceId, day: usize) -> u32 {
        self.booked_by_day[usize::from(resource.0)][day]
    }

    /// Place-buckets that bookings have taken of all advisers together on a day.
    pub(super) fn booked_by_advisers(&self, workshop: &Workshop, day: usize) -> u32 {
        self.booked_by_day[..workshop.advisers()].iter().map(|days| days[day]).sum()
    }

    /// Open buckets of a day.
    pub(super) fn open_buckets(&self, day: usize) -> u32 {
        self.open_by_day[day]
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
