//! What happens to the house itself.

use super::logged::{HouseSubject, LoggedEvent, Subject, events};
use crate::origin::Origin;

events! {
    /// What happened to the house itself.
    DealerEvent

    /// The kinds of the house's own events.
    DealerEventKind

    /// The sites in whose pages the booking may stand were set.
    OriginsChanged {
        /// All that are allowed from now on.
        origins: Vec<Origin>,
    } = "settings.origins-changed",
}

impl LoggedEvent for DealerEvent {
    type Of = HouseSubject;

    fn subject(_: HouseSubject) -> Subject {
        Subject::House
    }
}
