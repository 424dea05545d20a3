//! Taking in who has no booking.

pub(crate) mod view;
