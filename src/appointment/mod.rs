//! The pages behind a customer's private links to a time: the booking (`/booking#…`).

mod change;
mod manage;

pub use manage::ManagePage;
