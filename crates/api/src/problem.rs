//! Errors as RFC 9457 `application/problem+json` with a stable `code`, translated in the browser.

use crate::booking::Slot;
use bayside_domain::words::Step;
use serde::{Deserialize, Serialize};

/// The media type of a [`Problem`].
pub const MEDIA_TYPE: &str = "application/problem+json";

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $text:literal, $status:literal, $title:literal;)+) => {
        /// What went wrong, as a stable word.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
        pub enum Code { $($(#[$doc])* #[serde(rename = $text)] $variant,)+
            /// A code that this program is too old to know.
            #[serde(other)] Unknown }

        impl Code {
            /// The stable word.
            pub const fn as_str(self) -> &'static str { match self { $(Self::$variant => $text,)+ Self::Unknown => "unknown" } }
            /// The HTTP status that goes with it.
            pub const fn status(self) -> u16 { match self { $(Self::$variant => $status,)+ Self::Unknown => 500 } }
            /// A short English sentence for developers; people read the browser's translation.
            pub const fn title(self) -> &'static str { match self { $(Self::$variant => $title,)+ Self::Unknown => "Unknown problem" } }
        }
    };
}

codes! {
    /// The body is not JSON.
    MalformedJson = "malformed-json", 400, "The body is not valid JSON";
    /// The request's query or path cannot be read.
    MalformedRequest = "malformed-request", 400, "The request cannot be read";
    /// Some fields are wrong; `errors` says which.
    Invalid = "invalid", 422, "Some fields are not acceptable";
    /// A field that this version does not know.
    UnknownField = "unknown-field", 422, "The request has a field that is not known";
    /// Nothing is there, or the token does not open it.
    NotFound = "not-found", 404, "There is nothing here";
    /// The path knows other methods.
    MethodNotAllowed = "method-not-allowed", 405, "This method is not allowed here";
    /// The body is too large.
    TooLarge = "too-large", 413, "The body is too large";
    /// The body is of another media type.
    UnsupportedMediaType = "unsupported-media-type", 415, "The body must be application/json";
    /// Too many requests from this address.
    TooMany = "too-many-requests", 429, "Too many requests";
    /// The start is no longer free; `alternatives` names others.
    SlotTaken = "slot-taken", 409, "This time was just taken";
    /// The offer's time is over; `alternatives` names others.
    OfferExpired = "offer-expired", 410, "This offer has expired";
    /// The offer was not made by this dealer, or was altered.
    OfferInvalid = "offer-invalid", 422, "This offer is not genuine";
    /// Services or stay differ from the offer.
    OfferMismatch = "offer-mismatch", 422, "The booking differs from its offer";
    /// The hold has expired and the room is gone; `alternatives` names others.
    HoldExpired = "hold-expired", 410, "This hold has expired";
    /// The hold was redeemed already.
    HoldUsed = "hold-used", 409, "This hold was used already";
    /// A hold can be renewed once.
    HoldRenewed = "hold-renewed", 409, "This hold was renewed already";
    /// The dealer's cut-off for changes has passed.
    TooLate = "too-late", 409, "It is too late to change this booking";
    /// The booking is past changing.
    NotChangeable = "not-changeable", 409, "This booking can no longer be changed";
    /// The step is not possible now; `allowed` names those that are.
    StepNotAllowed = "step-not-allowed", 409, "This step is not possible now";
    /// Somebody changed it since it was read.
    ChangedMeanwhile = "changed-meanwhile", 412, "Somebody changed this meanwhile";
    /// Same key, other body.
    IdempotencyKeyReused = "idempotency-key-reused", 422, "This idempotency key was used for another request";
    /// The quote has a newer version.
    QuoteChanged = "quote-changed", 409, "The quote has changed";
    /// The charge exceeds what was authorised.
    ChargeExceedsAuthorised = "charge-exceeds-authorised", 422, "The charge exceeds what the customer authorised";
    /// The car stands on no wall now.
    NotOnBoard = "not-on-board", 409, "The car is not on the board";
    /// It was decided or signed before.
    AlreadyDone = "already-done", 409, "This was done already";
    /// Not signed in, or the token is not valid.
    Unauthenticated = "unauthenticated", 401, "Sign in first";
    /// Signed in, but not allowed.
    Forbidden = "forbidden", 403, "This is not allowed for this role";
    /// Login or password is wrong.
    BadCredentials = "bad-credentials", 401, "Login or password is wrong";
    /// The pairing code is unknown or has expired.
    PairingUnknown = "pairing-unknown", 404, "This pairing code is not known";
    /// The pairing was not confirmed yet.
    PairingWaiting = "pairing-waiting", 409, "This pairing is not confirmed yet";
    /// The booking is for later today.
    ArrivalTooEarly = "arrival-too-early", 409, "This booking is for later today";
    /// The booking is for another day.
    ArrivalOtherDay = "arrival-other-day", 409, "This booking is for another day";
    /// The booking was given up.
    ArrivalVoid = "arrival-void", 409, "This booking is no longer in force";
    /// So many wait with a number that no more are given.
    QueueFull = "queue-full", 409, "No more numbers are given now";
    /// The service cannot answer now; try again.
    Unavailable = "unavailable", 503, "The service is not available just now";
    /// An error of ours.
    Internal = "internal", 500, "Something went wrong on our side";
}

/// One wrong field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// JSON pointer (RFC 6901) into the request body, or `?name` for a query parameter.
    pub pointer: String,
    /// Stable word, e.g. `plate-format`, `required`, `too-long`.
    pub code: String,
}

/// An error reply (RFC 9457).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Problem {
    /// `about:blank#` + code.
    pub r#type: String,
    /// For developers.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// The stable word.
    pub code: Code,
    /// For developers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// Which fields are wrong and why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// Other starts, nearest first, at most three.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alternatives: Option<Vec<Slot>>,
    /// The steps possible now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allowed: Option<Vec<Step>>,
    /// Seconds until a new try makes sense.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_seconds: Option<u32>,
}

impl Problem {
    /// The plain problem of a code.
    pub fn new(code: Code) -> Self {
        Self {
            r#type: format!("about:blank#{}", code.as_str()),
            title: code.title().to_owned(),
            status: code.status(),
            code,
            detail: None,
            errors: Vec::new(),
            alternatives: None,
            allowed: None,
            retry_after_seconds: None,
        }
    }

    /// Adds an explanation for developers.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// Adds a wrong field.
    #[must_use]
    pub fn at(mut self, pointer: impl Into<String>, code: &str) -> Self {
        self.errors.push(FieldError { pointer: pointer.into(), code: code.to_owned() });
        self
    }
}
