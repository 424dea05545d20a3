//! What customers are told.

pub(crate) mod labels;
pub(crate) mod preview;
pub(crate) mod state;
pub(crate) mod view;
