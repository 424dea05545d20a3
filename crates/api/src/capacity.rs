//! The desk's view of capacity: what is out of use, and why a start is not offered.

use crate::booking::Slot;
use crate::person::Person;
use crate::{Date, Instant};
use bayside_domain::ids::{OutageId, VisitId};
use bayside_domain::words::{BlockReason, Stay};
use serde::{Deserialize, Serialize};

/// A time on the dealer's wall, `YYYY-MM-DDTHH:MM`. One that happens twice means the first as a
/// beginning and the second as an end; one that does not happen means the end of the gap.
pub type WallTime = String;

/// Something that can be taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Resource {
    /// Stable name: `adviser:li-min`, `team:maintenance`, `seat`, `loaner`.
    pub id: String,
    /// Of an adviser the name; empty otherwise, the page has words for the kinds.
    pub name: String,
    /// How many there are.
    pub places: u16,
}

/// Body of `POST /desk/{dealer}/blocks`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BlockRequest {
    /// What is out of use.
    pub resource: String,
    /// How many places of it; all if not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub places: Option<u16>,
    /// From when, on the dealer's wall.
    pub from: WallTime,
    /// Until when, on the dealer's wall.
    pub to: WallTime,
    /// Why.
    pub reason: BlockReason,
}

/// A resource out of use for a while.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Block {
    /// Names it within the dealer.
    #[cfg_attr(feature = "schema", schema(value_type = i64))]
    pub id: OutageId,
    /// What is out of use.
    pub resource: Resource,
    /// How many places of it.
    pub blocked: u16,
    /// From when.
    pub from: Instant,
    /// Until when.
    pub to: Instant,
    /// Why.
    pub reason: BlockReason,
    /// Bookings for which there is no place any more. They stay booked: somebody calls.
    pub hits: Vec<Hit>,
}

/// A booking that a block hits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Hit {
    /// The visit.
    #[cfg_attr(feature = "schema", schema(value_type = i64))]
    pub id: VisitId,
    /// Six characters.
    pub reference: String,
    /// In full.
    pub plate: String,
    /// 「王女士」.
    pub addressed_as: String,
    /// To call.
    pub phone: String,
    /// What is booked, in words.
    pub work: String,
    /// When reception begins.
    pub start: Instant,
    /// When this booking needs the resource, the first time that is short.
    pub short_at: Instant,
}

/// `GET /desk/{dealer}/blocks`: what has not ended yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct BlockList {
    /// The server's time.
    pub as_of: Instant,
    /// What can be out of use.
    pub resources: Vec<Resource>,
    /// In the order of their beginnings.
    pub blocks: Vec<Block>,
}

/// `GET /desk/{dealer}/explain`: why a start is offered or not.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Explanation {
    /// The start asked about.
    pub start: Instant,
    /// It is offered.
    pub bookable: bool,
    /// The slot, if it is offered.
    pub slot: Option<Slot>,
    /// What binds, if it is not.
    pub code: Option<String>,
    /// With each adviser asked.
    pub refused: Vec<Refused>,
    /// What would help, each alone.
    pub help: Vec<Help>,
    /// The nearest that are offered, at most three.
    pub alternatives: Vec<Slot>,
}

/// What binds with one adviser.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Refused {
    /// Who would receive.
    pub adviser: Person,
    /// What binds: `notice`, `horizon`, `off-grid`, `closed`, `parts`, `adviser-away`, `adviser-busy`,
    /// `adviser-reserve`, `team`, `team-reserve`, `idle`, `not-ready-in-time`, `seat`, `loaner`,
    /// `stay-not-offered`.
    pub code: String,
    /// What is short.
    pub resource: Option<Resource>,
    /// From when; of loaners the day's beginning.
    pub from: Option<Instant>,
    /// Until when.
    pub to: Option<Instant>,
    /// Why some of it is out of use then.
    pub reason: Option<BlockReason>,
}

/// What would make a start bookable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Help {
    /// `adviser`, `stay`, `override`, `unblock` or `place`.
    pub kind: String,
    /// With whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adviser: Option<Person>,
    /// How the customer would stay.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stay: Option<Stay>,
    /// One more place of this.
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
    /// When reception begins, on the dealer's wall.
    pub start: WallTime,
    /// Why.
    pub reason: String,
}

/// `GET /desk/{dealer}/invitations`: cars whose service is due and who wish to hear of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct InvitationList {
    /// The server's time.
    pub as_of: Instant,
    /// The most overdue first.
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
    /// The visit that was booked.
    #[cfg_attr(feature = "schema", schema(value_type = i64))]
    pub id: VisitId,
    /// In full.
    pub plate: String,
    /// 「王女士」.
    pub addressed_as: String,
    /// When reception begins.
    pub start: Instant,
}

/// A car whose service is due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Invitation {
    /// Its last visit.
    #[cfg_attr(feature = "schema", schema(value_type = i64))]
    pub id: VisitId,
    /// In full.
    pub plate: String,
    /// Model.
    pub model: String,
    /// 「王女士」.
    pub addressed_as: String,
    /// To call.
    pub phone: String,
    /// The last visit's date.
    pub last_visit: Date,
    /// Its odometer.
    pub last_km: u32,
    /// When the service is due: by date or by estimated mileage, whichever comes first.
    pub due: Date,
    /// `date` or `mileage`.
    pub due_by: String,
    /// The job whose rule says so, in words; null where the general interval does.
    pub work: Option<String>,
    /// The odometer today, estimated from the car's visits.
    pub estimated_km: u32,
    /// A link to the booking page, for this car.
    pub link: String,
    /// How a message would travel; null where none can be sent.
    pub channel: Option<bayside_domain::words::MessageChannel>,
    /// The last message.
    pub message: Option<InvitationMessage>,
    /// What came of the last call.
    pub contact: Option<Contact>,
}

/// A message that invited to a service that is due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct InvitationMessage {
    /// Where it stands.
    pub state: bayside_domain::words::MessageState,
    /// When it went out, or goes out.
    pub at: Instant,
    /// Why it was not sent, or not yet.
    pub reason: Option<bayside_domain::words::MessageReason>,
    /// Until when no other is sent; null where it may be sent now.
    pub until: Option<Instant>,
}

/// What came of a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Contact {
    /// What came of it.
    pub outcome: bayside_domain::words::CallOutcome,
    /// When.
    pub at: Instant,
    /// Who called.
    pub by: String,
}

/// Body of `POST /desk/{dealer}/invitations/{id}` and `…/confirmations/{id}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ContactRequest {
    /// What came of the call.
    pub outcome: bayside_domain::words::CallOutcome,
}

/// `GET /desk/{dealer}/confirmations?date=`: whom to call about a day's bookings, default tomorrow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ConfirmationList {
    /// The server's time.
    pub as_of: Instant,
    /// The local date.
    pub date: Date,
    /// In the order of their starts.
    pub calls: Vec<Confirmation>,
}

/// A booking to be confirmed by a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Confirmation {
    /// The visit.
    #[cfg_attr(feature = "schema", schema(value_type = i64))]
    pub id: VisitId,
    /// Six characters.
    pub reference: String,
    /// When reception begins.
    pub start: Instant,
    /// In full.
    pub plate: String,
    /// 「王女士」.
    pub addressed_as: String,
    /// To call.
    pub phone: String,
    /// What is booked, in words.
    pub work: String,
    /// Who receives.
    pub adviser: Person,
    /// What came of the last call.
    pub contact: Option<Contact>,
}
