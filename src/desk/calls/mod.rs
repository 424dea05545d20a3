//! The page of calls to customers.

pub(crate) mod invitations;
pub(crate) mod outcome;
pub(crate) mod untold;
pub(crate) mod view;
