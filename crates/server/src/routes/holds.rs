//! Holds, which reserve a chosen start for some minutes.

use crate::app::App;
use crate::http::caller::PublicDealer;
use crate::http::extract::{Json, NoBody, Path};
use crate::http::limits::{Client, Operation};
use crate::http::problem::Rejection;
use crate::http::reply::stored;
use crate::wire::OnTheWire;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use bayside_api::booking::{Hold, HoldRequest};
use bayside_api::problem::Problem;
use bayside_store::HoldRow;
use bayside_workflow::dealers::Dealer;
use bayside_workflow::holds;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The calls of this part of the API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(create)).routes(routes!(renew)).routes(routes!(delete))
}

/// Holds a start for some minutes.
#[utoipa::path(post, path = "/dealers/{dealer}/holds", tag = "public", params(("dealer" = String, Path)), request_body = HoldRequest,
    responses((status = 201, body = Hold), (status = 409, body = Problem), (status = 410, body = Problem), (status = 422, body = Problem)))]
pub async fn create(
    State(app): State<App>,
    PublicDealer(dealer): PublicDealer,
    client: Client,
    body: Json<HoldRequest>,
) -> Result<Response, Rejection> {
    app.limits.check(Operation::Hold, client)?;
    let HoldRequest { offer, replaces } = body.value;
    let work = stored::write(&app, &dealer, body.once, |at| {
        Box::pin(async move {
            let hold = holds::hold(at, offer, replaces.as_deref()).await?;
            Ok(stored::reply(StatusCode::CREATED, &wire(at.dealer, &hold), None))
        })
    });
    work.await
}

/// Extends a hold, once.
#[utoipa::path(post, path = "/dealers/{dealer}/holds/{hold}/renew", tag = "public", params(("dealer" = String, Path), ("hold" = String, Path)),
    responses((status = 200, body = Hold), (status = 404, body = Problem), (status = 409, body = Problem), (status = 410, body = Problem)))]
pub async fn renew(
    State(app): State<App>,
    PublicDealer(dealer): PublicDealer,
    Path((_, name)): Path<(String, String)>,
    client: Client,
    NoBody { once }: NoBody,
) -> Result<Response, Rejection> {
    app.limits.check(Operation::Write, client)?;
    let work = stored::write(&app, &dealer, once, |at| {
        Box::pin(async move {
            let hold = holds::renew(at, &name).await?;
            Ok(stored::reply(StatusCode::OK, &wire(at.dealer, &hold), None))
        })
    });
    work.await
}

/// Gives a hold back.
#[utoipa::path(delete, path = "/dealers/{dealer}/holds/{hold}", tag = "public", params(("dealer" = String, Path), ("hold" = String, Path)),
    responses((status = 204), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn delete(
    State(app): State<App>,
    PublicDealer(dealer): PublicDealer,
    Path((_, name)): Path<(String, String)>,
    client: Client,
    NoBody { once }: NoBody,
) -> Result<Response, Rejection> {
    app.limits.check(Operation::Write, client)?;
    let work = stored::write(&app, &dealer, once, |at| {
        Box::pin(async move {
            holds::release(at, &name).await?;
            Ok(stored::done())
        })
    });
    work.await
}

fn wire(dealer: &Dealer, hold: &HoldRow) -> Hold {
    Hold { hold: holds::name(hold), expires_at: dealer.wire(hold.expires_at), renewable: !hold.renewed }
}
