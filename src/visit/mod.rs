//! The customer's private page: progress, extra work, the delivery explanation, the signature.
//!
//! `state` and `signature::pen` know no browser; `live` keeps the page in step with the server, `labels` words it, and
//! each folder draws a part of it.

pub(crate) mod delivery;
pub(crate) mod extra_work;
pub mod labels;
pub(crate) mod progress;
pub(crate) mod signature;
pub mod state;
pub mod view;

mod age;
mod live;
