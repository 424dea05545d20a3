//! Charged lines, as order and statement share them.

pub(crate) mod state;
pub(crate) mod view;
