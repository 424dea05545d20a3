//! Work order, statement and the texts of extra work: one row per visit.

use super::{Document, StatementDraft, WorkOrder};
use crate::ids::ExtraWorkId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The documents of a visit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct VisitDocuments {
    /// What the customer authorises.
    pub order: WorkOrder,
    /// What will be charged and explained; `None` until the desk has written one.
    pub statement: Option<StatementDraft>,
    /// The texts of extra work, by its id.
    pub extra_work: BTreeMap<ExtraWorkId, ExtraWorkText>,
}

impl Document for VisitDocuments {
    const NAME: &'static str = "visit documents";
}

/// The texts of extra work.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ExtraWorkText {
    /// What is to be done.
    pub title: String,
    /// Why it is needed.
    pub reason: String,
}
