//! While the car is being worked on: the promise, who answers for it, the track, the jobs.

pub(crate) mod glow;
mod view;

pub(crate) use view::{meet, progress};
