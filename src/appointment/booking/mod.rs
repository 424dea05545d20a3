//! The page of a booking with its private link: finding, reading, moving, cancelling.

pub(crate) mod cancel;
pub(crate) mod change;
pub(crate) mod earlier;
pub(crate) mod facts;
pub(crate) mod find;
pub(crate) mod history;
pub(crate) mod state;
pub(crate) mod view;
