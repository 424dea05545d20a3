//! The staff's desk, a folder for each page.
//!
//! `state` is pure and tested on the host; `view` draws it and sends what staff do.

pub(crate) mod app;
pub(crate) mod callbacks;
pub(crate) mod calls;
pub(crate) mod lines;
pub(crate) mod login;
pub(crate) mod messages;
pub(crate) mod order;
pub(crate) mod outages;
pub(crate) mod phone;
#[cfg(test)]
pub mod sample;
pub(crate) mod screens;
pub(crate) mod shared;
pub(crate) mod snippet;
pub(crate) mod statement;
pub(crate) mod today;
pub(crate) mod visit;
pub(crate) mod waitlist;
pub(crate) mod walk_in;

pub use app::DeskApp;
