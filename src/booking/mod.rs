//! Booking: the dealers, the five steps, and the page behind the private link.

mod calendar;
mod car;
mod change;
mod done;
mod draft;
mod event;
mod flow;
mod form;
mod frame;
mod home;
mod manage;
mod month;
mod need;
mod pass;
mod saved;
pub mod state;
#[cfg(test)]
mod state_tests;
mod times;
mod view;
mod when;
mod words;
mod you;

pub use home::{HomePage, NotFoundPage};
pub use manage::ManagePage;
pub use view::BookingPage;
