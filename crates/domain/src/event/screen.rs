//! Events of a dealer's screens. They belong to no visit, so their subject is the dealer itself.

use super::logged::{HouseSubject, LoggedEvent, Subject, events};
use crate::ids::ScreenId;

events! {
    /// An event of a screen.
    ScreenEvent

    /// The kinds of the screens' events.
    ScreenEventKind

    /// A screen was confirmed at the desk.
    Paired {
        /// The id of the screen within the dealer.
        screen: ScreenId,
    } = "screen.paired",
    /// A screen was revoked: its token is no longer accepted.
    Revoked {
        /// The id of the screen within the dealer.
        screen: ScreenId,
    } = "screen.revoked",
    /// A screen got a new lasting address: whoever opened it by the one before is put out.
    Addressed {
        /// The id of the screen within the dealer.
        screen: ScreenId,
    } = "screen.addressed",
    /// A screen was told to reload.
    Reloaded {
        /// The id of the screen within the dealer.
        screen: ScreenId,
    } = "screen.reloaded",
    /// A customer had a row highlighted on every lounge screen of the dealer.
    Highlighted {
        /// The row's lounge number.
        number: u16,
    } = "screen.highlighted",
}

impl LoggedEvent for ScreenEvent {
    type Of = HouseSubject;

    fn subject(_: HouseSubject) -> Subject {
        Subject::House
    }
}
