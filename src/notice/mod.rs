//! "I notice something": the dealer's questions, where they lead, and a call back.

mod ask;
mod call;
mod done;
mod flow;
mod frame;
pub mod state;
#[cfg(test)]
mod state_tests;
pub mod times;
mod view;
pub mod walk;
mod words;

pub use view::NoticePage;
