//! What all events have in common: a kind, and the subject that they belong to.

use crate::ids::{CallbackId, TicketId, VisitId, WishId};
use serde::Serialize;

/// The subject of an event. All ids are unique within the dealer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Subject {
    /// The dealer itself, with its screens.
    House,
    /// A visit.
    Visit(VisitId),
    /// A call-back.
    Callback(CallbackId),
    /// A wish on the waitlist.
    Wish(WishId),
    /// A ticket.
    Ticket(TicketId),
}

/// Takes the place of an id for events of the dealer itself, of which each log has exactly one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HouseSubject;

/// An event that can be appended to a dealer's log.
pub trait LoggedEvent: Serialize {
    /// The type that identifies the subject: an id, or [`HouseSubject`].
    type Of: Copy;

    /// The subject with this id.
    fn subject(of: Self::Of) -> Subject;
}

/// Declares the event enum of one kind of subject, and the enum of their kinds. In JSON an event is an object with its
/// kind as `type` and its fields beside it.
macro_rules! events {
    (
        $(#[$doc:meta])* $event:ident
        $(#[$kind_doc:meta])* $kind:ident
        $($(#[$variant_doc:meta])* $variant:ident $({ $($(#[$field_doc:meta])* $field:ident: $type:ty),+ $(,)? })? = $word:literal),+ $(,)?
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[serde(tag = "type")]
        pub enum $event {
            $($(#[$variant_doc])* #[serde(rename = $word)] $variant $({ $($(#[$field_doc])* $field: $type),+ })?),+
        }

        impl $event {
            /// The kind of the event: the `type` under which it is stored.
            pub const fn kind(&self) -> $kind {
                match self { $(Self::$variant { .. } => $kind::$variant),+ }
            }
        }

        crate::code_list::codes! {
            $(#[$kind_doc])*
            $kind { $($(#[$variant_doc])* $variant = $word),+ }
        }
    };
}
pub(super) use events;
