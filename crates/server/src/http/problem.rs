//! Error replies: a refusal becomes a problem that the caller can read, an internal error goes to the log.

use crate::wire;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bayside_api::problem::{self, Problem};
use bayside_domain::error_code::Code;
use bayside_store::StoreError;
pub use bayside_workflow::{Failure, FieldChecks, Refusal};

/// A failure on its way to the caller.
#[derive(Debug)]
pub struct Rejection(Failure);

impl Rejection {
    /// Whether it is a refusal with this code.
    pub fn is(&self, code: Code) -> bool {
        matches!(&self.0, Failure::Refused(refusal) if refusal.code == code)
    }
}

impl From<Failure> for Rejection {
    fn from(failure: Failure) -> Self {
        Self(failure)
    }
}

impl From<Refusal> for Rejection {
    fn from(refusal: Refusal) -> Self {
        Self(refusal.into())
    }
}

impl From<StoreError> for Rejection {
    fn from(error: StoreError) -> Self {
        Self(error.into())
    }
}

/// The reply that carries a problem.
pub fn reply(problem: &Problem) -> Response {
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let body = serde_json::to_vec(problem).expect("problems are JSON");
    let mut response = (status, body).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(problem::MEDIA_TYPE));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Some(seconds) = problem.retry_after_seconds {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

impl IntoResponse for Rejection {
    fn into_response(self) -> Response {
        match self.0 {
            Failure::Refused(refusal) => reply(&wire::problem(*refusal)),
            Failure::Store(StoreError::Corrupt(what)) => {
                tracing::error!(what, "a stored value cannot be read");
                reply(&Problem::new(Code::Internal))
            }
            Failure::Store(error) => {
                tracing::error!(%error, "the store did not answer");
                reply(&Problem { retry_after_seconds: Some(1), ..Problem::new(Code::Unavailable) })
            }
        }
    }
}
