//! Call-backs, triage, finding a booking again, and the waitlist.

use crate::booking::{ConsentGiven, Customer, Vehicle};
use crate::desk::Person;
use crate::{Date, Instant, Money};
pub use bayside_domain::care::CallbackTeam;
pub use bayside_domain::triage::Remedy;
pub use bayside_domain::words::CallbackOutcome;
use bayside_domain::words::{Mark, Stay};
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

/// `GET …/triage`. Texts are in the language asked for by `?locale=` or `Accept-Language`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Triage {
    /// The question that begins; null if the dealer asks none.
    pub first: Option<String>,
    /// All questions.
    pub questions: Vec<Question>,
    /// All outcomes.
    pub outcomes: Vec<Outcome>,
    /// Whom to call when the car must not be driven.
    pub emergency: Option<Emergency>,
}

/// A question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Question {
    /// Stable name.
    pub id: String,
    /// What is asked.
    pub text: String,
    /// How to find out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// One of them is chosen.
    pub answers: Vec<Answer>,
}

/// An answer; exactly one of `next` and `outcome` is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Answer {
    /// What is answered.
    pub text: String,
    /// The next question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// Or what is to be done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Outcome {
    /// Stable name.
    pub id: String,
    /// `services`, `adviser`, `technical`, `advice` or `unsafe`.
    #[cfg_attr(feature = "schema", schema(value_type = String))]
    pub kind: Remedy,
    /// In one sentence.
    pub text: String,
    /// What to do until then, or instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub advice: Option<String>,
    /// The jobs to be booked, with `services`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<String>,
}

/// Help on the road.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Emergency {
    /// E.164, for `tel:`.
    pub phone: String,
    /// As people read it.
    pub phone_display: String,
}

/// Body of `POST …/bookings/find`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FindRequest {
    /// Six characters; case, spaces and hyphens do not matter.
    pub reference: String,
    /// The mobile number that was given.
    pub phone: String,
}

/// Reply of `POST …/bookings/find`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Found {
    /// Opens the booking's private page: `/booking#{manage_token}`.
    pub manage_token: String,
}

/// Body of `POST …/waitlist`: a booking's `manage_token`, or customer, vehicle and consent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct WaitlistRequest {
    /// What for; with a booking its own, and may be left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<String>,
    /// How the customer stays; with a booking its own, and may be left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stay: Option<Stay>,
    /// First local date.
    pub from: Date,
    /// Last local date; at most 62 days.
    pub to: Date,
    /// Stretches of the day in which reception may begin, at most six; none means any hour.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hours: Vec<HourSpan>,
    /// Only this adviser.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adviser: Option<String>,
    /// The booking that is to be earlier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manage_token: Option<String>,
    /// In the customer's own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub concern: Option<String>,
    /// Who waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<Customer>,
    /// The car.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vehicle: Option<Vehicle>,
    /// What was agreed to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent: Option<ConsentGiven>,
    /// A field that people do not see; text in it marks the wish for the desk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub website: Option<String>,
    /// Whole seconds from the form's opening to its sending; too few mark the wish for the desk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filled_seconds: Option<u32>,
}

/// A stretch of a day, local wall time, half-open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct HourSpan {
    /// `HH:MM`.
    pub from: String,
    /// `HH:MM`; `24:00` ends the day.
    pub to: String,
}

/// Reply of `POST …/waitlist`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct WaitlistCreated {
    /// Opens the wish's private page: `/waitlist#{token}`.
    pub token: String,
    /// How many wait before them for the same days.
    pub ahead: u32,
}

/// Where a wish stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum WaitlistStatus {
    /// Nothing has become free that fits.
    Waiting,
    /// Room is kept for them.
    Offered,
    /// Booked or moved.
    Accepted,
    /// They wait no longer, or the days have passed.
    Ended,
}

/// `GET /waitlist/{token}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Waitlist {
    /// The dealer's slug.
    pub dealer: String,
    /// Where it stands.
    pub status: WaitlistStatus,
    /// What for.
    pub services: Vec<String>,
    /// How they stay.
    pub stay: Stay,
    /// First local date.
    pub from: Date,
    /// Last local date.
    pub to: Date,
    /// Stretches of the day; none means any hour.
    pub hours: Vec<HourSpan>,
    /// Only this adviser.
    pub adviser: Option<String>,
    /// How many wait before them for the same days.
    pub ahead: u32,
    /// What is kept for them.
    pub offer: Option<WaitlistOffer>,
    /// The booking that would be moved, or that was made.
    pub booking: Option<WaitlistBooking>,
    /// The server's time.
    pub now: Instant,
}

/// A start that is kept for somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct WaitlistOffer {
    /// When reception would begin.
    pub start: Instant,
    /// When the car would be ready.
    pub ready_estimate: Instant,
    /// Who would receive (id).
    pub adviser: String,
    /// Price from, before the benefit.
    pub price: Money,
    /// What is saved.
    pub benefit: Money,
    /// Until then it is kept.
    pub expires_at: Instant,
}

/// A wish for an earlier time that has not ended, as its booking shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct BookingWish {
    /// Opens it at `/waitlist#{token}`.
    pub token: String,
    /// `waiting` or `offered`.
    pub status: WaitlistStatus,
    /// First local date.
    pub from: Date,
    /// Last local date.
    pub to: Date,
    /// What is kept for them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<WaitlistOffer>,
}

/// The booking beside a wish.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct WaitlistBooking {
    /// Six characters.
    pub reference: String,
    /// When reception begins.
    pub start: Instant,
    /// When the car is expected to be ready.
    pub ready_estimate: Instant,
    /// Who receives (id).
    pub adviser: String,
    /// Price from, before the benefit.
    pub price: Money,
    /// What is saved.
    pub benefit: Money,
}

/// `GET /desk/{dealer}/callbacks`: those that are open, the most urgent first, then today's closed ones.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DeskCallbacks {
    /// The server's time.
    pub as_of: Instant,
    /// The event up to which this holds.
    pub last_event_id: i64,
    /// Open, then closed today.
    pub callbacks: Vec<DeskCallback>,
}

/// A call-back as the desk sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DeskCallback {
    /// Names it within the dealer.
    pub id: i64,
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
    pub visit: Option<i64>,
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

/// `GET /desk/{dealer}/waitlist`: everybody who waits, in the order in which they are asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DeskWaitlist {
    /// The server's time.
    pub as_of: Instant,
    /// The event up to which this holds.
    pub last_event_id: i64,
    /// In order.
    pub wishes: Vec<DeskWish>,
}

/// A wish as the desk sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DeskWish {
    /// Names it within the dealer.
    pub id: i64,
    /// Where it stands.
    pub status: WaitlistStatus,
    /// 「王女士」.
    pub addressed_as: String,
    /// In full.
    pub phone: String,
    /// In full.
    pub plate: String,
    /// The jobs, in words.
    pub work: String,
    /// How they stay.
    pub stay: Stay,
    /// First local date.
    pub from: Date,
    /// Last local date.
    pub to: Date,
    /// Stretches of the day; none means any hour.
    pub hours: Vec<HourSpan>,
    /// The wanted adviser.
    pub adviser: Option<Person>,
    /// The start of the booking that is to be earlier.
    pub booked: Option<Instant>,
    /// Since when.
    pub created_at: Instant,
    /// The start that is kept for them.
    pub offered: Option<Instant>,
    /// Until when it is kept.
    pub offered_until: Option<Instant>,
    /// How many offers they let pass.
    pub passed: u32,
    /// What is odd about the request.
    pub marks: Vec<Mark>,
}
