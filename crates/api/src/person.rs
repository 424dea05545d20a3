//! People: the customer with what they agreed to, and who works in the house.

use crate::Instant;
use bayside_domain::codes::Salutation;
use serde::{Deserialize, Serialize};

/// The customer, as they describe themselves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Customer {
    /// The name as they wish to be called, 1 to 60 characters.
    pub name: String,
    /// How they are addressed with their family name, as in 「王女士」.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub salutation: Option<Salutation>,
    /// The mobile number, as the dealer's country writes it or E.164.
    pub phone: String,
    /// The e-mail address for the confirmation; may be left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The language they are written to in: a BCP 47 tag, one of the dealer's.
    pub locale: String,
}

/// What the customer agreed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ConsentGiven {
    /// The version of the consent text that was shown, e.g. `2026-11`.
    pub version: String,
    /// Whether reminders and offers may be sent; a choice of its own.
    pub marketing: bool,
    /// Whether 「王女士」 may stand on the welcome sign and in the lounge.
    #[serde(default)]
    pub display_name: bool,
}

/// What a customer agreed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ConsentKept {
    /// The version of the consent text that was shown, e.g. `2026-11`.
    pub version: String,
    /// When the customer agreed.
    pub at: Instant,
    /// Whether reminders and offers may be sent.
    pub marketing: bool,
    /// Whether they may be named on the welcome sign and in the lounge.
    pub display_name: bool,
}

/// Someone of the house, by id and name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Person {
    /// A stable name of it within the dealer, as in the dealer's settings.
    pub id: String,
    /// The name as it is shown, in the asked language.
    pub name: String,
}
