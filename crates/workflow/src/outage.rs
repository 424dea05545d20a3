//! Outages: a resource is out of use for a while, because of training, sickness or a broken lift (docs/rules.md,
//! "Outages"). Bookings that were made before stand.

use crate::capacity_cache::{CapacitySnapshot, outage_in_buckets};
use crate::failure::{Failure, FieldChecks};
use crate::transaction::DealerTransaction;
use bayside_domain::capacity::Resource;
use bayside_domain::codes::OutageReason;
use bayside_domain::error_code::Code;
use bayside_domain::ids::{OutageId, StaffId};
use bayside_domain::limits::{OUTAGE_MINUTES_MAX, OUTAGES_MAX};
use bayside_domain::time::Instant;
use bayside_store::{NamedClaim, OutageRow};
use std::sync::Arc;

/// The unchecked input of an outage.
#[derive(Debug, Clone)]
pub struct OutageInput {
    /// The resource's name.
    pub resource: String,
    /// How many of its places; by default all.
    pub places: Option<u16>,
    /// When it begins; `None` if what was typed is not a valid time.
    pub from: Option<Instant>,
    /// When it ends; `None` if what was typed is not a valid time.
    pub to: Option<Instant>,
    /// Why it is out of use.
    pub reason: OutageReason,
}

/// A checked outage.
struct CheckedOutage {
    resource: String,
    places: u16,
    begins_at: Instant,
    ends_at: Instant,
    reason: OutageReason,
}

fn checked(capacity: &CapacitySnapshot, now: Instant, request: &OutageInput) -> Result<CheckedOutage, Failure> {
    let mut checks = FieldChecks::new();
    let mut wrong = |pointer: &str, code: &str| {
        checks.wrong(pointer.to_owned(), code);
    };
    let id = Resource::from_name(&request.resource).and_then(|resource| capacity.workshop.resource_id(&resource));
    if id.is_none() {
        wrong("/resource", "unknown-resource");
    }
    let limit = id.map_or(1, |id| capacity.workshop.limit(id));
    let places = request.places.unwrap_or(limit);
    if places == 0 || places > limit {
        wrong("/places", "out-of-range");
    }
    let from = request.from;
    let to = request.to;
    if from.is_none() {
        wrong("/from", "wall-time");
    }
    if to.is_none() {
        wrong("/to", "wall-time");
    }
    if let (Some(from), Some(to)) = (from, to) {
        if to <= from {
            wrong("/to", "before-from");
        } else if to <= now {
            wrong("/to", "past");
        } else if to > from.plus_minutes(OUTAGE_MINUTES_MAX) {
            wrong("/to", "too-far");
        }
    }
    match (from, to) {
        (Some(begins_at), Some(ends_at)) if checks.is_empty() => {
            Ok(CheckedOutage { resource: request.resource.clone(), places, begins_at, ends_at, reason: request.reason })
        }
        _ => Err(checks.refuse()),
    }
}

/// Adds an outage.
pub async fn add(
    at: &mut DealerTransaction<'_, '_>,
    outage: &OutageInput,
    staff: StaffId,
) -> Result<OutageRow, Failure> {
    let wanted = checked(&at.capacity, at.now, outage)?;
    if at.capacity.outages.len() >= OUTAGES_MAX {
        return Err(Failure::at("", "too-many"));
    }
    let row = OutageRow {
        id: at.row.next_id(),
        resource: wanted.resource,
        places: wanted.places,
        begins_at: wanted.begins_at,
        ends_at: wanted.ends_at,
        reason: wanted.reason,
        created_at: at.now,
        staff,
    };
    at.tx.add_outage(at.dealer.id, &row).await?;
    let mut outages = at.capacity.outages.clone();
    outages.push(row.clone());
    set(at, outages);
    Ok(row)
}

/// Ends an outage; its capacity is offered to the waitlist.
pub async fn lift(at: &mut DealerTransaction<'_, '_>, id: OutageId) -> Result<(), Failure> {
    if !at.tx.delete_outage(at.dealer.id, id).await? {
        return Err(Failure::new(Code::NotFound));
    }
    let (lifted, outages): (Vec<_>, Vec<_>) =
        at.capacity.outages.clone().into_iter().partition(|outage| outage.id == id);
    set(at, outages);
    for outage in lifted.iter().filter_map(|outage| outage_in_buckets(&at.capacity.workshop, at.dealer, outage)) {
        let name = at.capacity.workshop.resource(outage.resource).to_string();
        let places = outage.places.min(at.capacity.workshop.limit(outage.resource));
        at.freed.extend((0..places).map(|_| NamedClaim(name.clone(), outage.from, outage.to)));
    }
    Ok(())
}

/// Sets the outages in the capacity of this transaction and of all that follow.
/// Makes these the outages that count from now on; the store has them already.
pub fn set(at: &mut DealerTransaction<'_, '_>, mut outages: Vec<OutageRow>) {
    outages.sort_by_key(|outage| (outage.begins_at, outage.id));
    let dealer = Arc::clone(at.dealer);
    Arc::make_mut(&mut at.capacity).set_outages(&dealer, &mut at.row, outages);
}
