//! How customers are told: a worker words each message of the outbox ([`bayside_workflow::outbox`]) and hands it over
//! once.

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
pub use senders::Senders;
pub use texts::{Words, words};
pub use worker::run;
