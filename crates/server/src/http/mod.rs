//! HTTP: how requests are read, limited and refused, and how replies are written.

pub mod caller;
pub mod extract;
pub mod limits;
pub mod problem;
pub mod reply;
pub mod router;
