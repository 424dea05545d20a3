//! Events of a ticket, which a customer without a booking drew.

use super::logged::{LoggedEvent, Subject, events};
use crate::codes::{TicketEnd, VisitReason};
use crate::ids::{TicketId, VisitId};

events! {
    /// An event of a ticket.
    TicketEvent

    /// The kinds of a ticket's events.
    TicketEventKind

    /// A customer without a booking drew a number.
    Drawn {
        /// The lounge number.
        number: u16,
        /// Why the customer came.
        reason: VisitReason,
    } = "ticket.drawn",
    /// The number was called.
    Called = "ticket.called",
    /// The ticket ended.
    Ended {
        /// How the ticket ended.
        end: TicketEnd,
        /// The id of the visit that it became.
        visit: Option<VisitId>,
    } = "ticket.ended",
}

impl LoggedEvent for TicketEvent {
    type Of = TicketId;

    fn subject(ticket: TicketId) -> Subject {
        Subject::Ticket(ticket)
    }
}
