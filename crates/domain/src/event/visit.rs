//! What happens to one visit, from the booking to the follow-up.

use super::logged::{LoggedEvent, Subject, events};
use crate::appointment::Appointment;
use crate::ids::{ExtraWorkId, VisitId};
use crate::time::Instant;
use crate::words::{Decision, Step, Urgency};

events! {
    /// What happened to a visit. Ids, codes, instants and amounts only: what names a person lies in rows that can be erased.
    VisitEvent

    /// The kinds of a visit's events, in the order of the process.
    VisitEventKind

    /// A time was promised, or a walk-in taken in. Always the first.
    Booked {
        /// What was promised; its fields stand beside the event's own.
        #[serde(flatten)]
        appointment: Appointment,
        /// Nothing was booked before.
        walk_in: bool,
    } = "booking.created",
    /// Another time was promised.
    Rescheduled {
        /// When reception begins.
        start: Instant,
        /// When the car is expected to be ready.
        ready_estimate: Instant,
        /// The id of the adviser who receives.
        adviser: String,
        /// What the booking saves, minor units.
        benefit: i64,
    } = "booking.rescheduled",
    /// The booking was given up.
    Cancelled = "booking.cancelled",
    /// The customer did not come.
    NoShow = "booking.no-show",
    /// One of the four preparations was ticked.
    Prepared {
        /// The preparation.
        step: Step,
    } = "visit.prepared",
    /// The car is here.
    Arrived {
        /// Lounge number.
        number: u16,
        /// Odometer in kilometres, where it was read.
        mileage_km: Option<u32>,
    } = "visit.arrived",
    /// 车旁接待检查
    Inspected = "visit.inspected",
    /// The draft work order was written.
    OrderWritten = "order.written",
    /// 委托书 signed.
    OrderSigned {
        /// What the customer is to pay, minor units, the booking's benefit taken off.
        estimate: i64,
        /// The jobs' ids.
        jobs: Vec<String>,
        /// A wash is wanted.
        wants_wash: bool,
        /// The first promise.
        promised_at: Instant,
    } = "order.signed",
    /// The promise was changed; its reason lies beside the event.
    PromiseChanged {
        /// The new promise.
        promised_at: Instant,
    } = "visit.promise-changed",
    /// 派单
    Dispatched {
        /// The job's id.
        job: String,
        /// The id of the technician who is to do it; nobody in particular where there is none.
        technician: Option<String>,
    } = "job.dispatched",
    /// A job began, or began anew.
    Started {
        /// The job's id.
        job: String,
    } = "job.started",
    /// A job rests.
    Paused {
        /// The job's id.
        job: String,
    } = "job.paused",
    /// A job goes on.
    Resumed {
        /// The job's id.
        job: String,
    } = "job.resumed",
    /// 维修完工
    Completed {
        /// The job's id.
        job: String,
    } = "job.completed",
    /// 自检; its remarks lie beside the event.
    SelfChecked {
        /// Whether the car passed.
        passed: bool,
    } = "visit.self-checked",
    /// 总检; its remarks lie beside the event.
    FinalInspected {
        /// Whether the car passed.
        passed: bool,
    } = "visit.final-inspected",
    /// 车辆清洁
    Washed = "visit.washed",
    /// The statement's draft was written.
    StatementWritten = "statement.written",
    /// 交车准备
    DeliveryPrepared = "visit.delivery-prepared",
    /// The statement was released.
    StatementReleased {
        /// To be paid by the customer, minor units.
        charged: i64,
    } = "statement.released",
    /// A line is not clear to the customer, or is clear again.
    Unclear {
        /// The line's id.
        line: String,
    } = "statement.unclear",
    /// 客户验收
    Accepted = "visit.accepted",
    /// 结算
    Settled = "visit.settled",
    /// 交车送行
    Delivered {
        /// Odometer in kilometres, where it was read.
        mileage_km: Option<u32>,
    } = "visit.delivered",
    /// 维修回访
    FollowedUp = "visit.followed-up",
    /// The customer said how to be called afterwards.
    FollowUpPreferred = "visit.follow-up-preferred",
    /// The file is closed.
    Closed = "visit.closed",
    /// Extra work was quoted, or quoted anew.
    ExtraWorkQuoted {
        /// Names it within the visit.
        item: ExtraWorkId,
        /// Version of the quote, from 1 on.
        version: u32,
        /// Minor units, tax included.
        amount: i64,
        /// Minutes that it adds to the promised time.
        minutes: u32,
        /// How soon it should be done.
        urgency: Urgency,
    } = "extra-work.quoted",
    /// The customer answered a quote.
    ExtraWorkDecided {
        /// Names it within the visit.
        item: ExtraWorkId,
        /// The version that the customer read.
        version: u32,
        /// The answer.
        decision: Decision,
    } = "extra-work.decided",
    /// The adviser wishes to see the customer, or no longer does.
    Flagged {
        /// Whether the wish begins; it ends otherwise.
        on: bool,
    } = "visit.flagged",
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
