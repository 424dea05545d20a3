//! The booking in the dealer's own site: the code and the sites that may show it.

pub(crate) mod look;
pub(crate) mod sites;
pub(crate) mod sites_view;
pub(crate) mod state;
pub(crate) mod view;
