//! What was found later, what it costs, and the customer's three answers.

mod view;

pub(crate) use view::{answered, open};
