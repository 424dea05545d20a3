//! The code lists of the domain: enums whose values have the same spelling in code, in the store and on the wire.

mod booking;
mod contact;
mod house;
mod statement;
mod visit;

pub use booking::{
    DayState, HoldState, Load, PlateKind, Salutation, SignaturePurpose, SpamSignal, Stay, VisitReason, WishState,
};
pub use contact::{
    CalendarEntry, CallOutcome, CallbackOutcome, FollowUpChannel, MessageChannel, MessageKind, MessageReason,
    MessageState, MessageValidity,
};
pub use house::{OutageReason, Role, ScreenKind, TicketEnd};
pub use statement::{Decision, LineKind, PartFate, PartType, Payer, Urgency};
pub use visit::{CheckInOutcome, Flag, JobState, Stage, Step};
