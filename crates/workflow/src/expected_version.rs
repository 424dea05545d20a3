//! "Changed meanwhile": what somebody changes must still be what they read (docs/rules.md, "Repeated and competing
//! writes").

use crate::failure::Failure;
use bayside_domain::codes::Code;

/// The version that somebody read before they change something; `None` if they do not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExpectedVersion(pub Option<i64>);

impl ExpectedVersion {
    /// Refuses a change of what has changed since it was read.
    pub fn check(self, version: i64) -> Result<(), Failure> {
        match self.0 {
            Some(read) if read != version => Err(Failure::new(Code::ChangedMeanwhile)),
            _ => Ok(()),
        }
    }
}
