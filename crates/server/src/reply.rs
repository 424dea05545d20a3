//! Answers that nobody may keep.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");

/// What is true at this moment.
pub fn fresh(reply: impl Serialize) -> Response {
    ([(header::CACHE_CONTROL, NO_STORE)], axum::Json(reply)).into_response()
}

/// The same with its version, which goes back as `If-Match`.
pub fn tagged(status: StatusCode, version: i64, reply: impl Serialize) -> Response {
    let tag = HeaderValue::from_str(&format!("\"{version}\"")).expect("numbers are header text");
    (status, [(header::ETAG, tag), (header::CACHE_CONTROL, NO_STORE)], axum::Json(reply)).into_response()
}
