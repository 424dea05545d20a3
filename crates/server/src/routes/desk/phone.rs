//! Bookings by phone: the same engine, the same rules, and a manager's override with a reason.

use super::outages::from_wall;
use crate::app::App;
use crate::http::caller::{PhonePage, StaffCaller};
use crate::http::extract::Json;
use crate::http::problem::{Failure, Rejection};
use crate::http::reply::stored;
use crate::routes::bookings::created;
use crate::wire;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use bayside_api::booking::BookingCreated;
use bayside_api::capacity::{Override, PhoneBooking};
use bayside_api::problem::{Code, Problem};
use bayside_domain::calendar::Side;
use bayside_domain::codes::Role;
use bayside_workflow::phone_booking::{self, OverrideInput};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The calls of this part of the API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(create))
}

/// Books for a customer on the phone.
#[utoipa::path(post, path = "/desk/{dealer}/bookings", tag = "desk", params(("dealer" = String, Path)), request_body = PhoneBooking,
    responses((status = 201, body = BookingCreated), (status = 403, body = Problem), (status = 409, body = Problem), (status = 410, body = Problem), (status = 422, body = Problem)))]
pub async fn create(
    State(app): State<App>,
    StaffCaller { dealer, staff, .. }: StaffCaller<PhonePage>,
    body: Json<PhoneBooking>,
) -> Result<Response, Rejection> {
    let PhoneBooking { booking, overriding } = body.value;
    if overriding.is_some() && staff.role != Role::Manager {
        return Err(Failure::new(Code::Forbidden).into());
    }
    let overriding = overriding
        .map(|Override { start, reason }| OverrideInput { start: from_wall(&dealer, &start, Side::Opening), reason });
    let checked = phone_booking::PhoneBooking::check(wire::booking(booking), overriding, &dealer, app.now())?;
    let by = staff.actor();
    let work = stored::write(&app, &dealer, body.once, move |at| {
        Box::pin(async move {
            let visit = phone_booking::book(at, checked, by).await?;
            Ok(stored::reply(StatusCode::CREATED, &created(at, &visit), Some(visit.id.into())))
        })
    });
    work.await
}
