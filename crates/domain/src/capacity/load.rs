//! How full the workshop is behind a start.

use super::occupancy::Occupancy;
use super::workshop::Workshop;
use crate::words::Load;

/// How far behind a start its load is looked at.
const BUCKETS_MAX: i64 = 32;

/// The share of taken places of all teams, asked for one stretch after the other: neighbours have most of
/// their open buckets in common, so a sum is moved along.
pub(super) struct Loads<'a> {
    workshop: &'a Workshop,
    room: &'a Occupancy,
    places: u64,
    /// The ranks that are summed up.
    from: usize,
    to: usize,
    used: u64,
    blocked: u64,
}

impl<'a> Loads<'a> {
    pub fn of(workshop: &'a Workshop, room: &'a Occupancy) -> Self {
        Self { workshop, room, places: workshop.places(), from: 0, to: 0, used: 0, blocked: 0 }
    }

    /// How full it is while a chain runs, eight hours at most.
    pub fn between(&mut self, start: i64, ready: i64) -> Load {
        self.move_to(self.workshop.rank(start), self.workshop.rank(ready.min(start + BUCKETS_MAX)));
        let places = self.places * (self.to - self.from) as u64 - self.blocked;
        match self.used * 3 {
            third if third < places => Load::Quiet,
            third if third < places * 2 => Load::Medium,
            _ => Load::Busy,
        }
    }

    fn move_to(&mut self, from: usize, to: usize) {
        if from >= self.to || to <= self.from {
            // Nothing in common.
            (self.from, self.to, self.used, self.blocked) = (from, from, 0, 0);
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
        self.used += u64::from(self.room.used_by_teams(index));
        self.blocked += u64::from(self.room.blocks().of_teams(index));
    }

    fn drop(&mut self, rank: usize) {
        let index = self.workshop.work[rank] as usize;
        self.used -= u64::from(self.room.used_by_teams(index));
        self.blocked -= u64::from(self.room.blocks().of_teams(index));
    }
}
