//! ReplyCache that nobody may keep.

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

/// Replies that are kept for who asks again with the same key.
pub mod stored {
    use axum::http::{HeaderValue, StatusCode, header};
    use axum::response::{IntoResponse, Response};
    use bayside_domain::ids::PersonKey;
    use bayside_workflow::idempotency::StoredReply;

    /// A JSON reply; `person` if it goes with one.
    pub fn reply(status: StatusCode, value: &impl serde::Serialize, person: Option<PersonKey>) -> StoredReply {
        let body = serde_json::to_string(value).expect("replies are JSON");
        StoredReply { status: status.as_u16(), body, person }
    }

    /// The reply as it was, or as it is the first time.
    pub fn response(reply: StoredReply) -> Response {
        let status = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::OK);
        let json = [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))];
        (status, json, reply.body).into_response()
    }
}
