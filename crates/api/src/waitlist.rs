//! The waitlist: what a customer wishes for, what is kept for them, and who waits, for the desk.

use crate::person::{ConsentGiven, Customer, Person};
use crate::vehicle::Vehicle;
use crate::{Date, Instant, Money};
use bayside_domain::ids::{EventNumber, WishId};
use bayside_domain::words::{Mark, Stay};
use serde::{Deserialize, Serialize};

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

/// `GET /desk/{dealer}/waitlist`: everybody who waits, in the order in which they are asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DeskWaitlist {
    /// The server's time.
    pub as_of: Instant,
    /// The event up to which this holds.
    #[cfg_attr(feature = "schema", schema(value_type = i64))]
    pub last_event_id: EventNumber,
    /// In order.
    pub wishes: Vec<DeskWish>,
}

/// A wish as the desk sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DeskWish {
    /// Names it within the dealer.
    #[cfg_attr(feature = "schema", schema(value_type = i64))]
    pub id: WishId,
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
