//! Events of a wish on the waitlist.

use super::logged::{LoggedEvent, Subject, events};
use crate::ids::{VisitId, WishId};
use crate::time::Instant;

events! {
    /// An event of a wish on the waitlist.
    WishEvent

    /// The kinds of a wish's events.
    WishEventKind

    /// A customer joined the waitlist.
    Joined = "waitlist.joined",
    /// A start that became free is held for the customer.
    Offered {
        /// When reception would begin.
        start: Instant,
        /// Until when the start is held.
        expires_at: Instant,
    } = "waitlist.offered",
    /// The customer declined the offer, or did not answer in time.
    Passed {
        /// When reception would have begun.
        start: Instant,
        /// Whether the customer declined; otherwise the offer expired.
        answered: bool,
    } = "waitlist.passed",
    /// The customer accepted the offer.
    Accepted {
        /// The id of the visit that was booked or moved.
        visit: VisitId,
    } = "waitlist.accepted",
    /// The wish ended.
    Ended = "waitlist.ended",
}

impl LoggedEvent for WishEvent {
    type Of = WishId;

    fn subject(wish: WishId) -> Subject {
        Subject::Wish(wish)
    }
}
