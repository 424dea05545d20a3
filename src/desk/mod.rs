//! The staff's desk, a folder for each page.
//!
//! `state` is pure and tested on the host; `view` draws it and sends what staff do.

pub(crate) mod app;
pub(crate) mod callbacks;
pub(crate) mod calls;
#[cfg(test)]
pub mod fixtures;
pub(crate) mod lines;
pub(crate) mod login;
pub(crate) mod messages;
pub(crate) mod order;
pub(crate) mod outages;
pub(crate) mod password;
pub(crate) mod phone;
pub(crate) mod screens;
pub(crate) mod shared;
pub(crate) mod statement;
pub(crate) mod today;
pub(crate) mod visit;
pub(crate) mod waitlist;
pub(crate) mod walk_in;
pub(crate) mod widget_page;

pub use app::DeskApp;
