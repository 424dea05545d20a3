//! The page on which staff set their own password.

pub(crate) mod state;
pub(crate) mod view;
