//! Booking: the five steps, and what the pages of a made booking share with them.

mod brought;
pub mod calendar;
mod car;
mod done;
pub mod draft;
#[cfg(test)]
mod draft_tests;
pub mod edit;
pub mod event;
pub mod field;
pub mod fields;
pub mod flow;
pub mod form;
pub mod frame;
mod job;
pub mod loaded;
pub mod month;
mod need;
pub mod pass;
pub mod plate;
mod request;
pub mod state;
#[cfg(test)]
mod state_tests;
pub mod times;
mod view;
mod when;
pub mod words;
mod you;

pub use view::{BookingPage, BookingPageProps, follow_history};
