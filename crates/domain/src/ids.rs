//! Ids: a type each, so that a ticket's id cannot be passed where a visit's is expected.
//!
//! An id is a number that the store assigns. In JSON, in paths and in the store it is just that number. The docs of
//! each type say where it comes from and within what it is unique.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::num::ParseIntError;
use std::str::FromStr;

/// What all ids have in common, for code that is generic over the type of id.
pub trait Id: Copy {
    /// The id with this number.
    fn from_number(number: i64) -> Self;

    /// The number, as it is stored and sent over the wire.
    fn number(self) -> i64;
}

macro_rules! ids {
    ($($(#[$docs:meta])+ $name:ident)+) => {
        $(
            $(#[$docs])+
            #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
            #[serde(transparent)]
            pub struct $name(i64);

            impl $name {
                /// The id with this number.
                pub const fn new(number: i64) -> Self {
                    Self(number)
                }

                /// The number, as it is stored and sent over the wire.
                pub const fn get(self) -> i64 {
                    self.0
                }
            }

            impl Id for $name {
                fn from_number(number: i64) -> Self {
                    Self(number)
                }

                fn number(self) -> i64 {
                    self.0
                }
            }

            impl fmt::Display for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    self.0.fmt(f)
                }
            }

            impl FromStr for $name {
                type Err = ParseIntError;

                fn from_str(text: &str) -> Result<Self, Self::Err> {
                    text.parse().map(Self)
                }
            }
        )+
    };
}

ids! {
    /// The id of a dealer, unique within the store. Assigned when its file is first imported; all other ids are unique
    /// only within a dealer.
    DealerId

    /// The number of an event, unique within the dealer: counted from 1, without gaps, in the order of commits. A dealer whose
    /// last event has number 0 has none yet.
    EventNumber

    /// The id of a member of staff, unique within the dealer; staff have a counter of their own. Never reused, so that
    /// the log stays true.
    StaffId

    /// The id of a visit, unique within the dealer. Visits, call-backs, wishes, tickets, holds, screens, messages,
    /// outages, contacts and freed capacity share one counter, so within a dealer no two of them have the same number.
    VisitId

    /// A call-back that somebody asked for, unique within the dealer among all that is counted with visits.
    CallbackId

    /// A wish on the waitlist, unique within the dealer among all that is counted with visits.
    WishId

    /// The id of a ticket of the arrival kiosk, unique within the dealer; it shares the counter of [`VisitId`]. It is
    /// not the lounge number printed on the ticket, which is reused on other days.
    TicketId

    /// The id of a hold, which reserves a start for some minutes; unique within the dealer; it shares the counter of
    /// [`VisitId`].
    HoldId

    /// A paired screen, lounge or kiosk, unique within the dealer among all that is counted with visits. A screen that is
    /// paired again is another one.
    ScreenId

    /// A message of the outbox, unique within the dealer among all that is counted with visits.
    MessageId

    /// A resource out of use for a while, unique within the dealer among all that is counted with visits.
    OutageId

    /// A call that a member of staff made to a customer, unique within the dealer among all that is counted with visits.
    ContactId

    /// Extra work that was found on a car, unique within its visit: counted from 1, and kept when it is quoted anew.
    ExtraWorkId

    /// Capacity that was given back and waits to be offered to the waitlist, unique within the dealer among all that is
    /// counted with visits.
    FreedCapacityId
}

impl EventNumber {
    /// The number of the event after this one.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

/// The key under which a person is stored: the number of their visit, wish or call-back. These share one counter, so no
/// two of them have the same key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonKey(i64);

impl PersonKey {
    /// The number, as it lies in the store.
    pub const fn get(self) -> i64 {
        self.0
    }
}

macro_rules! has_person {
    ($($name:ident),+) => {
        $(impl From<$name> for PersonKey {
            fn from(id: $name) -> Self {
                Self(id.get())
            }
        })+
    };
}

has_person!(VisitId, CallbackId, WishId);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_its_number_wherever_it_is_written() {
        let id = DealerId::new(7);
        assert_eq!((id.get(), id.number(), DealerId::from_number(7)), (7, 7, id));
        assert_eq!(serde_json::to_string(&id).unwrap(), "7");
        assert_eq!(serde_json::from_str::<DealerId>("7").unwrap(), id);
        assert_eq!((id.to_string(), "7".parse()), ("7".to_owned(), Ok(id)));
        assert!("seven".parse::<DealerId>().is_err());
    }
}
