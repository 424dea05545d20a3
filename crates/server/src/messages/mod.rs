//! What customers are told: an outbox that is written in the transaction of what it tells, and a
//! worker that hands each message over once.
//!
//! A booking's messages are planned by [`confirmed`], [`moved`] and [`cancelled`]. Whoever has
//! something else to tell calls
//!
//! ```text
//! messages::enqueue(at: &mut AtDealer<'_, '_>, message: NewMessage) -> Result<i64, Failure>
//! messages::enqueue(at, NewMessage::waitlist_offer(About { … }))
//! messages::withdraw(at: &mut AtDealer<'_, '_>, id: i64) -> Result<(), Failure>
//! ```
//!
//! inside [`App::at_dealer`](crate::app::App::at_dealer); the answer is the message's id.

mod args;
pub mod calendar;
pub mod facts;
mod mail;
mod not_sent;
mod places;
mod senders;
mod sms;
mod texts;
mod worker;

pub use args::{MailArgs, SmtpSecurity, SmtpServer};
pub use bayside_workflow::outbox::{
    About, NewMessage, Recipient, cancelled, confirmed, enqueue, moved, not_at_night, silence, withdraw,
};
pub use senders::Senders;
pub use texts::{Words, words};
pub use worker::run;
