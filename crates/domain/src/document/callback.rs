//! What is stored of a call-back.

use super::Document;
use crate::callback::CallbackTeam;
use crate::codes::CallbackOutcome;
use crate::ids::{EventNumber, StaffId, VisitId};
use crate::time::Instant;
use serde::{Deserialize, Serialize};

/// The stored state of a call-back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Callback {
    /// Rises by one with every change, from 1.
    pub version: i64,
    /// Who is to call.
    #[serde(rename = "caller")]
    pub team: CallbackTeam,
    /// When it was asked for.
    pub created_at: Instant,
    /// Until when the dealer promised to call.
    pub due_at: Instant,
    /// The times that suit the customer, each with beginning and end; empty means any time.
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
    /// The number of the event with which the last note is stored.
    pub noted: Option<EventNumber>,
}

impl Document for Callback {
    const NAME: &'static str = "callback";
}
