//! Who asked to be called.

pub(crate) mod state;
pub(crate) mod view;
