//! The delivery explanation in its nine parts: from what was asked to both signatures.

use crate::visit::ExtraWork;
use crate::{Date, Instant, Money};
use bayside_domain::codes::{FollowUpChannel, LineKind, PartFate, PartType, Payer};
use serde::{Deserialize, Serialize};

/// `GET /visits/{token}/statement`: the delivery explained in nine parts, once it is released.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Statement {
    /// When the statement was released.
    pub released_at: Instant,
    /// Which release it is, counted from 1; a signature names it.
    #[serde(default)]
    pub version: u32,
    /// Part 1: what the customer asked for, in their own words.
    pub asked: Asked,
    /// Part 1: what the workshop found.
    pub found: Vec<Finding>,
    /// Part 1: what was done, item by item.
    pub done: Vec<Done>,
    /// Part 2: extra work with the time of consent, and what was declined.
    pub extra_work: Vec<ExtraWork>,
    /// Part 3: who and what the charges are about.
    pub parties: Parties,
    /// Part 3: the charges, line by line.
    pub lines: Vec<StatementLine>,
    /// Part 3: the totals per payer; the lines of each sum to its total.
    pub totals: Vec<PayerTotal>,
    /// Part 4: from the estimate over what was authorised to the charge, every difference explained.
    pub bridge: Vec<BridgeStep>,
    /// Part 5: the quality checks that were measured.
    pub checks: Vec<Check>,
    /// Part 5: who checked the whole, and when.
    pub inspected: Vec<Inspected>,
    /// Part 6: the replaced parts and what became of them.
    pub replaced_parts: Vec<ReplacedPart>,
    /// Part 7: how long the repair is warranted.
    pub warranty: Warranty,
    /// Part 8: when the next service falls due; null if nothing was said.
    pub next_service: Option<NextService>,
    /// Part 9: tips for the care of the car, one sentence each.
    pub care_tips: Vec<String>,
    /// Part 9: how the customer wishes to be called afterwards; null if they did not say.
    pub follow_up: Option<FollowUp>,
    /// Part 9: the dealer's signature, the name of who released it.
    pub released_by: String,
    /// Part 9: the customer's signature; null before.
    pub acceptance: Option<Acceptance>,
    /// Ids of lines that the customer marked as unclear.
    pub unclear: Vec<String>,
}

/// What the customer asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Asked {
    /// What the customer asked for, in their own words.
    pub text: String,
    /// When they were written down.
    pub at: Instant,
    /// The name of who wrote them down; empty if the customer did.
    pub by: String,
}

/// Something that the workshop found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// The id of it within the statement, at most 60 characters.
    pub id: String,
    /// What was found, in a few words, at most 120 characters.
    pub title: String,
    /// What was found, in more words, at most 1,000 characters; may be empty.
    #[serde(default)]
    pub detail: String,
    /// A reading against its limit, drawn as a gauge; absent where nothing was measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gauge: Option<Gauge>,
}

/// A reading against its limit, in thousandths of the unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Gauge {
    /// What was measured, in a few words.
    pub label: String,
    /// The unit of the three values, e.g. `mm`.
    pub unit: String,
    /// What was measured, in thousandths of the unit.
    pub value_thousandths: i64,
    /// The limit beyond which it must be replaced, in thousandths of the unit.
    pub limit_thousandths: i64,
    /// The value of a new part, in thousandths of the unit.
    pub new_thousandths: i64,
}

/// A job that was done, with its charge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Done {
    /// The job's id.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// The technician who did it; null if nobody is named.
    pub by: Option<String>,
    /// When the job began; null if that was not noted.
    pub from: Option<Instant>,
    /// When the job ended; null if that was not noted.
    pub to: Option<Instant>,
    /// What was done, in words.
    pub detail: String,
    /// What the customer is charged for it, tax included where the dealer's prices are gross.
    pub amount: Money,
}

/// Customer, vehicle and repairer, as the statement must name them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Parties {
    /// The customer's name in full.
    pub customer: String,
    /// The customer's phone number, masked, e.g. `138****5678`.
    pub customer_phone: String,
    /// The licence plate in full, as it is written on the car.
    pub plate: String,
    /// The car's model, as the customer named it.
    pub model: String,
    /// The vehicle identification number in full: 17 characters, if known.
    pub vin: Option<String>,
    /// The number of the engine, if known.
    pub engine_no: Option<String>,
    /// The name of the house that repaired.
    pub repairer: String,
    /// The repairer's postal address.
    pub address: String,
    /// The repairer's 统一社会信用代码 or VAT id.
    pub credit_code: String,
    /// When the car came in.
    pub arrived_at: Instant,
    /// The odometer on arrival, in kilometres.
    pub mileage_in_km: Option<u32>,
    /// The odometer on delivery, in kilometres.
    pub mileage_out_km: Option<u32>,
}

/// One charged line of the statement, with its amount.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct StatementLine {
    /// The id of it within the statement.
    pub id: String,
    /// The id of the job that it belongs to; null if to none.
    pub job: Option<String>,
    /// What the line charges.
    pub kind: LineKind,
    /// What is charged, in words.
    pub name: String,
    /// The part number or labour position, if there is one.
    pub code: Option<String>,
    /// The maker of a material, if known.
    pub brand: Option<String>,
    /// Where a material comes from; null for everything else.
    pub part_type: Option<PartType>,
    /// Hours or pieces, in thousandths; absent for a discount.
    pub quantity_thousandths: Option<i64>,
    /// The price of one hour or piece; null for a discount.
    pub unit_price: Option<Money>,
    /// Quantity times unit price, rounded half up once.
    pub amount: Money,
    /// Who pays the line.
    pub payer: Payer,
    /// The id of the line that a discount reduces; null for everything else.
    pub reduces: Option<String>,
}

/// What one payer owes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PayerTotal {
    /// The one who pays it.
    pub payer: Payer,
    /// The sum of the payer's lines.
    pub lines: Money,
    /// The tax at each rate, computed on the sum.
    pub taxes: Vec<Tax>,
    /// What the payer has to pay, tax included.
    pub total: Money,
}

/// The tax that is due at one rate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Tax {
    /// The rate in basis points: 1300 is 13 %.
    pub rate_bp: u32,
    /// The tax that is due at this rate.
    pub amount: Money,
    /// Whether the lines contain the tax already.
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
    /// Whether it is a total or a change, and of what.
    pub kind: BridgeKind,
    /// What was changed; empty for totals, which the browser names.
    pub title: String,
    /// The total, or the change with its sign.
    pub amount: Money,
    /// Why it was changed; empty for totals.
    pub reason: String,
    /// The name of who approved it; empty if the customer did.
    pub by: String,
    /// When it was approved; null where nobody had to.
    pub at: Option<Instant>,
}

/// A measured check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// What was measured, e.g. the brake fluid's boiling point.
    pub title: String,
    /// The measured value with its unit, as text.
    pub measured: String,
    /// Whether the value is good enough.
    pub passed: bool,
}

/// Who checked the whole car, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Inspected {
    /// Which check it was: `self-check` or `final-inspection`.
    pub step: bayside_domain::codes::Step,
    /// The name of who checked.
    pub by: String,
    /// When the check ended.
    pub at: Instant,
    /// What they remarked; may be empty.
    pub findings: String,
}

/// A part that was replaced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReplacedPart {
    /// What the part is called.
    pub name: String,
    /// What became of the old part.
    pub fate: PartFate,
}

/// How long the repair is warranted, whichever comes first, from leaving the workshop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Warranty {
    /// For how many kilometres the repair is warranted; 0 is no limit of distance.
    pub km: u32,
    /// For how many days the repair is warranted.
    pub days: u32,
    /// The least that the law asks for, in kilometres; 0 where it counts no distance. Of a request it is ignored.
    pub statutory_km: u32,
    /// The least that the law asks for, in days; 0 where none is known. Of a request it is ignored.
    pub statutory_days: u32,
}

/// The next service, whichever comes first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NextService {
    /// The odometer in kilometres at which it falls due.
    pub mileage_km: u32,
    /// The local date at which it falls due.
    pub date: Date,
}

/// How the customer wishes to be called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct FollowUp {
    /// How they wish to be reached, if at all.
    pub channel: FollowUpChannel,
    /// From this hour of the dealer's day on, 0 to 23.
    pub hour: u8,
}

/// The customer's signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Acceptance {
    /// The name of who signed for the delivery.
    pub name: String,
    /// When the customer signed.
    pub at: Instant,
    /// The pen's path: SVG path data in a 350 × 160 box; null where the name was typed.
    pub signature_svg: Option<String>,
}

/// The paths of the calls that use these types.
pub mod path {
    use crate::BASE;

    /// `GET` the explained statement.
    pub fn statement(token: &str) -> String {
        format!("{BASE}/visits/{token}/statement")
    }
}
