//! What can happen to a visit, and the few things that happen beside them.

use crate::time::Instant;
use crate::words::{Decision, Stay, Step, Urgency};
use serde::{Deserialize, Serialize};

/// Who did it: an id, never a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Actor {
    /// The customer.
    Customer,
    /// A member of staff.
    Staff(i64),
    /// The arrival kiosk or another device.
    Device(i64),
    /// The program, by the clock.
    System,
}

/// An event as it lies in the store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    /// The dealer's event number: gapless, in commit order.
    pub number: i64,
    /// When.
    pub at: Instant,
    /// Who.
    pub by: Actor,
    /// What.
    pub event: Event,
}

/// What happened. Ids, codes, instants and amounts only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum Event {
    /// A time was promised, or a walk-in taken in.
    #[serde(rename = "booking.created")]
    Booked {
        /// When reception begins.
        start: Instant,
        /// When the car is expected to be ready.
        ready_estimate: Instant,
        /// Who receives.
        adviser: String,
        /// What for.
        services: Vec<String>,
        /// How the customer stays.
        stay: Stay,
        /// Price from, minor units.
        price: i64,
        /// What the booking saves, minor units.
        benefit: i64,
        /// Nothing was booked before.
        walk_in: bool,
    },
    /// Another time was promised.
    #[serde(rename = "booking.rescheduled")]
    Rescheduled {
        /// When reception begins.
        start: Instant,
        /// When the car is expected to be ready.
        ready_estimate: Instant,
        /// Who receives.
        adviser: String,
        /// What the booking saves, minor units.
        benefit: i64,
    },
    /// The booking was given up.
    #[serde(rename = "booking.cancelled")]
    Cancelled,
    /// The customer did not come.
    #[serde(rename = "booking.no-show")]
    NoShow,
    /// One of the four preparations was ticked.
    #[serde(rename = "visit.prepared")]
    Prepared {
        /// Which.
        step: Step,
    },
    /// The car is here.
    #[serde(rename = "visit.arrived")]
    Arrived {
        /// Lounge number.
        number: u16,
        /// Odometer.
        mileage_km: Option<u32>,
    },
    /// 车旁接待检查
    #[serde(rename = "visit.inspected")]
    Inspected,
    /// The draft work order was written.
    #[serde(rename = "order.written")]
    OrderWritten,
    /// 委托书 signed.
    #[serde(rename = "order.signed")]
    OrderSigned {
        /// Minor units, the booking's benefit taken off.
        estimate: i64,
        /// The jobs' ids.
        jobs: Vec<String>,
        /// A wash is wanted.
        wants_wash: bool,
        /// The first promise.
        promised_at: Instant,
    },
    /// The promise was changed; its reason lies beside the event.
    #[serde(rename = "visit.promise-changed")]
    PromiseChanged {
        /// The new promise.
        promised_at: Instant,
    },
    /// 派单
    #[serde(rename = "job.dispatched")]
    Dispatched {
        /// Which job.
        job: String,
        /// To whom.
        technician: Option<String>,
    },
    /// A job began, or began anew.
    #[serde(rename = "job.started")]
    Started {
        /// Which job.
        job: String,
    },
    /// A job rests.
    #[serde(rename = "job.paused")]
    Paused {
        /// Which job.
        job: String,
    },
    /// A job goes on.
    #[serde(rename = "job.resumed")]
    Resumed {
        /// Which job.
        job: String,
    },
    /// 维修完工
    #[serde(rename = "job.completed")]
    Completed {
        /// Which job.
        job: String,
    },
    /// 自检
    #[serde(rename = "visit.self-checked")]
    SelfChecked {
        /// Whether it was passed.
        passed: bool,
    },
    /// 总检
    #[serde(rename = "visit.final-inspected")]
    FinalInspected {
        /// Whether it was passed.
        passed: bool,
    },
    /// 车辆清洁
    #[serde(rename = "visit.washed")]
    Washed,
    /// The statement's draft was written.
    #[serde(rename = "statement.written")]
    StatementWritten,
    /// 交车准备
    #[serde(rename = "visit.delivery-prepared")]
    DeliveryPrepared,
    /// The statement was released.
    #[serde(rename = "statement.released")]
    StatementReleased {
        /// To be paid by the customer, minor units.
        charged: i64,
    },
    /// A line is not clear to the customer.
    #[serde(rename = "statement.unclear")]
    Unclear {
        /// The line's id.
        line: String,
    },
    /// 客户验收
    #[serde(rename = "visit.accepted")]
    Accepted,
    /// 结算
    #[serde(rename = "visit.settled")]
    Settled,
    /// 交车送行
    #[serde(rename = "visit.delivered")]
    Left {
        /// Odometer.
        mileage_km: Option<u32>,
    },
    /// 维修回访
    #[serde(rename = "visit.followed-up")]
    FollowedUp,
    /// How the customer wishes to be called afterwards.
    #[serde(rename = "visit.follow-up-preferred")]
    FollowUpPreferred,
    /// The file is closed.
    #[serde(rename = "visit.closed")]
    Closed,
    /// Extra work was quoted, or quoted anew.
    #[serde(rename = "extra-work.quoted")]
    ExtraWorkQuoted {
        /// Names it within the visit.
        item: i64,
        /// Version of the quote.
        version: u32,
        /// Minor units, tax included.
        amount: i64,
        /// Added to the promised time.
        minutes: u32,
        /// How soon.
        urgency: Urgency,
    },
    /// The customer answered.
    #[serde(rename = "extra-work.decided")]
    ExtraWorkDecided {
        /// Which.
        item: i64,
        /// The version that the customer read.
        version: u32,
        /// The answer.
        decision: Decision,
    },
    /// The adviser wishes to see the customer, or no longer does.
    #[serde(rename = "visit.flagged")]
    Flagged {
        /// Whether.
        on: bool,
    },
    /// The sites in whose pages the booking may stand were set: no visit's.
    #[serde(rename = "settings.origins-changed")]
    OriginsChanged {
        /// All of them.
        origins: Vec<crate::origin::Origin>,
    },
    /// A screen was confirmed at the desk: no visit's.
    #[serde(rename = "screen.paired")]
    ScreenPaired {
        /// Names it within the dealer.
        screen: i64,
    },
    /// A screen is no longer trusted: no visit's.
    #[serde(rename = "screen.revoked")]
    ScreenRevoked {
        /// Names it within the dealer.
        screen: i64,
    },
    /// A screen was told to load itself anew: no visit's.
    #[serde(rename = "screen.reloaded")]
    ScreenReloaded {
        /// Names it within the dealer.
        screen: i64,
    },
    /// A customer made a row on the wall glow; it changes nothing, so it is no visit's.
    #[serde(rename = "screen.highlighted")]
    Highlighted {
        /// The row's lounge number.
        number: u16,
    },
    /// Of a call-back, the waitlist or a ticket: no visit's.
    #[serde(untagged)]
    Care(crate::care::CareEvent),
}

impl Event {
    /// The event's type as it stands in the store and on the wire.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Booked { .. } => "booking.created",
            Self::Rescheduled { .. } => "booking.rescheduled",
            Self::Cancelled => "booking.cancelled",
            Self::NoShow => "booking.no-show",
            Self::Prepared { .. } => "visit.prepared",
            Self::Arrived { .. } => "visit.arrived",
            Self::Inspected => "visit.inspected",
            Self::OrderWritten => "order.written",
            Self::OrderSigned { .. } => "order.signed",
            Self::PromiseChanged { .. } => "visit.promise-changed",
            Self::Dispatched { .. } => "job.dispatched",
            Self::Started { .. } => "job.started",
            Self::Paused { .. } => "job.paused",
            Self::Resumed { .. } => "job.resumed",
            Self::Completed { .. } => "job.completed",
            Self::SelfChecked { .. } => "visit.self-checked",
            Self::FinalInspected { .. } => "visit.final-inspected",
            Self::Washed => "visit.washed",
            Self::StatementWritten => "statement.written",
            Self::DeliveryPrepared => "visit.delivery-prepared",
            Self::StatementReleased { .. } => "statement.released",
            Self::Unclear { .. } => "statement.unclear",
            Self::Accepted => "visit.accepted",
            Self::Settled => "visit.settled",
            Self::Left { .. } => "visit.delivered",
            Self::FollowedUp => "visit.followed-up",
            Self::FollowUpPreferred => "visit.follow-up-preferred",
            Self::Closed => "visit.closed",
            Self::ExtraWorkQuoted { .. } => "extra-work.quoted",
            Self::ExtraWorkDecided { .. } => "extra-work.decided",
            Self::Flagged { .. } => "visit.flagged",
            Self::OriginsChanged { .. } => "settings.origins-changed",
            Self::ScreenPaired { .. } => "screen.paired",
            Self::ScreenRevoked { .. } => "screen.revoked",
            Self::ScreenReloaded { .. } => "screen.reloaded",
            Self::Highlighted { .. } => "screen.highlighted",
            Self::Care(event) => event.kind(),
        }
    }

    /// The job that it is about.
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
