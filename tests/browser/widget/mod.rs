//! The booking in other sites' pages.

pub(crate) mod failures;
pub(crate) mod page;
pub(crate) mod pictures;
pub(crate) mod popup;
pub(crate) mod sites;
