//! Wishes for a time that is not free: made, read, accepted, let pass, ended.

mod asked;
mod standing;

pub use asked::wire_hours;
pub(crate) use asked::{Asked, By};
pub(crate) use standing::of_booking;

use crate::app::{App, AtDealer};
use crate::http::caller::PublicDealer;
use crate::http::extract::{IdempotencyKey, Json};
use crate::http::idempotency::{Answer, Once};
use crate::http::limits::{Client, Operation};
use crate::http::problem::{Failure, Refusal, Rejection};
use crate::http::reply::fresh;
use crate::routes::bookings::change::move_to;
use crate::routes::bookings::{add, created};
use crate::wire::OnTheWire;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use bayside_api::Date;
use bayside_api::booking::BookingCreated;
use bayside_api::problem::{Code, Problem};
use bayside_api::waitlist::{Waitlist, WaitlistBooking, WaitlistCreated, WaitlistRequest, WaitlistStatus};
use bayside_domain::event::{Actor, WishEvent};
use bayside_domain::ids::WishId;
use bayside_domain::time::{Bucket, Instant};
use bayside_domain::visit::Phase;
use bayside_store::{HoldState, StoredWish, VisitRow, WishRow, WishState};
use bayside_workflow::dealers::Dealer;
use bayside_workflow::holds::{give_back, redeem};
use bayside_workflow::offer_freed_capacity::{end, pass};
use bayside_workflow::offers::{Counter, Wanted, adviser_place, epoch};
use bayside_workflow::tokens::{KeyRing, Purpose};
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The calls of this part of the API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(create))
        .routes(routes!(get, delete))
        .routes(routes!(accept))
        .routes(routes!(decline))
}

/// Waits for a time that is not free: whoever has no booking, or a booking that is to be earlier.
#[utoipa::path(post, path = "/dealers/{dealer}/waitlist", tag = "public", params(("dealer" = String, Path)), request_body = WaitlistRequest,
    responses((status = 201, body = WaitlistCreated), (status = 409, body = Problem), (status = 422, body = Problem), (status = 429, body = Problem)))]
pub async fn create(
    State(app): State<App>,
    PublicDealer(dealer): PublicDealer,
    client: Client,
    IdempotencyKey(key): IdempotencyKey,
    body: Json<WaitlistRequest>,
) -> Result<Response, Rejection> {
    app.limits.check(Operation::Ask, client)?;
    let once = Once::new(&dealer, "waitlist", key, body.hash);
    let asked = asked::checked(&app, &dealer, body.value).await?;
    let answer = app
        .at_dealer(&dealer, move |at| {
            Box::pin(async move {
                if let Some(answer) = once.before(at).await? {
                    return Ok(answer);
                }
                let row = add_wish(at, asked).await?;
                let token = at.house.keys.mint(Purpose::Waitlist, at.dealer.id, row.id, 0);
                let ahead = ahead(&at.tx.queue(at.dealer.id).await?, &row);
                let reply = WaitlistCreated { token, ahead };
                once.after(at, Answer::new(StatusCode::CREATED, &reply), Some(row.id.into())).await
            })
        })
        .await?;
    Ok(answer.into())
}

/// Keeps a wish.
pub(crate) async fn add_wish(at: &mut AtDealer<'_, '_>, asked: Asked) -> Result<WishRow, Failure> {
    let visit = if let By::Booking(id) = asked.by {
        let visit = at.tx.visit(at.dealer.id, id).await?.ok_or_else(|| Failure::new(Code::NotFound))?;
        if visit.state.phase != Phase::Booked {
            return Err(Failure::new(Code::NotChangeable));
        }
        // One wish of a booking: the last word holds.
        for row in at.tx.queue(at.dealer.id).await?.into_iter().filter(|row| row.wish.visit == Some(id)) {
            end(at, row).await?;
        }
        Some(id)
    } else {
        None
    };
    let row = WishRow {
        id: at.row.next_id(),
        wish: StoredWish {
            state: WishState::Waiting,
            created_at: at.now,
            services: asked.services,
            stay: asked.stay,
            adviser: asked.adviser,
            from: asked.from,
            to: asked.to,
            hours: asked.hours,
            visit,
            offer: None,
            passed: Vec::new(),
            silent_on: None,
            marks: match &asked.by {
                By::Booking(_) => asked.form.marks(),
                By::Person(person) => asked.form.marks_of(at, person).await?,
            },
        },
    };
    if let By::Person(mut person) = asked.by {
        person.marks.clone_from(&row.wish.marks);
        at.tx.put_person(at.dealer.id, row.id, &person).await?;
    }
    at.append_event(row.id, Actor::Customer, WishEvent::Joined).await?;
    at.tx.put_wish(at.dealer.id, &row).await?;
    Ok(row)
}

/// How many in the queue are asked before a wish for the same days.
fn ahead(queue: &[WishRow], of: &WishRow) -> u32 {
    let before = queue.iter().take_while(|row| row.id != of.id);
    let same = before.filter(|row| row.wish.from <= of.wish.to && of.wish.from <= row.wish.to);
    u32::try_from(same.count()).unwrap_or(u32::MAX)
}

/// The wish that a token opens; wrong, forgotten and another's give the same answer.
async fn open(app: &App, token: &str) -> Result<(Arc<Dealer>, WishRow), Failure> {
    let unknown = || Failure::new(Code::NotFound);
    let claimed = KeyRing::read(token).ok_or_else(unknown)?;
    if !app.keys.is_genuine(&claimed, Purpose::Waitlist, 0) {
        return Err(unknown());
    }
    let dealer = app.dealers.by_id(claimed.dealer)?;
    let row = app
        .store
        .read::<_, Failure>(|tx| Box::pin(async move { Ok(tx.wish(claimed.dealer, claimed.id()).await?) }))
        .await?;
    Ok((dealer, row.ok_or_else(unknown)?))
}

/// Where a wish stands, and what is offered.
#[utoipa::path(get, path = "/waitlist/{token}", tag = "public", params(("token" = String, Path)),
    responses((status = 200, body = Waitlist), (status = 404, body = Problem)))]
pub async fn get(State(app): State<App>, Path(token): Path<String>) -> Result<Response, Rejection> {
    let (dealer, row) = open(&app, &token).await?;
    let (program, of, wish) = (app.clone(), dealer.clone(), row.wish.clone());
    let (queue, visit, (status, offer)) = app
        .store
        .read::<_, Failure>(move |tx| {
            Box::pin(async move {
                let queue = tx.queue(of.id).await?;
                let visit = match wish.visit {
                    Some(visit) => tx.visit(of.id, visit).await?,
                    None => None,
                };
                Ok((queue, visit, standing::of(&program, &of, tx, &wish).await?))
            })
        })
        .await?;
    let money = |amount: i64| dealer.file.money(amount);
    let reply = Waitlist {
        dealer: dealer.file.slug.clone(),
        status,
        ahead: ahead(&queue, &row),
        services: row.wish.services,
        stay: row.wish.stay,
        from: Date(row.wish.from),
        to: Date(row.wish.to),
        hours: wire_hours(&row.wish.hours),
        adviser: row.wish.adviser,
        offer,
        booking: visit.map(|visit| WaitlistBooking {
            reference: visit.reference,
            start: dealer.wire(visit.state.appointment.start),
            ready_estimate: dealer.wire(visit.state.appointment.ready_estimate),
            adviser: visit.state.appointment.adviser,
            price: money(visit.state.appointment.price),
            benefit: money(visit.state.appointment.benefit),
        }),
        now: dealer.wire(app.now()),
    };
    Ok(fresh(reply))
}

/// Takes what is offered: it is booked, or the booking is moved. Asked twice, the answer is the same.
#[utoipa::path(post, path = "/waitlist/{token}/accept", tag = "public", params(("token" = String, Path)),
    responses((status = 200, body = BookingCreated), (status = 404, body = Problem), (status = 409, body = Problem), (status = 410, body = Problem)))]
pub async fn accept(
    State(app): State<App>,
    Path(token): Path<String>,
    client: Client,
) -> Result<axum::Json<BookingCreated>, Rejection> {
    app.limits.check(Operation::Book, client)?;
    let (dealer, row) = open(&app, &token).await?;
    let id = row.id;
    let reply = app
        .at_dealer(&dealer, move |at| {
            Box::pin(async move {
                let row = reread(at, id).await?;
                let visit = match row.wish.state {
                    WishState::Accepted => {
                        let visit = row.wish.visit.ok_or_else(|| Failure::new(Code::NotFound))?;
                        at.tx.visit(at.dealer.id, visit).await?.ok_or_else(|| Failure::new(Code::NotFound))?
                    }
                    WishState::Ended => return Err(Failure::new(Code::AlreadyDone)),
                    WishState::Waiting => return Err(gone(at, &row)),
                    WishState::Offered => take(at, row).await?,
                };
                Ok(created(at, &visit))
            })
        })
        .await?;
    Ok(axum::Json(reply))
}

async fn reread(at: &mut AtDealer<'_, '_>, id: WishId) -> Result<WishRow, Failure> {
    at.tx.wish(at.dealer.id, id).await?.ok_or_else(|| Failure::new(Code::NotFound))
}

/// Redeems the hold of an offer.
async fn take(at: &mut AtDealer<'_, '_>, mut row: WishRow) -> Result<VisitRow, Failure> {
    let hold = match row.wish.offer {
        Some((hold, _, _)) => at.tx.hold(at.dealer.id, hold).await?.filter(|hold| hold.state == HoldState::Live),
        None => None,
    };
    let Some(hold) = hold else { return Err(gone(at, &row)) };
    let offer = at.house.keys.verify(&hold.offer).ok_or_else(|| Failure::new(Code::Internal))?;
    let claims = redeem(at, hold).await?;
    let visit = if let Some(id) = row.wish.visit {
        let mut visit = at.tx.visit(at.dealer.id, id).await?.ok_or_else(|| Failure::new(Code::NotFound))?;
        // The dealer offered it: no cut-off stands against it.
        if visit.state.phase != Phase::Booked {
            return Err(Failure::new(Code::NotChangeable));
        }
        move_to(at, &mut visit, offer, claims).await?;
        visit
    } else {
        let person = at.tx.person(at.dealer.id, row.id).await?.ok_or_else(|| Failure::new(Code::NotFound))?;
        let visit = add(at, &offer, claims, &person).await?;
        at.tx.forget_person(at.dealer.id, row.id).await?;
        visit
    };
    row.wish.state = WishState::Accepted;
    row.wish.visit = Some(visit.id);
    row.wish.offer = None;
    at.append_event(row.id, Actor::Customer, WishEvent::Accepted { visit: visit.id }).await?;
    at.tx.put_wish(at.dealer.id, &row).await?;
    Ok(visit)
}

/// The offer's time is over: the nearest other starts, or nothing if there was none.
fn gone(at: &AtDealer<'_, '_>, row: &WishRow) -> Failure {
    let adviser = row.wish.adviser.as_ref().and_then(|id| adviser_place(at.dealer, id));
    let wanted = Wanted { services: row.wish.services.clone(), stay: row.wish.stay, adviser };
    let epoch = epoch(at.now);
    let counter = Counter {
        keys: &at.house.keys,
        dealer: at.dealer,
        capacity: &at.capacity,
        room: &at.capacity.room,
        wanted: &wanted,
        epoch,
    };
    let start = row.wish.offer.map(|(_, start, _)| start).or_else(|| row.wish.passed.last().copied());
    let alternatives = start.map(|start| counter.alternatives(start));
    Refusal { alternatives, ..Refusal::new(Code::HoldExpired) }.into()
}

/// Lets what is offered pass, and goes on waiting: the next in the queue is asked at once.
#[utoipa::path(post, path = "/waitlist/{token}/decline", tag = "public", params(("token" = String, Path)),
    responses((status = 204), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn decline(
    State(app): State<App>,
    Path(token): Path<String>,
    client: Client,
) -> Result<StatusCode, Rejection> {
    app.limits.check(Operation::Write, client)?;
    let (dealer, row) = open(&app, &token).await?;
    let id = row.id;
    Ok(app
        .at_dealer(&dealer, move |at| {
            Box::pin(async move {
                let mut row = reread(at, id).await?;
                let offer = match row.wish.state {
                    WishState::Offered => row.wish.offer,
                    WishState::Waiting => return Ok(StatusCode::NO_CONTENT),
                    WishState::Accepted | WishState::Ended => return Err(Failure::new(Code::AlreadyDone)),
                };
                if let Some((hold, start, _)) = offer {
                    if let Some(hold) =
                        at.tx.hold(at.dealer.id, hold).await?.filter(|hold| hold.state == HoldState::Live)
                    {
                        give_back(at, hold).await?;
                    }
                    pass(at, &mut row, start, true).await?;
                }
                Ok(StatusCode::NO_CONTENT)
            })
        })
        .await?)
}

/// Waits no longer. What is known of who waited is forgotten; a booking stays as it is.
#[utoipa::path(delete, path = "/waitlist/{token}", tag = "public", params(("token" = String, Path)),
    responses((status = 204), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn delete(
    State(app): State<App>,
    Path(token): Path<String>,
    client: Client,
) -> Result<StatusCode, Rejection> {
    app.limits.check(Operation::Write, client)?;
    let (dealer, row) = open(&app, &token).await?;
    let id = row.id;
    Ok(app
        .at_dealer(&dealer, move |at| {
            Box::pin(async move {
                let row = reread(at, id).await?;
                match row.wish.state {
                    WishState::Waiting | WishState::Offered => end(at, row).await?,
                    WishState::Accepted => return Err(Failure::new(Code::AlreadyDone)),
                    WishState::Ended => {}
                }
                Ok(StatusCode::NO_CONTENT)
            })
        })
        .await?)
}

/// The status of a wish at the desk, where an offer is shown until the sweep has seen its end.
pub fn status(row: &WishRow, now: Instant) -> WaitlistStatus {
    match row.wish.state {
        WishState::Offered if row.wish.offer.is_some_and(|(_, _, until)| until > now) => WaitlistStatus::Offered,
        WishState::Waiting | WishState::Offered => WaitlistStatus::Waiting,
        WishState::Accepted => WaitlistStatus::Accepted,
        WishState::Ended => WaitlistStatus::Ended,
    }
}

/// The start that is kept for a wish.
pub fn offered(row: &WishRow, now: Instant) -> Option<(Instant, Instant)> {
    let (_, start, until) = row.wish.offer.filter(|(_, _, until)| *until > now)?;
    Some((Bucket(start).start(), until))
}
