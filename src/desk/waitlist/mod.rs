//! Who waits for freed capacity.

pub(crate) mod view;
