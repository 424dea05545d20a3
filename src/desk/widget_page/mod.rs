//! The page with the code for embedding the booking form, and the websites that may embed it.

pub(crate) mod appearance;
pub(crate) mod sites;
pub(crate) mod sites_view;
pub(crate) mod state;
pub(crate) mod view;
