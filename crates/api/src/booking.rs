//! Availability, holds and bookings (docs/rules.md, "Offers and holds" and "Bookings").

use crate::person::{ConsentGiven, Customer};
use crate::vehicle::Vehicle;
use crate::{Date, Instant, Money};
use bayside_domain::codes::{DayState, Load, Stay};
use serde::{Deserialize, Serialize};

/// Query of `GET …/availability`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct AvailabilityQuery {
    /// The first local date to be shown.
    pub from: Date,
    /// The last local date to be shown, inclusive; at most 62 days.
    pub to: Date,
    /// Ids of the wanted jobs, separated by commas; at most ten.
    pub services: String,
    /// How the customer spends the time: `wait`, `leave` or `loaner`.
    pub stay: Stay,
    /// The id of the only adviser wanted; any if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adviser: Option<String>,
    /// `days` leaves the slots out and counts them only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

/// Reply of `GET …/availability`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Availability {
    /// At most two: the earliest, and the earliest that saves more; without one, that of the other half of the day, else
    /// of another day.
    pub best: Vec<Slot>,
    /// Every day from `from` to `to`, in order.
    pub days: Vec<Day>,
}

/// One local day with what is free on it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Day {
    /// The local date at the dealer.
    pub date: Date,
    /// How much of the day is left for the requested services.
    pub state: DayState,
    /// The largest benefit of the day, for the calendar; absent where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub benefit: Option<Money>,
    /// The count of free starts of the day.
    pub free: u32,
    /// The bookable starts, earliest first; absent with `detail=days`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slots: Option<Vec<Slot>>,
}

/// A start that can be booked as it is offered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Slot {
    /// When reception begins, in the dealer's offset.
    pub start: Instant,
    /// When the car is expected to be ready, estimated from the work.
    pub ready_estimate: Instant,
    /// The id of the adviser who receives.
    pub adviser: String,
    /// The offer, signed by the server; it goes into a hold or a booking as it is.
    pub offer: String,
    /// The price from which the work costs, before the benefit is taken off.
    pub price: Money,
    /// What is saved by booking this hour; zero or positive.
    pub benefit: Money,
    /// How full the workshop is around the start.
    pub load: Load,
    /// When the car would be ready for each way of staying; null where the workshop has no capacity left.
    pub stays: Stays,
}

/// Ready time per way of staying.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Stays {
    /// When the car would be ready if the customer waits in the lounge; null if no seat is free.
    pub wait: Option<Instant>,
    /// When the car would be ready if the customer leaves it; null if there is no capacity.
    pub leave: Option<Instant>,
    /// When the car would be ready if the customer drives a loaner; null if no loaner is free.
    pub loaner: Option<Instant>,
}

/// Body of `POST …/holds`: the start to be held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct HoldRequest {
    /// The offer of the slot that is to be held, as the availability gave it.
    pub offer: String,
    /// The name of a hold to give back in the same transaction; may be left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<String>,
}

/// Reply of `POST …/holds` and `…/renew`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Hold {
    /// The name of the hold, for a booking or to renew it.
    pub hold: String,
    /// Until when the hold is guaranteed to become a booking.
    pub expires_at: Instant,
    /// Whether it may still be renewed, which it may once.
    pub renewable: bool,
}

/// Body of `POST …/bookings`. Exactly one of `hold` and `offer`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BookingRequest {
    /// The name of a hold that has not expired; or `offer`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold: Option<String>,
    /// The offer of a slot, booked at once; or `hold`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<String>,
    /// Ids of the jobs, the same as in the offer; at most ten.
    pub services: Vec<String>,
    /// What the customer notices or wants, in their own words; at most 2,000 characters.
    #[serde(default)]
    pub concern: String,
    /// The car, as its owner describes it.
    pub vehicle: Vehicle,
    /// The customer who brings the car.
    pub customer: Customer,
    /// How the customer spends the time, the same as in the offer.
    pub stay: Stay,
    /// The id of the adviser, the same as in the offer, if one was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adviser: Option<String>,
    /// What the customer agreed to, and to which text.
    pub consent: ConsentGiven,
    /// From where they came to the form, e.g. `widget:hero`; at most 80 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Campaign parameters by name (`utm_…`), at most ten.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub utm: Option<std::collections::BTreeMap<String, String>>,
    /// A field that people do not see; text in it marks the booking for the desk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub website: Option<String>,
    /// Whole seconds from the form's opening to its sending; too few mark the booking for the desk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filled_seconds: Option<u32>,
}

/// Reply of `POST …/bookings`: the booking with what opens it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct BookingCreated {
    /// Six characters, for the telephone and the gate.
    pub reference: String,
    /// Opens the booking's private page: `/booking#{manage_token}`.
    pub manage_token: String,
    /// The address of the booking's private page, with its token.
    pub manage_url: String,
    /// When reception begins, in the dealer's offset.
    pub start: Instant,
    /// When the car is expected to be ready, estimated from the work.
    pub ready_estimate: Instant,
    /// The id of the adviser who receives.
    pub adviser: String,
    /// How the customer spends the time: `wait`, `leave` or `loaner`.
    pub stay: Stay,
    /// The price from which the work costs, before the benefit is taken off.
    pub price: Money,
    /// What is saved by the chosen hour; zero or positive.
    pub benefit: Money,
    /// Where confirmation and reminders are sent, masked: `138****5678`, `l***@example.org`. Absent where nothing can be
    /// sent, and in what the desk or the waitlist books.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told_to: Option<String>,
}

/// `GET /bookings/{manage_token}`: masked where the full value is not needed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Booking {
    /// The dealer's short name in addresses (slug), e.g. `anting`.
    pub dealer: String,
    /// The booking's reference: six characters, for the telephone and the gate.
    pub reference: String,
    /// How the booking stands: `booked`, `arrived`, `cancelled` or `no-show`.
    pub status: BookingStatus,
    /// When reception begins, in the dealer's offset.
    pub start: Instant,
    /// When the car is expected to be ready, estimated from the work.
    pub ready_estimate: Instant,
    /// The adviser who receives the customer.
    pub adviser: crate::dealer::Adviser,
    /// The booked jobs, in the order of the request.
    pub services: Vec<BookedService>,
    /// How the customer spends the time: `wait`, `leave` or `loaner`.
    pub stay: Stay,
    /// The plate, masked as on walls, e.g. `沪A·**345`.
    pub plate: String,
    /// The car's model, as the customer named it.
    pub model: String,
    /// The phone number, masked, e.g. `138****5678`.
    pub phone: String,
    /// How the customer is addressed, e.g. 「王女士」.
    pub addressed_as: String,
    /// What the customer notices or wants, in their own words; at most 2,000 characters.
    pub concern: String,
    /// The price from which the work costs, before the benefit is taken off.
    pub price: Money,
    /// What is saved by the chosen hour; zero or positive.
    pub benefit: Money,
    /// Until when the booking may be moved or cancelled with this link.
    pub change_until: Instant,
    /// The version of the calendar entry: a count that rises with every change (RFC 5545 SEQUENCE).
    pub sequence: u32,
    /// Whether all four preparations are ticked: 「已为您准备好」.
    pub prepared: bool,
    /// The wish for an earlier time, while there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wish: Option<crate::waitlist::BookingWish>,
    /// What happened to the booking, earliest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub history: Vec<BookingChange>,
}

/// Something that happened to a booking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct BookingChange {
    /// When it happened.
    pub at: Instant,
    /// What happened to the booking: made, moved, prepared, arrived, cancelled or not come.
    pub what: BookingChangeKind,
    /// The time that was booked by it; absent where it booked none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<Instant>,
}

/// What can happen to a booking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum BookingChangeKind {
    /// It was made.
    Booked,
    /// It was moved to another time.
    Moved,
    /// The last of the four preparations was ticked.
    Prepared,
    /// The car arrived.
    Arrived,
    /// It was cancelled.
    Cancelled,
    /// The customer did not come.
    NoShow,
}

/// Where a booking stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum BookingStatus {
    /// The start is in the future.
    Booked,
    /// The car is or was here.
    Arrived,
    /// The booking was cancelled.
    Cancelled,
    /// The customer did not come.
    NoShow,
}

/// A job that was booked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct BookedService {
    /// A stable name of it within the dealer, as in the dealer's settings.
    pub id: String,
    /// What it is called, in the asked language.
    pub name: String,
    /// The price from which the job costs, before any benefit.
    pub price_from: Money,
}

/// Body of `POST …/reschedule`. Exactly one of `hold` and `offer`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RescheduleRequest {
    /// The name of a hold that has not expired; or `offer`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold: Option<String>,
    /// The offer of a slot, taken at once; or `hold`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<String>,
}

/// Body of `POST …/cancel`: cancels a booking.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CancelRequest {
    /// Why the booking is cancelled, in the customer's own words; may be left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// The paths of the calls that use these types.
pub mod path {
    use crate::BASE;

    /// `GET` the bookable starts; append the query.
    pub fn availability(slug: &str) -> String {
        format!("{BASE}/dealers/{slug}/availability")
    }

    /// `POST` takes a hold.
    pub fn holds(slug: &str) -> String {
        format!("{BASE}/dealers/{slug}/holds")
    }

    /// `DELETE` gives a hold back.
    pub fn hold(slug: &str, hold: &str) -> String {
        format!("{BASE}/dealers/{slug}/holds/{hold}")
    }

    /// `POST` extends a hold once.
    pub fn renew(slug: &str, hold: &str) -> String {
        format!("{BASE}/dealers/{slug}/holds/{hold}/renew")
    }

    /// `POST` makes a booking.
    pub fn bookings(slug: &str) -> String {
        format!("{BASE}/dealers/{slug}/bookings")
    }

    /// `GET` a booking by its private token.
    pub fn booking(token: &str) -> String {
        format!("{BASE}/bookings/{token}")
    }

    /// `POST` cancels a booking.
    pub fn cancel(token: &str) -> String {
        format!("{BASE}/bookings/{token}/cancel")
    }

    /// `POST` moves a booking.
    pub fn reschedule(token: &str) -> String {
        format!("{BASE}/bookings/{token}/reschedule")
    }

    /// `GET` a reference as a QR code, an SVG.
    pub fn reference_code(reference: &str) -> String {
        format!("{BASE}/references/{reference}/qr.svg")
    }

    /// `GET` the booking as a calendar file.
    pub fn calendar(token: &str) -> String {
        format!("{BASE}/bookings/{token}/calendar.ics")
    }
}

crate::example::examples! {
    BookingRequest = r#"{
  "offer": "AQEzMjEwMDAwMDAwMDB-li-min-service-60k.q3Jw7yV0m2T8",
  "services": ["service-60k", "brake-check"],
  "concern": "刹车有异响，低速时明显",
  "vehicle": {
    "plate": "沪A12345",
    "plate_kind": "cn",
    "model": "帕萨特 330TSI",
    "mileage_km": 58200,
    "vin": "LSVAB4BR5JN123456",
    "first_registered": "2022-05-18"
  },
  "customer": {"name": "王丽", "salutation": "ms", "phone": "13812345678", "email": "wang.li@example.com", "locale": "zh-CN"},
  "stay": "wait",
  "adviser": "li-min",
  "consent": {"version": "2026-11", "marketing": false, "display_name": true},
  "source": "widget:hero",
  "utm": {"utm_source": "newsletter"},
  "filled_seconds": 95
}"#,
    CancelRequest = r#"{"reason": "临时出差"}"#,
    HoldRequest = r#"{"offer": "AQEzMjEwMDAwMDAwMDB-li-min-service-60k.q3Jw7yV0m2T8"}"#,
    RescheduleRequest = r#"{"offer": "AQEzMjEwMDAwMDAwMDB-li-min-service-60k.q3Jw7yV0m2T8"}"#,
}
