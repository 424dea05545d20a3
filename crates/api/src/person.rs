//! People: the customer with what they agreed to, and who works in the house.

use crate::Instant;
use bayside_domain::words::Salutation;
use serde::{Deserialize, Serialize};

/// Who books.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Customer {
    /// As they wish to be called.
    pub name: String,
    /// For 「王女士」.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub salutation: Option<Salutation>,
    /// Mobile number.
    pub phone: String,
    /// For the confirmation by mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// BCP 47, one of the dealer's.
    pub locale: String,
}

/// What the customer agreed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ConsentGiven {
    /// The text's version.
    pub version: String,
    /// Reminders and offers; separate.
    pub marketing: bool,
    /// 「王女士」 on the welcome sign and the lounge.
    #[serde(default)]
    pub display_name: bool,
}

/// What a customer agreed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ConsentKept {
    /// The text's version.
    pub version: String,
    /// When.
    pub at: Instant,
    /// Reminders and offers.
    pub marketing: bool,
    /// May be named on the welcome sign and the lounge.
    pub display_name: bool,
}

/// Someone of the house.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Person {
    /// Stable name.
    pub id: String,
    /// As shown.
    pub name: String,
}
