//! The faces as people see them: a real browser, the real server, a real store.

#![allow(clippy::unwrap_used, reason = "clippy knows test functions, but not the helpers beside them")]

mod appointment;
mod booking;
mod desk;
mod gallery;
mod kiosk;
mod lighthouse;
mod lost_answers;
mod lounge;
mod notice;
mod translated;
mod unusual_browsers;
mod visit;
mod waitlist;
mod widget;
