//! The arrival kiosk.

pub(crate) mod check_in;
pub(crate) mod gallery;
pub(crate) mod input;
