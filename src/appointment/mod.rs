//! The pages behind a customer's private links to a time: the booking (`/booking#…`), a wish for a time that was
//! not free (`/waitlist#…`), and where such a wish is made (`/{dealer}/wait`).

mod address;
mod ask;
mod asked;
mod asking;
mod change;
mod compare;
mod earlier;
mod find;
mod manage;
mod mine;
mod offer;
mod page;
mod shown;
mod span;
mod window;
mod wish;
mod wished;

pub use asking::AskPage;
pub use manage::ManagePage;
pub use wish::WishPage;
