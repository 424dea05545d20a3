//! The customer's private page while the car is here.

use crate::{Instant, Money};
pub use bayside_domain::codes::FollowUpChannel;
use bayside_domain::codes::{Decision, Flag, JobState, Stage, Stay, Urgency};
use bayside_domain::ids::ExtraWorkId;
use serde::{Deserialize, Serialize};

/// `GET /visits/{token}`: the customer's private page while the car is here.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Visit {
    /// The dealer's short name in addresses (slug), e.g. `anting`.
    pub dealer: String,
    /// The dealer's name, in the customer's language.
    pub dealer_name: String,
    /// The language in which the staff write, a BCP 47 tag such as `zh-CN`: that of titles, reasons and details, which
    /// are shown as they were written.
    #[serde(default)]
    pub written_in: String,
    /// The dealer's time zone, an IANA name such as `Asia/Shanghai`.
    pub zone: String,
    /// The dealer's phone number as E.164, for `tel:`.
    pub phone: String,
    /// The server's time when this was so.
    pub as_of: Instant,
    /// The version: a number that rises with every change.
    pub version: i64,
    /// The number in the lounge, 1 to 999.
    pub number: u16,
    /// The customer's own plate, in full.
    pub plate: String,
    /// The car's model, as the customer named it.
    pub model: String,
    /// How the customer is addressed, e.g. 「王女士」.
    pub addressed_as: String,
    /// The adviser who answers to the customer.
    pub adviser: crate::dealer::Adviser,
    /// How the customer spends the time: `wait`, `leave` or `loaner`.
    pub stay: Stay,
    /// The public stage that the car has reached; null after acceptance.
    pub stage: Option<Stage>,
    /// `see-adviser` where the customer is asked to, else null.
    pub flag: Option<Flag>,
    /// When each public stage was last reached, in order of the stages reached.
    pub reached: Vec<StageReached>,
    /// The promised time; null before the work order is signed.
    pub promised_at: Option<Instant>,
    /// Every promised time so far, oldest first.
    pub promises: Vec<Promise>,
    /// The jobs of the work order.
    pub jobs: Vec<Job>,
    /// The estimate of the signed work order, with the booking's benefit taken off; null before.
    pub estimate: Option<Money>,
    /// What the customer agreed to: the estimate and approved extra work; null before the order is signed.
    pub authorised: Option<Money>,
    /// Work found later, which needs the customer's consent.
    pub extra_work: Vec<ExtraWork>,
    /// Whether the statement is released, so that `GET …/statement` answers.
    pub statement_ready: bool,
    /// When the customer signed for the delivery; null before.
    pub accepted_at: Option<Instant>,
    /// When the car left the house; null before.
    pub left_at: Option<Instant>,
}

/// When a stage was reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct StageReached {
    /// The stage that was reached.
    pub stage: Stage,
    /// When the stage was last reached.
    pub at: Instant,
}

/// A promise and why it was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Promise {
    /// By when the car shall be ready.
    pub promised_at: Instant,
    /// When the promise was given.
    pub given_at: Instant,
    /// The name of who gave it.
    pub by: String,
    /// Why the promise was changed; empty for the first.
    pub reason: String,
}

/// A job on the private page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Job {
    /// The id of it within the visit.
    pub id: String,
    /// What it is called, in the asked language.
    pub name: String,
    /// How far it has come.
    pub state: JobState,
    /// The technician who does the job; null before it is dispatched.
    pub technician: Option<String>,
    /// What the job was estimated at, tax included.
    pub estimate: Money,
}

/// Extra work on the private page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ExtraWork {
    /// The id of it within the visit, a whole number.
    #[cfg_attr(feature = "schema", schema(value_type = i64))]
    pub id: ExtraWorkId,
    /// What is to be done, in a few words.
    pub title: String,
    /// Why it is needed, as the customer reads it.
    pub reason: String,
    /// How soon it should be done.
    pub urgency: Urgency,
    /// The price, tax included.
    pub price: Money,
    /// How many minutes it adds to the promised time.
    pub extra_minutes: u32,
    /// The version of the quote; goes back with the decision.
    pub quote_version: u32,
    /// The customer's answer; null while there is none.
    pub decision: Option<Decision>,
    /// When the customer answered; null before.
    pub decided_at: Option<Instant>,
    /// Until when the answer can be taken back, also once that is past; null without an answer, or when its work has begun.
    #[serde(default)]
    pub take_back_until: Option<Instant>,
}

/// Body of `POST …/extra-work/{item}/decision`: the customer's answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DecisionRequest {
    /// The customer's answer: `approve`, `decline` or `call-me`.
    pub decision: Decision,
    /// The version of the quote that the customer read; `version` is read alike.
    #[serde(alias = "version")]
    pub quote_version: u32,
    /// What stood on the customer's screen; if it is not so any more, the answer is refused (`quote-changed`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown: Option<ShownQuote>,
}

/// Body of `POST …/extra-work/{item}/take-back`: the answer that was just given does not count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TakeBackRequest {
    /// The version of the quote that was answered; `version` is read alike.
    #[serde(alias = "version")]
    pub quote_version: u32,
}

/// What a quote said on a screen; what is absent is not compared.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ShownQuote {
    /// The price in minor units, tax included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price_amount: Option<i64>,
    /// The promised time if the work is approved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promised_at: Option<Instant>,
}

/// Body of `POST …/statement/unclear`: which line the customer does not understand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct UnclearRequest {
    /// The id of the line in the statement.
    pub line: String,
}

/// Body of `POST …/acceptance`: the customer signs for the delivery.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AcceptanceRequest {
    /// The name of who signs for the delivery, 1 to 60 characters.
    pub name: String,
    /// The pen's path: an SVG `d` made of M and L with absolute numbers in a 350 × 160 box, at most 40,000 bytes;
    /// null where the name was typed instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature_svg: Option<String>,
    /// The version of the statement that was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statement_version: Option<u32>,
    /// What stood on the customer's screen; if it is not so any more, nothing is signed (`statement-changed`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown: Option<ShownStatement>,
}

/// What a statement said on a screen; what is absent is not compared.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ShownStatement {
    /// What the customer pays, in minor units, tax included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total_amount: Option<i64>,
}

/// Body of `POST …/follow-up-preference`: how the customer wishes to be called afterwards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FollowUpPreference {
    /// How they wish to be reached, if at all.
    pub channel: FollowUpChannel,
    /// From this hour of the dealer's day on, 0 to 23.
    pub hour: u8,
}

/// The paths of the calls that use these types.
pub mod path {
    use crate::BASE;
    use bayside_domain::ids::ExtraWorkId;

    /// `GET` the customer's private page.
    pub fn visit(token: &str) -> String {
        format!("{BASE}/visits/{token}")
    }

    /// `GET` (SSE) tells that the private page changed.
    pub fn visit_events(token: &str) -> String {
        format!("{BASE}/visits/{token}/events")
    }

    /// `POST` highlights the car's row on the lounge screens.
    pub fn highlight(token: &str) -> String {
        format!("{BASE}/visits/{token}/highlight")
    }

    /// `POST` marks a line as unclear, for the adviser.
    pub fn unclear(token: &str) -> String {
        format!("{BASE}/visits/{token}/statement/unclear")
    }

    /// `POST` the customer's signature.
    pub fn acceptance(token: &str) -> String {
        format!("{BASE}/visits/{token}/acceptance")
    }

    /// `POST` how the customer wishes to be called afterwards.
    pub fn follow_up_preference(token: &str) -> String {
        format!("{BASE}/visits/{token}/follow-up-preference")
    }

    /// `POST` takes an answer back that was just given.
    pub fn take_back(token: &str, item: ExtraWorkId) -> String {
        format!("{BASE}/visits/{token}/extra-work/{item}/take-back")
    }

    /// `POST` the customer's answer to extra work.
    pub fn decision(token: &str, item: ExtraWorkId) -> String {
        format!("{BASE}/visits/{token}/extra-work/{item}/decision")
    }
}

crate::example::examples! {
    AcceptanceRequest = r#"{"name": "王丽", "signature_svg": "M20 90L60 40L100 95L140 50"}"#,
    TakeBackRequest = r#"{"quote_version": 1}"#,
    DecisionRequest = r#"{"decision": "approve", "quote_version": 1}"#,
    FollowUpPreference = r#"{"channel": "phone", "hour": 18}"#,
    UnclearRequest = r#"{"line": "l3"}"#,
}
