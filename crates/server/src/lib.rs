//! The Bayside server: the REST API, live feeds, two storage engines, and the embedded web pages.
//!
//! Data flow one way: a handler reads the request, `stored::write` opens one transaction under the dealer's
//! lock, the domain decides, the store writes, `live` updates the boards.

pub mod admin;
pub mod app;
pub mod auth;
pub mod backups;
pub mod cli;
pub mod config;
pub mod demo;
pub mod http;
pub mod invitations;
pub mod live;
pub mod messages;
pub mod metrics;
pub mod openapi;
pub mod pages;
pub mod passwords;
pub mod personal_data;
pub mod reply_cache;
pub mod routes;
pub mod serve;
pub mod sockets;
pub mod wire;
