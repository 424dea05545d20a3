//! How full the workshop is from a start on.

use super::occupancy::Occupancy;
use super::workshop::Workshop;
use crate::codes::Load;

/// The number of buckets after a start over which its load is measured.
const BUCKETS_MAX: i64 = 32;

/// The share of taken places of all teams, for one range of buckets after the other. Consecutive ranges overlap, so the
/// sum is kept and moved along (a sliding window).
pub(super) struct Loads<'a> {
    workshop: &'a Workshop,
    occupancy: &'a Occupancy,
    places: u64,
    /// The first rank of the window that is summed up.
    from: usize,
    to: usize,
    used: u64,
    out_of_use: u64,
}

impl<'a> Loads<'a> {
    pub fn of(workshop: &'a Workshop, occupancy: &'a Occupancy) -> Self {
        Self { workshop, occupancy, places: workshop.places(), from: 0, to: 0, used: 0, out_of_use: 0 }
    }

    /// The load while a chain runs, for at most eight hours.
    pub fn between(&mut self, start: i64, ready: i64) -> Load {
        self.move_to(self.workshop.rank(start), self.workshop.rank(ready.min(start + BUCKETS_MAX)));
        let places = self.places * (self.to - self.from) as u64 - self.out_of_use;
        match self.used * 3 {
            third if third < places => Load::Quiet,
            third if third < places * 2 => Load::Medium,
            _ => Load::Busy,
        }
    }

    fn move_to(&mut self, from: usize, to: usize) {
        if from >= self.to || to <= self.from {
            // The new range does not overlap the last one: start again.
            (self.from, self.to, self.used, self.out_of_use) = (from, from, 0, 0);
        }
        while self.from > from {
            self.from -= 1;
            self.add(self.from);
        }
        while self.to < to {
            self.add(self.to);
            self.to += 1;
        }
        while self.from < from {
            self.drop(self.from);
            self.from += 1;
        }
        while self.to > to {
            self.to -= 1;
            self.drop(self.to);
        }
    }

    fn add(&mut self, rank: usize) {
        let index = self.workshop.work[rank] as usize;
        self.used += u64::from(self.occupancy.used_by_teams(index));
        self.out_of_use += u64::from(self.occupancy.outages().of_teams(index));
    }

    fn drop(&mut self, rank: usize) {
        let index = self.workshop.work[rank] as usize;
        self.used -= u64::from(self.occupancy.used_by_teams(index));
        self.out_of_use -= u64::from(self.occupancy.outages().of_teams(index));
    }
}
