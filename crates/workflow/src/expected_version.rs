//! Optimistic locking: a change is refused if the thing has changed since it was read (docs/rules.md, "Repeated and
//! competing writes").

use crate::failure::Failure;
use bayside_domain::error_code::Code;

/// The version that the client has read (`If-Match`); `None` if it does not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExpectedVersion(pub Option<i64>);

impl ExpectedVersion {
    /// Refuses the change if the version is another by now.
    pub fn check(self, version: i64) -> Result<(), Failure> {
        match self.0 {
            Some(read) if read != version => Err(Failure::new(Code::ChangedMeanwhile)),
            _ => Ok(()),
        }
    }
}
