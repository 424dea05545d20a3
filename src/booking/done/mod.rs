//! The fifth step: the confirmation, with the reference to keep.

pub(crate) mod reference_card;
mod view;

pub(crate) use view::{Done, DoneProps};
