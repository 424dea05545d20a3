//! The work order, until it is signed.

pub(crate) mod state;
pub(crate) mod view;
