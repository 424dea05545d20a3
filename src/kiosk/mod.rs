//! The arrival kiosk: whoever has a booking gets a number in three steps, whoever has none draws one.
//!
//! `state`, `plate`, `keys`, `wedge` and `refusal` are pure; `live` speaks with the server, `camera` looks for codes,
//! `input` hears scanner and keyboard, the rest draws. Pairing is the lounge's.

pub mod labels;
pub mod plate;
pub mod refusal;
pub mod state;
pub mod view;

mod camera;
mod code;
mod entry;
mod input;
mod keys;
mod live;
mod outcome;
mod scan;
mod way;
mod wedge;
