//! The work order: what the customer authorises.

use super::Line;
use serde::{Deserialize, Serialize};

/// What the customer authorises; locked once it is signed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WorkOrder {
    /// The jobs, in the order of work.
    pub items: Vec<WorkItem>,
    /// The estimated lines.
    pub lines: Vec<Line>,
    /// The odometer on arrival, in kilometres.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mileage_in_km: Option<u32>,
    /// Whether replaced parts are to be shown.
    pub wants_parts: bool,
    /// Whether a wash is wanted.
    pub wants_wash: bool,
    /// Whether it repeats an earlier repair.
    pub repeat_repair: bool,
}

/// A job of the work order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkItem {
    /// The id within the visit.
    pub id: String,
    /// The name that the customer reads.
    #[serde(default)]
    pub name: String,
}
