//! The page of a wish with its private link: reading it, accepting or declining its offer, ending it.

pub(crate) mod offer;
pub(crate) mod state;
pub(crate) mod view;
