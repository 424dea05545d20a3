//! A booking behind its private link: found, read, moved, given up.

pub(crate) mod change;
pub(crate) mod earlier;
pub(crate) mod facts;
pub(crate) mod find;
pub(crate) mod state;
pub(crate) mod view;
