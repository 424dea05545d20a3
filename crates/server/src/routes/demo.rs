//! The demo's clock.

use crate::app::App;
use crate::http::extract::Json;
use crate::http::problem::{Failure, Rejection};
use crate::wire::OnTheWire;
use axum::extract::State;
use bayside_api::demo::{ClockReply, ClockRequest};
use bayside_api::problem::{Code, Problem};
use std::time::Duration;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The furthest that one call may move the clock, seconds: ten years.
const ADVANCE_SECONDS_MAX: u64 = 10 * 366 * 86_400;

/// The calls of this part of the API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(clock))
}

/// Advances or sets the demo's clock.
#[utoipa::path(post, path = "/demo/clock", tag = "demo", request_body = ClockRequest,
    responses((status = 200, body = ClockReply), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn clock(State(app): State<App>, body: Json<ClockRequest>) -> Result<axum::Json<ClockReply>, Rejection> {
    if !app.demo {
        return Err(Failure::new(Code::NotFound).into());
    }
    match (body.value.advance_seconds, body.value.now) {
        (Some(seconds), None) if seconds <= ADVANCE_SECONDS_MAX => app.clock.advance(Duration::from_secs(seconds)),
        (Some(_), None) => return Err(Failure::at("/advance_seconds", "too-large").into()),
        (None, Some(now)) => app.clock.set(crate::wire::instant(now)),
        _ => return Err(Failure::at("/advance_seconds", "required").into()),
    }
    let now = app.now();
    let utc = chrono::DateTime::from_timestamp_micros(now.micros()).unwrap_or_default();
    let now =
        app.dealers.all().first().map_or_else(|| bayside_api::Instant(utc.fixed_offset()), |dealer| dealer.wire(now));
    Ok(axum::Json(ClockReply { now }))
}
