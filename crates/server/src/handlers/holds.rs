//! Holds: a chosen start is kept for a while (semantics.md, "Offers, holds, changes").

use crate::app::{App, AtDealer};
use crate::dealers::Dealer;
use crate::extract::{IdempotencyKey, Json};
use crate::failure::Failure;
use crate::idempotency::{Answer, Once};
use crate::limits::{Client, Operation};
use crate::slots::{Counter, Wanted, adviser_place, epoch};
use crate::store::{HoldRow, HoldState, NamedClaim};
use crate::tokens::{Offer, random_hex};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use bayside_api::booking::{Hold, HoldRequest};
use bayside_api::problem::{Code, Problem};
use std::sync::Arc;

/// Keeps a start.
#[utoipa::path(post, path = "/api/v1/dealers/{dealer}/holds", tag = "public", params(("dealer" = String, Path)), request_body = HoldRequest,
    responses((status = 201, body = Hold), (status = 409, body = Problem), (status = 410, body = Problem), (status = 422, body = Problem)))]
pub async fn create(
    State(app): State<App>,
    Path(slug): Path<String>,
    client: Client,
    IdempotencyKey(key): IdempotencyKey,
    body: Json<HoldRequest>,
) -> Result<Response, Failure> {
    let dealer = app.dealers.by_slug(&slug)?;
    app.limits.check(Operation::Hold, client)?;
    let once = Once::new(&dealer, "holds", key, body.hash);
    let request = body.value;
    let answer = app
        .at_dealer(&dealer, move |at| {
            Box::pin(async move {
                if let Some(answer) = once.before(at).await? {
                    return Ok(answer);
                }
                let offer = genuine(at, &request.offer, "/offer")?;
                let replaced = match &request.replaces {
                    Some(name) => Some(named(at, name, "/replaces").await?),
                    None => None,
                };
                // The room of a replaced hold is there for the new one; an error undoes this.
                if let Some(hold) = replaced.filter(|hold| hold.state == HoldState::Live) {
                    give_back(at, hold).await?;
                }
                let claims = place(at, &offer, Code::SlotTaken)?;
                at.take(&claims, true).await?;
                let hold = HoldRow {
                    id: at.row.next_id(),
                    secret: random_hex::<12>(),
                    offer: request.offer,
                    claims,
                    expires_at: at.now.plus_minutes(i64::from(at.dealer.file.booking.hold_minutes)),
                    renewed: false,
                    state: HoldState::Live,
                };
                at.tx.add_hold(at.dealer.id, &hold).await?;
                at.made.holds += 1;
                let wire = wire(at.dealer, &hold);
                Arc::make_mut(&mut at.stock).holds.push(hold);
                once.after(at, Answer::new(StatusCode::CREATED, &wire), None).await
            })
        })
        .await?;
    Ok(answer.into())
}

/// Extends a hold, once.
#[utoipa::path(post, path = "/api/v1/dealers/{dealer}/holds/{hold}/renew", tag = "public", params(("dealer" = String, Path), ("hold" = String, Path)),
    responses((status = 200, body = Hold), (status = 404, body = Problem), (status = 409, body = Problem), (status = 410, body = Problem)))]
pub async fn renew(
    State(app): State<App>,
    Path((slug, name)): Path<(String, String)>,
    client: Client,
) -> Result<axum::Json<Hold>, Failure> {
    let dealer = app.dealers.by_slug(&slug)?;
    app.limits.check(Operation::Write, client)?;
    app.at_dealer(&dealer, move |at| {
        Box::pin(async move {
            let mut hold = named(at, &name, "").await?;
            match hold.state {
                HoldState::Live if hold.renewed => return Err(Failure::new(Code::HoldRenewed)),
                HoldState::Live => {}
                HoldState::Used => return Err(Failure::new(Code::HoldUsed)),
                HoldState::Dropped => return Err(Failure::new(Code::HoldExpired)),
            }
            hold.renewed = true;
            hold.expires_at = at.now.plus_minutes(i64::from(at.dealer.file.booking.hold_minutes));
            at.tx.save_hold(at.dealer.id, &hold).await?;
            let stock = Arc::make_mut(&mut at.stock);
            for known in stock.holds.iter_mut().filter(|known| known.id == hold.id) {
                known.clone_from(&hold);
            }
            stock.touch(&mut at.row);
            Ok(axum::Json(wire(at.dealer, &hold)))
        })
    })
    .await
}

/// Gives a hold back.
#[utoipa::path(delete, path = "/api/v1/dealers/{dealer}/holds/{hold}", tag = "public", params(("dealer" = String, Path), ("hold" = String, Path)),
    responses((status = 204), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn delete(
    State(app): State<App>,
    Path((slug, name)): Path<(String, String)>,
    client: Client,
) -> Result<StatusCode, Failure> {
    let dealer = app.dealers.by_slug(&slug)?;
    app.limits.check(Operation::Write, client)?;
    app.at_dealer(&dealer, move |at| {
        Box::pin(async move {
            let hold = named(at, &name, "").await?;
            match hold.state {
                HoldState::Live => give_back(at, hold).await?,
                HoldState::Used => return Err(Failure::new(Code::HoldUsed)),
                HoldState::Dropped => {}
            }
            Ok(StatusCode::NO_CONTENT)
        })
    })
    .await
}

fn wire(dealer: &Dealer, hold: &HoldRow) -> Hold {
    Hold {
        hold: format!("{}-{}", hold.id, hold.secret),
        expires_at: dealer.wire(hold.expires_at),
        renewable: !hold.renewed,
    }
}

/// The hold that its holder names. `pointer` is where the name stood, empty for the path.
pub async fn named(at: &mut AtDealer<'_, '_>, name: &str, pointer: &str) -> Result<HoldRow, Failure> {
    let unknown =
        || if pointer.is_empty() { Failure::new(Code::NotFound) } else { Failure::at(pointer, "unknown-hold") };
    let (id, secret) = name.split_once('-').ok_or_else(unknown)?;
    let id: i64 = id.parse().map_err(|_| unknown())?;
    let hold = at.tx.hold(at.dealer.id, id).await?;
    hold.filter(|hold| hold.secret == secret).ok_or_else(unknown)
}

/// A genuine offer of this dealer.
pub fn genuine(at: &AtDealer<'_, '_>, text: &str, pointer: &str) -> Result<Offer, Failure> {
    let offer = at.app.keys.verify(text).filter(|offer| offer.dealer == at.dealer.id);
    let offer = offer.ok_or_else(|| Failure::from(Problem::new(Code::OfferInvalid).at(pointer, "offer-invalid")))?;
    if offer.is_expired(at.now.seconds()) {
        return Err(without_start(at, &offer, Code::OfferExpired).at(pointer, "offer-expired").into());
    }
    Ok(offer)
}

/// Where an offer's chain finds room now: by the offer's ready time or earlier.
pub fn place(at: &AtDealer<'_, '_>, offer: &Offer, otherwise: Code) -> Result<Vec<NamedClaim>, Failure> {
    let wanted = Wanted::of_offer(at.dealer, offer);
    let plan = adviser_place(at.dealer, &offer.adviser).and_then(|adviser| {
        let epoch = offer.epoch;
        let counter =
            Counter { app: at.app, dealer: at.dealer, stock: &at.stock, room: &at.stock.room, wanted: &wanted, epoch };
        counter.plan(offer.start, adviser).ok()
    });
    match plan.filter(|plan| plan.ready_estimate <= offer.ready_estimate) {
        Some(plan) => Ok(at.stock.named(&plan.claims)),
        None => Err(lost(at, offer, otherwise)),
    }
}

/// The problem of a lost start, with alternatives.
pub fn lost(at: &AtDealer<'_, '_>, offer: &Offer, code: Code) -> Failure {
    without_start(at, offer, code).into()
}

fn without_start(at: &AtDealer<'_, '_>, offer: &Offer, code: Code) -> Problem {
    let wanted = Wanted::of_offer(at.dealer, offer);
    let epoch = epoch(at.now);
    let counter =
        Counter { app: at.app, dealer: at.dealer, stock: &at.stock, room: &at.stock.room, wanted: &wanted, epoch };
    Problem { alternatives: Some(counter.alternatives(offer.start)), ..Problem::new(code) }
}

/// Gives a live hold's room back.
pub async fn give_back(at: &mut AtDealer<'_, '_>, mut hold: HoldRow) -> Result<(), Failure> {
    hold.state = HoldState::Dropped;
    hold.expires_at = hold.expires_at.min(at.now);
    at.tx.save_hold(at.dealer.id, &hold).await?;
    Arc::make_mut(&mut at.stock).holds.retain(|known| known.id != hold.id);
    Ok(at.give_back(&hold.claims, true).await?)
}

/// Marks a live hold as redeemed: its claims go over to the booking.
pub async fn redeem(at: &mut AtDealer<'_, '_>, mut hold: HoldRow) -> Result<Vec<NamedClaim>, Failure> {
    hold.state = HoldState::Used;
    at.tx.save_hold(at.dealer.id, &hold).await?;
    let stock = Arc::make_mut(&mut at.stock);
    stock.holds.retain(|known| known.id != hold.id);
    stock.touch(&mut at.row);
    Ok(hold.claims)
}
