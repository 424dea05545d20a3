//! The lounge's screen.

pub(crate) mod board;
pub(crate) mod chaos;
pub(crate) mod gallery;
pub(crate) mod held_lines;
pub(crate) mod offline;
pub(crate) mod time;
pub(crate) mod trial;
pub(crate) mod truth;
pub(crate) mod voice;
