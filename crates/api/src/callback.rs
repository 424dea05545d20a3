//! Call-backs: requested by a customer, promised for a certain time, taken over and closed at the desk.

use crate::Instant;
use crate::person::{ConsentGiven, Customer, Person};
use crate::vehicle::Vehicle;
pub use bayside_domain::callback::CallbackTeam;
pub use bayside_domain::codes::CallbackOutcome;
use bayside_domain::codes::SpamSignal;
use bayside_domain::ids::{CallbackId, EventNumber, VisitId};
use serde::{Deserialize, Serialize};

/// Body of `POST …/callbacks`: asks the dealer to call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CallbackRequest {
    /// Which team is to call: `adviser` or `technical`.
    #[cfg_attr(feature = "schema", schema(value_type = String))]
    pub kind: CallbackTeam,
    /// What the customer notices or wants, in their own words; at most 2,000 characters.
    pub concern: String,
    /// The car, as its owner describes it.
    pub vehicle: Vehicle,
    /// The customer who is to be called.
    pub customer: Customer,
    /// What the customer agreed to, and to which text.
    pub consent: ConsentGiven,
    /// When a call suits, earliest first, at most five, within 14 days; none means as soon as possible.
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
    /// When it begins, inclusive.
    pub from: Instant,
    /// When it ends, exclusive.
    pub to: Instant,
}

/// Reply of `POST …/callbacks`: what the dealer promises.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CallbackCreated {
    /// The call-back's reference: seven characters, the first is R; for the telephone.
    pub reference: String,
    /// By when the dealer promises to call.
    pub due_at: Instant,
}

/// `GET /desk/{dealer}/callbacks`: those that are open, the most urgent first, then today's closed ones.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DeskCallbacks {
    /// The server's time when this was so.
    pub as_of: Instant,
    /// The dealer's event number up to which this holds, a rising count.
    #[cfg_attr(feature = "schema", schema(value_type = i64))]
    pub last_event_id: EventNumber,
    /// The open ones, the most urgent first, then those closed today.
    pub callbacks: Vec<DeskCallback>,
}

/// A call-back as the desk sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DeskCallback {
    /// A whole number, the id of it within the dealer.
    #[cfg_attr(feature = "schema", schema(value_type = i64))]
    pub id: CallbackId,
    /// The version: a number that rises with every change; goes back as `If-Match`.
    pub version: i64,
    /// The call-back's reference: seven characters, the first is R.
    pub reference: String,
    /// Which team is to call: `adviser` or `technical`.
    #[cfg_attr(feature = "schema", schema(value_type = String))]
    pub kind: CallbackTeam,
    /// How the customer is addressed: family name and salutation, e.g. 「王女士」.
    pub addressed_as: String,
    /// The customer's phone number in full, E.164: it is to be dialled.
    pub phone: String,
    /// The licence plate in full, as it is written on the car.
    pub plate: String,
    /// The car's model, as the customer named it.
    pub model: String,
    /// The odometer in kilometres, as the customer said; 0 where nobody knew it.
    pub mileage_km: u32,
    /// The customer's language, a BCP 47 tag.
    pub locale: String,
    /// What the customer notices or wants, in their own words; at most 2,000 characters.
    pub concern: String,
    /// When the call was asked for.
    pub created_at: Instant,
    /// By when the dealer promised to call.
    pub due_at: Instant,
    /// How many minutes the promise is overdue; 0 when in time or closed.
    pub minutes_late: u32,
    /// When a call suits, earliest first; none means as soon as possible.
    pub preferred_times: Vec<TimeWindow>,
    /// The member of staff who has taken it; null while nobody has.
    pub owner: Option<Person>,
    /// When it was tried and nobody answered, oldest first.
    pub attempts: Vec<Instant>,
    /// How the call-back ended; null while it is open.
    pub outcome: Option<CallbackOutcome>,
    /// When the call-back ended; null while it is open.
    pub closed_at: Option<Instant>,
    /// What was said in the last call; null before.
    pub note: Option<String>,
    /// The id of the visit that was booked; null if none was.
    #[cfg_attr(feature = "schema", schema(value_type = Option<i64>))]
    pub visit: Option<VisitId>,
    /// Signs that the request may be spam; none for most.
    pub marks: Vec<SpamSignal>,
}

/// Body of `POST /desk/{dealer}/callbacks/{id}/outcome`: what came of a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OutcomeRequest {
    /// What came of the call.
    pub outcome: CallbackOutcome,
    /// What was said in the call, at most 2,000 characters; needed with `advice`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The reference of the booking that was made; needed with `booked`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}

/// The paths of the calls that use these types.
pub mod path {
    use crate::BASE;
    use bayside_domain::ids::CallbackId;

    /// `POST` asks to be called back.
    pub fn callbacks(slug: &str) -> String {
        format!("{BASE}/dealers/{slug}/callbacks")
    }

    /// `GET` the call-backs.
    pub fn desk_callbacks(slug: &str) -> String {
        format!("{BASE}/desk/{slug}/callbacks")
    }

    /// `POST` assigns a call-back to the signed-in member of staff.
    pub fn desk_callback_take(slug: &str, id: CallbackId) -> String {
        format!("{BASE}/desk/{slug}/callbacks/{id}/take")
    }

    /// `POST` what came of a call-back.
    pub fn desk_callback_outcome(slug: &str, id: CallbackId) -> String {
        format!("{BASE}/desk/{slug}/callbacks/{id}/outcome")
    }
}

crate::example::examples! {
    CallbackRequest = r#"{
  "kind": "technical",
  "concern": "仪表盘亮了发动机故障灯",
  "vehicle": {"plate": "沪A12345", "plate_kind": "cn", "model": "帕萨特 330TSI", "mileage_km": 58200, "vin": "LSVAB4BR5JN123456"},
  "customer": {"name": "王丽", "salutation": "ms", "phone": "13812345678", "email": "wang.li@example.com", "locale": "zh-CN"},
  "consent": {"version": "2026-11", "marketing": false, "display_name": true},
  "preferred_times": [{"from": "2026-12-01T14:00:00+08:00", "to": "2026-12-01T16:00:00+08:00"}],
  "filled_seconds": 64
}"#,
    OutcomeRequest = r#"{"outcome": "advice", "note": "油位正常，建议三天内到店读取故障码。"}"#,
}
