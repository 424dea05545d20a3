//! Availability, holds and bookings (semantics.md, "Offers, holds, changes").

use crate::person::{ConsentGiven, Customer};
use crate::vehicle::Vehicle;
use crate::{Date, Instant, Money};
use bayside_domain::words::{DayState, Load, Stay};
use serde::{Deserialize, Serialize};

/// Query of `GET …/availability`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::IntoParams))]
#[serde(deny_unknown_fields)]
pub struct AvailabilityQuery {
    /// First local date.
    pub from: Date,
    /// Last local date, inclusive; at most 62 days.
    pub to: Date,
    /// Service ids, separated by commas.
    pub services: String,
    /// How the customer stays.
    pub stay: Stay,
    /// Only this adviser.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adviser: Option<String>,
    /// `days` leaves the slots out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

/// Reply of `GET …/availability`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Availability {
    /// At most two: the best price in a quiet hour, and the earliest.
    pub best: Vec<Slot>,
    /// Every day from `from` to `to`.
    pub days: Vec<Day>,
}

/// One local day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Day {
    /// In the dealer's zone.
    pub date: Date,
    /// What is left.
    pub state: DayState,
    /// The largest benefit of the day, for the calendar.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub benefit: Option<Money>,
    /// How many starts are free.
    pub free: u32,
    /// Only bookable starts; absent with `detail=days`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slots: Option<Vec<Slot>>,
}

/// A bookable start.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Slot {
    /// When reception begins.
    pub start: Instant,
    /// When the car is expected to be ready.
    pub ready_estimate: Instant,
    /// Who receives.
    pub adviser: String,
    /// Signed; goes into a hold or a booking.
    pub offer: String,
    /// Price from, before the benefit.
    pub price: Money,
    /// What is saved by booking this hour; zero or positive.
    pub benefit: Money,
    /// How full the workshop is then.
    pub load: Load,
    /// Ready time for each way of staying, null where it has no room.
    pub stays: Stays,
}

/// Ready time per way of staying.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Stays {
    /// Waiting in the lounge.
    pub wait: Option<Instant>,
    /// Leaving the car.
    pub leave: Option<Instant>,
    /// With a loaner.
    pub loaner: Option<Instant>,
}

/// Body of `POST …/holds`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct HoldRequest {
    /// From a slot.
    pub offer: String,
    /// A hold to give back in the same transaction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<String>,
}

/// Reply of `POST …/holds` and `…/renew`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Hold {
    /// Names the hold.
    pub hold: String,
    /// Until then it always books.
    pub expires_at: Instant,
    /// Whether it may still be renewed.
    pub renewable: bool,
}

/// Body of `POST …/bookings`. Exactly one of `hold` and `offer`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BookingRequest {
    /// A live hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold: Option<String>,
    /// Or an offer, booked at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<String>,
    /// As in the offer.
    pub services: Vec<String>,
    /// In the customer's own words.
    #[serde(default)]
    pub concern: String,
    /// The car.
    pub vehicle: Vehicle,
    /// Who brings it.
    pub customer: Customer,
    /// As in the offer.
    pub stay: Stay,
    /// As in the offer, if given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adviser: Option<String>,
    /// What was agreed to.
    pub consent: ConsentGiven,
    /// Where the booking came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Campaign parameters (`utm_…`), at most ten.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub utm: Option<std::collections::BTreeMap<String, String>>,
    /// A field that people do not see; text in it marks the booking for the desk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub website: Option<String>,
    /// Whole seconds from the form's opening to its sending; too few mark the booking for the desk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filled_seconds: Option<u32>,
}

/// Reply of `POST …/bookings`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct BookingCreated {
    /// Six characters, for the telephone and the gate.
    pub reference: String,
    /// Opens the booking's private page: `/booking#{manage_token}`.
    pub manage_token: String,
    /// The booking's private page.
    pub manage_url: String,
    /// When reception begins.
    pub start: Instant,
    /// When the car is expected to be ready.
    pub ready_estimate: Instant,
    /// Who receives (id).
    pub adviser: String,
    /// How the customer stays.
    pub stay: Stay,
    /// Price from, before the benefit.
    pub price: Money,
    /// What is saved.
    pub benefit: Money,
}

/// `GET /bookings/{manage_token}`: masked where the full value is not needed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Booking {
    /// The dealer's slug.
    pub dealer: String,
    /// Six characters.
    pub reference: String,
    /// `booked`, `arrived`, `cancelled` or `no-show`.
    pub status: BookingStatus,
    /// When reception begins.
    pub start: Instant,
    /// When the car is expected to be ready.
    pub ready_estimate: Instant,
    /// Who receives.
    pub adviser: crate::dealer::Adviser,
    /// What was booked.
    pub services: Vec<BookedService>,
    /// How the customer stays.
    pub stay: Stay,
    /// Masked plate.
    pub plate: String,
    /// The model.
    pub model: String,
    /// Masked phone.
    pub phone: String,
    /// How the customer is addressed, e.g. 「王女士」.
    pub addressed_as: String,
    /// In the customer's own words.
    pub concern: String,
    /// Price from, before the benefit.
    pub price: Money,
    /// What is saved.
    pub benefit: Money,
    /// Until when it may be changed by this link.
    pub change_until: Instant,
    /// Rises with every change (RFC 5545 SEQUENCE).
    pub sequence: u32,
    /// All four preparations are ticked: 「已为您准备好」.
    pub prepared: bool,
    /// The wish for an earlier time, while there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wish: Option<crate::waitlist::BookingWish>,
}

/// Where a booking stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum BookingStatus {
    /// To come.
    Booked,
    /// The car is or was here.
    Arrived,
    /// Given up.
    Cancelled,
    /// The customer did not come.
    NoShow,
}

/// A booked job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct BookedService {
    /// Stable name.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Price from.
    pub price_from: Money,
}

/// Body of `POST …/reschedule`. Exactly one of `hold` and `offer`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RescheduleRequest {
    /// A live hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold: Option<String>,
    /// Or an offer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<String>,
}

/// Body of `POST …/cancel`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CancelRequest {
    /// Optional, in the customer's own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}
