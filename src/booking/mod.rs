//! Booking: the dealers, the five steps, and the page behind the private link.

mod draft;
mod home;
mod manage;
mod month;
pub mod state;
#[cfg(test)]
mod state_tests;
mod view;

pub use home::{HomePage, NotFoundPage};
pub use manage::ManagePage;
pub use view::BookingPage;
