//! The calls by which customers move or cancel a booking (docs/rules.md, "Bookings").

use super::read::{history, person, wire};
use crate::app::App;
use crate::http::extract::{Json, Locale, Path};
use crate::http::limits::{Client, Operation};
use crate::http::problem::Rejection;
use crate::http::reply::stored;
use crate::routes::waitlist::of_booking;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use bayside_api::booking::{Booking, CancelRequest, RescheduleRequest};
use bayside_api::problem::Problem;
use bayside_workflow::booking;
use bayside_workflow::tokens::Purpose;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The calls of this part of the API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(cancel)).routes(routes!(reschedule))
}

/// Gives a booking up.
#[utoipa::path(post, path = "/bookings/{manage_token}/cancel", tag = "public", params(("manage_token" = String, Path)), request_body = CancelRequest,
    responses((status = 200, body = Booking), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn cancel(
    State(app): State<App>,
    Path(token): Path<String>,
    client: Client,
    Locale(locale): Locale,
    body: Json<CancelRequest>,
) -> Result<Response, Rejection> {
    app.limits.check(Operation::Write, client)?;
    let mut reason = body.value.reason.unwrap_or_default();
    booking::check_reason(&mut reason)?;
    let (dealer, visit) = app.open_token(Purpose::Manage, &token).await?;
    let person = person(&app, &dealer, &visit).await?;
    let id = visit.id;
    let work = stored::write(&app, &dealer, body.once, move |at| {
        Box::pin(async move {
            let visit = booking::cancel(at, id, &reason).await?;
            let history = history(at.dealer, &at.tx.events_of(at.dealer.id, id).await?);
            let booking = wire(at.dealer, &visit, &person, None, history, locale);
            Ok(stored::reply(StatusCode::OK, &booking, Some(id.into())))
        })
    });
    work.await
}

/// Moves a booking: same booking, same token, same reference.
#[utoipa::path(post, path = "/bookings/{manage_token}/reschedule", tag = "public", params(("manage_token" = String, Path)), request_body = RescheduleRequest,
    responses((status = 200, body = Booking), (status = 404, body = Problem), (status = 409, body = Problem), (status = 410, body = Problem)))]
pub async fn reschedule(
    State(app): State<App>,
    Path(token): Path<String>,
    client: Client,
    Locale(locale): Locale,
    body: Json<RescheduleRequest>,
) -> Result<Response, Rejection> {
    app.limits.check(Operation::Book, client)?;
    let RescheduleRequest { hold, offer } = body.value;
    let (dealer, visit) = app.open_token(Purpose::Manage, &token).await?;
    let person = person(&app, &dealer, &visit).await?;
    let id = visit.id;
    let work = stored::write(&app, &dealer, body.once, move |at| {
        Box::pin(async move {
            let visit = booking::reschedule(at, id, hold.as_deref(), offer.as_deref()).await?;
            let wish = of_booking(at.context, at.dealer, at.tx, &visit).await?;
            let history = history(at.dealer, &at.tx.events_of(at.dealer.id, id).await?);
            let booking = wire(at.dealer, &visit, &person, wish, history, locale);
            Ok(stored::reply(StatusCode::OK, &booking, Some(id.into())))
        })
    });
    work.await
}
