//! Request bodies of the desk: a walk-in, a step, a promised time, extra work.

use crate::Instant;
use crate::statement::Check;
use bayside_domain::codes::{Stay, Urgency};
use bayside_domain::ids::{ExtraWorkId, TicketId};
use serde::{Deserialize, Serialize};

/// Body of `POST /desk/{dealer}/visits`: a walk-in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct WalkInRequest {
    /// Ids of the jobs that are needed, at most ten.
    pub services: Vec<String>,
    /// What the customer notices or wants, in their own words; at most 2,000 characters.
    #[serde(default)]
    pub concern: String,
    /// The car, as its owner describes it.
    pub vehicle: crate::vehicle::Vehicle,
    /// The customer who brings the car.
    pub customer: crate::person::Customer,
    /// How the customer spends the time: `wait`, `leave` or `loaner`.
    pub stay: Stay,
    /// The id of the adviser who takes care of them.
    pub adviser: String,
    /// What the customer agreed to, and to which text.
    pub consent: crate::person::ConsentGiven,
    /// The id of the ticket that the customer drew at the arrival kiosk; the car gets its number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(value_type = Option<i64>))]
    pub ticket: Option<TicketId>,
}

/// Body of `POST …/steps/{step}`; each step reads its own fields.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct StepRequest {
    /// For dispatch, start, pause, resume and complete: the id of the job.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job: Option<String>,
    /// For dispatch: the id of the technician.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub technician: Option<String>,
    /// For self-check and final-inspection: whether the car passed; true if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passed: Option<bool>,
    /// For a check: what was remarked, at most 2,000 characters; needed when the car did not pass.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub findings: Option<String>,
    /// For a check: the values that were measured.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<Check>,
    /// For sign-order: the first promise; default is the booking's estimate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promised_at: Option<Instant>,
    /// For sign-order and accept: who signs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// For sign-order and accept: the pen's path (see `AcceptanceRequest`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature_svg: Option<String>,
    /// For pause, cancel, no-show, follow-up and close: why, or what was said, at most 500 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// For arrive and leave: the odometer in kilometres.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mileage_km: Option<u32>,
    /// What stood on the screen, for sign-order; if it is not so any more, nothing is signed (`order-changed`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown: Option<ShownOrder>,
}

/// What an order said on a screen; what is absent is not compared.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ShownOrder {
    /// The estimate in minor units, tax included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub estimate_amount: Option<i64>,
    /// The promised time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promised_at: Option<Instant>,
}

/// Body of `POST …/promise`: a new promised time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PromiseRequest {
    /// By when the car shall be ready; not in the past, at most 90 days ahead.
    pub promised_at: Instant,
    /// Why the time is changed, 1 to 500 characters; told to the customer.
    pub reason: String,
}

/// Body of `POST …/extra-work`: a quote for work that was found later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ExtraWorkRequest {
    /// The id of an item to quote anew; null for a new one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(value_type = Option<i64>))]
    pub id: Option<ExtraWorkId>,
    /// What is to be done, in a few words, at most 120 characters.
    pub title: String,
    /// Why it is needed, as the customer reads it, at most 1,000 characters.
    pub reason: String,
    /// How soon it should be done.
    pub urgency: Urgency,
    /// The price in minor units of the dealer's currency, tax included.
    pub price_amount: i64,
    /// How many minutes it adds to the promised time.
    pub extra_minutes: u32,
}

/// The paths of the calls that use these types.
pub mod path {
    use crate::BASE;
    use bayside_domain::ids::VisitId;

    /// `POST` a step.
    pub fn desk_step(slug: &str, id: VisitId, step: &str) -> String {
        format!("{BASE}/desk/{slug}/visits/{id}/steps/{step}")
    }

    /// `PUT` the work order.
    pub fn desk_work_order(slug: &str, id: VisitId) -> String {
        format!("{BASE}/desk/{slug}/visits/{id}/work-order")
    }

    /// `PUT` the statement's draft.
    pub fn desk_statement(slug: &str, id: VisitId) -> String {
        format!("{BASE}/desk/{slug}/visits/{id}/statement")
    }

    /// `POST` a changed promised time with its reason.
    pub fn desk_promise(slug: &str, id: VisitId) -> String {
        format!("{BASE}/desk/{slug}/visits/{id}/promise")
    }

    /// `POST` extra work to be decided by the customer.
    pub fn desk_extra_work(slug: &str, id: VisitId) -> String {
        format!("{BASE}/desk/{slug}/visits/{id}/extra-work")
    }
}

crate::example::examples! {
    ExtraWorkRequest = r#"{"title": "更换雨刮片", "reason": "左侧雨刮片开裂，雨天视线不清。", "urgency": "soon", "price_amount": 12800, "extra_minutes": 10}"#,
    PromiseRequest = r#"{"promised_at": "2026-12-01T12:00:00+08:00", "reason": "等待雨刮片到货"}"#,
    StepRequest = r#"{"passed": true, "findings": "路试正常", "checks": [{"title": "胎压", "measured": "2.4 bar", "passed": true}]}"#,
    WalkInRequest = r#"{
  "services": ["tyres"],
  "concern": "右后轮胎慢撒气",
  "vehicle": {"plate": "沪A12345", "plate_kind": "cn", "model": "帕萨特 330TSI", "mileage_km": 58200, "vin": "LSVAB4BR5JN123456"},
  "customer": {"name": "王丽", "salutation": "ms", "phone": "13812345678", "email": "wang.li@example.com", "locale": "zh-CN"},
  "stay": "wait",
  "adviser": "wang-lei",
  "consent": {"version": "2026-11", "marketing": false, "display_name": true},
  "ticket": 12
}"#,
}
