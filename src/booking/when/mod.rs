//! The third step: adviser and time.

pub(crate) mod calendar;
pub(crate) mod month;
pub(crate) mod times;
mod view;

pub(crate) use view::{When, WhenProps, stay_words};
