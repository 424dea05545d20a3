//! The wire of Bayside, v1: requests, replies, error codes and paths.
//!
//! Instants are RFC 3339 with the dealer's offset, dates are local to the dealer, durations are
//! minutes and say so in their names, money is minor units with its ISO 4217 code. Requests refuse
//! unknown fields; replies may gain fields.

pub mod booking;
pub mod dealer;
pub mod desk;
pub mod path;
pub mod problem;
pub mod screen;
pub mod statement;
pub mod visit;

pub use bayside_domain::money::{Currency, Money};
pub use bayside_domain::words;
pub use problem::{Code, FieldError, Problem};

/// An instant with the dealer's offset, RFC 3339.
pub type Instant = chrono::DateTime<chrono::FixedOffset>;
/// A date in the dealer's zone, `YYYY-MM-DD`.
pub type Date = chrono::NaiveDate;
