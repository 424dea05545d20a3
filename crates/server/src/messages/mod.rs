//! Sending of messages: a worker takes each message from the outbox ([`bayside_workflow::outbox`]), puts it into words
//! and sends it once.

mod args;
pub mod calendar;
pub mod content;
mod holding_back;
mod mail;
mod not_sent;
mod send_slots;
mod senders;
mod sms;
mod texts;
mod worker;

pub use args::{MailArgs, SmtpSecurity, SmtpServer};
pub use mail::Mailer;
pub use senders::Senders;
pub use texts::{MessageTexts, message_texts};
pub use worker::run;
