//! The rows of the board: their layout on the screen and their paging.

pub(crate) mod footer;
pub(crate) mod layout;
pub(crate) mod paged;
pub(crate) mod pager;
pub(crate) mod pages;
pub(crate) mod row;
