//! The staff desk.

pub mod blocks;
pub mod callbacks;
pub mod calls;
pub mod explain;
pub mod invitations;
pub mod messages;
pub mod papers;
pub mod phone;
pub mod session;
pub mod settings;
pub mod steps;
pub mod tickets;
pub mod view;
pub mod visits;
pub mod waitlist;
