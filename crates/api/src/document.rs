//! The documents of a visit as the desk reads and writes them: work order and statement.
//!
//! A line has three forms. What is kept, and what the rules work with, is `bayside_domain::document::Line`. Over the wire
//! go its conversions: [`Line`] to the desk and back, and [`StatementLine`](crate::statement::StatementLine) with its
//! amount to the customer. While it is typed, the desk has it as text in its input fields.

use crate::statement::{Finding, NextService, ReplacedPart, Warranty};
use bayside_domain::words::{LineKind, PartType, Payer};
use serde::{Deserialize, Serialize};

/// What the customer authorises: body of `PUT …/work-order`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct WorkOrder {
    /// Jobs in the order of work.
    pub items: Vec<OrderItem>,
    /// Estimated lines.
    pub lines: Vec<Line>,
    /// Odometer on arrival.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mileage_in_km: Option<u32>,
    /// Replaced parts are to be shown.
    pub wants_parts: bool,
    /// Wash wanted.
    pub wants_wash: bool,
    /// A repeat of an earlier repair.
    #[serde(default)]
    pub repeat_repair: bool,
}

/// A job of the work order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OrderItem {
    /// Names it within the visit.
    pub id: String,
    /// What it is called.
    pub name: String,
}

/// A line as the desk writes it; the server computes the amount.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// Names it within its list.
    pub id: String,
    /// The job it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job: Option<String>,
    /// What is charged.
    pub kind: LineKind,
    /// In words.
    pub name: String,
    /// Part number or labour position.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Of a material.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brand: Option<String>,
    /// Of a material.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part_type: Option<PartType>,
    /// Hours or pieces, in thousandths; 1000 for a discount.
    pub quantity_thousandths: i64,
    /// Minor units per hour or piece; negative for a discount.
    pub unit_price_amount: i64,
    /// Basis points.
    pub tax_bp: u32,
    /// Who pays.
    pub payer: Payer,
    /// The line that a discount reduces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reduces: Option<String>,
}

/// What will be charged and explained: body of `PUT …/statement`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct StatementDraft {
    /// What was found.
    pub found: Vec<Finding>,
    /// What was done, per job id.
    pub done: Vec<DoneNote>,
    /// The charges.
    pub lines: Vec<Line>,
    /// Why the charge differs from what was authorised; amounts sum to the difference.
    pub differences: Vec<Difference>,
    /// Replaced parts.
    pub replaced_parts: Vec<ReplacedPart>,
    /// Repair warranty; default by the dealer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warranty: Option<Warranty>,
    /// Next service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_service: Option<NextService>,
    /// Care tips.
    pub care_tips: Vec<String>,
    /// Odometer on delivery.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mileage_out_km: Option<u32>,
    /// Engine number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub engine_no: Option<String>,
}

/// What was done in one job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DoneNote {
    /// The job's id.
    pub job: String,
    /// In words.
    pub detail: String,
}

/// Why the charge differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Difference {
    /// What.
    pub title: String,
    /// Why.
    pub reason: String,
    /// Minor units; negative where less is charged.
    pub amount: i64,
}
