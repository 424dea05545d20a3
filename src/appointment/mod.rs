//! The pages behind a customer's private links to a time: the booking (`/booking#…`), a wish for a time that was
//! not free (`/waitlist#…`), and where such a wish is made (`/{dealer}/wait`).

pub(crate) mod booking;
pub(crate) mod compare;
pub(crate) mod days_and_hours;
pub(crate) mod frame;
pub(crate) mod labels;
pub(crate) mod new_wish;
pub(crate) mod window;
pub(crate) mod wish;

pub use booking::view::ManagePage;
pub use new_wish::view::AskPage;
pub use wish::view::WishPage;
