//! The stored data of a person with a car.

use super::{Document, FollowUpWish};
use crate::codes::{PlateKind, Salutation, SpamSignal};
use crate::language::Language;
use crate::time::Instant;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A customer with their car: all data that identify a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The name, as they wish to be called.
    pub name: String,
    /// How they are addressed, as in 「王女士」; `None` if they did not say.
    pub salutation: Option<Salutation>,
    /// The phone number as typed; obeys the rules of the dealer's country.
    pub phone: String,
    /// The e-mail address, if they gave one.
    pub email: Option<String>,
    /// The language to write to them in.
    #[serde(deserialize_with = "Language::read_kept")]
    pub locale: Language,
    /// The licence plate as typed; valid by the rule of its kind.
    pub plate: String,
    /// The kind of plate, which says the rule.
    pub plate_kind: PlateKind,
    /// The car's model, in the customer's words or from the dealer's list.
    pub model: String,
    /// The odometer in kilometres when they booked.
    pub mileage_km: u32,
    /// The vehicle identification number, 17 characters, if known.
    pub vin: Option<String>,
    /// What is wrong, in the customer's own words; empty if they wrote nothing.
    pub concern: String,
    /// The version of the consent text that they agreed to.
    pub consent_version: String,
    /// When they agreed to it.
    pub consent_at: Instant,
    /// Whether they agreed to reminders and offers.
    pub marketing: bool,
    /// Whether their surname may be shown in the lounge.
    pub display_name: bool,
    /// Which page or campaign the booking came from, if known.
    pub source: Option<String>,
    /// The campaign parameters of the link, by name.
    pub utm: BTreeMap<String, String>,
    /// How and when they wish to be contacted after the visit; `None` if they did not say.
    #[serde(default)]
    pub follow_up: Option<FollowUpWish>,
    /// Spam signals of the request.
    #[serde(default)]
    pub marks: Vec<SpamSignal>,
}

impl Document for Person {
    const NAME: &'static str = "person";
}
