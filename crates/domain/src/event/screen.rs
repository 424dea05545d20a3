//! What happens to the screens of a dealer. They change no visit, so they are the house's events.

use super::logged::{HouseSubject, LoggedEvent, Subject, events};
use crate::ids::ScreenId;

events! {
    /// What happened to a screen.
    ScreenEvent

    /// The kinds of the screens' events.
    ScreenEventKind

    /// A screen was confirmed at the desk.
    Paired {
        /// Names the screen within the dealer.
        screen: ScreenId,
    } = "screen.paired",
    /// A screen is no longer trusted.
    Revoked {
        /// Names the screen within the dealer.
        screen: ScreenId,
    } = "screen.revoked",
    /// A screen was told to load itself anew.
    Reloaded {
        /// Names the screen within the dealer.
        screen: ScreenId,
    } = "screen.reloaded",
    /// A customer made a row glow on every lounge board of the dealer.
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
