//! The statement, until it is released.

pub(crate) mod differences;
pub(crate) mod parts;
pub(crate) mod state;
pub(crate) mod view;
