//! Replies that must not be cached.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");

/// A JSON reply that is only true at this moment.
pub fn fresh(reply: impl Serialize) -> Response {
    ([(header::CACHE_CONTROL, NO_STORE)], axum::Json(reply)).into_response()
}

/// The same with its version as `ETag`, which the client sends back as `If-Match`.
pub fn tagged(status: StatusCode, version: i64, reply: impl Serialize) -> Response {
    let tag = HeaderValue::from_str(&format!("\"{version}\"")).expect("numbers are header text");
    (status, [(header::ETAG, tag), (header::CACHE_CONTROL, NO_STORE)], axum::Json(reply)).into_response()
}

/// Replies that are stored, so that a request with the same idempotency key gets the same one again.
pub mod stored {
    use axum::http::{HeaderValue, StatusCode, header};
    use axum::response::{IntoResponse, Response};
    use bayside_domain::ids::PersonKey;
    use bayside_workflow::idempotency::StoredReply;

    /// A JSON reply; `person` if it is to be erased together with one.
    pub fn reply(status: StatusCode, value: &impl serde::Serialize, person: Option<PersonKey>) -> StoredReply {
        let body = serde_json::to_string(value).expect("replies are JSON");
        StoredReply { status: status.as_u16(), body, person }
    }

    /// The response from a stored reply.
    pub fn response(reply: StoredReply) -> Response {
        let status = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::OK);
        let json = [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))];
        (status, json, reply.body).into_response()
    }
}
