//! Whether the program lives and can work.

use crate::app::App;
use axum::extract::State;
use axum::http::StatusCode;

/// `GET /healthz`: the program lives.
pub async fn healthz() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: the store is reachable and migrated.
pub async fn readyz(State(app): State<App>) -> (StatusCode, &'static str) {
    if app.store.is_ready().await {
        (StatusCode::OK, "ok\n")
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "the store does not answer\n")
    }
}
