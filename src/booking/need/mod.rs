//! The first step: the jobs, and the customer's own words.

pub(crate) mod job;
mod view;

pub(crate) use view::{Need, NeedProps};
