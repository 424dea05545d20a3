//! The fifth step: what was booked, to keep.

pub(crate) mod reference_card;
mod view;

pub(crate) use view::{Done, DoneProps};
