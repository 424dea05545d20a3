//! The desk's view of capacity: what is out of use, and why a start is not offered.

use crate::booking::Slot;
use crate::person::Person;
use crate::{Date, Instant};
use bayside_domain::codes::{OutageReason, Stay};
use bayside_domain::ids::{OutageId, VisitId};
use serde::{Deserialize, Serialize};

/// A local time at the dealer, `YYYY-MM-DDTHH:MM`. When clocks go back and the time happens twice, a beginning means
/// the first and an end the second; when clocks go forward and it does not happen at all, the end of the gap is meant.
pub type WallTime = String;

/// A resource that bookings use: an adviser, a place in a team, a lounge seat or a loaner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Resource {
    /// Stable name: `adviser:li-min`, `team:maintenance`, `seat`, `loaner`.
    pub id: String,
    /// The name of an adviser; empty for the other kinds, for which the page has words.
    pub name: String,
    /// The count of places that there are of it.
    pub places: u16,
}

/// Body of `POST /desk/{dealer}/blocks`: puts a resource out of use for a while.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(as = BlockRequest))]
#[serde(deny_unknown_fields)]
pub struct OutageRequest {
    /// The id of the resource, e.g. `adviser:li-min`, `team:maintenance`, `seat` or `loaner`.
    pub resource: String,
    /// The count of its places that are out of use; all of them if not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub places: Option<u16>,
    /// From when, local time at the dealer: `YYYY-MM-DDTHH:MM`.
    #[cfg_attr(feature = "schema", schema(value_type = String))]
    pub from: WallTime,
    /// Until when, local time at the dealer: `YYYY-MM-DDTHH:MM`; at most 366 days after `from`.
    #[cfg_attr(feature = "schema", schema(value_type = String))]
    pub to: WallTime,
    /// Why it is out of use.
    pub reason: OutageReason,
}

/// A resource out of use for a while.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(as = Block))]
pub struct Outage {
    /// The id of it within the dealer, a whole number.
    #[cfg_attr(feature = "schema", schema(value_type = i64))]
    pub id: OutageId,
    /// The resource that is out of use.
    pub resource: Resource,
    /// The count of its places that are out of use, 1 or more.
    pub blocked: u16,
    /// From when it is out of use.
    pub from: Instant,
    /// Until when it is out of use, exclusive.
    pub to: Instant,
    /// Why it is out of use.
    pub reason: OutageReason,
    /// Bookings for which there is no place any more. They stay booked; staff call the customers.
    pub hits: Vec<AffectedBooking>,
}

/// A booking that an outage affects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(as = Hit))]
pub struct AffectedBooking {
    /// The id of the visit within the dealer, a whole number.
    #[cfg_attr(feature = "schema", schema(value_type = i64))]
    pub id: VisitId,
    /// The booking's reference: six characters, for the telephone and the gate.
    pub reference: String,
    /// The licence plate in full, as it is written on the car.
    pub plate: String,
    /// How the customer is addressed: family name and salutation, e.g. 「王女士」.
    pub addressed_as: String,
    /// The customer's phone number in full, E.164, to be dialled.
    pub phone: String,
    /// The booked jobs by name, in one line.
    pub work: String,
    /// When reception begins, in the dealer's offset.
    pub start: Instant,
    /// The first time at which this booking needs the resource and there is too little of it.
    pub short_at: Instant,
}

/// `GET /desk/{dealer}/blocks`: what has not ended yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(as = BlockList))]
pub struct OutageList {
    /// The server's time when this was so.
    pub as_of: Instant,
    /// Every resource that can be out of use.
    pub resources: Vec<Resource>,
    /// What is out of use now or later, in the order of the beginnings.
    pub blocks: Vec<Outage>,
}

/// `GET /desk/{dealer}/explain`: why a start is offered or not.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Explanation {
    /// The start asked about.
    pub start: Instant,
    /// Whether the start is offered.
    pub bookable: bool,
    /// The slot as it is offered; null if it is not.
    pub slot: Option<Slot>,
    /// The first reason, as in `refused`; null if the start is offered.
    pub code: Option<String>,
    /// The reason for each adviser that was tried.
    pub refused: Vec<Refused>,
    /// What would make the start bookable; each of these is enough alone.
    pub help: Vec<Help>,
    /// The nearest starts that are offered, at most three.
    pub alternatives: Vec<Slot>,
}

/// Why a start is not offered with one adviser.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Refused {
    /// The adviser who would receive.
    pub adviser: Person,
    /// The reason: `notice`, `horizon`, `off-grid`, `closed`, `parts`, `adviser-away`, `adviser-busy`,
    /// `adviser-reserve`, `team`, `team-reserve`, `idle`, `not-ready-in-time`, `seat`, `loaner`, `stay-not-offered`.
    pub code: String,
    /// The resource of which there is too little; null where the reason is another.
    pub resource: Option<Resource>,
    /// From when there is too little of it; for loaners, the beginning of the day.
    pub from: Option<Instant>,
    /// Until when there is too little of it.
    pub to: Option<Instant>,
    /// Why some of it is out of use then; null where nothing is.
    pub reason: Option<OutageReason>,
}

/// What would make a start bookable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Help {
    /// What would help: `adviser`, `stay`, `override`, `unblock` or `place`.
    pub kind: String,
    /// With `adviser`: who could receive instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adviser: Option<Person>,
    /// With `stay`: how the customer would stay instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stay: Option<Stay>,
    /// With `place`: the resource of which one more place is needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource: Option<Resource>,
}

/// Body of `POST /desk/{dealer}/bookings`: a booking by phone, by the same rules as online.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PhoneBooking {
    /// The booking, as a customer would send it.
    pub booking: crate::booking::BookingRequest,
    /// Instead of hold and offer: a manager books this start into the walk-in reserve or at short notice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overriding: Option<Override>,
}

/// A start that is not offered, and why it is booked all the same. Places are never exceeded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Override {
    /// When reception begins, local time at the dealer: `YYYY-MM-DDTHH:MM`.
    #[cfg_attr(feature = "schema", schema(value_type = String))]
    pub start: WallTime,
    /// Why it is booked all the same, for the log: 3 to 500 characters.
    pub reason: String,
}

/// `GET /desk/{dealer}/invitations`: cars whose service is due and who wish to hear of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct InvitationList {
    /// The server's time when this was so.
    pub as_of: Instant,
    /// The cars whose service is due, the most overdue first.
    pub invitations: Vec<Invitation>,
    /// How many more are due than are listed.
    pub more: u32,
    /// How many more are due whose owners have not agreed to be written to or called.
    pub without_consent: u32,
    /// Cars that were booked by such a link, for the last 30 days and all days to come, the latest start first.
    pub booked: Vec<InvitedBooking>,
}

/// A booking that came of an invitation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct InvitedBooking {
    /// The id of the visit that was booked, within the dealer.
    #[cfg_attr(feature = "schema", schema(value_type = i64))]
    pub id: VisitId,
    /// The licence plate in full, as it is written on the car.
    pub plate: String,
    /// How the customer is addressed: family name and salutation, e.g. 「王女士」.
    pub addressed_as: String,
    /// When reception begins, in the dealer's offset.
    pub start: Instant,
}

/// A car whose service is due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Invitation {
    /// The id of the car's last visit within the dealer, a whole number.
    #[cfg_attr(feature = "schema", schema(value_type = i64))]
    pub id: VisitId,
    /// The licence plate in full, as it is written on the car.
    pub plate: String,
    /// The car's model, as the customer named it.
    pub model: String,
    /// How the customer is addressed: family name and salutation, e.g. 「王女士」.
    pub addressed_as: String,
    /// The customer's phone number in full, E.164, to be dialled.
    pub phone: String,
    /// The local date of the last visit.
    pub last_visit: Date,
    /// The odometer in kilometres at the last visit.
    pub last_km: u32,
    /// When the service is due: by date or by estimated mileage, whichever comes first.
    pub due: Date,
    /// What makes it due: `date` or `mileage`.
    pub due_by: String,
    /// The name of the job whose rule makes the service due; null where the dealer's general interval does.
    pub work: Option<String>,
    /// The odometer in kilometres today, estimated from the car's visits.
    pub estimated_km: u32,
    /// The address of the booking page, filled in for this car.
    pub link: String,
    /// The channel by which a message would be sent; null where none can be sent.
    pub channel: Option<bayside_domain::codes::MessageChannel>,
    /// The last invitation that was sent; null before the first.
    pub message: Option<InvitationMessage>,
    /// What came of the last call; null before.
    pub contact: Option<Contact>,
}

/// An invitation to a service that is due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct InvitationMessage {
    /// How far it has come.
    pub state: bayside_domain::codes::MessageState,
    /// When it went out, or goes out.
    pub at: Instant,
    /// Why it was not sent, or not yet; null where nothing is wrong.
    pub reason: Option<bayside_domain::codes::MessageReason>,
    /// Until when no other is sent; null where it may be sent now.
    pub until: Option<Instant>,
}

/// What came of a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Contact {
    /// What came of the call.
    pub outcome: bayside_domain::codes::CallOutcome,
    /// When somebody called.
    pub at: Instant,
    /// The name of the member of staff who called.
    pub by: String,
}

/// Body of `POST /desk/{dealer}/invitations/{id}`, `…/confirmations/{id}` and `…/untold/{id}`: what came of a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ContactRequest {
    /// What came of the call.
    pub outcome: bayside_domain::codes::CallOutcome,
}

/// `GET /desk/{dealer}/confirmations?date=`: whom to call about a day's bookings, default tomorrow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ConfirmationList {
    /// The server's time when this was so.
    pub as_of: Instant,
    /// The local date whose bookings these are.
    pub date: Date,
    /// Whom to call, in the order of the starts.
    pub calls: Vec<Confirmation>,
}

/// A booking to be confirmed by a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Confirmation {
    /// The id of the visit within the dealer, a whole number.
    #[cfg_attr(feature = "schema", schema(value_type = i64))]
    pub id: VisitId,
    /// The booking's reference: six characters, for the telephone and the gate.
    pub reference: String,
    /// When reception begins, in the dealer's offset.
    pub start: Instant,
    /// The licence plate in full, as it is written on the car.
    pub plate: String,
    /// How the customer is addressed: family name and salutation, e.g. 「王女士」.
    pub addressed_as: String,
    /// The customer's phone number in full, E.164, to be dialled.
    pub phone: String,
    /// The booked jobs by name, in one line.
    pub work: String,
    /// The adviser who receives the customer.
    pub adviser: Person,
    /// What came of the last call; null before.
    pub contact: Option<Contact>,
}

/// The paths of the calls that use these types.
pub mod path {
    use crate::BASE;
    use bayside_domain::ids::{OutageId, VisitId};

    /// `GET` what is out of use, `POST` puts something out of use.
    pub fn desk_outages(slug: &str) -> String {
        format!("{BASE}/desk/{slug}/blocks")
    }

    /// `DELETE` ends an outage.
    pub fn desk_outage(slug: &str, id: OutageId) -> String {
        format!("{BASE}/desk/{slug}/blocks/{id}")
    }

    /// `GET` why a start is offered or not; append the query.
    pub fn desk_explain(slug: &str) -> String {
        format!("{BASE}/desk/{slug}/explain")
    }

    /// `POST` a booking by phone.
    pub fn desk_bookings(slug: &str) -> String {
        format!("{BASE}/desk/{slug}/bookings")
    }

    /// `GET` the cars whose service is due.
    pub fn desk_invitations(slug: &str) -> String {
        format!("{BASE}/desk/{slug}/invitations")
    }

    /// `POST` what came of an invitation.
    pub fn desk_invitation(slug: &str, id: VisitId) -> String {
        format!("{BASE}/desk/{slug}/invitations/{id}")
    }

    /// `POST` sends an invitation.
    pub fn desk_invitation_message(slug: &str, id: VisitId) -> String {
        format!("{BASE}/desk/{slug}/invitations/{id}/message")
    }

    /// `GET` whom to call about a day's bookings; `date=` for another day than tomorrow.
    pub fn desk_confirmations(slug: &str) -> String {
        format!("{BASE}/desk/{slug}/confirmations")
    }

    /// `POST` what came of a confirmation call.
    pub fn desk_confirmation(slug: &str, id: VisitId) -> String {
        format!("{BASE}/desk/{slug}/confirmations/{id}")
    }
}

crate::example::examples! {
    OutageRequest as BlockRequest = r#"{"resource": "adviser:li-min", "from": "2026-12-03T08:00", "to": "2026-12-03T12:00", "reason": "training"}"#,
    ContactRequest = r#"{"outcome": "agreed"}"#,
    PhoneBooking = r#"{
  "booking": {
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
    "consent": {"version": "2026-11", "marketing": false, "display_name": true}
  },
  "overriding": {"start": "2026-12-01T15:30", "reason": "老客户，刹车异响需当天检查"}
}"#,
}
