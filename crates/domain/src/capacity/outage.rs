//! What is out of use for a while: training, sickness, a lift out of order (docs/rules.md, "Outages").
//!
//! An outage lowers the limit of its resource. Bookings that were made before it stand: an outage takes no place
//! itself, so it never displaces anybody.

use super::workshop::{ResourceId, Workshop};

/// A resource, or some of its places, out of use for a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outage {
    /// The resource that is out of use.
    pub resource: ResourceId,
    /// How many of its places are out of use; more than there are means all.
    pub places: u16,
    /// The first bucket; for loaners, the first day, counted from the common era.
    pub from: i64,
    /// The first bucket (or day) after the outage.
    pub to: i64,
}

/// All outages of a workshop, as counters per resource and bucket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Outages {
    /// Places out of use: by resource, then by distance from the workshop's origin; empty for a resource without
    /// outages.
    pub places: Vec<Vec<u16>>,
    /// Open place-buckets that are out of use, by resource and day; empty for a resource without outages.
    by_day: Vec<Vec<u32>>,
    /// Places out of use in all teams together, by distance from the workshop's origin; empty if there are none.
    by_teams: Vec<u16>,
}

impl Outages {
    /// Counts the outages of a workshop. Several outages of one resource add up, to at most all its places.
    pub fn of(workshop: &Workshop, outages: &[Outage]) -> Self {
        let resources = workshop.resources().len();
        let days = workshop.calendar.days.len();
        let mut all =
            Self { places: vec![Vec::new(); resources], by_day: vec![Vec::new(); resources], by_teams: Vec::new() };
        for outage in outages {
            let place = usize::from(outage.resource.0);
            let length = if outage.resource == workshop.loaner_id() { days } else { workshop.buckets() };
            let limit = workshop.limit(outage.resource);
            let places = &mut all.places[place];
            places.resize(length, 0);
            let (first, end) = stretch(workshop, outage);
            for out_of_use in &mut places[first..end] {
                *out_of_use = out_of_use.saturating_add(outage.places).min(limit);
            }
        }
        for place in 0..resources {
            if all.places[place].is_empty() || place == usize::from(workshop.loaner_id().0) {
                continue;
            }
            all.by_day[place] = vec![0; days];
            for (day, on) in workshop.calendar.days.iter().zip(&mut all.by_day[place]) {
                for bucket in day.open.iter().flat_map(|span| span.from..span.to) {
                    let index = workshop.index_in_range(bucket);
                    let works = workshop.adviser_open.get(place).is_none_or(|hours| hours[index]);
                    *on += if works { u32::from(all.places[place][index]) } else { 0 };
                }
            }
            if workshop.teams().contains(&place) {
                all.by_teams.resize(workshop.buckets(), 0);
                for (sum, out_of_use) in all.by_teams.iter_mut().zip(&all.places[place]) {
                    *sum += *out_of_use;
                }
            }
        }
        all
    }

    /// How many places of a resource are out of use at an index.
    pub fn at(&self, resource: ResourceId, index: usize) -> u16 {
        self.places[usize::from(resource.0)].get(index).copied().unwrap_or(0)
    }

    /// How many open place-buckets of a resource are out of use on a day.
    pub fn on_day(&self, place: usize, day: usize) -> u32 {
        self.by_day[place].get(day).copied().unwrap_or(0)
    }

    /// How many places of all teams are out of use at an index.
    pub fn of_teams(&self, index: usize) -> u32 {
        self.by_teams.get(index).copied().map_or(0, u32::from)
    }
}

/// The range of indices that an outage covers within the laid-out days.
fn stretch(workshop: &Workshop, outage: &Outage) -> (usize, usize) {
    let (first, length) = if outage.resource == workshop.loaner_id() {
        (workshop.first_day(), workshop.calendar.days.len())
    } else {
        (workshop.origin, workshop.buckets())
    };
    let clamped = |at: i64| usize::try_from(at.saturating_sub(first)).unwrap_or(0).min(length);
    let (from, to) = (clamped(outage.from), clamped(outage.to));
    debug_assert!(from == to || workshop.position(outage.resource, first + from as i64) == Some(from));
    (from, to.max(from))
}
