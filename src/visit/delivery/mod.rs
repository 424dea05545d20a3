//! The delivery explanation: nine parts, told as a story.

pub(crate) mod bill;
pub(crate) mod care;
pub(crate) mod cost;
pub(crate) mod follow_up;
pub(crate) mod story;
pub(crate) mod unclear;
mod view;

pub(crate) use view::delivery;
