//! The lounge screen: live, with masked data, and always showing how old they are.
//!
//! `state`, `time`, `hours` and, in the folders, `pages`, `layout`, `announce` and `reload_policy` are pure; `feed`
//! keeps the board in step with the server, `device::runner` looks at it by the second, `pairing` earns the device
//! token, the rest draws and speaks.

pub(crate) mod board;
pub(crate) mod device;
pub mod hours;
pub(crate) mod pairing;
pub mod state;
pub mod view;
pub(crate) mod voice;

mod age;
mod closed;
mod colours;
mod demo;
mod digest;
pub(crate) mod feed;
mod screen;
mod screen_notices;
mod time;
