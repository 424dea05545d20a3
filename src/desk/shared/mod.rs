//! What several pages of the desk share.

pub(crate) mod customer_fields;
pub(crate) mod date_text;
pub(crate) mod editor;
pub(crate) mod fetched;
pub(crate) mod input;
pub(crate) mod keys;
pub(crate) mod labels;
pub(crate) mod local_time;
pub(crate) mod number;
pub(crate) mod phone;
pub(crate) mod problems;
pub(crate) mod session;
pub(crate) mod shell;
pub(crate) mod spam_labels;
pub(crate) mod stream;
