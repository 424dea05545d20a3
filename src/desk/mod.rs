//! 4 · The staff desk: today's board, one visit with its next steps, work order, statement, screens, the widget.
//!
//! State is pure and tested on the host; views draw it and post what staff press.

pub mod board;
pub mod callbacks;
pub mod change;
pub mod draft;
pub mod extra;
pub mod lines;
pub mod messages;
pub mod number;
pub mod order;
pub mod phone;
#[cfg(test)]
pub mod sample;
pub mod screens;
pub mod sites;
pub mod snippet;
pub mod steps;
pub mod view;
pub mod wall;
