//! What every event has: a kind, and a subject that it happened to.

use crate::ids::{CallbackId, TicketId, VisitId, WishId};
use serde::Serialize;

/// What an event happened to. All ids are unique within the dealer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Subject {
    /// The house itself, with its screens.
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

/// Stands for an id with events of the house: there is one house in each log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HouseSubject;

/// An event that a dealer's log takes.
pub trait LoggedEvent: Serialize {
    /// What names its subject: an id, or [`HouseSubject`].
    type Of: Copy;

    /// The subject with this id.
    fn subject(of: Self::Of) -> Subject;
}

/// Declares the events of one kind of subject, and beside them their kinds as a closed list of words. In JSON an event
/// is an object whose `type` is its kind, with its fields beside it.
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
            /// Its kind: the `type` under which it is stored.
            pub const fn kind(&self) -> $kind {
                match self { $(Self::$variant { .. } => $kind::$variant),+ }
            }
        }

        crate::word_list::words! {
            $(#[$kind_doc])*
            $kind { $($(#[$variant_doc])* $variant = $word),+ }
        }
    };
}
pub(super) use events;
