//! The faces of Bayside, rendered in the browser: booking and private page for customers, the
//! lounge's screen, and the staff's desk. Each program in `src/bin`, and
//! `src/main.rs`, mounts some of them and becomes a bundle of its own.
//!
//! In a face, `state` is pure and tested on the host, `view` renders it. Only `client` opens a
//! connection, only `ui::clock` reads the browser's clock, and every sentence lives in `i18n`.

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
pub mod ui;
pub mod visit;
pub mod widget;
