//! Holds: a chosen start is reserved for some minutes and takes capacity exactly like a booking (docs/rules.md, "Offers
//! and holds").

use crate::failure::{Failure, Refusal};
use crate::offers::{SlotContext, StartRequest, epoch, epoch_start};
use crate::tokens::{Offer, random_hex};
use crate::transaction::DealerTransaction;
use bayside_domain::appointment::Appointment;
use bayside_domain::codes::HoldState;
use bayside_domain::error_code::Code;
use bayside_domain::ids::HoldId;
use bayside_domain::time::{Bucket, Instant};
use bayside_store::{HoldRow, NamedClaim};
use std::sync::Arc;

/// Holds the start of an offer. The capacity of the replaced hold can be used for the new one.
pub async fn hold(
    at: &mut DealerTransaction<'_, '_>,
    offer: String,
    replaces: Option<&str>,
) -> Result<HoldRow, Failure> {
    let chosen = genuine(at, &offer, "/offer")?;
    if let Some(name) = replaces {
        let replaced = named(at, name, "/replaces").await?;
        // An error later on rolls this back.
        give_back(at, replaced).await?;
    }
    let claims = place_as_shown(at, &chosen)?;
    at.take(&claims, true).await?;
    let hold = HoldRow {
        id: at.row.next_id(),
        secret: random_hex::<12>(),
        offer,
        claims,
        expires_at: expiry(at, at.dealer.file.booking.hold_minutes, chosen.appointment.start),
        renewed: false,
        state: HoldState::Live,
    };
    at.tx.add_hold(at.dealer.id, &hold).await?;
    at.pending.holds += 1;
    Arc::make_mut(&mut at.capacity).holds.push(hold.clone());
    Ok(hold)
}

/// When a hold of so many minutes expires: at the latest when its start begins.
pub fn expiry(at: &DealerTransaction<'_, '_>, minutes: u32, start: Instant) -> Instant {
    at.now.plus_minutes(i64::from(minutes)).min(start)
}

/// Extends a live hold, once.
pub async fn renew(at: &mut DealerTransaction<'_, '_>, name: &str) -> Result<HoldRow, Failure> {
    let mut hold = named(at, name, "").await?;
    match hold.state {
        HoldState::Live if hold.renewed => return Err(Failure::new(Code::HoldRenewed)),
        HoldState::Live => {}
        HoldState::Used => return Err(Failure::new(Code::HoldUsed)),
        HoldState::Dropped | HoldState::Released => return Err(Failure::new(Code::HoldExpired)),
    }
    let offer = at.context.keys.verify(&hold.offer).ok_or_else(|| Failure::new(Code::Internal))?;
    hold.renewed = true;
    hold.expires_at = expiry(at, at.dealer.file.booking.hold_minutes, offer.appointment.start);
    at.tx.save_hold(at.dealer.id, &hold).await?;
    let capacity = Arc::make_mut(&mut at.capacity);
    for known in capacity.holds.iter_mut().filter(|known| known.id == hold.id) {
        known.clone_from(&hold);
    }
    capacity.touch(&mut at.row);
    Ok(hold)
}

/// Releases a hold, also one that has expired already.
pub async fn release(at: &mut DealerTransaction<'_, '_>, name: &str) -> Result<(), Failure> {
    let hold = named(at, name, "").await?;
    if hold.state == HoldState::Used { Err(Failure::new(Code::HoldUsed)) } else { give_back(at, hold).await }
}

/// The name of a hold for its holder: its id and its secret.
pub fn name(hold: &HoldRow) -> String {
    format!("{}-{}", hold.id, hold.secret)
}

/// The hold with this name. `pointer` is the field of the name in the request, empty for the path.
pub async fn named(at: &mut DealerTransaction<'_, '_>, name: &str, pointer: &str) -> Result<HoldRow, Failure> {
    let unknown =
        || if pointer.is_empty() { Failure::new(Code::NotFound) } else { Failure::at(pointer, "unknown-hold") };
    let (id, secret) = name.split_once('-').ok_or_else(unknown)?;
    let id: HoldId = id.parse().map_err(|_| unknown())?;
    let hold = at.tx.hold(at.dealer.id, id).await?;
    hold.filter(|hold| hold.secret == secret).ok_or_else(unknown)
}

/// Verifies an offer: signed by this program, of this dealer, not expired.
pub fn genuine(at: &DealerTransaction<'_, '_>, text: &str, pointer: &str) -> Result<Offer, Failure> {
    let offer = at.context.keys.verify(text).filter(|offer| offer.dealer == at.dealer.id);
    let offer = offer.ok_or_else(|| Failure::from(Refusal::new(Code::OfferInvalid).at(pointer, "offer-invalid")))?;
    if offer.is_expired(at.now.seconds()) {
        return Err(without_start(at, &offer, Code::OfferExpired).at(pointer, "offer-expired").into());
    }
    Ok(offer)
}

/// Plans the chain of an offer that is still good: what was shown is bookable, so notice and horizon are asked for the
/// offer's own epoch. A start that has begun since then is gone.
pub fn place_as_shown(at: &DealerTransaction<'_, '_>, offer: &Offer) -> Result<Vec<NamedClaim>, Failure> {
    let claims = plan(at, offer, epoch_start(offer.epoch)).filter(|_| at.now <= offer.appointment.start);
    claims.ok_or_else(|| without_start(at, offer, Code::SlotTaken).into())
}

/// How long after its end a hold still books what is free, in minutes.
const GRACE_MINUTES: i64 = 10;

/// Plans the chain of a hold that has expired: only for some minutes, and only what is allowed now.
pub fn place_again(at: &DealerTransaction<'_, '_>, hold: &HoldRow, offer: &Offer) -> Result<Vec<NamedClaim>, Failure> {
    let is_recent = at.now < hold.expires_at.plus_minutes(GRACE_MINUTES);
    let claims = plan(at, offer, at.now.seconds()).filter(|_| is_recent);
    claims.ok_or_else(|| without_start(at, offer, Code::HoldExpired).into())
}

/// The claims of an offer's chain in the current occupancy, as of an instant in Unix seconds; it must be ready by the
/// offer's ready time.
fn plan(at: &DealerTransaction<'_, '_>, offer: &Offer, as_of: i64) -> Option<Vec<NamedClaim>> {
    let wanted = StartRequest::of_offer(at.dealer, offer);
    let Appointment { start, ready_estimate, .. } = &offer.appointment;
    let (capacity, start) = (&at.capacity, Bucket::at(*start).0);
    let (adviser, workshop) = (wanted.adviser?, &capacity.workshop);
    let plan = wanted.ask(|ask| workshop.plan(&capacity.occupancy, ask, start, adviser, as_of)).ok()?;
    (Bucket(plan.ready_estimate).start() <= *ready_estimate).then(|| capacity.named(&plan.claims))
}

/// The refusal for a start that is no longer free, with alternatives.
pub fn without_start(at: &DealerTransaction<'_, '_>, offer: &Offer, code: Code) -> Refusal {
    let wanted = StartRequest::of_offer(at.dealer, offer);
    let slot_context = SlotContext {
        keys: &at.context.keys,
        dealer: at.dealer,
        capacity: &at.capacity,
        occupancy: &at.capacity.occupancy,
        wanted: &wanted,
        epoch: epoch(at.now),
    };
    let alternatives = slot_context.alternatives(Bucket::at(offer.appointment.start).0);
    Refusal { alternatives: Some(alternatives), ..Refusal::new(code) }
}

/// Gives a hold's capacity back, unless it was given back or used already; the hold books nothing any more.
pub async fn give_back(at: &mut DealerTransaction<'_, '_>, mut hold: HoldRow) -> Result<(), Failure> {
    let was = hold.state;
    if !matches!(was, HoldState::Live | HoldState::Dropped) {
        return Ok(());
    }
    hold.state = HoldState::Released;
    hold.expires_at = hold.expires_at.min(at.now);
    at.tx.save_hold(at.dealer.id, &hold).await?;
    if was == HoldState::Dropped {
        return Ok(());
    }
    Arc::make_mut(&mut at.capacity).holds.retain(|known| known.id != hold.id);
    Ok(at.give_back(&hold.claims, true).await?)
}

/// Marks a live hold as used; its claims are returned for the booking.
pub async fn redeem(at: &mut DealerTransaction<'_, '_>, mut hold: HoldRow) -> Result<Vec<NamedClaim>, Failure> {
    hold.state = HoldState::Used;
    at.tx.save_hold(at.dealer.id, &hold).await?;
    let capacity = Arc::make_mut(&mut at.capacity);
    capacity.holds.retain(|known| known.id != hold.id);
    capacity.touch(&mut at.row);
    Ok(hold.claims)
}
