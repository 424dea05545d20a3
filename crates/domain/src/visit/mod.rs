//! One stay of one vehicle, from the booking to the follow-up (docs/rules.md, "Life of a visit").
//!
//! Every change is a [`VisitEvent`](crate::event::VisitEvent); [`Visit`] is the projection of the events, and [`Visit::allowed`]
//! says which steps are possible. Events carry ids, codes, instants and amounts only: what names a
//! person lies in rows that can be erased.

mod projection;
mod rules;
mod stored;

pub use rules::{may_do, roles_of};

use crate::appointment::Appointment;
use crate::event::Actor;
use crate::ids::{EventNumber, ExtraWorkId};
use crate::time::Instant;
use crate::word_list::words;
use crate::words::{Decision, Flag, JobState, Stage, Step, Urgency};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

words! {
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
    /// Names it within the visit.
    pub id: String,
    /// Where it stands.
    pub state: JobState,
    /// Who does it.
    pub technician: Option<String>,
    /// When it began first.
    pub started_at: Option<Instant>,
    /// When it was completed last.
    pub completed_at: Option<Instant>,
}

/// A promised time and the event that gave it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    /// The promised time.
    pub promised_at: Instant,
    /// When it was given.
    pub given_at: Instant,
    /// The event's number; its reason lies beside the event.
    pub event: EventNumber,
    /// Who gave it.
    pub by: Actor,
}

/// Extra work as quoted and decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExtraWork {
    /// Names it within the visit.
    pub id: ExtraWorkId,
    /// Version of the quote.
    pub version: u32,
    /// Minor units, tax included.
    pub amount: i64,
    /// Added to the promised time.
    pub minutes: u32,
    /// How soon.
    pub urgency: Urgency,
    /// The answer to this version.
    pub decision: Option<Decision>,
    /// When it was given.
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
    /// The event's number; its remarks lie beside the event.
    pub event: EventNumber,
    /// Whether it was passed.
    pub passed: bool,
}

/// The projection of a visit's events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "stored::StoredVisit")]
pub struct Visit {
    /// Rises with every event; what `ETag` and `If-Match` carry.
    pub version: i64,
    /// Where it stands in the house.
    pub phase: Phase,
    /// What was promised last; what is stored has its fields beside the visit's own.
    #[serde(flatten)]
    pub appointment: Appointment,
    /// Rises with every change of the booking (RFC 5545).
    pub sequence: u32,
    /// A walk-in was never booked.
    pub walk_in: bool,
    /// Which preparations are ticked.
    pub prepared: BTreeSet<Step>,
    /// Lounge number.
    pub number: Option<u16>,
    /// When the car came.
    pub arrived_at: Option<Instant>,
    /// When the order was signed.
    pub signed_at: Option<Instant>,
    /// Minor units, the booking's benefit taken off.
    pub estimate: i64,
    /// A wash is wanted.
    pub wants_wash: bool,
    /// The jobs.
    pub jobs: Vec<Job>,
    /// Every promise, oldest first.
    pub promises: Vec<Promise>,
    /// Extra work.
    pub extra_work: Vec<ExtraWork>,
    /// The adviser wishes to see the customer.
    pub flagged: bool,
    /// A job was started.
    pub started: bool,
    /// The last self check was passed.
    pub self_checked: bool,
    /// The last final inspection was passed.
    pub inspected: bool,
    /// Checks in order.
    pub inspections: Vec<Inspection>,
    /// Washed after the last inspection.
    pub washed: bool,
    /// The statement is drawn up.
    pub delivery_prepared: bool,
    /// When the statement was released, and what it charges the customer, minor units.
    pub released: Option<(Instant, i64)>,
    /// Who released it.
    pub released_by: Option<Actor>,
    /// When the customer signed for the delivery.
    pub accepted_at: Option<Instant>,
    /// When it was paid.
    pub settled_at: Option<Instant>,
    /// When the car left.
    pub left_at: Option<Instant>,
    /// The follow-up was done.
    pub followed_up: bool,
    /// Lines that the customer does not understand.
    pub unclear: BTreeSet<String>,
    /// When each public stage was last reached.
    pub reached: BTreeMap<Stage, Instant>,
}

/// What the ids of jobs begin with that are extra work.
const EXTRA_JOB: &str = "extra-";

impl Visit {
    /// The public stage; `None` before arrival, after acceptance, and when it was given up.
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

    /// What the lounge says beside the stage.
    pub fn flag(&self) -> Option<Flag> {
        (self.stage().is_some() && (self.flagged || self.undecided())).then_some(Flag::SeeAdviser)
    }

    /// Whether extra work waits for the customer.
    pub fn undecided(&self) -> bool {
        self.extra_work.iter().any(|extra| matches!(extra.decision, None | Some(Decision::CallMe)))
    }

    /// The promise in force.
    pub fn promised_at(&self) -> Option<Instant> {
        self.promises.last().map(|promise| promise.promised_at)
    }

    /// The promise before it.
    pub fn promised_before(&self) -> Option<Instant> {
        self.promises.len().checked_sub(2).map(|index| self.promises[index].promised_at)
    }

    /// Estimate and approved extra work, minor units.
    pub fn authorised(&self) -> i64 {
        let approved = self.extra_work.iter().filter(|extra| extra.decision == Some(Decision::Approve));
        self.estimate + approved.map(|extra| extra.amount).sum::<i64>()
    }

    /// All four preparations are ticked: 「已为您准备好」.
    pub fn is_prepared(&self) -> bool {
        self.prepared.len() == 4
    }

    /// Whether the car stands on the board: on the premises, before acceptance.
    pub fn on_board(&self) -> bool {
        self.stage().is_some()
    }

    /// A job by its id.
    pub fn job(&self, id: &str) -> Option<&Job> {
        self.jobs.iter().find(|job| job.id == id)
    }

    /// Whether the car is in the house and its statement is not released.
    pub fn is_in_work(&self) -> bool {
        self.phase == Phase::OnSite && self.released.is_none()
    }

    /// Whether what is done and charged may still change: the order is signed, the statement not released.
    pub fn is_order_open(&self) -> bool {
        self.signed_at.is_some() && self.is_in_work()
    }

    /// Whether it is booked and begins after `now`.
    pub fn is_to_come(&self, now: Instant) -> bool {
        self.phase == Phase::Booked && self.appointment.start > now
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
