//! The calls of the waitlist: making and reading a wish, accepting and declining an offer, ending a wish.

mod status;

pub(crate) use status::{of_booking, status};

use crate::app::App;
use crate::http::caller::PublicDealer;
use crate::http::extract::{Json, NoBody, Path};
use crate::http::limits::{Client, Operation};
use crate::http::problem::{Failure, Rejection};
use crate::http::reply::{fresh, stored};
use crate::routes::bookings::created;
use crate::wire;
use crate::wire::OnTheWire;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use bayside_api::Date;
use bayside_api::booking::BookingCreated;
use bayside_api::problem::Problem;
use bayside_api::waitlist::HourSpan;
use bayside_api::waitlist::{Waitlist, WaitlistBooking, WaitlistCreated, WaitlistRequest};
use bayside_domain::time::{Bucket, Instant};
use bayside_store::WishRow;
use bayside_workflow::Context;
use bayside_workflow::dealers::Dealer;
use bayside_workflow::tokens::Purpose;
use bayside_workflow::waitlist;
use chrono::{NaiveTime, Timelike};
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
    body: Json<WaitlistRequest>,
) -> Result<Response, Rejection> {
    app.limits.check(Operation::Ask, client)?;
    let checked = waitlist::check(&app, &dealer, wire::wish(body.value)).await?;
    let work = stored::write(&app, &dealer, body.once, |at| {
        Box::pin(async move {
            let row = waitlist::add(at, checked).await?;
            let token = at.context.keys.sign_token(Purpose::Waitlist, at.dealer.id, row.id, 0);
            let ahead = waitlist::ahead(&at.tx.queue(at.dealer.id).await?, &row);
            let reply = WaitlistCreated { token, ahead };
            Ok(stored::reply(StatusCode::CREATED, &reply, Some(row.id.into())))
        })
    });
    work.await
}

/// Where a wish stands, and what is offered.
#[utoipa::path(get, path = "/waitlist/{token}", tag = "public", params(("token" = String, Path)),
    responses((status = 200, body = Waitlist), (status = 404, body = Problem)))]
pub async fn get(State(app): State<App>, Path(token): Path<String>) -> Result<Response, Rejection> {
    let (dealer, row) = waitlist::open(&app, &token).await?;
    Ok(fresh(shown(&app, &dealer, row).await?))
}

/// A wish as its customer sees it.
async fn shown(context: &Context, dealer: &Arc<Dealer>, row: WishRow) -> Result<Waitlist, Failure> {
    let (program, of, wish) = (context.clone(), Arc::clone(dealer), row.wish.clone());
    let (queue, visit, (status, offer)) = context
        .store
        .read::<_, Failure>(move |tx| {
            Box::pin(async move {
                let queue = tx.queue(of.id).await?;
                let visit = match wish.visit {
                    Some(visit) => tx.visit(of.id, visit).await?,
                    None => None,
                };
                Ok((queue, visit, status::of(&program, &of, tx, &wish).await?))
            })
        })
        .await?;
    let money = |amount: i64| dealer.file.money(amount);
    Ok(Waitlist {
        dealer: dealer.file.slug.clone(),
        status,
        ahead: waitlist::ahead(&queue, &row),
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
        now: dealer.wire(context.now()),
    })
}

/// Takes what is offered: it is booked, or the booking is moved. Asked twice, the answer is the same.
#[utoipa::path(post, path = "/waitlist/{token}/accept", tag = "public", params(("token" = String, Path)),
    responses((status = 200, body = BookingCreated), (status = 404, body = Problem), (status = 409, body = Problem), (status = 410, body = Problem)))]
pub async fn accept(
    State(app): State<App>,
    Path(token): Path<String>,
    client: Client,
    NoBody { once }: NoBody,
) -> Result<Response, Rejection> {
    app.limits.check(Operation::Book, client)?;
    let (dealer, row) = waitlist::open(&app, &token).await?;
    let work = stored::write(&app, &dealer, once, move |at| {
        Box::pin(async move {
            let visit = waitlist::accept(at, row.id).await?;
            Ok(stored::reply(StatusCode::OK, &created(at, &visit), Some(visit.id.into())))
        })
    });
    work.await
}

/// Lets what is offered pass, and goes on waiting: the next in the queue is asked at once.
#[utoipa::path(post, path = "/waitlist/{token}/decline", tag = "public", params(("token" = String, Path)),
    responses((status = 204), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn decline(
    State(app): State<App>,
    Path(token): Path<String>,
    client: Client,
    NoBody { once }: NoBody,
) -> Result<Response, Rejection> {
    app.limits.check(Operation::Write, client)?;
    let (dealer, row) = waitlist::open(&app, &token).await?;
    let work = stored::write(&app, &dealer, once, move |at| {
        Box::pin(async move {
            waitlist::decline(at, row.id).await?;
            Ok(stored::done())
        })
    });
    work.await
}

/// Waits no longer. What is known of who waited is forgotten; a booking stays as it is.
#[utoipa::path(delete, path = "/waitlist/{token}", tag = "public", params(("token" = String, Path)),
    responses((status = 204), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn delete(
    State(app): State<App>,
    Path(token): Path<String>,
    client: Client,
    NoBody { once }: NoBody,
) -> Result<Response, Rejection> {
    app.limits.check(Operation::Write, client)?;
    let (dealer, row) = waitlist::open(&app, &token).await?;
    let work = stored::write(&app, &dealer, once, move |at| {
        Box::pin(async move {
            waitlist::give_up(at, row.id).await?;
            Ok(stored::done())
        })
    });
    work.await
}

/// The start that is held for a wish, and until when.
pub fn offered(row: &WishRow, now: Instant) -> Option<(Instant, Instant)> {
    let (_, start, until) = row.wish.offer.filter(|(_, _, until)| *until > now)?;
    Some((Bucket(start).start(), until))
}

/// Intervals of the day as they go over the wire.
pub fn wire_hours(hours: &[(NaiveTime, NaiveTime)]) -> Vec<HourSpan> {
    let text = |time: &NaiveTime| {
        if time.second() == 59 { "24:00".to_owned() } else { time.format("%H:%M").to_string() }
    };
    hours.iter().map(|(from, to)| HourSpan { from: text(from), to: text(to) }).collect()
}
