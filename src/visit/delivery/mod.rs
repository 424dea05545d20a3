//! The delivery explanation: nine parts, told as a story.

pub(crate) mod bill;
pub(crate) mod care_and_signatures;
pub(crate) mod follow_up;
pub(crate) mod price_bridge;
pub(crate) mod sections;
pub(crate) mod unclear;
mod view;

pub(crate) use view::delivery;
