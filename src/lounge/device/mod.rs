//! The device that shows the board: wake lock, watchdog, reloads, stored data, reports to the desk.

pub(crate) mod reload_policy;
pub(crate) mod report;
pub(crate) mod runner;
pub(crate) mod storage;
pub(crate) mod wake_lock;
