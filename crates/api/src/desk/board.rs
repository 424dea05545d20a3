//! The day's visits at the desk, and the event that says which of them changed.

use crate::person::Person;
use crate::{Date, Instant};
use bayside_domain::codes::{Flag, SpamSignal, Stage};
use bayside_domain::ids::{EventNumber, VisitId};
use bayside_domain::visit::Phase;
use serde::{Deserialize, Serialize};

/// One card of today's board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct VisitCard {
    /// A whole number, the id of it within the dealer.
    #[cfg_attr(feature = "schema", schema(value_type = i64))]
    pub id: VisitId,
    /// The booking's reference: six characters, for the telephone and the gate.
    pub reference: String,
    /// Where it stands in the house.
    pub phase: Phase,
    /// The stage that the public may see; null before arrival and after acceptance.
    pub stage: Option<Stage>,
    /// `see-adviser` where the lounge shows it, else null.
    pub flag: Option<Flag>,
    /// The number in the lounge, 1 to 999; null before arrival.
    pub number: Option<u16>,
    /// The licence plate in full, as it is written on the car.
    pub plate: String,
    /// How the customer is addressed, e.g. 「王女士」; shown at the desk whatever they agreed to.
    pub addressed_as: String,
    /// The jobs by name, in one line; a name of its own on the wire, since [`DeskVisit`] lists them beside its
    /// card.
    #[serde(rename = "work")]
    pub jobs: String,
    /// When reception begins, in the dealer's offset.
    pub start: Instant,
    /// When the car is expected to be ready, as it was booked.
    pub ready_estimate: Instant,
    /// The promised time; null before the work order is signed.
    pub promised_at: Option<Instant>,
    /// The promise before the last change; null without one.
    pub promised_before: Option<Instant>,
    /// The adviser who answers to the customer.
    pub adviser: Person,
    /// Whether all four preparations are ticked.
    pub prepared: bool,
    /// Signs that the booking may be spam; none for most.
    pub marks: Vec<SpamSignal>,
    /// Whether it was booked with express reception: received without queueing.
    pub express: bool,
    /// Whether the car is on the premises and no capacity is reserved for its remaining work: a conflict.
    pub out_of_room: bool,
}

/// `GET /desk/{dealer}/visits?date=`: a day's bookings and every car on the premises.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct VisitList {
    /// The server's time when this was so.
    pub as_of: Instant,
    /// The local date that was asked for.
    pub date: Date,
    /// The dealer's event number up to which this holds, a rising count.
    #[cfg_attr(feature = "schema", schema(value_type = i64))]
    pub last_event_id: EventNumber,
    /// That day's bookings, and every car on the premises.
    pub visits: Vec<VisitCard>,
}

/// `event: change` of the desk stream; its `id:` is the dealer's event number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DeskChange {
    /// Ids of the visits that changed.
    #[cfg_attr(feature = "schema", schema(value_type = Vec<i64>))]
    pub visits: Vec<VisitId>,
}

/// The paths of the calls that use these types.
pub mod path {
    use crate::BASE;

    /// `GET` the day's visits, `POST` a walk-in.
    pub fn desk_visits(slug: &str) -> String {
        format!("{BASE}/desk/{slug}/visits")
    }

    /// `GET` (SSE) the changes at the dealer.
    pub fn desk_events(slug: &str) -> String {
        format!("{BASE}/desk/{slug}/events")
    }
}
