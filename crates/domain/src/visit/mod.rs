//! One stay of one vehicle, from the booking to the follow-up (docs/rules.md, "Life of a visit").
//!
//! Every change is a [`VisitEvent`](crate::event::VisitEvent); [`Visit`] is the projection of the events, and
//! [`Visit::allowed`] says which steps are possible. Events hold ids, codes, instants and amounts only: data that
//! identify a person are in rows that can be erased.

mod projection;
mod rights;
mod rules;
mod stored;

pub use rights::Right;
pub use rules::{may_do, roles_of};

use crate::appointment::Appointment;
use crate::code_list::codes;
use crate::codes::{Decision, Flag, JobState, Stage, Step, Urgency};
use crate::event::Actor;
use crate::ids::{EventNumber, ExtraWorkId};
use crate::time::Instant;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

codes! {
    /// Where a visit stands in the house.
    Phase {
        /// Booked; the car is not here yet.
        Booked = "booked",
        /// On the premises, before acceptance.
        OnSite = "on-site",
        /// Accepted, before the car is handed over.
        Accepted = "accepted",
        /// The car is gone; the follow-up is due.
        Delivered = "left",
        /// Nothing is left to do.
        Closed = "closed",
        /// The booking was given up.
        Cancelled = "cancelled",
        /// The customer did not come.
        NoShow = "no-show",
    }
}

/// A job of the signed work order, or approved extra work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Job {
    /// The id within the visit.
    pub id: String,
    /// The state of the job.
    pub state: JobState,
    /// The id of the technician who does the job.
    pub technician: Option<String>,
    /// When the job was first started.
    pub started_at: Option<Instant>,
    /// When the job was last completed.
    pub completed_at: Option<Instant>,
}

impl Job {
    /// Whether somebody works or worked on it.
    pub fn has_begun(&self) -> bool {
        !matches!(self.state, JobState::Open | JobState::Dispatched)
    }
}

/// For how long an answer to a quote can be taken back, in seconds.
const TAKE_BACK_SECONDS: i64 = 20;

/// A promised time and the event that gave it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    /// The promised time.
    pub promised_at: Instant,
    /// When the promise was given.
    pub given_at: Instant,
    /// The number of the event; the reason is stored as a note of the event.
    pub event: EventNumber,
    /// Who gave the promise.
    pub by: Actor,
}

/// Extra work as quoted and decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExtraWork {
    /// The id within the visit.
    pub id: ExtraWorkId,
    /// The version of the quote, from 1.
    pub version: u32,
    /// The price in minor units, tax included.
    pub amount: i64,
    /// How many minutes it adds to the promised time.
    pub minutes: u32,
    /// How soon it should be done.
    pub urgency: Urgency,
    /// The customer's answer to this version of the quote.
    pub decision: Option<Decision>,
    /// When the customer answered.
    pub decided_at: Option<Instant>,
}

/// A check and who made it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inspection {
    /// `self-check` or `final-inspection`.
    pub step: Step,
    /// The instant of its event.
    pub at: Instant,
    /// Who did the check.
    pub by: Actor,
    /// The number of the event; remarks are stored with the event.
    pub event: EventNumber,
    /// Whether the car passed.
    pub passed: bool,
}

/// The projection of a visit's events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "stored::StoredVisit")]
pub struct Visit {
    /// The version: rises with every event; sent as `ETag` and `If-Match`.
    pub version: i64,
    /// Where it stands in the house.
    pub phase: Phase,
    /// The current appointment; stored flat, beside the visit's own fields.
    #[serde(flatten)]
    pub appointment: Appointment,
    /// The sequence number of the calendar entry: rises with every change of the booking (RFC 5545).
    pub sequence: u32,
    /// Whether the car came without a booking.
    pub walk_in: bool,
    /// The preparations that are ticked.
    pub prepared: BTreeSet<Step>,
    /// The lounge number, 1 to 999; `None` before arrival.
    pub number: Option<u16>,
    /// When the car arrived.
    pub arrived_at: Option<Instant>,
    /// When the work order was signed.
    pub signed_at: Option<Instant>,
    /// The estimate in minor units, the booking's benefit taken off.
    pub estimate: i64,
    /// Whether the car is to be washed.
    pub wants_wash: bool,
    /// The jobs of the signed order, and approved extra work.
    pub jobs: Vec<Job>,
    /// Every promised time so far, oldest first.
    pub promises: Vec<Promise>,
    /// The extra work that was quoted.
    pub extra_work: Vec<ExtraWork>,
    /// Whether the flag "see your adviser" is set.
    pub flagged: bool,
    /// Whether any job was started.
    pub started: bool,
    /// Whether the last self-check was passed.
    pub self_checked: bool,
    /// Whether the last final inspection was passed.
    pub inspected: bool,
    /// All checks, in order.
    pub inspections: Vec<Inspection>,
    /// Whether the car was washed after the last inspection.
    pub washed: bool,
    /// Whether the statement is drawn up.
    pub delivery_prepared: bool,
    /// When the statement was released, and what it charges the customer, minor units.
    pub released: Option<(Instant, i64)>,
    /// How many times it was released: its version.
    pub releases: u32,
    /// Who released the statement.
    pub released_by: Option<Actor>,
    /// When the customer signed for the delivery.
    pub accepted_at: Option<Instant>,
    /// When the charge was paid.
    pub settled_at: Option<Instant>,
    /// When the car left.
    pub left_at: Option<Instant>,
    /// Whether the follow-up was done.
    pub followed_up: bool,
    /// The ids of statement lines that the customer marked as unclear.
    pub unclear: BTreeSet<String>,
    /// When each public stage was last reached.
    pub reached: BTreeMap<Stage, Instant>,
}

/// The prefix of the ids of jobs that are extra work.
const EXTRA_JOB: &str = "extra-";

impl Visit {
    /// The public stage; `None` before arrival, after acceptance, and if the booking was cancelled.
    pub fn stage(&self) -> Option<Stage> {
        if self.phase != Phase::OnSite {
            return None;
        }
        Some(if self.released.is_some() {
            Stage::Ready
        } else if self.inspected && (self.washed || !self.wants_wash) {
            Stage::Preparing
        } else if self.inspected {
            Stage::Wash
        } else if self.self_checked {
            Stage::Inspection
        } else if self.started {
            Stage::Repair
        } else if self.signed_at.is_some() {
            Stage::Waiting
        } else {
            Stage::Received
        })
    }

    /// The flag that the lounge shows beside the stage.
    pub fn flag(&self) -> Option<Flag> {
        (self.stage().is_some() && (self.flagged || self.undecided())).then_some(Flag::SeeAdviser)
    }

    /// Whether extra work waits for the customer's answer.
    pub fn undecided(&self) -> bool {
        self.extra_work.iter().any(|extra| matches!(extra.decision, None | Some(Decision::CallMe)))
    }

    /// The current promised time.
    pub fn promised_at(&self) -> Option<Instant> {
        self.promises.last().map(|promise| promise.promised_at)
    }

    /// The promised time before the last change.
    pub fn promised_before(&self) -> Option<Instant> {
        self.promises.len().checked_sub(2).map(|index| self.promises[index].promised_at)
    }

    /// The authorised amount: estimate plus approved extra work, in minor units.
    pub fn authorised(&self) -> i64 {
        let approved = self.extra_work.iter().filter(|extra| extra.decision == Some(Decision::Approve));
        self.estimate + approved.map(|extra| extra.amount).sum::<i64>()
    }

    /// Whether all four preparations are ticked: 「已为您准备好」.
    pub fn is_prepared(&self) -> bool {
        self.prepared.len() == 4
    }

    /// Whether the car is on the lounge board: on the premises, before acceptance.
    pub fn on_board(&self) -> bool {
        self.stage().is_some()
    }

    /// A job by its id.
    pub fn job(&self, id: &str) -> Option<&Job> {
        self.jobs.iter().find(|job| job.id == id)
    }

    /// Whether the car is on the premises and its statement is not released yet.
    pub fn is_in_work(&self) -> bool {
        self.phase == Phase::OnSite && self.released.is_none()
    }

    /// Whether jobs and charges may still change: the order is signed, the statement is not released.
    pub fn is_order_open(&self) -> bool {
        self.signed_at.is_some() && self.is_in_work()
    }

    /// Whether it is booked and its start is after `now`.
    pub fn is_to_come(&self, now: Instant) -> bool {
        self.phase == Phase::Booked && self.appointment.start > now
    }

    /// Until when the customer may take the answer to a quote back: for a while, and only before its job has begun.
    pub fn take_back_until(&self, extra: &ExtraWork) -> Option<Instant> {
        let decided_at = extra.decided_at.filter(|_| self.is_in_work())?;
        let has_begun = self.job(&Self::extra_job_id(extra.id)).is_some_and(Job::has_begun);
        (!has_begun).then(|| decided_at.plus_seconds(TAKE_BACK_SECONDS))
    }

    /// The id of the job that approved extra work becomes.
    pub fn extra_job_id(item: ExtraWorkId) -> String {
        format!("{EXTRA_JOB}{item}")
    }

    /// Whether a job of this id is extra work.
    pub fn is_extra_job(id: &str) -> bool {
        id.starts_with(EXTRA_JOB)
    }
}
