//! The waitlist: a customer's wish, the start that is held for them, and the desk's list of all who wait.

use crate::person::{ConsentGiven, Customer, Person};
use crate::vehicle::Vehicle;
use crate::{Date, Instant, Money};
use bayside_domain::codes::{SpamSignal, Stay};
use bayside_domain::ids::{EventNumber, WishId};
use serde::{Deserialize, Serialize};

/// Body of `POST …/waitlist`: a booking's `manage_token`, or customer, vehicle and consent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct WaitlistRequest {
    /// Ids of the wanted jobs; with a booking its own, and may be left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<String>,
    /// How the customer stays; with a booking its own, and may be left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stay: Option<Stay>,
    /// The first local date that would suit.
    pub from: Date,
    /// The last local date that would suit, inclusive; at most 62 days.
    pub to: Date,
    /// Stretches of the day in which reception may begin, at most six; none means any hour.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hours: Vec<HourSpan>,
    /// The id of the only adviser wanted; any if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adviser: Option<String>,
    /// The private token of the booking that is to be earlier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manage_token: Option<String>,
    /// What the customer notices or wants, in their own words; at most 2,000 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub concern: Option<String>,
    /// The customer who waits; left out with a booking.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<Customer>,
    /// The car; left out with a booking.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vehicle: Option<Vehicle>,
    /// What the customer agreed to; left out with a booking.
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
    /// When the stretch begins, local wall time `HH:MM`.
    pub from: String,
    /// When the stretch ends, local wall time `HH:MM`; `24:00` ends the day.
    pub to: String,
}

/// Reply of `POST …/waitlist`: what opens the wish.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct WaitlistCreated {
    /// The private token of the wish; it opens `/waitlist#{token}`.
    pub token: String,
    /// The count of those who wait before them for the same days.
    pub ahead: u32,
}

/// Where a wish stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum WaitlistStatus {
    /// No time that fits has become free yet.
    Waiting,
    /// A start is held for them.
    Offered,
    /// Booked or moved.
    Accepted,
    /// The wish was withdrawn, or its days have passed.
    Ended,
}

/// `GET /waitlist/{token}`: how a wish for a time stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Waitlist {
    /// The dealer's short name in addresses (slug), e.g. `anting`.
    pub dealer: String,
    /// How the wish stands: waiting, offered, accepted or ended.
    pub status: WaitlistStatus,
    /// Ids of the wanted jobs.
    pub services: Vec<String>,
    /// How the customer spends the time: `wait`, `leave` or `loaner`.
    pub stay: Stay,
    /// The first local date of the wish.
    pub from: Date,
    /// The last local date of the wish, inclusive.
    pub to: Date,
    /// Stretches of the day in which reception may begin; none means any hour.
    pub hours: Vec<HourSpan>,
    /// The id of the only adviser wanted; null where any may receive.
    pub adviser: Option<String>,
    /// The count of those who wait before them for the same days.
    pub ahead: u32,
    /// The start that is held for them; null while none is.
    pub offer: Option<WaitlistOffer>,
    /// The booking that would be moved, or that was made; null without one.
    pub booking: Option<WaitlistBooking>,
    /// The server's time at the reply.
    pub now: Instant,
}

/// A start that is held for somebody on the waitlist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct WaitlistOffer {
    /// When reception would begin, in the dealer's offset.
    pub start: Instant,
    /// When the car would be ready, estimated from the work.
    pub ready_estimate: Instant,
    /// The id of the adviser who would receive.
    pub adviser: String,
    /// The price from which the work costs, before the benefit is taken off.
    pub price: Money,
    /// What is saved by the chosen hour; zero or positive.
    pub benefit: Money,
    /// Until when the start is held for them.
    pub expires_at: Instant,
}

/// A wish for an earlier time that has not ended, as its booking shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct BookingWish {
    /// The private token of the wish; it opens `/waitlist#{token}`.
    pub token: String,
    /// How the wish stands: `waiting` or `offered`.
    pub status: WaitlistStatus,
    /// The first local date of the wish.
    pub from: Date,
    /// The last local date of the wish, inclusive.
    pub to: Date,
    /// The start that is held for them, while one is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<WaitlistOffer>,
}

/// The booking beside a wish.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct WaitlistBooking {
    /// The booking's reference: six characters, for the telephone and the gate.
    pub reference: String,
    /// When reception begins, in the dealer's offset.
    pub start: Instant,
    /// When the car is expected to be ready, estimated from the work.
    pub ready_estimate: Instant,
    /// The id of the adviser who receives.
    pub adviser: String,
    /// The price from which the work costs, before the benefit is taken off.
    pub price: Money,
    /// What is saved by the chosen hour; zero or positive.
    pub benefit: Money,
}

/// `GET /desk/{dealer}/waitlist`: everybody who waits, in the order in which free times are offered to them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DeskWaitlist {
    /// The server's time when this was so.
    pub as_of: Instant,
    /// The dealer's event number up to which this holds, a rising count.
    #[cfg_attr(feature = "schema", schema(value_type = i64))]
    pub last_event_id: EventNumber,
    /// Everybody who waits, in the order in which free times are offered to them.
    pub wishes: Vec<DeskWish>,
}

/// A wish as the desk sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DeskWish {
    /// A whole number, the id of it within the dealer.
    #[cfg_attr(feature = "schema", schema(value_type = i64))]
    pub id: WishId,
    /// How the wish stands: waiting, offered, accepted or ended.
    pub status: WaitlistStatus,
    /// How the customer is addressed: family name and salutation, e.g. 「王女士」.
    pub addressed_as: String,
    /// The customer's phone number in full, E.164.
    pub phone: String,
    /// The licence plate in full, as it is written on the car.
    pub plate: String,
    /// The wanted jobs by name, in one line.
    pub work: String,
    /// How the customer spends the time: `wait`, `leave` or `loaner`.
    pub stay: Stay,
    /// The first local date of the wish.
    pub from: Date,
    /// The last local date of the wish, inclusive.
    pub to: Date,
    /// Stretches of the day in which reception may begin; none means any hour.
    pub hours: Vec<HourSpan>,
    /// The wanted adviser; null where any may receive.
    pub adviser: Option<Person>,
    /// The start of the booking that is to be earlier; null without one.
    pub booked: Option<Instant>,
    /// Since when they wait.
    pub created_at: Instant,
    /// The start that is held for them; null while none is.
    pub offered: Option<Instant>,
    /// Until when the start is held; null while none is.
    pub offered_until: Option<Instant>,
    /// The count of offers that they declined or did not answer.
    pub passed: u32,
    /// Signs that the request may be spam; none for most.
    pub marks: Vec<SpamSignal>,
}

/// The paths of the calls that use these types.
pub mod path {
    use crate::BASE;

    /// `POST` joins the waitlist.
    pub fn waitlist(slug: &str) -> String {
        format!("{BASE}/dealers/{slug}/waitlist")
    }

    /// `GET` the status of a wish, `DELETE` ends it.
    pub fn wish(token: &str) -> String {
        format!("{BASE}/waitlist/{token}")
    }

    /// `POST` accepts the offered time.
    pub fn accept_wish(token: &str) -> String {
        format!("{BASE}/waitlist/{token}/accept")
    }

    /// `POST` declines the offered time; the wish stays on the waitlist.
    pub fn decline_wish(token: &str) -> String {
        format!("{BASE}/waitlist/{token}/decline")
    }

    /// `GET` the waitlist.
    pub fn desk_waitlist(slug: &str) -> String {
        format!("{BASE}/desk/{slug}/waitlist")
    }
}

crate::example::examples! {
    WaitlistRequest = r#"{
  "services": ["service-60k"],
  "stay": "wait",
  "from": "2026-12-01",
  "to": "2026-12-05",
  "hours": [{"from": "08:00", "to": "12:00"}],
  "customer": {"name": "王丽", "salutation": "ms", "phone": "13812345678", "email": "wang.li@example.com", "locale": "zh-CN"},
  "vehicle": {"plate": "沪A12345", "plate_kind": "cn", "model": "帕萨特 330TSI", "mileage_km": 58200, "vin": "LSVAB4BR5JN123456"},
  "consent": {"version": "2026-11", "marketing": false, "display_name": true},
  "filled_seconds": 71
}"#,
}
