//! The customer's private page: progress, extra work, the delivery explanation, the signature.
//!
//! `state` and `pen` are pure; the rest draws.

pub mod pen;
pub mod state;
pub mod view;
