//! The lounge screen: live, with masked data, and always showing how old they are.
//!
//! `state`, `time`, `hours` and, in the folders, `pages`, `fit`, `announce` and `upkeep` are pure; `feed` keeps the board
//! in step with the server, `device::watch` looks at it by the second, `pairing` earns the device token, the rest draws
//! and speaks.

pub(crate) mod board;
pub(crate) mod device;
pub mod hours;
pub(crate) mod pairing;
pub mod state;
pub mod view;
pub(crate) mod voice;

mod age;
mod colours;
mod demo;
mod digest;
pub(crate) mod feed;
mod night;
mod screen;
mod sign;
mod time;
