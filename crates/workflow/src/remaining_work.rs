//! The capacity of a car on the premises follows its work: work that is done early frees capacity, more work takes
//! more, and work that does not fit takes none and is shown as a conflict (docs/rules.md, "Remaining work").

use crate::dealers::Dealer;
use crate::failure::Failure;
use crate::transaction::DealerTransaction;
use bayside_domain::capacity::{Occupancy, Resource, WorkPart, remaining_work};
use bayside_domain::codes::Step;
use bayside_domain::time::{Bucket, Instant};
use bayside_store::{NamedClaim, VisitRow};
use std::sync::Arc;

/// Whether a step changes the remaining work.
pub const fn changes_remaining_work(step: Step) -> bool {
    matches!(
        step,
        Step::SignOrder
            | Step::Dispatch
            | Step::Start
            | Step::Complete
            | Step::SelfCheck
            | Step::FinalInspection
            | Step::Wash
    )
}

/// The remaining work of a car on the premises; nothing for any other car.
fn parts_left<'a>(dealer: &'a Dealer, visit: &VisitRow, now: Instant) -> Vec<WorkPart<'a>> {
    if visit.state.is_in_work() { remaining_work(&dealer.file, &dealer.zone, &visit.state, now) } else { Vec::new() }
}

/// Places the remaining work again, from now on. If it does not fit, the car keeps the capacity that it had.
pub async fn reschedule(at: &mut DealerTransaction<'_, '_>, visit: &mut VisitRow) -> Result<(), Failure> {
    let bucket = Bucket::at(at.now).0;
    let booked = !visit.state.walk_in;
    let (workshop, dealer) = (Arc::clone(&at.capacity.workshop), Arc::clone(at.dealer));
    let is_received = visit.state.signed_at.is_some();
    let (mut kept, mut moved) = (Vec::new(), Vec::new());
    for NamedClaim(name, from, to) in visit.claims.iter().cloned() {
        let goes = match Resource::from_name(&name) {
            Some(Resource::Team(_)) => true,
            Some(Resource::Adviser(_)) => is_received,
            _ => false,
        };
        let cut = if goes { bucket.clamp(from, to) } else { to };
        if from < cut {
            kept.push(NamedClaim(name.clone(), from, cut));
        }
        if cut < to {
            moved.push(NamedClaim(name, cut, to));
        }
    }
    let mut occupancy = Occupancy::clone(&at.capacity.occupancy);
    occupancy.give_back(&workshop, &at.capacity.claims(&moved), booked);
    let Some(placed) = workshop.place(&occupancy, &parts_left(&dealer, visit, at.now), bucket) else { return Ok(()) };
    let placed = at.capacity.named(&placed);
    if placed != moved {
        at.give_back(&moved, booked).await?;
        at.take(&placed, booked).await?;
        visit.claims = [kept, placed].concat();
    }
    Ok(())
}

/// Whether a team that still has to work on the car has no capacity reserved for it: the car came without any, or its
/// work has overrun.
pub fn is_out_of_room(dealer: &Dealer, visit: &VisitRow, now: Instant) -> bool {
    let bucket = Bucket::at(now).0;
    let teams = parts_left(dealer, visit, now).into_iter().filter_map(|piece| piece.skill);
    let mut names = teams.map(|skill| Resource::Team(skill.to_owned()).to_string());
    names.any(|name| visit.claims.iter().all(|NamedClaim(own, _, to)| *own != name || *to <= bucket))
}

/// Gives back what a visit has not used yet: buckets from now on, loaners from today on.
pub async fn release_unused(at: &mut DealerTransaction<'_, '_>, visit: &mut VisitRow) -> Result<(), Failure> {
    let bucket = Bucket::at(at.now).0;
    let today = at.dealer.day(at.now);
    let mut given_back = Vec::new();
    for NamedClaim(resource, from, to) in std::mem::take(&mut visit.claims) {
        let cut = if resource == "loaner" { today } else { bucket }.clamp(from, to);
        if cut < to {
            given_back.push(NamedClaim(resource.clone(), cut, to));
        }
        if from < cut {
            visit.claims.push(NamedClaim(resource, from, cut));
        }
    }
    if !given_back.is_empty() {
        at.give_back(&given_back, !visit.state.walk_in).await?;
    }
    Ok(())
}
