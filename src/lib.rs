//! The web pages of Bayside, rendered in the browser: booking and private page for customers, the screens of lounge and
//! arrival kiosk, and the staff's desk. Each program in `src/bin`, and `src/main.rs`, is a bundle.
//!
//! In each folder, `state` is pure and tested on the host, `view` renders it. Only `client` opens connections, only
//! `ui::clock` reads the browser's clock, and all sentences are in `i18n`.

pub mod appointment;
pub mod booking;
pub mod client;
pub mod desk;
pub mod home;
pub mod i18n;
pub mod json;
pub mod kiosk;
pub mod lounge;
pub mod notice;
pub mod storage;
pub mod ui;
pub mod visit;
pub mod widget;
