//! Stable error codes for programs. People read the translation that the browser shows.

use serde::{Deserialize, Serialize};

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $text:literal, $title:literal;)+) => {
        /// A stable error code.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
        pub enum Code { $($(#[$doc])* #[serde(rename = $text)] #[cfg_attr(feature = "schema", schema(rename = $text))] $variant,)+
            /// A code that this program is too old to know.
            #[serde(other)] #[cfg_attr(feature = "schema", schema(rename = "unknown"))] Unknown }

        impl Code {
            /// The code as it is sent over the wire.
            pub const fn as_str(self) -> &'static str { match self { $(Self::$variant => $text,)+ Self::Unknown => "unknown" } }
            /// A short English sentence for developers.
            pub const fn title(self) -> &'static str { match self { $(Self::$variant => $title,)+ Self::Unknown => "Unknown problem" } }
        }
    };
}

codes! {
    /// The body is not JSON.
    MalformedJson = "malformed-json", "The body is not valid JSON";
    /// The request's query or path cannot be read.
    MalformedRequest = "malformed-request", "The request cannot be read";
    /// Some fields are wrong; `errors` names them.
    Invalid = "invalid", "Some fields are not acceptable";
    /// The body has a field that this version does not know.
    UnknownField = "unknown-field", "The request has a field that is not known";
    /// Nothing was found, or the token is not valid for it.
    NotFound = "not-found", "There is nothing here";
    /// The path exists, but not with this method.
    MethodNotAllowed = "method-not-allowed", "This method is not allowed here";
    /// The body is too large.
    TooLarge = "too-large", "The body is too large";
    /// The body is of another media type.
    UnsupportedMediaType = "unsupported-media-type", "The body must be application/json";
    /// Too many requests from this address.
    TooMany = "too-many-requests", "Too many requests";
    /// The start is no longer free; `alternatives` names others.
    SlotTaken = "slot-taken", "This time was just taken";
    /// The offer has expired; `alternatives` names other starts.
    OfferExpired = "offer-expired", "This offer has expired";
    /// The offer was not made by this dealer, or was altered.
    OfferInvalid = "offer-invalid", "This offer is not genuine";
    /// Services or stay differ from the offer.
    OfferMismatch = "offer-mismatch", "The booking differs from its offer";
    /// The hold has expired and its start was taken; `alternatives` names others.
    HoldExpired = "hold-expired", "This hold has expired";
    /// The hold was redeemed already.
    HoldUsed = "hold-used", "This hold was used already";
    /// The hold was renewed before; a hold can be renewed once.
    HoldRenewed = "hold-renewed", "This hold was renewed already";
    /// The dealer's cut-off for changes has passed.
    TooLate = "too-late", "It is too late to change this booking";
    /// The booking has begun, was cancelled or is over.
    NotChangeable = "not-changeable", "This booking can no longer be changed";
    /// The step is not possible now; `allowed` names those that are.
    StepNotAllowed = "step-not-allowed", "This step is not possible now";
    /// Somebody changed it since it was read.
    ChangedMeanwhile = "changed-meanwhile", "Somebody changed this meanwhile";
    /// The same idempotency key was sent with another body.
    IdempotencyKeyReused = "idempotency-key-reused", "This idempotency key was used for another request";
    /// The quote has a newer version.
    QuoteChanged = "quote-changed", "The quote has changed";
    /// The statement is not the one that was shown.
    StatementChanged = "statement-changed", "The statement has changed";
    /// The order is not the one that was shown.
    OrderChanged = "order-changed", "The order has changed";
    /// The charge exceeds what was authorised.
    ChargeExceedsAuthorised = "charge-exceeds-authorised", "The charge exceeds what the customer authorised";
    /// The car is not on the lounge board now.
    NotOnBoard = "not-on-board", "The car is not on the board";
    /// The answer or the signature was given before.
    AlreadyDone = "already-done", "This was done already";
    /// Not signed in, or the token is not valid.
    Unauthenticated = "unauthenticated", "Sign in first";
    /// The role of the signed-in member of staff does not allow it.
    Forbidden = "forbidden", "This is not allowed for this role";
    /// Login or password is wrong.
    BadCredentials = "bad-credentials", "Login or password is wrong";
    /// The pairing code is unknown or has expired.
    PairingUnknown = "pairing-unknown", "This pairing code is not known";
    /// The pairing was not confirmed yet.
    PairingWaiting = "pairing-waiting", "This pairing is not confirmed yet";
    /// The booking is for later today.
    ArrivalTooEarly = "arrival-too-early", "This booking is for later today";
    /// The booking is for another day.
    ArrivalOtherDay = "arrival-other-day", "This booking is for another day";
    /// The booking was cancelled, or marked as a no-show.
    ArrivalVoid = "arrival-void", "This booking is no longer in force";
    /// The queue of tickets is full.
    QueueFull = "queue-full", "No more numbers are given now";
    /// The service is not available for now; try again.
    Unavailable = "unavailable", "The service is not available just now";
    /// An error in the server.
    Internal = "internal", "Something went wrong on our side";
}

/// One wrong field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// JSON pointer (RFC 6901) into the request body, or `?name` for a query parameter.
    pub pointer: String,
    /// A stable word for what is wrong, e.g. `plate-format`, `required`, `too-long`.
    pub code: String,
}
