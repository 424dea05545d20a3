//! Whom the house calls.

pub(crate) mod invitations;
pub(crate) mod outcome;
pub(crate) mod view;
