//! How a customer wishes to be called after the visit.

use crate::codes::FollowUpChannel;
use serde::{Deserialize, Serialize};

/// How a customer wishes to be contacted after the visit. Stored in the person's row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUpWish {
    /// The channel: a call, a text message, a mail or none.
    pub channel: FollowUpChannel,
    /// From this local hour on, 0 to 23.
    pub hour: u8,
}
