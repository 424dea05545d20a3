//! Announcements: what is spoken, and when.

pub(crate) mod announce;
pub(crate) mod speech;
