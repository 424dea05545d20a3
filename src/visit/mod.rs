//! The customer's private page: progress, extra work, the delivery explanation, the signature.
//!
//! `state` and `signature::pen` need no browser; `session` keeps the page up to date with the server, `labels` formats
//! values, and each folder draws a part of the page.

pub(crate) mod delivery;
pub(crate) mod extra_work;
pub mod labels;
pub(crate) mod progress;
pub(crate) mod signature;
pub mod state;
pub mod view;

mod age;
mod session;
