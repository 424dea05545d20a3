//! The rows of the board: their layout on the screen and their paging.

pub(crate) mod fit;
pub(crate) mod paged;
pub(crate) mod pager;
pub(crate) mod pages;
pub(crate) mod row;
pub(crate) mod strip;
