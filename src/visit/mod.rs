//! The visit face.

pub mod view;
