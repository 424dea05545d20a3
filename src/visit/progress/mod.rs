//! While the car is being worked on: the promise, who answers for it, the track, the jobs.

pub(crate) mod highlight;
mod view;

pub(crate) use view::{meet, progress};
