//! Events of the dealer itself.

use super::logged::{HouseSubject, LoggedEvent, Subject, events};
use crate::origin::Origin;

events! {
    /// An event of the dealer itself.
    DealerEvent

    /// The kinds of the dealer's own events.
    DealerEventKind

    /// The websites that may embed the booking form were changed.
    OriginsChanged {
        /// All websites that are allowed from now on.
        origins: Vec<Origin>,
    } = "settings.origins-changed",
}

impl LoggedEvent for DealerEvent {
    type Of = HouseSubject;

    fn subject(_: HouseSubject) -> Subject {
        Subject::House
    }
}
