//! The statement as the desk writes it: what will be charged, and why.

use super::Line;
use crate::dealer::Warranty;
use crate::words::PartFate;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What will be charged and explained; locked once it is released.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct StatementDraft {
    /// What was found.
    pub found: Vec<Finding>,
    /// What was done, per job.
    pub done: Vec<DoneNote>,
    /// The charges.
    pub lines: Vec<Line>,
    /// Why the charge differs from what was authorised; the amounts sum to the difference.
    pub differences: Vec<Difference>,
    /// What became of replaced parts.
    pub replaced_parts: Vec<ReplacedPart>,
    /// Repair warranty; the dealer's own where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub warranty: Option<Warranty>,
    /// When the car should come next.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_service: Option<NextService>,
    /// Advice for the time until then, one sentence each.
    pub care_tips: Vec<String>,
    /// Odometer on delivery, kilometres.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mileage_out_km: Option<u32>,
    /// The number of the engine, which a statement may have to name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub engine_no: Option<String>,
}

/// Something found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Names it within the statement.
    pub id: String,
    /// What was found, in a few words.
    #[serde(default)]
    pub title: String,
    /// The same in more words.
    #[serde(default)]
    pub detail: String,
    /// A reading against its limit.
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
    /// The reading.
    pub value_thousandths: i64,
    /// Beyond this it must be replaced.
    pub limit_thousandths: i64,
    /// What a new one reads.
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
    /// What differs.
    #[serde(default)]
    pub title: String,
    /// Why it differs.
    #[serde(default)]
    pub reason: String,
    /// Minor units; negative where less is charged.
    pub amount: i64,
}

/// What became of a replaced part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplacedPart {
    /// Which part.
    #[serde(default)]
    pub name: String,
    /// What became of it.
    pub fate: PartFate,
}

/// The next service, whichever comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextService {
    /// Odometer, kilometres.
    pub mileage_km: u32,
    /// Local date at the dealer.
    pub date: NaiveDate,
}
