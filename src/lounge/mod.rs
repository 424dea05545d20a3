//! The lounge screen: live, masked, and honest about its age.
//!
//! `state` and `hours` are pure; `live` keeps the board in step with the server, `pairing` earns
//! the device token, the rest draws.

pub mod hours;
pub mod state;
pub mod view;

mod digest;
mod kept;
pub(crate) mod live;
mod pager;
pub(crate) mod pairing;
pub(crate) mod pairing_view;
mod report;
mod row;
mod strip;
pub(crate) mod wake;
