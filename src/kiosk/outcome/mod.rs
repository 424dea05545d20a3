//! The result of a check-in: a number, or the reason why there is none.

pub(crate) mod refusal;
mod view;

pub(crate) use view::{Done, Refused};
