//! Call-backs: asked for by a customer, promised by a clock, taken and closed at the desk.

use crate::Instant;
use crate::person::{ConsentGiven, Customer, Person};
use crate::vehicle::Vehicle;
pub use bayside_domain::care::CallbackTeam;
use bayside_domain::ids::{CallbackId, EventNumber, VisitId};
pub use bayside_domain::words::CallbackOutcome;
use bayside_domain::words::Mark;
use serde::{Deserialize, Serialize};

/// Body of `POST …/callbacks`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CallbackRequest {
    /// Who is to call: `adviser` or `technical`.
    #[cfg_attr(feature = "schema", schema(value_type = String))]
    pub kind: CallbackTeam,
    /// In the customer's own words.
    pub concern: String,
    /// The car.
    pub vehicle: Vehicle,
    /// Whom to call.
    pub customer: Customer,
    /// What was agreed to.
    pub consent: ConsentGiven,
    /// When it suits, earliest first, at most five; none means as soon as possible.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub preferred_times: Vec<TimeWindow>,
    /// A field that people do not see; text in it marks the call-back for the desk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub website: Option<String>,
    /// Whole seconds from the form's opening to its sending; too few mark the call-back for the desk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filled_seconds: Option<u32>,
}

/// A stretch of time, half-open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TimeWindow {
    /// Begins.
    pub from: Instant,
    /// Ends.
    pub to: Instant,
}

/// Reply of `POST …/callbacks`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CallbackCreated {
    /// Seven characters, the first is R; for the telephone.
    pub reference: String,
    /// By when the dealer promises to call.
    pub due_at: Instant,
}

/// `GET /desk/{dealer}/callbacks`: those that are open, the most urgent first, then today's closed ones.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DeskCallbacks {
    /// The server's time.
    pub as_of: Instant,
    /// The event up to which this holds.
    #[cfg_attr(feature = "schema", schema(value_type = i64))]
    pub last_event_id: EventNumber,
    /// Open, then closed today.
    pub callbacks: Vec<DeskCallback>,
}

/// A call-back as the desk sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DeskCallback {
    /// Names it within the dealer.
    #[cfg_attr(feature = "schema", schema(value_type = i64))]
    pub id: CallbackId,
    /// Rises with every change; goes back as `If-Match`.
    pub version: i64,
    /// Seven characters.
    pub reference: String,
    /// Who is to call.
    #[cfg_attr(feature = "schema", schema(value_type = String))]
    pub kind: CallbackTeam,
    /// 「王女士」.
    pub addressed_as: String,
    /// In full: it is to be dialled.
    pub phone: String,
    /// In full.
    pub plate: String,
    /// The model.
    pub model: String,
    /// Odometer, roughly.
    pub mileage_km: u32,
    /// The customer's language.
    pub locale: String,
    /// In the customer's own words.
    pub concern: String,
    /// When it was asked for.
    pub created_at: Instant,
    /// The dealer's promise.
    pub due_at: Instant,
    /// Minutes after the promise; zero when in time or closed.
    pub minutes_late: u32,
    /// When it suits.
    pub preferred_times: Vec<TimeWindow>,
    /// Who has taken it.
    pub owner: Option<Person>,
    /// When nobody answered.
    pub attempts: Vec<Instant>,
    /// How it ended; null while it is open.
    pub outcome: Option<CallbackOutcome>,
    /// When it ended.
    pub closed_at: Option<Instant>,
    /// What was said last.
    pub note: Option<String>,
    /// The visit that was booked.
    #[cfg_attr(feature = "schema", schema(value_type = Option<i64>))]
    pub visit: Option<VisitId>,
    /// What is odd about the request.
    pub marks: Vec<Mark>,
}

/// Body of `POST /desk/{dealer}/callbacks/{id}/outcome`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OutcomeRequest {
    /// What came of it.
    pub outcome: CallbackOutcome,
    /// What was said; needed with `advice`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The booking's reference; needed with `booked`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}
