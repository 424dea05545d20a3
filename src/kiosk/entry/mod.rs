//! Typing plate, digits or reference, by keys on the screen or a keyboard.

pub(crate) mod input;
pub(crate) mod keys;
pub(crate) mod plate;
mod view;

pub(crate) use view::{DigitsPage, PlateCells, PlatePage, ReferencePage};
