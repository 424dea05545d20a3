//! The events of a dealer's log: every change is one event of one subject (docs/rules.md, "Events").
//!
//! Each kind of subject has an enum of its own, so that code which reads a visit's events cannot meet a screen's. In
//! the store and on the wire an event is identified by its kind, one word; [`EventKind`] is the list of all kinds.

mod callback;
mod dealer;
mod logged;
mod screen;
mod ticket;
mod visit;
mod waitlist;

pub use callback::{CallbackEvent, CallbackEventKind};
pub use dealer::{DealerEvent, DealerEventKind};
pub use logged::{HouseSubject, LoggedEvent, Subject};
pub use screen::{ScreenEvent, ScreenEventKind};
pub use ticket::{TicketEvent, TicketEventKind};
pub use visit::{BeforeAnswer, VisitEvent, VisitEventKind};
pub use waitlist::{WishEvent, WishEventKind};

use crate::ids::{EventNumber, ScreenId, StaffId};
use crate::time::Instant;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

/// Who caused an event: an id, never a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Actor {
    /// The customer.
    Customer,
    /// A member of staff, by their id within the dealer.
    Staff(StaffId),
    /// The arrival kiosk or another screen, by its id within the dealer.
    Device(ScreenId),
    /// The program itself, when a time was reached.
    System,
}

/// An event as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded<E> {
    /// The dealer's event number: gapless, in commit order, from 1 on.
    pub number: EventNumber,
    /// When it happened.
    pub at: Instant,
    /// Who caused it.
    pub by: Actor,
    /// What happened.
    pub event: E,
}

/// An event whose subject is the dealer itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HouseEvent {
    /// An event of a screen.
    Screen(ScreenEvent),
    /// An event of the dealer itself.
    Dealer(DealerEvent),
}

/// The kinds of all events, by subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EventKind {
    /// An event of a visit.
    Visit(VisitEventKind),
    /// An event of a screen.
    Screen(ScreenEventKind),
    /// An event of the dealer itself.
    Dealer(DealerEventKind),
    /// An event of a call-back.
    Callback(CallbackEventKind),
    /// An event of a wish on the waitlist.
    Wish(WishEventKind),
    /// An event of a ticket.
    Ticket(TicketEventKind),
}

impl EventKind {
    /// The kind that a word names.
    pub fn from_word(word: &str) -> Option<Self> {
        let visit = VisitEventKind::from_word(word).map(Self::Visit);
        visit
            .or_else(|| ScreenEventKind::from_word(word).map(Self::Screen))
            .or_else(|| DealerEventKind::from_word(word).map(Self::Dealer))
            .or_else(|| CallbackEventKind::from_word(word).map(Self::Callback))
            .or_else(|| WishEventKind::from_word(word).map(Self::Wish))
            .or_else(|| TicketEventKind::from_word(word).map(Self::Ticket))
    }
}

impl<'de> Deserialize<'de> for EventKind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer)?;
        Self::from_word(&word).ok_or_else(|| D::Error::custom(format_args!("no kind of event: {word}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::appointment::Appointment;
    use crate::callback::CallbackTeam;
    use crate::codes::{Stay, Step, TicketEnd, VisitReason};
    use crate::ids::VisitId;
    use serde::de::DeserializeOwned;
    use std::fmt::Debug;

    #[test]
    fn every_kind_is_found_by_its_word() {
        let visits = VisitEventKind::ALL.iter().map(|kind| (kind.as_str(), EventKind::Visit(*kind)));
        let screens = ScreenEventKind::ALL.iter().map(|kind| (kind.as_str(), EventKind::Screen(*kind)));
        let dealers = DealerEventKind::ALL.iter().map(|kind| (kind.as_str(), EventKind::Dealer(*kind)));
        let callbacks = CallbackEventKind::ALL.iter().map(|kind| (kind.as_str(), EventKind::Callback(*kind)));
        let wishes = WishEventKind::ALL.iter().map(|kind| (kind.as_str(), EventKind::Wish(*kind)));
        let tickets = TicketEventKind::ALL.iter().map(|kind| (kind.as_str(), EventKind::Ticket(*kind)));
        for (word, kind) in visits.chain(screens).chain(dealers).chain(callbacks).chain(wishes).chain(tickets) {
            assert_eq!(EventKind::from_word(word), Some(kind), "{word} names one kind only");
        }
        assert_eq!(EventKind::from_word("visit.painted"), None);
    }

    /// Checks that an event is stored as exactly this text, and read back equal.
    fn check<E: Serialize + DeserializeOwned + PartialEq + Debug>(event: &E, stored: &str) {
        assert_eq!(serde_json::to_string(event).expect("events are JSON"), stored);
        assert_eq!(&serde_json::from_str::<E>(stored).expect("and read back"), event);
    }

    #[test]
    fn an_event_is_stored_under_its_kind() {
        let at = Instant::from_seconds(60);
        check(&VisitEvent::Cancelled, r#"{"type":"booking.cancelled"}"#);
        let appointment = Appointment {
            start: at,
            ready_estimate: at.plus_minutes(1),
            adviser: "li-min".into(),
            services: vec!["oil".into()],
            stay: Stay::DropOff,
            price: 48_000,
            benefit: 0,
        };
        check(
            &VisitEvent::Booked { appointment, walk_in: true },
            concat!(
                r#"{"type":"booking.created","start":60000000,"ready_estimate":120000000,"adviser":"li-min","#,
                r#""services":["oil"],"stay":"leave","price":48000,"benefit":0,"walk_in":true}"#
            ),
        );
        check(
            &VisitEvent::Prepared { step: Step::PrepareParts },
            r#"{"type":"visit.prepared","step":"prepare.parts"}"#,
        );
        check(&ScreenEvent::Highlighted { number: 27 }, r#"{"type":"screen.highlighted","number":27}"#);
        check(&DealerEvent::OriginsChanged { origins: vec![] }, r#"{"type":"settings.origins-changed","origins":[]}"#);
        check(
            &CallbackEvent::Asked { team: CallbackTeam::Technical, due_at: at },
            r#"{"type":"callback.asked","caller":"technical","due_at":60000000}"#,
        );
        check(&WishEvent::Accepted { visit: VisitId::new(7) }, r#"{"type":"waitlist.accepted","visit":7}"#);
        check(&WishEvent::Ended, r#"{"type":"waitlist.ended"}"#);
        check(
            &TicketEvent::Drawn { number: 33, reason: VisitReason::Tyres },
            r#"{"type":"ticket.drawn","number":33,"reason":"tyres"}"#,
        );
        check(
            &TicketEvent::Ended { end: TicketEnd::TakenIn, visit: Some(VisitId::new(7)) },
            r#"{"type":"ticket.ended","end":"taken-in","visit":7}"#,
        );
    }
}
