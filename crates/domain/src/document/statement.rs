//! The statement as the desk writes it: what will be charged, and why.

use super::Line;
use crate::codes::PartFate;
use crate::warranty::Warranty;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The draft of the statement: what will be charged, and why. Locked once it is released.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct StatementDraft {
    /// What was found.
    pub found: Vec<Finding>,
    /// What was done, per job.
    pub done: Vec<DoneNote>,
    /// The charged lines.
    pub lines: Vec<Line>,
    /// Why the charge differs from what was authorised; the amounts sum to the difference.
    pub differences: Vec<Difference>,
    /// What became of replaced parts.
    pub replaced_parts: Vec<ReplacedPart>,
    /// The repair warranty; `None` for the dealer's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub warranty: Option<Warranty>,
    /// When the next service falls due.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_service: Option<NextService>,
    /// Care tips for the customer, one sentence each.
    pub care_tips: Vec<String>,
    /// Odometer on delivery, kilometres.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mileage_out_km: Option<u32>,
    /// The number of the engine, which a statement may have to name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub engine_no: Option<String>,
}

/// Something that the workshop found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The id within the statement.
    pub id: String,
    /// What was found, in a few words.
    #[serde(default)]
    pub title: String,
    /// What was found, in more words; may be empty.
    #[serde(default)]
    pub detail: String,
    /// A reading against its limit, drawn as a gauge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gauge: Option<Gauge>,
}

/// A reading against its limit, in thousandths of the unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gauge {
    /// What was measured.
    #[serde(default)]
    pub label: String,
    /// The unit, e.g. `mm`.
    #[serde(default)]
    pub unit: String,
    /// The measured value, in thousandths of the unit.
    pub value_thousandths: i64,
    /// The limit beyond which the part must be replaced, in thousandths of the unit.
    pub limit_thousandths: i64,
    /// The value of a new part, in thousandths of the unit.
    pub new_thousandths: i64,
}

/// What was done in one job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoneNote {
    /// The id of the job.
    pub job: String,
    /// What was done, in words.
    #[serde(default)]
    pub detail: String,
}

/// Why the charge differs from what was authorised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// What was charged differently, in a few words.
    #[serde(default)]
    pub title: String,
    /// Why it differs.
    #[serde(default)]
    pub reason: String,
    /// The difference in minor units; negative where less is charged.
    pub amount: i64,
}

/// What became of a replaced part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplacedPart {
    /// The name of the part.
    #[serde(default)]
    pub name: String,
    /// What became of it.
    pub fate: PartFate,
}

/// The next service, whichever comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextService {
    /// The odometer in kilometres at which it falls due.
    pub mileage_km: u32,
    /// The local date at which it falls due.
    pub date: NaiveDate,
}
