//! What came of it: a number, or why there is none.

pub(crate) mod refusal;
mod view;

pub(crate) use view::{Done, Refused};
