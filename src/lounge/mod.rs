//! The lounge screen: live, masked, and honest about its age.
//!
//! `state`, `time`, `pages`, `hours`, `announce`, `fit` and `upkeep` are pure; `feed` keeps the board in step with
//! the server, `watch` looks at it by the second, `pairing` earns the device token, the rest draws and speaks.

pub mod hours;
pub mod state;
pub mod view;

mod age;
mod announce;
mod colours;
mod demo;
mod digest;
pub(crate) mod feed;
mod fit;
mod kept;
mod live;
mod night;
mod paged;
mod pager;
mod pages;
pub(crate) mod pairing;
pub(crate) mod pairing_view;
pub(crate) mod report;
mod row;
mod sign;
mod speak;
mod strip;
mod time;
mod upkeep;
pub(crate) mod wake;
mod watch;
