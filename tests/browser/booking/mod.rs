//! Booking, by customers and by who takes their call.

pub(crate) mod clock_change;
pub(crate) mod first_screen;
pub(crate) mod keyboard;
pub(crate) mod kinds_of_stay;
pub(crate) mod phone;
pub(crate) mod typing;
