//! A car as its owner describes it.

use crate::Date;
use bayside_domain::codes::PlateKind;
use serde::{Deserialize, Serialize};

/// The car as the customer names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Vehicle {
    /// The licence plate; spaces, hyphens and case do not matter.
    pub plate: String,
    /// Which country's rule the plate obeys.
    pub plate_kind: PlateKind,
    /// The model in free text, 1 to 80 characters.
    pub model: String,
    /// The odometer in kilometres, roughly, 0 to 2,000,000; 0 where nobody knew it.
    pub mileage_km: u32,
    /// The vehicle identification number, 17 characters; a wrong check digit warns, never blocks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vin: Option<String>,
    /// When the car was first registered, if known: some jobs are only for cars of a certain age. It is not stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_registered: Option<Date>,
}
