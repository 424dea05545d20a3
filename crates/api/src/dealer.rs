//! A dealer's public face.

use crate::{Date, Instant, Money};
use bayside_domain::words::Stay;
use serde::{Deserialize, Serialize};

/// One dealer in the list of dealers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DealerSummary {
    /// The name in paths.
    pub slug: String,
    /// In the asked language.
    pub name: String,
    /// First is the dealer's own.
    pub locales: Vec<String>,
    /// IANA zone.
    pub zone: String,
}

/// `GET /dealers`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Dealers {
    /// In the order of their slugs.
    pub dealers: Vec<DealerSummary>,
    /// Whether this is a demo, and then with which staff logins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub demo: Option<Demo>,
}

/// What only a demo tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Demo {
    /// Staff logins; the password was printed by the program.
    pub logins: Vec<String>,
    /// The demo's own time.
    pub now: Instant,
}

/// `GET /dealers/{dealer}`. Texts are in the language asked for by `?locale=` or `Accept-Language`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Dealer {
    /// The name in paths.
    pub slug: String,
    /// The dealer's name.
    pub name: String,
    /// IANA zone.
    pub zone: String,
    /// ISO 3166-1, two letters: whose plate and phone rules hold.
    pub country: String,
    /// BCP 47; the first is the dealer's own.
    pub locales: Vec<String>,
    /// ISO 4217.
    pub currency: String,
    /// Postal address.
    pub address: String,
    /// E.164, for `tel:`.
    pub phone: String,
    /// As people read it.
    pub phone_display: String,
    /// Opening hours of a usual week.
    pub opening_hours: Vec<OpeningHours>,
    /// Days without work that are not over yet, soonest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closures: Vec<ClosedDays>,
    /// How the lounge's screens look and what they say.
    #[serde(default)]
    pub lounge: LoungeSettings,
    /// What can be booked; the first is bookable with `wait`.
    pub services: Vec<Service>,
    /// Who receives customers.
    pub advisers: Vec<Adviser>,
    /// Models to choose from; the customer may type another.
    pub models: Vec<String>,
    /// Rules of booking.
    pub booking: BookingPolicy,
    /// What the customer agrees to.
    pub consent: Consent,
    /// Colours and corners; absent means the house's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme: Option<Theme>,
    /// The server's time; faces take "now" from here.
    pub now: Instant,
}

/// One stretch of an opening day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct OpeningHours {
    /// ISO 8601: Monday is 1.
    pub weekday: u8,
    /// Local wall time, `HH:MM`.
    pub from: String,
    /// Local wall time, `HH:MM`; `24:00` ends the day.
    pub to: String,
}

/// Days without work, local dates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ClosedDays {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
}

/// How the lounge's screens look and what they say aloud.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct LoungeSettings {
    /// Light instead of dark while the house is open.
    #[serde(default)]
    pub light: bool,
    /// Say aloud which cars are ready; absent means never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub announce: Option<Announce>,
}

/// When and how cars that are ready are announced: by number, never by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Announce {
    /// Where to go, in the asked language; absent means the service desk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Said again once after so many minutes while the car still waits; 0 is never.
    pub again_minutes: u32,
    /// Nothing is said in between, every day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quiet: Vec<QuietHours>,
}

/// Hours of every day, local wall time; `from` after `to` is over midnight.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct QuietHours {
    /// `HH:MM`.
    pub from: String,
    /// `HH:MM`.
    pub to: String,
}

/// A job of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Service {
    /// Stable name.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// What it contains.
    pub description: String,
    /// From this price, labour and material, as the dealer shows prices.
    pub price_from: Money,
    /// Labour minutes, rounded up to the grid; not the whole stay.
    pub minutes: u32,
    /// Which ways of staying make sense.
    pub stays: Vec<Stay>,
    /// The dealer's models that the job is for; empty means every car.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub models: Vec<String>,
    /// Falls due every so many kilometres.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every_km: Option<u32>,
    /// Falls due every so many months; of both, whichever comes first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every_months: Option<u32>,
    /// For cars from this odometer on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_km: Option<u32>,
    /// For cars up to this odometer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_km: Option<u32>,
    /// For cars from so many months after their first registration on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_months: Option<u32>,
    /// For cars until so many months after their first registration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_months: Option<u32>,
}

/// A service adviser (服务顾问).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Adviser {
    /// Stable name.
    pub id: String,
    /// As shown.
    pub name: String,
    /// What to know about them.
    pub note: String,
}

/// Rules of booking, all of them the dealer's settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct BookingPolicy {
    /// Starts lie on this grid.
    pub grid_minutes: u32,
    /// How many days ahead may be booked.
    pub horizon_days: u32,
    /// Earliest start from now.
    pub notice_minutes: u32,
    /// How long a chosen time is kept.
    pub hold_minutes: u32,
    /// Until when a booking may be changed by its link.
    pub change_cutoff_minutes: u32,
    /// Ways of staying that this dealer offers.
    pub stays: Vec<Stay>,
    /// Who booked is received without queueing.
    #[serde(default)]
    pub express_reception: bool,
    /// Within so many minutes; absent means at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub express_minutes: Option<u32>,
}

/// The consent text and its version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Consent {
    /// Goes back with the booking.
    pub version: String,
    /// Purpose and retention.
    pub text: String,
    /// Months after the last visit until erasure.
    pub retention_months: u32,
}

/// A dealer's theme, light and dark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Theme {
    /// Action and selection, `#rrggbb` light, dark.
    pub accent: [String; 2],
    /// Text on it.
    pub on_accent: [String; 2],
    /// Tint of selected rows.
    pub accent_soft: [String; 2],
    /// Corner radius in CSS pixels.
    pub radius: u8,
}
