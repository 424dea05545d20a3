//! What happens to the number that somebody without a booking drew.

use super::logged::{LoggedEvent, Subject, events};
use crate::ids::{TicketId, VisitId};
use crate::words::{TicketEnd, VisitReason};

events! {
    /// What happened to a ticket.
    TicketEvent

    /// The kinds of a ticket's events.
    TicketEventKind

    /// Somebody without a booking drew a number.
    Drawn {
        /// The lounge number.
        number: u16,
        /// Why they come.
        reason: VisitReason,
    } = "ticket.drawn",
    /// The number was called.
    Called = "ticket.called",
    /// The number waits no longer.
    Ended {
        /// What came of it.
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
