//! The customer's private page while the car is here.

use crate::{Instant, Money};
use bayside_domain::ids::ExtraWorkId;
pub use bayside_domain::words::FollowUpChannel;
use bayside_domain::words::{Decision, Flag, JobState, Stage, Stay, Urgency};
use serde::{Deserialize, Serialize};

/// `GET /visits/{token}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Visit {
    /// The dealer's slug.
    pub dealer: String,
    /// The dealer's name.
    pub dealer_name: String,
    /// IANA zone.
    pub zone: String,
    /// E.164.
    pub phone: String,
    /// The server's time.
    pub as_of: Instant,
    /// Rises with every change.
    pub version: i64,
    /// Lounge number.
    pub number: u16,
    /// The customer's own plate, in full.
    pub plate: String,
    /// The model.
    pub model: String,
    /// How the customer is addressed, e.g. 「王女士」.
    pub addressed_as: String,
    /// Who answers to the customer.
    pub adviser: crate::dealer::Adviser,
    /// How the customer stays.
    pub stay: Stay,
    /// Null after acceptance.
    pub stage: Option<Stage>,
    /// `see-adviser` or null.
    pub flag: Option<Flag>,
    /// When each public stage was last reached, in order of the stages reached.
    pub reached: Vec<StageReached>,
    /// Null before the work order is signed.
    pub promised_at: Option<Instant>,
    /// Every promise ever given, oldest first.
    pub promises: Vec<Promise>,
    /// The jobs of the work order.
    pub jobs: Vec<Job>,
    /// Estimate of the signed work order, the booking advantage taken off.
    pub estimate: Option<Money>,
    /// Estimate and approved extra work.
    pub authorised: Option<Money>,
    /// Found later, needs the customer's consent.
    pub extra_work: Vec<ExtraWork>,
    /// The statement is released: `GET …/statement` answers.
    pub statement_ready: bool,
    /// When the customer signed for the delivery.
    pub accepted_at: Option<Instant>,
    /// When the car left.
    pub left_at: Option<Instant>,
}

/// When a stage was reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct StageReached {
    /// Which.
    pub stage: Stage,
    /// When.
    pub at: Instant,
}

/// A promise and why it was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Promise {
    /// The promised time.
    pub promised_at: Instant,
    /// When it was given.
    pub given_at: Instant,
    /// By whom.
    pub by: String,
    /// Why; empty for the first.
    pub reason: String,
}

/// A job on the private page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Job {
    /// Names it within the visit.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Where it stands.
    pub state: JobState,
    /// Who does it.
    pub technician: Option<String>,
    /// Estimated, tax included.
    pub estimate: Money,
}

/// Extra work on the private page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ExtraWork {
    /// Names it within the visit.
    #[cfg_attr(feature = "schema", schema(value_type = i64))]
    pub id: ExtraWorkId,
    /// What.
    pub title: String,
    /// Why.
    pub reason: String,
    /// How soon.
    pub urgency: Urgency,
    /// Tax included.
    pub price: Money,
    /// Added to the promised time.
    pub extra_minutes: u32,
    /// Goes back with the decision.
    pub quote_version: u32,
    /// Null while undecided.
    pub decision: Option<Decision>,
    /// When it was decided.
    pub decided_at: Option<Instant>,
}

/// Body of `POST …/extra-work/{item}/decision`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DecisionRequest {
    /// The answer.
    pub decision: Decision,
    /// The version that the customer read.
    pub quote_version: u32,
}

/// Body of `POST …/statement/unclear`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct UnclearRequest {
    /// The line's id in the statement.
    pub line: String,
}

/// Body of `POST …/acceptance`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AcceptanceRequest {
    /// Who signs.
    pub name: String,
    /// The pen's path: an SVG `d` made of M and L with absolute numbers in a 350 × 160 box,
    /// or null where the name was typed instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature_svg: Option<String>,
}

/// Body of `POST …/follow-up-preference`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FollowUpPreference {
    /// How.
    pub channel: FollowUpChannel,
    /// From this local hour on, 0 to 23.
    pub hour: u8,
}
