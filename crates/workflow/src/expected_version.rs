//! Optimistic locking: a change is refused if the thing has changed since it was read (docs/rules.md, "Repeated and
//! competing writes").

use crate::failure::Failure;
use bayside_domain::error_code::Code;

/// The version that the client has read (`If-Match`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExpectedVersion {
    /// The client does not say, or any will do.
    Any,
    /// One of these; none of ours if there is none.
    OneOf(Vec<i64>),
}

impl ExpectedVersion {
    /// Refuses the change if the version is another by now.
    pub fn check(&self, version: i64) -> Result<(), Failure> {
        match self {
            Self::OneOf(read) if !read.contains(&version) => Err(Failure::new(Code::ChangedMeanwhile)),
            _ => Ok(()),
        }
    }
}
