//! Where questions lead to an expert: when to call back, and whom.

pub(crate) mod times;
mod view;

pub(crate) use view::{CallForm, CallFormProps};
