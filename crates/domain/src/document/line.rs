//! A line of a work order or statement.

use crate::words::{LineKind, PartType, Payer};
use serde::{Deserialize, Serialize};

/// What is charged in one line: as it is stored, and what the rules work with ([`crate::statement::Lines`] checks it
/// and knows its amount). A line has two more forms: the wire's, with a currency where the customer reads it, and the
/// text that stands in the desk's input fields.
///
/// Everything but the texts must be there: a line without its price or its tax is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Names it within its list.
    pub id: String,
    /// The id of the job that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job: Option<String>,
    /// What is charged.
    pub kind: LineKind,
    /// What the customer reads.
    #[serde(default)]
    pub name: String,
    /// Part number or labour position.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The maker of a material.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brand: Option<String>,
    /// Where a material comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part_type: Option<PartType>,
    /// Hours or pieces, in thousandths; 1000 for a discount.
    pub quantity_thousandths: i64,
    /// Minor units per hour or piece; negative for a discount.
    pub unit_price_amount: i64,
    /// Basis points: 1300 is 13 %.
    pub tax_bp: u32,
    /// Who pays it.
    pub payer: Payer,
    /// The id of the line that a discount reduces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reduces: Option<String>,
}
