//! What was asked for, and what happens next.

mod view;

pub(crate) use view::{Done, DoneProps};
