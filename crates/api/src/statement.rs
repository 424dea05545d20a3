//! The delivery explanation in its nine parts (domain.md, stage 6).

use crate::visit::ExtraWork;
use crate::{Date, Instant, Money};
use bayside_domain::words::{FollowUpChannel, LineKind, PartFate, PartType, Payer};
use serde::{Deserialize, Serialize};

/// `GET /visits/{token}/statement`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Statement {
    /// When it was released.
    pub released_at: Instant,
    /// 1 · What you asked, in your own words.
    pub asked: Asked,
    /// 1 · What we found.
    pub found: Vec<Finding>,
    /// 1 · What we did, item by item.
    pub done: Vec<Done>,
    /// 2 · Extra work with the time of consent, and what was declined.
    pub extra_work: Vec<ExtraWork>,
    /// 3 · Who and what the charges are about.
    pub parties: Parties,
    /// 3 · The charges.
    pub lines: Vec<StatementLine>,
    /// 3 · Per payer; the lines of each sum to its total.
    pub totals: Vec<PayerTotal>,
    /// 4 · Estimated → authorised → charged, every difference explained.
    pub bridge: Vec<BridgeStep>,
    /// 5 · Quality checks.
    pub checks: Vec<Check>,
    /// 5 · Who checked, and when.
    pub inspected: Vec<Inspected>,
    /// 6 · Replaced parts.
    pub replaced_parts: Vec<ReplacedPart>,
    /// 7 · Repair warranty.
    pub warranty: Warranty,
    /// 8 · Next service, whichever comes first.
    pub next_service: Option<NextService>,
    /// 9 · Care tips.
    pub care_tips: Vec<String>,
    /// 9 · How the customer wishes to be called afterwards.
    pub follow_up: Option<FollowUp>,
    /// 9 · The dealer's signature: who released it.
    pub released_by: String,
    /// 9 · The customer's signature.
    pub acceptance: Option<Acceptance>,
    /// Ids of lines that the customer marked as unclear.
    pub unclear: Vec<String>,
}

/// What the customer asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Asked {
    /// Own words.
    pub text: String,
    /// When they were written down.
    pub at: Instant,
    /// By whom; empty if by the customer.
    pub by: String,
}

/// Something found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// Names it within the statement.
    pub id: String,
    /// What.
    pub title: String,
    /// In more words.
    #[serde(default)]
    pub detail: String,
    /// A reading against its limit, drawn as a gauge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gauge: Option<Gauge>,
}

/// A reading against its limit, in thousandths of the unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Gauge {
    /// What was measured.
    pub label: String,
    /// e.g. `mm`.
    pub unit: String,
    /// The reading.
    pub value_thousandths: i64,
    /// Beyond this it must be replaced.
    pub limit_thousandths: i64,
    /// As new.
    pub new_thousandths: i64,
}

/// A job that was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Done {
    /// The job's id.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Who did it.
    pub by: Option<String>,
    /// When it began.
    pub from: Option<Instant>,
    /// When it ended.
    pub to: Option<Instant>,
    /// What was done, in words.
    pub detail: String,
    /// Charged to the customer, tax included where the dealer's prices are gross.
    pub amount: Money,
}

/// Customer, vehicle and repairer, as the statement must name them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Parties {
    /// The customer.
    pub customer: String,
    /// Masked.
    pub customer_phone: String,
    /// In full.
    pub plate: String,
    /// The model.
    pub model: String,
    /// In full, if known.
    pub vin: Option<String>,
    /// If known.
    pub engine_no: Option<String>,
    /// The repairer.
    pub repairer: String,
    /// The repairer's address.
    pub address: String,
    /// 统一社会信用代码 or VAT id.
    pub credit_code: String,
    /// When the car came.
    pub arrived_at: Instant,
    /// Odometer on arrival.
    pub mileage_in_km: Option<u32>,
    /// Odometer on delivery.
    pub mileage_out_km: Option<u32>,
}

/// One charged line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct StatementLine {
    /// Names it within the statement.
    pub id: String,
    /// The job it belongs to.
    pub job: Option<String>,
    /// What is charged.
    pub kind: LineKind,
    /// In words.
    pub name: String,
    /// Part number or labour position.
    pub code: Option<String>,
    /// Of a material.
    pub brand: Option<String>,
    /// Of a material.
    pub part_type: Option<PartType>,
    /// Hours or pieces, in thousandths; absent for a discount.
    pub quantity_thousandths: Option<i64>,
    /// Per hour or piece.
    pub unit_price: Option<Money>,
    /// Rounded half up, once.
    pub amount: Money,
    /// Who pays.
    pub payer: Payer,
    /// The line that a discount reduces.
    pub reduces: Option<String>,
}

/// What one payer owes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PayerTotal {
    /// Who.
    pub payer: Payer,
    /// Sum of the lines.
    pub lines: Money,
    /// Tax per rate, on the sum.
    pub taxes: Vec<Tax>,
    /// To pay.
    pub total: Money,
}

/// Tax at one rate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Tax {
    /// Basis points: 1300 is 13 %.
    pub rate_bp: u32,
    /// Tax.
    pub amount: Money,
    /// Whether the lines contain it.
    pub included: bool,
}

/// What a step of the bridge is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum BridgeKind {
    /// The signed estimate: a total.
    Estimate,
    /// Approved extra work: an addition.
    ExtraWork,
    /// Estimate and approved extra work: a total.
    Authorised,
    /// A difference between authorised and charged; never positive in sum.
    Difference,
    /// What is charged: a total.
    Charged,
}

/// One step from the estimate to the charge. Additions between two totals sum to their difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct BridgeStep {
    /// Total or change.
    pub kind: BridgeKind,
    /// What; empty for totals, which the browser names.
    pub title: String,
    /// Total, or signed change.
    pub amount: Money,
    /// Why.
    pub reason: String,
    /// Who approved it; empty if the customer.
    pub by: String,
    /// When.
    pub at: Option<Instant>,
}

/// A measured check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// What.
    pub title: String,
    /// The value with its unit.
    pub measured: String,
    /// Whether it passed.
    pub passed: bool,
}

/// Who checked the whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Inspected {
    /// `self-check` or `final-inspection`.
    pub step: bayside_domain::words::Step,
    /// Who.
    pub by: String,
    /// When.
    pub at: Instant,
    /// Remarks.
    pub findings: String,
}

/// A replaced part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReplacedPart {
    /// Which.
    pub name: String,
    /// What became of it.
    pub fate: PartFate,
}

/// How long the repair is warranted, whichever comes first, from leaving the workshop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Warranty {
    /// Kilometres.
    pub km: u32,
    /// Days.
    pub days: u32,
    /// The least that the law asks for, kilometres.
    pub statutory_km: u32,
    /// The least that the law asks for, days.
    pub statutory_days: u32,
}

/// The next service, whichever comes first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NextService {
    /// Odometer.
    pub mileage_km: u32,
    /// Local date.
    pub date: Date,
}

/// How the customer wishes to be called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct FollowUp {
    /// How.
    pub channel: FollowUpChannel,
    /// From this local hour on.
    pub hour: u8,
}

/// The customer's signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Acceptance {
    /// Who signed.
    pub name: String,
    /// When.
    pub at: Instant,
    /// SVG path data in a 350 × 160 box, or null if typed.
    pub signature_svg: Option<String>,
}
