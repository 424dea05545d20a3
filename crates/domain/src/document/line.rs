//! A line of a work order or statement.

use crate::codes::{LineKind, PartType, Payer};
use serde::{Deserialize, Serialize};

/// A charged line, as it is stored and as the rules use it ([`crate::statement::Lines`] checks lines and knows their
/// amounts). A line has two more forms: that of the wire, with a currency where the customer reads it, and the text of
/// the desk's input fields.
///
/// All fields but the texts are required: a line without price or tax rate makes no sense.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The id within its list.
    pub id: String,
    /// The id of the job that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job: Option<String>,
    /// What the line charges.
    pub kind: LineKind,
    /// The name that the customer reads.
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
    /// The price of one hour or piece in minor units; negative for a discount.
    pub unit_price_amount: i64,
    /// The tax rate in basis points: 1300 is 13 %.
    pub tax_bp: u32,
    /// Who pays the line.
    pub payer: Payer,
    /// The id of the line that a discount reduces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reduces: Option<String>,
}
