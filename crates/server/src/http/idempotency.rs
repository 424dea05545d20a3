//! `Idempotency-Key`: the same key and body get the same reply for a day. The row is written in the
//! transaction of what it answers; a concurrent twin waits for the dealer's lock.

use crate::app::AtDealer;
use crate::http::problem::Failure;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bayside_api::Code;
use bayside_domain::ids::PersonKey;
use bayside_workflow::dealers::Dealer;

/// How long a reply is kept.
const KEEP_MINUTES: i64 = 24 * 60;

/// A JSON reply that can be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    status: u16,
    body: String,
}

impl Answer {
    /// A reply.
    pub fn new<T: serde::Serialize>(status: StatusCode, value: &T) -> Self {
        Self { status: status.as_u16(), body: serde_json::to_string(value).expect("replies are JSON") }
    }
}

impl From<Answer> for Response {
    fn from(answer: Answer) -> Self {
        let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
        let json = [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))];
        (status, json, answer.body).into_response()
    }
}

/// One request with its key.
pub struct Once {
    scope: String,
    key: Option<String>,
    hash: String,
}

impl Once {
    /// Scope is dealer and route.
    pub fn new(dealer: &Dealer, route: &str, key: Option<String>, hash: String) -> Self {
        Self { scope: format!("{}/{route}", dealer.id), key, hash }
    }

    /// The reply given before, if there was one.
    pub async fn before(&self, at: &mut AtDealer<'_, '_>) -> Result<Option<Answer>, Failure> {
        let Some(key) = &self.key else { return Ok(None) };
        match at.tx.idempotent_reply(&self.scope, key, at.now.plus_minutes(-KEEP_MINUTES)).await? {
            None => Ok(None),
            Some((hash, status, body)) if hash == self.hash => Ok(Some(Answer { status, body })),
            Some(_) => Err(Failure::new(Code::IdempotencyKeyReused)),
        }
    }

    /// Keeps the reply; `person` if it names somebody.
    pub async fn after(
        &self,
        at: &mut AtDealer<'_, '_>,
        answer: Answer,
        person: Option<PersonKey>,
    ) -> Result<Answer, Failure> {
        if let Some(key) = &self.key {
            at.tx
                .keep_reply(&self.scope, key, &self.hash, answer.status, &answer.body, at.now, at.dealer.id, person)
                .await?;
        }
        Ok(answer)
    }
}
