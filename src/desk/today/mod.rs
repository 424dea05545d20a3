//! Today's board, by stage.

pub(crate) mod card;
pub(crate) mod last_board;
pub(crate) mod state;
pub(crate) mod tickets;
pub(crate) mod view;
