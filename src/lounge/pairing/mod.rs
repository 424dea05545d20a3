//! How a screen earns its token.

pub(crate) mod state;
mod view;

pub(crate) use view::pairing;
