//! The customer's private page: progress, extra work, the delivery explanation, the signature.
//!
//! `state`, `pen` and `words` know no browser; `live` keeps the page in step with the server, the
//! rest draws.

pub mod labels;
pub mod pad;
pub mod pen;
pub mod state;
pub mod view;

mod age;
mod bill;
mod care;
mod cost;
mod delivery;
mod extra;
mod follow_up;
mod glow;
mod live;
mod progress;
mod sign;
mod story;
mod unclear;
