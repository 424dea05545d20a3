//! People: what they are called, and what others may see of it.

pub mod name;
