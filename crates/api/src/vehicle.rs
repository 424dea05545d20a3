//! A car as its owner describes it.

use crate::Date;
use bayside_domain::words::PlateKind;
use serde::{Deserialize, Serialize};

/// The car as the customer names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Vehicle {
    /// Licence plate.
    pub plate: String,
    /// Which rule it obeys.
    pub plate_kind: PlateKind,
    /// Model, free text.
    pub model: String,
    /// Odometer, roughly.
    pub mileage_km: u32,
    /// Vehicle identification number; a wrong check digit warns, never blocks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vin: Option<String>,
    /// When it was first registered, if known: some jobs are for cars of some age only. It is not kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_registered: Option<Date>,
}
