//! Somebody notices something about the car.

pub(crate) mod answers;
pub(crate) mod states;
