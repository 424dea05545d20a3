//! "I notice something": the dealer's questions, where they lead, and a call back.

pub(crate) mod call;
mod controller;
pub(crate) mod done;
mod frame;
mod labels;
pub(crate) mod questions;
pub mod state;
#[cfg(test)]
mod state_tests;
mod view;

pub use view::NoticePage;
