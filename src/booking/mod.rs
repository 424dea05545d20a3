//! Booking: the dealers, the five steps, and the page behind the private link.

mod home;
mod manage;
pub mod state;
mod view;

pub use home::{HomePage, NotFoundPage};
pub use manage::ManagePage;
pub use view::BookingPage;
