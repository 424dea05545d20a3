//! The guided questions and the path through them.

mod view;
pub(crate) mod walk;

pub(crate) use view::{Ask, AskProps, OwnWords, Stop};
