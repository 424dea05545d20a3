//! The rows, and how they fit a wall and turn over.

pub(crate) mod fit;
pub(crate) mod paged;
pub(crate) mod pager;
pub(crate) mod pages;
pub(crate) mod row;
pub(crate) mod strip;
