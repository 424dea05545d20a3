//! A wish for a time that is not free, while it is made.

pub(crate) mod fields;
pub(crate) mod form;
pub(crate) mod state;
pub(crate) mod view;
