//! The fourth step: who books, and the consent.

mod view;

pub(crate) use view::{You, YouProps};
