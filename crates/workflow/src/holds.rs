//! Holds: a chosen start is reserved for some minutes and takes capacity exactly like a booking (docs/rules.md, "Offers
//! and holds").

use crate::dealers::Dealer;
use crate::failure::{Failure, Refusal};
use crate::offers::{SlotContext, StartRequest, epoch};
use crate::tokens::{Offer, random_hex};
use crate::transaction::DealerTransaction;
use bayside_domain::appointment::Appointment;
use bayside_domain::codes::HoldState;
use bayside_domain::error_code::Code;
use bayside_domain::ids::HoldId;
use bayside_domain::time::Bucket;
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
        if replaced.state == HoldState::Live {
            give_back(at, replaced).await?;
        }
    }
    let claims = place(at, &chosen, Code::SlotTaken)?;
    at.take(&claims, true).await?;
    let hold = HoldRow {
        id: at.row.next_id(),
        secret: random_hex::<12>(),
        offer,
        claims,
        expires_at: at.now.plus_minutes(i64::from(at.dealer.file.booking.hold_minutes)),
        renewed: false,
        state: HoldState::Live,
    };
    at.tx.add_hold(at.dealer.id, &hold).await?;
    at.pending.holds += 1;
    Arc::make_mut(&mut at.capacity).holds.push(hold.clone());
    Ok(hold)
}

/// Extends a live hold, once.
pub async fn renew(at: &mut DealerTransaction<'_, '_>, name: &str) -> Result<HoldRow, Failure> {
    let mut hold = named(at, name, "").await?;
    match hold.state {
        HoldState::Live if hold.renewed => return Err(Failure::new(Code::HoldRenewed)),
        HoldState::Live => {}
        HoldState::Used => return Err(Failure::new(Code::HoldUsed)),
        HoldState::Dropped => return Err(Failure::new(Code::HoldExpired)),
    }
    hold.renewed = true;
    hold.expires_at = at.now.plus_minutes(i64::from(at.dealer.file.booking.hold_minutes));
    at.tx.save_hold(at.dealer.id, &hold).await?;
    let capacity = Arc::make_mut(&mut at.capacity);
    for known in capacity.holds.iter_mut().filter(|known| known.id == hold.id) {
        known.clone_from(&hold);
    }
    capacity.touch(&mut at.row);
    Ok(hold)
}

/// Releases a hold; an expired one counts as released.
pub async fn release(at: &mut DealerTransaction<'_, '_>, name: &str) -> Result<(), Failure> {
    let hold = named(at, name, "").await?;
    match hold.state {
        HoldState::Live => give_back(at, hold).await,
        HoldState::Used => Err(Failure::new(Code::HoldUsed)),
        HoldState::Dropped => Ok(()),
    }
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

fn slot_context<'t>(at: &'t DealerTransaction<'_, '_>, wanted: &'t StartRequest, epoch: i64) -> SlotContext<'t> {
    let dealer: &Dealer = at.dealer;
    SlotContext {
        keys: &at.context.keys,
        dealer,
        capacity: &at.capacity,
        occupancy: &at.capacity.occupancy,
        wanted,
        epoch,
    }
}

/// Plans an offer's chain in the current occupancy; it must be ready by the offer's ready time.
pub fn place(at: &DealerTransaction<'_, '_>, offer: &Offer, otherwise: Code) -> Result<Vec<NamedClaim>, Failure> {
    let wanted = StartRequest::of_offer(at.dealer, offer);
    let Appointment { start, ready_estimate, .. } = &offer.appointment;
    let plan = wanted
        .adviser
        .and_then(|adviser| slot_context(at, &wanted, offer.epoch).plan(Bucket::at(*start).0, adviser).ok());
    match plan.filter(|plan| Bucket(plan.ready_estimate).start() <= *ready_estimate) {
        Some(plan) => Ok(at.capacity.named(&plan.claims)),
        None => Err(without_start(at, offer, otherwise).into()),
    }
}

/// The refusal for a start that is no longer free, with alternatives.
pub fn without_start(at: &DealerTransaction<'_, '_>, offer: &Offer, code: Code) -> Refusal {
    let wanted = StartRequest::of_offer(at.dealer, offer);
    let alternatives = slot_context(at, &wanted, epoch(at.now)).alternatives(Bucket::at(offer.appointment.start).0);
    Refusal { alternatives: Some(alternatives), ..Refusal::new(code) }
}

/// Gives a live hold's capacity back.
pub async fn give_back(at: &mut DealerTransaction<'_, '_>, mut hold: HoldRow) -> Result<(), Failure> {
    hold.state = HoldState::Dropped;
    hold.expires_at = hold.expires_at.min(at.now);
    at.tx.save_hold(at.dealer.id, &hold).await?;
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
