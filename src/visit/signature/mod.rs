//! Both signatures: the dealer's is shown, the customer's is drawn or typed.

pub(crate) mod pad;
pub(crate) mod pen;
mod view;

pub(crate) use view::SignatureForm;
