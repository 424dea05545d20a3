//! Events of a call-back.

use super::logged::{LoggedEvent, Subject, events};
use crate::callback::CallbackTeam;
use crate::ids::CallbackId;
use crate::time::Instant;

events! {
    /// An event of a call-back.
    CallbackEvent

    /// The kinds of a call-back's events.
    CallbackEventKind

    /// A customer requested a call.
    Asked {
        /// Who is to call.
        #[serde(rename = "caller")]
        team: CallbackTeam,
        /// Until when the call is promised.
        due_at: Instant,
    } = "callback.asked",
    /// The acting member of staff took the call-back over.
    Taken = "callback.taken",
    /// Nobody answered.
    Tried {
        /// Until when the next try is promised.
        due_at: Instant,
    } = "callback.tried",
    /// The call-back was passed on to a technical expert (请求支援).
    PassedOn {
        /// Until when the expert's call is promised.
        due_at: Instant,
    } = "callback.passed-on",
    /// The call-back ended with a booking or with advice (电话直接解决).
    Closed {
        /// Whether a visit was booked.
        booked: bool,
    } = "callback.closed",
}

impl LoggedEvent for CallbackEvent {
    type Of = CallbackId;

    fn subject(callback: CallbackId) -> Subject {
        Subject::Callback(callback)
    }
}
