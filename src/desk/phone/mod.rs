//! A booking by phone.

pub(crate) mod state;
pub(crate) mod view;
