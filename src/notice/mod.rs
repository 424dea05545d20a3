//! "I notice something": the dealer's questions, where they lead, and a call back.

mod ask;
mod call;
mod controller;
mod done;
mod frame;
mod labels;
pub mod state;
#[cfg(test)]
mod state_tests;
pub mod times;
mod view;
pub mod walk;

pub use view::NoticePage;
