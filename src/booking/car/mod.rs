//! The second step: plate, model, mileage.

pub(crate) mod plate;
mod view;

pub(crate) use view::{Car, CarProps};
