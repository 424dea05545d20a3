//! The dealer's screens.

pub(crate) mod orders;
pub(crate) mod pair;
pub(crate) mod state;
pub(crate) mod view;
