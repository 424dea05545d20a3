//! What happens to a call-back.

use super::logged::{LoggedEvent, Subject, events};
use crate::callback::CallbackTeam;
use crate::ids::CallbackId;
use crate::time::Instant;

events! {
    /// What happened to a call-back.
    CallbackEvent

    /// The kinds of a call-back's events.
    CallbackEventKind

    /// Somebody asked to be called.
    Asked {
        /// Who is to call.
        #[serde(rename = "caller")]
        team: CallbackTeam,
        /// Until when the call is promised.
        due_at: Instant,
    } = "callback.asked",
    /// The acting member of staff took it.
    Taken = "callback.taken",
    /// Nobody answered.
    Tried {
        /// Until when it is tried again.
        due_at: Instant,
    } = "callback.tried",
    /// A technical expert was asked for (请求支援).
    PassedOn {
        /// Until when the expert's call is promised.
        due_at: Instant,
    } = "callback.passed-on",
    /// It ended with a booking or with advice (电话直接解决).
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
