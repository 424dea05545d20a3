//! The page of call-backs.

pub(crate) mod state;
pub(crate) mod view;
