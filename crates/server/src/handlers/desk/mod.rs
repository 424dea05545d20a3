//! The staff desk.

pub mod papers;
pub mod session;
pub mod steps;
pub mod view;
pub mod visits;
