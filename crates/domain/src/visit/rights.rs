//! What staff may do with a visit besides taking its steps, and which roles may (docs/rules.md, "Roles").

use super::{Phase, Visit};
use crate::code_list::codes;
use crate::codes::Role;

codes! {
    /// What a member of staff may do with a visit besides taking its steps.
    Right {
        /// Change the promised time.
        Promise = "promise",
        /// Quote extra work.
        Quote = "quote",
        /// Write the work order.
        WriteOrder = "write-order",
        /// Write the statement.
        WriteStatement = "write-statement",
        /// See the link of the customer's private page.
        SeeLink = "see-link",
        /// See the customer's phone number and mail address.
        SeeContact = "see-contact",
    }
}

impl Right {
    /// The roles that have the right, besides the manager.
    pub const fn roles(self) -> &'static [Role] {
        match self {
            Self::Promise | Self::Quote => &[Role::Adviser, Role::Workshop],
            Self::WriteOrder => &[Role::Adviser],
            Self::WriteStatement => &[Role::Adviser, Role::Cashier],
            Self::SeeLink | Self::SeeContact => &[Role::Reception, Role::Adviser],
        }
    }

    /// Whether a role has the right; a manager has all.
    pub fn is_for(self, role: Role) -> bool {
        role == Role::Manager || self.roles().contains(&role)
    }
}

impl Visit {
    /// Whether a right can be used as the visit stands.
    pub fn permits(&self, right: Right) -> bool {
        match right {
            Right::Promise => self.signed_at.is_some() && self.stage().is_some(),
            Right::Quote | Right::WriteStatement => self.is_order_open(),
            Right::WriteOrder => self.signed_at.is_none() && matches!(self.phase, Phase::Booked | Phase::OnSite),
            Right::SeeLink | Right::SeeContact => true,
        }
    }

    /// What this role may do now besides the steps.
    pub fn rights(&self, role: Role) -> Vec<Right> {
        Right::ALL.iter().copied().filter(|right| right.is_for(role) && self.permits(*right)).collect()
    }
}
