//! Booking: the five steps, and what the pages of a made booking share with them.

pub mod calendar;
mod car;
pub mod controller;
mod done;
pub mod draft;
#[cfg(test)]
mod draft_tests;
pub mod edit;
pub mod event;
pub mod field;
pub mod fields;
pub mod form;
pub mod frame;
mod job;
pub mod labels;
mod link_params;
pub mod loaded;
pub mod month;
mod need;
pub mod plate;
pub mod reference_card;
mod request;
pub mod state;
#[cfg(test)]
mod state_tests;
pub mod times;
mod view;
mod when;
mod you;

pub use view::{BookingPage, BookingPageProps, follow_history};
