//! The wire of Bayside, v1: requests, replies, error codes and paths.
//!
//! Instants are RFC 3339 with the dealer's offset, dates are local to the dealer, durations are
//! minutes and say so in their names, money is minor units with its ISO 4217 code. Requests refuse
//! unknown fields; replies may gain fields.

pub mod arrival;
pub mod booking;
pub mod callback;
pub mod capacity;
pub mod dealer;
pub mod demo;
pub mod desk;
mod document;
pub mod embed;
pub mod example;
#[cfg(feature = "schema")]
pub mod examples;
pub mod find;
pub mod message;
pub mod offsets;
pub mod path;
pub mod person;
pub mod problem;
pub mod screen;
pub mod settings;
pub mod statement;
mod stored;
mod time;
pub mod triage;
pub mod vehicle;
pub mod visit;
pub mod waitlist;
mod written;

pub use bayside_domain::codes;
pub use bayside_domain::limits;
pub use bayside_domain::money::{Currency, Money};
pub use problem::{Code, FieldError, Problem};

/// The common prefix of all API paths.
pub const BASE: &str = "/api/v1";

/// An instant with the dealer's offset, RFC 3339.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(pub chrono::DateTime<chrono::FixedOffset>);

impl Instant {
    /// Milliseconds since the epoch, for the browser's `Date`.
    pub fn epoch_ms(&self) -> i64 {
        self.0.timestamp_millis()
    }

    /// Whole seconds from `earlier` to this instant; negative if it lies before.
    pub fn seconds_since(&self, earlier: &Self) -> i64 {
        (self.0 - earlier.0).num_seconds()
    }

    /// Minutes from `earlier` to this instant as a reader of both clocks counts them: seconds, which nobody is shown, are
    /// left out. Negative if it lies before.
    pub fn minutes_since(&self, earlier: &Self) -> i64 {
        self.0.timestamp().div_euclid(60) - earlier.0.timestamp().div_euclid(60)
    }

    /// The local date at the dealer.
    pub fn date(&self) -> Date {
        Date(self.0.date_naive())
    }
}

/// A date in the dealer's zone, `YYYY-MM-DD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(pub chrono::NaiveDate);

impl std::fmt::Display for Date {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(feature = "schema")]
mod schema {
    use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
    use utoipa::openapi::{RefOr, Schema};

    fn text(format: KnownFormat, description: &str, example: &str) -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some(description))
            .format(Some(SchemaFormat::KnownFormat(format)))
            .examples([example])
            .into()
    }

    impl utoipa::PartialSchema for super::Instant {
        fn schema() -> RefOr<Schema> {
            text(
                KnownFormat::DateTime,
                "An instant with the dealer's offset from UTC (RFC 3339).",
                "2026-12-01T09:30:00+08:00",
            )
        }
    }
    impl utoipa::ToSchema for super::Instant {}

    impl utoipa::PartialSchema for super::Date {
        fn schema() -> RefOr<Schema> {
            text(KnownFormat::Date, "A date in the dealer's zone, `YYYY-MM-DD`.", "2026-12-01")
        }
    }
    impl utoipa::ToSchema for super::Date {}
}
