//! The page of a booking with its private link: finding, reading, moving, cancelling.

pub(crate) mod change;
pub(crate) mod earlier;
pub(crate) mod facts;
pub(crate) mod find;
pub(crate) mod state;
pub(crate) mod view;
