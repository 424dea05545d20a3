//! The clock of a demo, which can be set and advanced.

use crate::Instant;
use serde::{Deserialize, Serialize};

/// Body of `POST /demo/clock`. Exactly one of the two.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ClockRequest {
    /// By how many seconds the clock moves on; at most ten years.
    #[serde(default)]
    pub advance_seconds: Option<u64>,
    /// The time that the clock is set to.
    #[serde(default)]
    pub now: Option<Instant>,
}

/// Reply of `POST /demo/clock`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ClockReply {
    /// The demo's time after the change.
    pub now: Instant,
}

crate::example::examples! {
    ClockRequest = r#"{"advance_seconds": 900}"#,
}
