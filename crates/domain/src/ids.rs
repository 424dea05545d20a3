//! Ids: a type each, so that a ticket's id cannot stand where a visit's is asked for.
//!
//! An id is a number that the store gave. In JSON, in an address and in the store it is that number and nothing else.
//! What says where it comes from and within what it is unique stands here, once for all.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::num::ParseIntError;
use std::str::FromStr;

/// What all ids have in common, for code that reads or writes whichever id.
pub trait Id: Copy {
    /// The id with this number.
    fn from_number(number: i64) -> Self;

    /// Its number, as it lies in the store and goes over the wire.
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

                /// Its number, as it lies in the store and goes over the wire.
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
    /// A dealer's house, unique within the store. Given when its file is imported for the first time; everything else is
    /// unique within a dealer only.
    DealerId

    /// The number of an event, unique within the dealer: counted from 1, without gaps, in the order of commits. A dealer whose
    /// last event has number 0 has none yet.
    EventNumber

    /// A member of staff, unique within the dealer: its staff are counted by themselves. Never given to somebody else, so
    /// that who did something stays true.
    StaffId

    /// A visit, unique within the dealer. Visits, call-backs, wishes, tickets, holds, screens, messages, outages, calls and
    /// freed capacity are counted together, in the order in which they came into being, so within a dealer no two things
    /// of any of these kinds have the same number.
    VisitId

    /// A call-back that somebody asked for, unique within the dealer among all that is counted with visits.
    CallbackId

    /// A wish on the waitlist, unique within the dealer among all that is counted with visits.
    WishId

    /// A ticket of the arrival kiosk, unique within the dealer among all that is counted with visits. Not the lounge number
    /// that stands on it, which is given anew another day.
    TicketId

    /// A hold, which keeps a start for some minutes; unique within the dealer among all that is counted with visits.
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

/// Under which number the dealer keeps who brings a car or waits for a call: that of the visit, of the wish or of the
/// call-back. These are counted together, so no two of them share a person by accident.
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
