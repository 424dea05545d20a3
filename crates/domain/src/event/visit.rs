//! Events of a visit, from the booking to the follow-up.

use super::logged::{LoggedEvent, Subject, events};
use crate::appointment::Appointment;
use crate::codes::{Decision, Step, Urgency};
use crate::ids::{ExtraWorkId, VisitId};
use crate::time::Instant;
use serde::{Deserialize, Serialize};

events! {
    /// An event of a visit. It holds ids, codes, instants and amounts only: data that identify a person are in rows
    /// that can be erased.
    VisitEvent

    /// The kinds of a visit's events, in the order of the process.
    VisitEventKind

    /// A booking was made, or a walk-in was taken in. Always the first event.
    Booked {
        /// The appointment; stored flat, beside the event's own fields.
        #[serde(flatten)]
        appointment: Appointment,
        /// Whether the car came without a booking.
        walk_in: bool,
    } = "booking.created",
    /// The booking was moved.
    Rescheduled {
        /// When reception begins.
        start: Instant,
        /// When the car is expected to be ready.
        ready_estimate: Instant,
        /// The id of the adviser who receives.
        adviser: String,
        /// The benefit of the booking, in minor units.
        benefit: i64,
    } = "booking.rescheduled",
    /// The booking was cancelled.
    Cancelled = "booking.cancelled",
    /// The customer did not come.
    NoShow = "booking.no-show",
    /// One of the four preparations was ticked.
    Prepared {
        /// The preparation that was ticked.
        step: Step,
    } = "visit.prepared",
    /// The car arrived on the premises.
    Arrived {
        /// Lounge number.
        number: u16,
        /// Odometer in kilometres, where it was read.
        mileage_km: Option<u32>,
    } = "visit.arrived",
    /// The adviser inspected the car with the customer (walk-round, 车旁接待检查).
    Inspected = "visit.inspected",
    /// The draft work order was written.
    OrderWritten = "order.written",
    /// The work order (委托书) was signed.
    OrderSigned {
        /// The estimate: what the customer is to pay, in minor units, the booking's benefit taken off.
        estimate: i64,
        /// The jobs' ids.
        jobs: Vec<String>,
        /// Whether the car is to be washed.
        wants_wash: bool,
        /// The first promised time.
        promised_at: Instant,
    } = "order.signed",
    /// The promised time was changed; the reason is stored as a note of the event.
    PromiseChanged {
        /// The new promised time.
        promised_at: Instant,
    } = "visit.promise-changed",
    /// A job was dispatched to a technician (派单).
    Dispatched {
        /// The job's id.
        job: String,
        /// The id of the technician; `None` if the job was given to nobody in particular.
        technician: Option<String>,
    } = "job.dispatched",
    /// A job was started, or started again.
    Started {
        /// The job's id.
        job: String,
    } = "job.started",
    /// A job was paused.
    Paused {
        /// The job's id.
        job: String,
    } = "job.paused",
    /// A job was resumed.
    Resumed {
        /// The job's id.
        job: String,
    } = "job.resumed",
    /// A job was completed (维修完工).
    Completed {
        /// The job's id.
        job: String,
    } = "job.completed",
    /// The workshop's own check (自检); remarks are stored with the event.
    SelfChecked {
        /// Whether the car passed.
        passed: bool,
    } = "visit.self-checked",
    /// The final inspection (总检); remarks are stored with the event.
    FinalInspected {
        /// Whether the car passed.
        passed: bool,
    } = "visit.final-inspected",
    /// The car was washed (车辆清洁).
    Washed = "visit.washed",
    /// The statement's draft was written.
    StatementWritten = "statement.written",
    /// The delivery was prepared: the statement is drawn up (交车准备).
    DeliveryPrepared = "visit.delivery-prepared",
    /// The statement was released.
    StatementReleased {
        /// What the customer is charged, in minor units.
        charged: i64,
    } = "statement.released",
    /// The customer marked a line as unclear, or took the mark back.
    Unclear {
        /// The line's id.
        line: String,
    } = "statement.unclear",
    /// The customer signed for the delivery (acceptance, 客户验收).
    Accepted = "visit.accepted",
    /// The charge was paid at the till (settlement, 结算).
    Settled = "visit.settled",
    /// The car was handed over and left (交车送行).
    Delivered {
        /// Odometer in kilometres, where it was read.
        mileage_km: Option<u32>,
    } = "visit.delivered",
    /// The dealer asked the customer how it went (follow-up, 维修回访).
    FollowedUp = "visit.followed-up",
    /// The customer chose how to be contacted after the visit.
    FollowUpPreferred = "visit.follow-up-preferred",
    /// The visit was closed.
    Closed = "visit.closed",
    /// Extra work was quoted, or quoted anew.
    ExtraWorkQuoted {
        /// The id of the extra work within the visit.
        item: ExtraWorkId,
        /// The version of the quote, from 1.
        version: u32,
        /// The price in minor units, tax included.
        amount: i64,
        /// Minutes that it adds to the promised time.
        minutes: u32,
        /// How soon it should be done.
        urgency: Urgency,
    } = "extra-work.quoted",
    /// The customer answered a quote.
    ExtraWorkDecided {
        /// The id of the extra work within the visit.
        item: ExtraWorkId,
        /// The version that the customer read.
        version: u32,
        /// The answer.
        decision: Decision,
    } = "extra-work.decided",
    /// The customer took an answer back that was just given; the quote is open again.
    ExtraWorkTakenBack {
        /// The id of the extra work within the visit.
        item: ExtraWorkId,
        /// What held before the answer, and holds again.
        before: BeforeAnswer,
    } = "extra-work.taken-back",
    /// The flag "see your adviser" was set or cleared.
    Flagged {
        /// Whether the flag is set.
        on: bool,
    } = "visit.flagged",
}

/// What held before an answer to extra work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BeforeAnswer {
    /// The answer before; only a wished call is followed by another one.
    pub decision: Option<Decision>,
    /// When that was given.
    pub decided_at: Option<Instant>,
    /// Whether the last self-check was passed.
    pub self_checked: bool,
    /// Whether the last final inspection was passed.
    pub inspected: bool,
    /// Whether the car was washed.
    pub washed: bool,
}

impl LoggedEvent for VisitEvent {
    type Of = VisitId;

    fn subject(visit: VisitId) -> Subject {
        Subject::Visit(visit)
    }
}

impl VisitEvent {
    /// The id of the job that it is about.
    pub fn job(&self) -> Option<&str> {
        match self {
            Self::Dispatched { job, .. }
            | Self::Started { job }
            | Self::Paused { job }
            | Self::Resumed { job }
            | Self::Completed { job } => Some(job),
            _ => None,
        }
    }
}
