//! The arrival kiosk: whoever has a booking gets a number in three steps, whoever has none draws one.
//!
//! `state` and, in the pages, `plate`, `keys`, `wedge` and `refusal` are pure; `live` speaks with the server, the rest
//! draws. Pairing is the lounge's.

pub(crate) mod entry;
pub mod labels;
pub(crate) mod outcome;
pub(crate) mod scan;
pub mod state;
pub mod view;

mod live;
mod way;
