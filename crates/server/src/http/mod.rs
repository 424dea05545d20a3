//! HTTP: how requests are read, limited and refused, and how replies are written.

pub mod caller;
mod client;
pub mod conditional;
pub mod extract;
mod forwarded;
mod if_match;
mod integers;
pub mod languages;
pub mod limits;
pub mod problem;
pub mod reply;
pub mod router;
pub mod wrong_tries;
