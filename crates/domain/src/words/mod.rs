//! The closed vocabularies of the process, one word for one thing:
//! the same word stands in code, in the store, on the wire and on the screen.

mod booking;
mod contact;
mod house;
mod statement;
mod visit;

pub use booking::{
    DayState, HoldState, Load, Mark, PlateKind, Salutation, SignaturePurpose, Stay, VisitReason, WishState,
};
pub use contact::{
    CalendarEntry, CallOutcome, CallbackOutcome, FollowUpChannel, Holds, MessageChannel, MessageKind, MessageReason,
    MessageState,
};
pub use house::{BlockReason, Role, ScreenKind, TicketEnd};
pub use statement::{Decision, LineKind, PartFate, PartType, Payer, Urgency};
pub use visit::{CheckInOutcome, Flag, JobState, Stage, Step};
