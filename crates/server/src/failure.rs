//! How a request fails: a problem that the caller may read, or an error of ours that goes to the log.

use crate::store::StoreError;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bayside_api::problem::{self, Code, Problem};

/// Why a request was not answered as asked.
#[derive(Debug)]
pub enum Failure {
    /// The caller may read this.
    Problem(Box<Problem>),
    /// Goes to the log; the caller reads that the store is not available.
    Store(StoreError),
}

impl Failure {
    /// The plain problem of a code.
    pub fn new(code: Code) -> Self {
        Problem::new(code).into()
    }

    /// A wrong field.
    pub fn at(pointer: impl Into<String>, code: &str) -> Self {
        Problem::new(Code::Invalid).at(pointer, code).into()
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::Problem(Box::new(problem))
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
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

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        match self {
            Self::Problem(problem) => reply(&problem),
            Self::Store(StoreError::Corrupt(what)) => {
                tracing::error!(what, "a stored value cannot be read");
                reply(&Problem::new(Code::Internal))
            }
            Self::Store(error) => {
                tracing::error!(%error, "the store did not answer");
                reply(&Problem { retry_after_seconds: Some(1), ..Problem::new(Code::Unavailable) })
            }
        }
    }
}
