//! Errors as RFC 9457 `application/problem+json` with a stable `code`, translated in the browser.

use crate::booking::Slot;
use bayside_domain::codes::Step;
pub use bayside_domain::error_code::{Code, FieldError};
use serde::ser::Error;
use serde::{Deserialize, Serialize, Serializer};

/// The media type of a [`Problem`].
pub const MEDIA_TYPE: &str = "application/problem+json";

/// The HTTP status that goes with a code (RFC 9110).
pub const fn status(code: Code) -> u16 {
    match code {
        Code::MalformedJson | Code::MalformedRequest => 400,
        Code::Unauthenticated | Code::BadCredentials => 401,
        Code::Forbidden => 403,
        Code::NotFound | Code::PairingUnknown => 404,
        Code::MethodNotAllowed => 405,
        Code::SlotTaken
        | Code::HoldUsed
        | Code::HoldRenewed
        | Code::TooLate
        | Code::NotChangeable
        | Code::StepNotAllowed
        | Code::QuoteChanged
        | Code::StatementChanged
        | Code::OrderChanged
        | Code::NotOnBoard
        | Code::AlreadyDone
        | Code::PairingWaiting
        | Code::ArrivalTooEarly
        | Code::ArrivalOtherDay
        | Code::ArrivalVoid
        | Code::QueueFull => 409,
        Code::OfferExpired | Code::HoldExpired => 410,
        Code::ChangedMeanwhile => 412,
        Code::TooLarge => 413,
        Code::UnsupportedMediaType => 415,
        Code::Invalid
        | Code::UnknownField
        | Code::OfferInvalid
        | Code::OfferMismatch
        | Code::IdempotencyKeyReused
        | Code::ChargeExceedsAuthorised => 422,
        Code::TooMany => 429,
        Code::Internal | Code::Unknown => 500,
        Code::Unavailable => 503,
    }
}

/// An error reply (RFC 9457), with a stable code that the browser translates.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Problem {
    /// The kind of problem as a URI: `about:blank#` and the code.
    pub r#type: String,
    /// A short English sentence on the code, for developers.
    pub title: String,
    /// The status code of the HTTP reply, 400 to 599.
    pub status: u16,
    /// The stable word that programs may rely on.
    pub code: Code,
    /// An English explanation of this case, for developers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// Which fields are wrong and why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// Other starts, nearest first, at most three.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alternatives: Option<Vec<Slot>>,
    /// The steps that are possible now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allowed: Option<Vec<Step>>,
    /// Seconds until a new try makes sense.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_seconds: Option<u32>,
    /// With `idempotency-key-reused` and `hold-used`: the first reply to the same key, as the call replies, if the key
    /// is a secret of 128 random bits (32 hexadecimal digits or a UUID).
    #[serde(default, skip_deserializing, skip_serializing_if = "Option::is_none")]
    pub kept: Option<Kept>,
}

/// A reply that was given before, as JSON. Programs read it from the problem as they read the reply of the call.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(value_type = Object))]
pub struct Kept(pub String);

impl Serialize for Kept {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serde_json::from_str::<serde_json::Value>(&self.0).map_err(S::Error::custom)?.serialize(serializer)
    }
}

impl Problem {
    /// A problem with this code and nothing else.
    pub fn new(code: Code) -> Self {
        Self {
            r#type: format!("about:blank#{}", code.as_str()),
            title: code.title().to_owned(),
            status: status(code),
            code,
            detail: None,
            errors: Vec::new(),
            alternatives: None,
            allowed: None,
            retry_after_seconds: None,
            kept: None,
        }
    }

    /// Adds an explanation for developers.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// Adds a wrong field, by its JSON pointer and an error code.
    #[must_use]
    pub fn at(mut self, pointer: impl Into<String>, code: &str) -> Self {
        self.errors.push(FieldError { pointer: pointer.into(), code: code.to_owned() });
        self
    }
}
