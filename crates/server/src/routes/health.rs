//! Health checks: liveness and readiness.

use crate::app::App;
use axum::extract::State;
use axum::http::StatusCode;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The calls of this part of the API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(healthz)).routes(routes!(readyz))
}

/// Whether the program lives.
#[utoipa::path(get, path = "/healthz", tag = "program", responses((status = 200, body = String, content_type = "text/plain")))]
pub async fn healthz() -> &'static str {
    "ok\n"
}

/// Whether the store is reachable and migrated. A second line says what is wrong with the backups of the timetable, for
/// which nobody is turned away.
#[utoipa::path(get, path = "/readyz", tag = "program",
    responses((status = 200, body = String, content_type = "text/plain"), (status = 503, body = String, content_type = "text/plain")))]
pub async fn readyz(State(app): State<App>) -> (StatusCode, String) {
    let (status, store) = if app.store.is_ready().await {
        (StatusCode::OK, "ok\n")
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "the store does not answer\n")
    };
    let backups = app.backups.as_ref().and_then(|backups| backups.problem(app.now()));
    (status, backups.map_or_else(|| store.to_owned(), |problem| format!("{store}{problem}\n")))
}
