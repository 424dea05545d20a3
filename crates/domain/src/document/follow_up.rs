//! How a customer wishes to be called after the visit.

use crate::words::FollowUpChannel;
use serde::{Deserialize, Serialize};

/// How a customer wishes to be called after the visit. It is a part of the person's row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUpWish {
    /// By which means.
    pub channel: FollowUpChannel,
    /// From this local hour on, 0 to 23.
    pub hour: u8,
}
