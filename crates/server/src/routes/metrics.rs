//! The metrics of the program.

use crate::app::App;
use crate::http::problem::{Failure, Rejection};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use bayside_api::problem::{Code, Problem};
use bayside_domain::codes::MessageState;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The calls of this part of the API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(guarded))
}

/// The program's counters, for whoever has the token; without a token there is no such page.
#[utoipa::path(get, path = "/metrics", tag = "program", responses(
    (status = 200, body = String, content_type = "application/openmetrics-text"),
    (status = 401, body = Problem), (status = 404, body = Problem)))]
pub async fn guarded(State(app): State<App>, headers: HeaderMap) -> Result<Response, Rejection> {
    match app.metrics.is_opened_by(&headers) {
        Some(true) => open(State(app)).await,
        Some(false) => Err(Failure::new(Code::Unauthenticated).into()),
        None => Err(Failure::new(Code::NotFound).into()),
    }
}

/// The same without a token, on the separate listener.
pub async fn open(State(app): State<App>) -> Result<Response, Rejection> {
    let dealers = app.dealers.all();
    let outbox = app.store.read::<_, Failure>(move |tx| {
        Box::pin(async move {
            let mut counted =
                [MessageState::Waiting, MessageState::Sending, MessageState::Failed].map(|state| (state, 0));
            for dealer in dealers {
                for (state, count) in &mut counted {
                    *count += tx.count_messages(dealer.id, *state).await?;
                }
            }
            Ok(counted)
        })
    });
    let backups = app.backups.as_ref().map(|backups| backups.counts()).unwrap_or_default();
    let text = app.metrics.text(outbox.await?, &app.created, app.store.writes_waiting(), backups);
    let text = text.map_err(|_| Failure::new(Code::Internal))?;
    let media_type = HeaderValue::from_static("application/openmetrics-text; version=1.0.0; charset=utf-8");
    Ok(([(header::CONTENT_TYPE, media_type)], text).into_response())
}
