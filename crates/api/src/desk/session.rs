//! Who is signed in at the desk, and which of its pages they may use.

use crate::Instant;
use crate::offsets::OffsetSpan;
use crate::person::Person;
use bayside_domain::codes::Role;
use serde::{Deserialize, Serialize};

/// Body of `POST /desk/session`: signs a member of staff in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Login {
    /// The dealer's short name in addresses (slug), e.g. `anting`.
    pub dealer: String,
    /// The name that the member of staff signs in with.
    pub login: String,
    /// The password of that login.
    pub password: String,
}

/// Body of `POST /desk/session/password`: sets a new password for the signed-in member of staff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PasswordChange {
    /// The password until now.
    pub current_password: String,
    /// The password from now on, of at least 8 characters.
    pub new_password: String,
}

/// Who is signed in at the desk, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Session {
    /// The dealer's short name in addresses (slug), e.g. `anting`.
    pub dealer: String,
    /// The dealer's name, in the asked language.
    pub dealer_name: String,
    /// The dealer's time zone, an IANA name such as `Asia/Shanghai`.
    pub zone: String,
    /// The dealer's offsets from now on for 400 days, earliest first.
    #[serde(default)]
    pub offsets: Vec<OffsetSpan>,
    /// The dealer's country: two capital letters (ISO 3166-1), e.g. `CN`; its rules say how a number is dialled.
    #[serde(default)]
    pub country: String,
    /// The dealer's currency: three capital letters (ISO 4217), e.g. `CNY`.
    pub currency: String,
    /// The count of decimals of the currency's minor unit (ISO 4217), 0 to 4: 150 of a currency with 2 are 1.50.
    #[serde(default)]
    pub currency_digits: u32,
    /// The name that the member of staff signed in with.
    pub login: String,
    /// The name as it is shown to colleagues and customers.
    pub name: String,
    /// The role, which says what they may do.
    pub role: Role,
    /// The technicians to whom a job can be given.
    pub technicians: Vec<Person>,
    /// The server's time at the reply.
    pub now: Instant,
}

/// A page of the desk. [`Page::roles`] says once who may use it: the server refuses by it, the navigation bar hides by
/// it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// The day's visits.
    Today,
    /// Bookings that staff make for a customer on the phone.
    Phone,
    /// Calls to customers: confirmations of bookings, invitations to a service that is due.
    Calls,
    /// Call-backs that customers requested.
    Callbacks,
    /// The customers who wait for a time that is not free.
    Waitlist,
    /// Capacity: what is out of use, and why a start is not offered.
    Outages,
    /// Messages to customers, sent or still to be sent.
    Messages,
    /// The dealer's screens, and the confirmation of new ones.
    Screens,
}

impl Page {
    /// Every page, in the order of the navigation bar.
    pub const ALL: [Self; 8] = [
        Self::Today,
        Self::Phone,
        Self::Calls,
        Self::Callbacks,
        Self::Waitlist,
        Self::Outages,
        Self::Messages,
        Self::Screens,
    ];

    /// The roles that may use the page, besides the manager.
    pub const fn roles(self) -> &'static [Role] {
        match self {
            Self::Today => Role::ALL,
            Self::Phone | Self::Calls | Self::Waitlist | Self::Messages => &[Role::Reception, Role::Adviser],
            Self::Callbacks => &[Role::Reception, Role::Adviser, Role::Workshop, Role::Inspector],
            Self::Outages => &[Role::Reception, Role::Adviser, Role::Workshop],
            Self::Screens => &[],
        }
    }

    /// Whether a role may use the page; a manager may use every page.
    pub fn is_for(self, role: Role) -> bool {
        role == Role::Manager || self.roles().contains(&role)
    }
}

/// The paths of the calls that use these types.
pub mod path {
    use crate::BASE;

    /// `POST` signs in, `DELETE` signs out, `GET` tells who is signed in.
    pub fn session() -> String {
        format!("{BASE}/desk/session")
    }

    /// `POST` sets a new password for who is signed in.
    pub fn password() -> String {
        format!("{BASE}/desk/session/password")
    }
}

crate::example::examples! {
    Login = r#"{"dealer": "anting", "login": "li-min", "password": "correct horse battery staple"}"#,
    PasswordChange = r#"{"current_password": "correct horse battery staple", "new_password": "seven wet umbrellas"}"#,
}

#[cfg(test)]
mod tests {
    use super::Page;
    use bayside_domain::codes::Role;

    #[test]
    fn the_bar_shows_a_role_what_it_may_use() {
        let pages = |role: Role| Page::ALL.into_iter().filter(|page| page.is_for(role)).collect::<Vec<_>>();
        assert_eq!(pages(Role::Manager), Page::ALL);
        assert_eq!(pages(Role::Gate), [Page::Today]);
        assert_eq!(pages(Role::Inspector), [Page::Today, Page::Callbacks]);
        assert_eq!(pages(Role::Workshop), [Page::Today, Page::Callbacks, Page::Outages]);
        assert!(!pages(Role::Reception).contains(&Page::Screens));
    }
}
