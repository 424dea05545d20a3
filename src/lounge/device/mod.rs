//! The device that shows the board: wake lock, watchdog, reloads, stored data, reports to the desk.

pub(crate) mod report;
pub(crate) mod storage;
pub(crate) mod upkeep;
pub(crate) mod wake;
pub(crate) mod watch;
