//! Making a booking; [`read`] and [`change`] have the calls for existing ones, [`code`] draws their references.

pub mod change;
pub mod code;
pub mod read;

use crate::app::{App, DealerTransaction};
use crate::http::caller::PublicDealer;
use crate::http::extract::Json;
use crate::http::limits::{Client, Operation};
use crate::http::problem::Rejection;
use crate::http::reply::stored;
use crate::wire;
use crate::wire::OnTheWire;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use bayside_api::booking::{BookingCreated, BookingRequest};
use bayside_api::problem::Problem;
use bayside_store::VisitRow;
use bayside_workflow::booking;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The calls of this part of the API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(create)).merge(read::routes()).merge(change::routes()).merge(code::routes())
}

/// Makes a booking from a hold or an offer.
#[utoipa::path(post, path = "/dealers/{dealer}/bookings", tag = "public", params(("dealer" = String, Path)), request_body = BookingRequest,
    responses((status = 201, body = BookingCreated), (status = 409, body = Problem), (status = 410, body = Problem), (status = 422, body = Problem)))]
pub async fn create(
    State(app): State<App>,
    PublicDealer(dealer): PublicDealer,
    client: Client,
    body: Json<BookingRequest>,
) -> Result<Response, Rejection> {
    app.limits.check(Operation::Book, client)?;
    let checked = wire::booking(body.value).check(&dealer, app.now(), false)?;
    let told_to = app.senders.address(&dealer, checked.person());
    let work = stored::write(&app, &dealer, body.once, |at| {
        Box::pin(async move {
            let visit = booking::book(at, checked).await?;
            let reply = BookingCreated { told_to, ..created(at, &visit) };
            Ok(stored::reply(StatusCode::CREATED, &reply, Some(visit.id.into())))
        })
    });
    work.await
}

/// The reply for a booking that was just made.
pub(crate) fn created(at: &DealerTransaction<'_, '_>, visit: &VisitRow) -> BookingCreated {
    let manage_token = at.context.manage_token(at.dealer, visit);
    BookingCreated {
        reference: visit.reference.clone(),
        manage_url: format!("{}/booking#{manage_token}", at.context.public_url),
        manage_token,
        start: at.dealer.wire(visit.state.appointment.start),
        ready_estimate: at.dealer.wire(visit.state.appointment.ready_estimate),
        adviser: visit.state.appointment.adviser.clone(),
        stay: visit.state.appointment.stay,
        price: at.dealer.file.money(visit.state.appointment.price),
        benefit: at.dealer.file.money(visit.state.appointment.benefit),
        told_to: None,
    }
}
