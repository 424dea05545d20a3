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
    (status, [(header::ETAG, tag(version)), (header::CACHE_CONTROL, NO_STORE)], axum::Json(reply)).into_response()
}

fn tag(version: i64) -> HeaderValue {
    HeaderValue::from_str(&format!("\"{version}\"")).expect("numbers are header text")
}

/// Replies that are stored, so that a request with the same idempotency key gets the same one again.
pub mod stored {
    use super::NO_STORE;
    use crate::app::{App, DealerTransaction};
    use crate::http::problem::{Failure, Rejection};
    use axum::http::{HeaderValue, StatusCode, header};
    use axum::response::{IntoResponse, Response};
    use bayside_domain::ids::PersonKey;
    use bayside_workflow::dealers::Dealer;
    use bayside_workflow::idempotency::{IdempotentRequest, StoredReply};
    use futures::future::BoxFuture;
    use std::sync::Arc;

    /// A JSON reply; `person` if it is to be erased together with one.
    pub fn reply(status: StatusCode, value: &impl serde::Serialize, person: Option<PersonKey>) -> StoredReply {
        let body = serde_json::to_string(value).expect("replies are JSON");
        StoredReply { status: status.as_u16(), body, version: None, person, kept: None }
    }

    /// The same with its version, which goes out as `ETag`.
    pub fn tagged(version: i64, value: &impl serde::Serialize, person: PersonKey) -> StoredReply {
        StoredReply { version: Some(version), ..reply(StatusCode::OK, value, Some(person)) }
    }

    /// Done, and nothing to say.
    pub const fn done() -> StoredReply {
        StoredReply { status: 204, body: String::new(), version: None, person: None, kept: None }
    }

    /// Writes once under a dealer's lock, and replies; a request that is repeated with its key gets the first reply.
    pub async fn write(
        app: &App,
        dealer: &Arc<Dealer>,
        once: IdempotentRequest,
        work: impl for<'t> FnOnce(&'t mut DealerTransaction<'_, '_>) -> BoxFuture<'t, Result<StoredReply, Failure>>
        + Send
        + 'static,
    ) -> Result<Response, Rejection> {
        let StoredReply { status, body, version, .. } = app.once_at_dealer(dealer, once, work).await?;
        let mut response = StatusCode::from_u16(status).unwrap_or(StatusCode::OK).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, NO_STORE);
        if let Some(version) = version {
            headers.insert(header::ETAG, super::tag(version));
        }
        if !body.is_empty() {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
            *response.body_mut() = body.into();
        }
        Ok(response)
    }
}
