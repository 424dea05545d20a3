//! The pages of a customer's private links: a booking (`/booking#…`), a wish on the waitlist (`/waitlist#…`); and the
//! page on which such a wish is made (`/{dealer}/wait`).

pub(crate) mod asked;
pub(crate) mod booking;
pub(crate) mod compare;
pub(crate) mod days_and_hours;
pub(crate) mod frame;
pub(crate) mod labels;
pub(crate) mod new_wish;
pub(crate) mod window;
pub(crate) mod wish;

pub use booking::view::ManagePage;
pub use new_wish::view::NewWishPage;
pub use wish::view::WishPage;
