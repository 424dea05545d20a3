//! The page of messages to customers.

pub(crate) mod labels;
pub(crate) mod preview;
pub(crate) mod state;
pub(crate) mod view;
