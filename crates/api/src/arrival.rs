//! The arrival kiosk: check-in with a booking, and tickets for customers without one.

use crate::Instant;
use crate::screen::Command;
use bayside_domain::codes::{CheckInOutcome, PlateKind, Stage, TicketEnd, VisitReason};
use bayside_domain::ids::{EventNumber, TicketId};
use serde::{Deserialize, Serialize};

/// Body of `POST …/arrivals`: one way of saying who comes, or why somebody comes without a booking.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ArrivalRequest {
    /// The booking's reference as it was typed: case, spaces and hyphens do not matter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// What a scanner read: a reference, or a link of ours to the booking or the private page; at most 512
    /// characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub qr: Option<String>,
    /// The licence plate as it was typed; goes with `phone_digits`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plate: Option<String>,
    /// Which rule the plate obeys; that of the dealer's country unless said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plate_kind: Option<PlateKind>,
    /// The last four digits of the phone that was given with the booking.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone_digits: Option<String>,
    /// Why they come, where nothing was booked. A number is drawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub walk_in: Option<VisitReason>,
}

/// Reply of `POST …/arrivals`: nothing that was not entered, but the number, who receives, and what the lounge shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CheckIn {
    /// Whether a booking was checked in now or before, or a ticket was drawn.
    pub outcome: CheckInOutcome,
    /// The number in the lounge, or the one to be called by: 1 to 999, from the same row.
    pub number: u16,
    /// With a booking: the adviser who receives, short as on walls.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adviser: Option<String>,
    /// With a booking: when reception begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<Instant>,
    /// With a booking: the stage that the public may see.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<Stage>,
    /// With a booking: the promised time, once there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promised_at: Option<Instant>,
    /// With a booking: the private page, to be drawn as a QR code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub private_url: Option<String>,
    /// With a ticket: the count of tickets that wait before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ahead: Option<u32>,
}

/// `GET …/arrivals`: what the kiosk shows while nobody is using it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ArrivalQueue {
    /// The server's time when this was so.
    pub as_of: Instant,
    /// The count of those who wait with a ticket.
    pub ahead: u32,
    /// The count of advisers who receive at this hour.
    pub receiving: u32,
    /// A command for this kiosk that it has not carried out yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command: Option<Command>,
}

/// `GET /desk/{dealer}/tickets`: who waits with a number, and for how long.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DeskTickets {
    /// The server's time when this was so.
    pub as_of: Instant,
    /// The dealer's event number up to which this holds, a rising count.
    #[cfg_attr(feature = "schema", schema(value_type = i64))]
    pub last_event_id: EventNumber,
    /// Those of today that wait, in the order in which they were drawn.
    pub tickets: Vec<DeskTicket>,
}

/// Somebody without a booking who waits with a number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DeskTicket {
    /// A whole number, the id of it within the dealer.
    #[cfg_attr(feature = "schema", schema(value_type = i64))]
    pub id: TicketId,
    /// The version: a number that rises with every change; also the `ETag`.
    pub version: i64,
    /// The number that was drawn, 1 to 999, also in the lounge.
    pub number: u16,
    /// Why they come, as they said at the kiosk.
    pub reason: VisitReason,
    /// When the ticket was drawn at the kiosk.
    pub drawn_at: Instant,
    /// When it was called last; null before.
    pub called_at: Option<Instant>,
    /// The name of who called it last; null before.
    pub called_by: Option<String>,
    /// How the ticket ended; null while it waits.
    pub end: Option<TicketEnd>,
}

/// Body of `POST /desk/{dealer}/tickets/{id}/end`: how a ticket ended that did not become a visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TicketEndRequest {
    /// How the ticket ended: `answered` or `missed`. `taken-in` is set by the walk-in that names the ticket.
    pub end: TicketEnd,
}

/// The paths of the calls that use these types.
pub mod path {
    use crate::BASE;
    use bayside_domain::ids::TicketId;

    /// `GET` how many wait at the arrival kiosk, `POST` somebody who arrives.
    pub fn arrivals(slug: &str) -> String {
        format!("{BASE}/dealers/{slug}/arrivals")
    }

    /// `GET` the waiting tickets.
    pub fn desk_tickets(slug: &str) -> String {
        format!("{BASE}/desk/{slug}/tickets")
    }

    /// `POST` calls a number.
    pub fn desk_ticket_call(slug: &str, id: TicketId) -> String {
        format!("{BASE}/desk/{slug}/tickets/{id}/call")
    }

    /// `POST` ends a ticket that did not become a visit.
    pub fn desk_ticket_end(slug: &str, id: TicketId) -> String {
        format!("{BASE}/desk/{slug}/tickets/{id}/end")
    }
}

crate::example::examples! {
    ArrivalRequest = r#"{"plate": "沪A12345", "plate_kind": "cn", "phone_digits": "5678"}"#,
    TicketEndRequest = r#"{"end": "missed"}"#,
}
