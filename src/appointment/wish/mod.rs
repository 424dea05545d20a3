//! A wish behind its private link: read, its offer accepted or let pass, ended.

pub(crate) mod offer;
pub(crate) mod state;
pub(crate) mod view;
