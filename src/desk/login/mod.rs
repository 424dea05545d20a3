//! Signing in.

pub(crate) mod view;
