//! The dealer's screens.

pub(crate) mod commands;
pub(crate) mod pair;
pub(crate) mod state;
pub(crate) mod view;
