//! What happens to a wish on the waitlist.

use super::logged::{LoggedEvent, Subject, events};
use crate::ids::{VisitId, WishId};
use crate::time::Instant;

events! {
    /// What happened to a wish on the waitlist.
    WishEvent

    /// The kinds of a wish's events.
    WishEventKind

    /// Somebody wishes for a time that is not free.
    Joined = "waitlist.joined",
    /// Freed room is kept for them.
    Offered {
        /// When reception would begin.
        start: Instant,
        /// Until when the room is kept.
        expires_at: Instant,
    } = "waitlist.offered",
    /// They do not want it, or did not answer in time.
    Passed {
        /// When reception would have begun.
        start: Instant,
        /// Whether they said so.
        answered: bool,
    } = "waitlist.passed",
    /// They took it.
    Accepted {
        /// The id of the visit that was booked or moved.
        visit: VisitId,
    } = "waitlist.accepted",
    /// They wait no longer.
    Ended = "waitlist.ended",
}

impl LoggedEvent for WishEvent {
    type Of = WishId;

    fn subject(wish: WishId) -> Subject {
        Subject::Wish(wish)
    }
}
