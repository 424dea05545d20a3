//! Both signatures: the dealer's stands there, the customer's is drawn or typed.

pub(crate) mod pad;
pub(crate) mod pen;
mod view;

pub(crate) use view::Sign;
