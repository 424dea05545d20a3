//! The staff's desk.

pub(crate) mod access;
pub(crate) mod board;
pub(crate) mod conflicts;
pub(crate) mod explain;
pub(crate) mod invitations;
pub(crate) mod keys;
pub(crate) mod password;
pub(crate) mod screens;
pub(crate) mod spam_signals;
pub(crate) mod widget_setup;
