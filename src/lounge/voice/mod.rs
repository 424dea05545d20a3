//! What is said aloud, and when.

pub(crate) mod announce;
pub(crate) mod speak;
