//! Requesting a call-back, for customers with an unclear fault or without a suitable time.

use crate::app::App;
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
use bayside_api::callback::{CallbackCreated, CallbackRequest};
use bayside_api::problem::Problem;
use bayside_workflow::callback;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The calls of this part of the API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(create))
}

/// Asks to be called back.
#[utoipa::path(post, path = "/dealers/{dealer}/callbacks", tag = "public", params(("dealer" = String, Path)), request_body = CallbackRequest,
    responses((status = 201, body = CallbackCreated), (status = 422, body = Problem), (status = 429, body = Problem)))]
pub async fn create(
    State(app): State<App>,
    PublicDealer(dealer): PublicDealer,
    client: Client,
    body: Json<CallbackRequest>,
) -> Result<Response, Rejection> {
    app.limits.check(Operation::Ask, client)?;
    let checked = wire::callback(body.value).check(&dealer, app.now())?;
    let work = stored::write(&app, &dealer, body.once, |at| {
        Box::pin(async move {
            let row = callback::ask(at, checked).await?;
            let due_at = at.dealer.wire(row.state.due_at);
            let reply = CallbackCreated { reference: row.reference, due_at };
            Ok(stored::reply(StatusCode::CREATED, &reply, Some(row.id.into())))
        })
    });
    work.await
}
