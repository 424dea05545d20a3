//! The private page, from the booking to the signature.

pub(crate) mod approval;
pub(crate) mod paper;
pub(crate) mod signature;
pub(crate) mod whole_visit;
