//! Finding a booking by reference and phone number; all failed searches get the same reply after the same work.

use crate::app::App;
use crate::http::caller::PublicDealer;
use crate::http::extract::Json;
use crate::http::limits::{Client, Operation};
use crate::http::problem::Rejection;
use crate::http::reply::fresh;
use axum::extract::State;
use axum::response::Response;
use bayside_api::find::{FindRequest, Found};
use bayside_api::problem::Problem;
use bayside_workflow::find;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The calls of this part of the API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(find_booking))
}

/// Finds a booking by its reference and the phone that was given. Wrong reference, wrong phone, and
/// what is no reference or phone at all are answered alike.
#[utoipa::path(post, path = "/dealers/{dealer}/bookings/find", tag = "public", params(("dealer" = String, Path)), request_body = FindRequest,
    responses((status = 200, body = Found), (status = 404, body = Problem), (status = 429, body = Problem)))]
pub async fn find_booking(
    State(app): State<App>,
    PublicDealer(dealer): PublicDealer,
    client: Client,
    body: Json<FindRequest>,
) -> Result<Response, Rejection> {
    app.limits.check(Operation::Find, client)?;
    let FindRequest { reference, phone } = &body.value;
    let manage_token = find::manage_token(&app, &dealer, reference, phone).await?;
    Ok(fresh(Found { manage_token }))
}
