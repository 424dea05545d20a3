//! The pages behind a customer's private links to a time: the booking (`/booking#…`), a wish for a time that was
//! not free (`/waitlist#…`), and where such a wish is made (`/{dealer}/wait`).

mod ask;
mod ask_page;
mod asked;
mod asking;
mod change;
mod compare;
mod earlier;
mod find;
mod labels;
mod manage;
mod mine;
mod offer;
mod page;
mod shown;
mod span;
mod window;
mod wish;
mod wished;

pub use ask_page::AskPage;
pub use manage::ManagePage;
pub use wish::WishPage;
