//! Whoever was invited wants no more of it: one press in the mail program (RFC 8058), or a page that asks.

use crate::app::App;
use crate::http::extract::{NoBody, Path};
use crate::http::limits::{Client, Operation};
use crate::http::problem::Rejection;
use crate::http::reply::stored;
use crate::pages::stop_page;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use bayside_api::problem::Problem;
use bayside_workflow::invitation;
use bayside_workflow::tokens::Purpose;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The calls of this part of the API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(ask, stop))
}

/// A page that asks whether invitations are to end, for mail programs that only open addresses.
#[utoipa::path(get, path = "/contacts/{token}/stop", tag = "public", params(("token" = String, Path)),
    responses((status = 200, content_type = "text/html"), (status = 404, body = Problem)))]
pub async fn ask(State(app): State<App>, Path(token): Path<String>) -> Result<Response, Rejection> {
    let (dealer, _) = app.open_token(Purpose::Stop, &token).await?;
    Ok(stop_page::page(&dealer, false))
}

/// Ends invitations to whoever got this one, at all of their cars. What belongs to a booking or a visit is still sent.
#[utoipa::path(post, path = "/contacts/{token}/stop", tag = "public", params(("token" = String, Path)),
    responses((status = 204), (status = 200, content_type = "text/html", description = "It was done, as a page for browsers"), (status = 404, body = Problem)))]
pub async fn stop(
    State(app): State<App>,
    Path(token): Path<String>,
    client: Client,
    headers: HeaderMap,
    NoBody { once }: NoBody,
) -> Result<Response, Rejection> {
    app.limits.check(Operation::Write, client)?;
    let (dealer, visit) = app.open_token(Purpose::Stop, &token).await?;
    let work = stored::write(&app, &dealer, once, move |at| {
        Box::pin(async move {
            invitation::stop(at, visit.id).await?;
            Ok(stored::done())
        })
    });
    let done = work.await?;
    let accepts = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    Ok(if accepts.contains("text/html") { stop_page::page(&dealer, true) } else { done.into_response() })
}
