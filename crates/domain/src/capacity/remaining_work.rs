//! The work that is left to do on a car on the premises, and the capacity for it. When work goes faster or slower than
//! booked, or more work is added, its parts are moved within the same limits (docs/rules.md, "Remaining work").

use super::occupancy::{Claim, Occupancy};
use super::workshop::{Workshop, saved};
use crate::calendar::{Calendar, local_date};
use crate::codes::{JobState, Stay};
use crate::dealer::Dealer;
use crate::time::{BUCKET_MINUTES, Bucket, Instant, buckets_of};
use crate::visit::Visit;
use chrono::TimeZone;

/// A work part that is still to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkPart<'a> {
    /// The skill of the team that does it; `None` for work that takes time but no place.
    pub skill: Option<&'a str>,
    /// The length in buckets, never 0.
    pub buckets: i64,
}

/// The work parts that a car on the premises still needs, in the order of the chain. A job that has overrun needs one
/// more bucket.
pub fn remaining_work<'a, Z: TimeZone>(dealer: &'a Dealer, zone: &Z, visit: &Visit, now: Instant) -> Vec<WorkPart<'a>> {
    let is_wanted = |id: &str| match visit.signed_at {
        Some(_) => visit.job(id).is_some(),
        None => visit.appointment.services.iter().any(|service| service == id),
    };
    let services: Vec<_> = dealer.services.iter().filter(|service| is_wanted(&service.id)).collect();
    let mut rest = Vec::new();
    let mut push = |id: &str, skill: &'a str, minutes: u32| {
        let begun = match visit.job(id) {
            Some(job) if job.state == JobState::Done => return,
            Some(job) => job.started_at,
            None => None,
        };
        let buckets =
            buckets_of(minutes.max(BUCKET_MINUTES)) - begun.map_or(0, |begun| worked(dealer, zone, begun, now));
        rest.push(WorkPart { skill: Some(skill), buckets: buckets.max(1) });
    };
    for (place, service) in services.iter().enumerate() {
        let before = services[..place].iter();
        let saves: u32 = before.map(|before| saved(&dealer.combined_savings, &before.id, &service.id)).sum();
        push(&service.id, &service.skill, service.minutes.saturating_sub(saves));
    }
    // Extra work is done by the team of the first booked service.
    let own = services.first().copied().or(dealer.services.first());
    for extra in &visit.extra_work {
        let id = Visit::extra_job_id(extra.id);
        if let (Some(own), true) = (own, visit.job(&id).is_some()) {
            push(&id, &own.skill, extra.minutes);
        }
    }
    let team = |skill: &'static str| dealer.teams.iter().any(|team| team.skill == skill).then_some(skill);
    let mut after = |is_due: bool, skill: Option<&'static str>, minutes: u32| {
        if is_due && minutes > 0 {
            rest.push(WorkPart { skill, buckets: buckets_of(minutes) });
        }
    };
    after(!visit.inspected, team("inspection"), dealer.booking.inspection_minutes);
    let is_washed = visit.washed || !visit.wants_wash || team("wash").is_none();
    after(!is_washed, team("wash"), dealer.booking.wash_minutes);
    rest
}

impl Workshop {
    /// Places the remaining work parts one after another, from a bucket on, wherever a place is free; a car on the
    /// premises may use the walk-in reserve. `None` if the work does not fit within the days that a car may stay.
    pub fn place(&self, occupancy: &Occupancy, rest: &[WorkPart<'_>], from: i64) -> Option<Vec<Claim>> {
        let day = self.calendar.day_index(from)?;
        let until = self.rank(self.latest_ready(Stay::DropOff, day));
        let mut at = self.rank(from);
        let mut claims: Vec<Claim> = Vec::new();
        for piece in rest {
            let length = usize::try_from(piece.buckets).ok()?;
            let team = piece.skill.and_then(|skill| self.team(skill));
            let first = occupancy.first_free(self, team, length, at, until)?;
            at = first + length;
            let Some(team) = team else { continue };
            let resource = self.team_id(team);
            for bucket in (first..at).map(|rank| self.bucket(rank)) {
                match claims.last_mut() {
                    Some(last) if last.resource == resource && last.to == bucket => last.to += 1,
                    _ => claims.push(Claim { resource, from: bucket, to: bucket + 1 }),
                }
            }
        }
        Some(claims)
    }
}

/// How many open buckets lie between two instants.
fn worked<Z: TimeZone>(dealer: &Dealer, zone: &Z, since: Instant, now: Instant) -> i64 {
    let (from, to) = (Bucket::at(since).0, Bucket::at(now).0);
    let calendar = Calendar::of(zone, &dealer.hours, &dealer.closures, local_date(zone, since), local_date(zone, now));
    let open = calendar.days.iter().flat_map(|day| &day.open);
    open.map(|span| (span.to.min(to) - span.from.max(from)).max(0)).sum()
}
