//! What is out of use, and why a start is not offered.

pub(crate) mod explain;
pub(crate) mod labels;
pub(crate) mod view;
