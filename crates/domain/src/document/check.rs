//! The remarks and measured values of a check.

use super::Document;
use serde::{Deserialize, Serialize};

/// The remarks and measured values of a self-check or the final inspection, stored with the event of the check.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CheckNote {
    /// What was remarked, in words; empty if nothing was.
    pub findings: String,
    /// The measured values.
    pub checks: Vec<Check>,
}

impl Document for CheckNote {
    const NAME: &'static str = "check note";
}

/// A measured value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// What was measured.
    #[serde(default)]
    pub title: String,
    /// The value with its unit.
    #[serde(default)]
    pub measured: String,
    /// Whether it passed.
    pub passed: bool,
}
