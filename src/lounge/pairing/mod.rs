//! Pairing: how a screen gets its token.

pub(crate) mod state;
mod view;

pub(crate) use view::pairing;
