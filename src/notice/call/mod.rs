//! The form of a call-back: whom to call, and when.

pub(crate) mod times;
mod view;

pub(crate) use view::{CallForm, CallFormProps};
