//! Booking: the five steps, and what the pages of a made booking share with them.

pub(crate) mod car;
pub mod controller;
pub(crate) mod done;
pub mod draft;
#[cfg(test)]
mod draft_tests;
pub mod edit;
pub mod event;
pub mod field;
pub mod fields;
pub mod form;
pub mod frame;
pub mod labels;
mod link_params;
pub mod loaded;
#[cfg(test)]
mod lost_answer_tests;
pub(crate) mod need;
mod request;
pub mod state;
#[cfg(test)]
mod state_tests;
mod view;
pub(crate) mod when;
pub(crate) mod you;

pub use view::{BookingPage, BookingPageProps, follow_history};
