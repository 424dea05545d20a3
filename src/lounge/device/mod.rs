//! The machine that shows the board: awake, watched, begun anew, what it keeps and says of itself.

pub(crate) mod kept;
pub(crate) mod report;
pub(crate) mod upkeep;
pub(crate) mod wake;
pub(crate) mod watch;
