//! The arrival kiosk: customers with a booking check in with three steps, others draw a ticket.
//!
//! `state` and, in the pages, `plate`, `keys`, `scanner` and `refusal` are pure; `session` speaks with the server, the
//! rest draws. Pairing is the lounge's.

pub(crate) mod entry;
pub mod labels;
pub(crate) mod outcome;
pub(crate) mod scan;
pub mod state;
pub mod view;

mod option_button;
mod session;
