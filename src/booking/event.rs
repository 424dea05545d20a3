//! Events and effects of the booking form.

use super::edit::Edit;
use super::field::Step;
use bayside_api::booking::{BookingCreated, Hold, HoldRequest, Slot};
use bayside_api::codes::Stay;
use bayside_api::{Code, Problem};

/// A problem other than a wrong field that keeps the customer from going on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// No network; nothing that was typed is lost.
    Offline,
    /// The server refused for a reason that the customer cannot fix.
    Refused(Code),
    /// The answer could not be read.
    Unreadable,
    /// What was confirmed was changed before an answer came: it is not sent by itself any more.
    CalledOff,
}

/// The request that is being sent now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Busy {
    /// A time is being held.
    Holding,
    /// The hold is being extended.
    Renewing,
    /// The booking is being made.
    Booking,
}

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum BookingEvent {
    /// Something was typed or chosen.
    Edit(Edit),
    /// A job was chosen or not.
    Service(String, bool),
    /// A way of staying was chosen.
    Stay(Stay),
    /// An adviser was chosen, or any.
    Adviser(Option<String>),
    /// On to the next step, or confirm.
    Next,
    /// To an earlier step, or a later one whose conditions are met.
    GoTo(Step),
    /// A time was chosen.
    Choose(Slot),
    /// The whole calendar instead of the alternatives.
    Calendar,
    /// The hold is to be extended.
    Extend,
    /// A request that failed for lack of a connection is tried again.
    Retry,
    /// The time is held.
    Held(Slot, Hold),
    /// The hold was extended.
    Renewed(Hold),
    /// The booking stands; whether by an earlier request than the last.
    Booked(BookingCreated, bool),
    /// The server refused.
    Refused(Box<Problem>),
    /// No reply came: there is no network, or the server is down.
    Offline,
    /// An answer that cannot be read.
    Unreadable,
}

impl BookingEvent {
    /// Whether the request is another one from now on.
    pub fn changes_what_is_booked(&self) -> bool {
        matches!(self, Self::Edit(_) | Self::Service(..) | Self::Stay(_) | Self::Adviser(_) | Self::Choose(_))
    }
}

/// A request to the server that follows from an event.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Hold this time; whether the last choice is tried again, with its key, so that it is not taken by oneself.
    Hold(Slot, HoldRequest, bool),
    /// Give this hold back.
    Release(String),
    /// Extend this hold.
    Renew(String),
    /// Ask the server to book: the body that was confirmed.
    Book(String),
}
