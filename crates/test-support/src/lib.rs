//! The whole system from outside: what drives it.
//!
//! [`server`] runs the real program on a store of its own, [`http`] speaks to it as any program
//! would, [`desk`] as a member of staff, [`browser`] as a person.

pub mod afar;
pub mod browser;
pub mod clock;
pub mod database;
pub mod desk;
pub mod events;
pub mod front;
pub mod gateway;
pub mod guard;
pub mod hand;
pub mod http;
pub mod line;
pub mod paper;
pub mod postbox;
pub mod postgres;
pub mod recorded;
pub mod secrets;
pub mod server;
pub mod site;
pub mod touched;
pub mod trust;
pub mod unread;
pub mod wall;
pub mod widget;
pub mod world;
