//! What is stored of a call-back.

use super::Document;
use crate::callback::CallbackTeam;
use crate::ids::{EventNumber, StaffId, VisitId};
use crate::time::Instant;
use crate::words::CallbackOutcome;
use serde::{Deserialize, Serialize};

/// What became of a call-back so far.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Callback {
    /// Rises by one with every change, from 1.
    pub version: i64,
    /// Who is to call.
    #[serde(rename = "caller")]
    pub team: CallbackTeam,
    /// When it was asked for.
    pub created_at: Instant,
    /// Until when somebody is to call: the promise.
    pub due_at: Instant,
    /// Stretches that suit the customer, begin and end; none means any time.
    #[serde(default)]
    pub preferred: Vec<(Instant, Instant)>,
    /// The member of staff who has taken it.
    pub owner: Option<StaffId>,
    /// The calls that nobody answered, oldest first.
    #[serde(default)]
    pub attempts: Vec<Instant>,
    /// How it ended; `None` while it is open.
    pub outcome: Option<CallbackOutcome>,
    /// When it ended; `None` while it is open.
    pub closed_at: Option<Instant>,
    /// The visit that was booked.
    pub visit: Option<VisitId>,
    /// The event beside which the last note lies.
    pub noted: Option<EventNumber>,
}

impl Document for Callback {
    const NAME: &'static str = "callback";
}
