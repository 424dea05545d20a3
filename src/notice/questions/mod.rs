//! The dealer's questions and the way through them.

mod view;
pub(crate) mod walk;

pub(crate) use view::{Ask, AskProps, OwnWords, Stop};
