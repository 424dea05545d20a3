//! A dealer's public face.

use crate::offsets::OffsetSpan;
use crate::{Date, Instant, Money};
use bayside_domain::codes::Stay;
use serde::{Deserialize, Serialize};

/// One dealer in the list of dealers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DealerSummary {
    /// The dealer's short name in addresses, e.g. `anting`.
    pub slug: String,
    /// The dealer's name, in the asked language.
    pub name: String,
    /// The dealer's languages as BCP 47 tags; the first is its own.
    pub locales: Vec<String>,
    /// The dealer's time zone, an IANA name such as `Asia/Shanghai`.
    pub zone: String,
    /// The dealer's offsets from now on for 400 days, earliest first.
    #[serde(default)]
    pub offsets: Vec<OffsetSpan>,
    /// ISO 3166-1, two letters.
    #[serde(default)]
    pub country: String,
    /// The postal address, in the asked language.
    #[serde(default)]
    pub address: String,
    /// The phone number as E.164, for `tel:`.
    #[serde(default)]
    pub phone: String,
    /// The phone number as people read it.
    #[serde(default)]
    pub phone_display: String,
    /// Opening hours of a usual week.
    #[serde(default)]
    pub opening_hours: Vec<OpeningHours>,
    /// Days without work that are not over yet, soonest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closures: Vec<ClosedDays>,
    /// The server's time in the dealer's offset.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub now: Option<Instant>,
}

/// `GET /dealers`: every dealer that this program serves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Dealers {
    /// Every dealer of this program, in the order of the slugs.
    pub dealers: Vec<DealerSummary>,
    /// Present only if the program runs as a demo.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub demo: Option<Demo>,
}

/// What visitors of a demo need to know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Demo {
    /// Staff logins; the password was printed by the program.
    pub logins: Vec<String>,
    /// The demo's time, which may be moved.
    pub now: Instant,
}

/// `GET /dealers/{dealer}`. Texts are in the language asked for by `?locale=` or `Accept-Language`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Dealer {
    /// The dealer's short name in addresses, e.g. `anting`.
    pub slug: String,
    /// The dealer's name, in the asked language.
    pub name: String,
    /// The dealer's time zone, an IANA name such as `Asia/Shanghai`.
    pub zone: String,
    /// The dealer's offsets from now on for 400 days, earliest first.
    #[serde(default)]
    pub offsets: Vec<OffsetSpan>,
    /// ISO 3166-1, two letters: whose plate and phone rules hold.
    pub country: String,
    /// The dealer's languages as BCP 47 tags; the first is its own.
    pub locales: Vec<String>,
    /// The dealer's currency: three capital letters (ISO 4217), e.g. `CNY`.
    pub currency: String,
    /// The count of decimals of the currency's minor unit (ISO 4217), 0 to 4: 150 of a currency with 2 are 1.50.
    #[serde(default)]
    pub currency_digits: u32,
    /// The postal address, in the asked language.
    pub address: String,
    /// The phone number as E.164, for `tel:`.
    pub phone: String,
    /// The phone number as people read it.
    pub phone_display: String,
    /// Opening hours of a usual week.
    pub opening_hours: Vec<OpeningHours>,
    /// Days without work that are not over yet, soonest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closures: Vec<ClosedDays>,
    /// How the lounge screens look and what they announce.
    #[serde(default)]
    pub lounge: LoungeSettings,
    /// The jobs that can be booked; the first is bookable with `wait`.
    pub services: Vec<Service>,
    /// The advisers who receive customers.
    pub advisers: Vec<Adviser>,
    /// Models to choose from; the customer may type another.
    pub models: Vec<String>,
    /// The dealer's rules of booking.
    pub booking: BookingPolicy,
    /// The text that the customer agrees to.
    pub consent: Consent,
    /// Colours and corner radius; absent means the default look of Bayside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme: Option<Theme>,
    /// The server's time; the web pages take "now" from here.
    pub now: Instant,
}

/// One stretch of an opening day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct OpeningHours {
    /// The day's number in the week (ISO 8601): 1 is Monday, 7 is Sunday.
    pub weekday: u8,
    /// When it opens, local wall time `HH:MM`.
    pub from: String,
    /// When it closes, local wall time `HH:MM`; `24:00` ends the day.
    pub to: String,
}

/// Days without work, local dates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ClosedDays {
    /// The first closed day, a local date.
    pub from: Date,
    /// The last closed day, a local date, inclusive.
    pub to: Date,
}

/// How the lounge's screens look and what they say aloud.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct LoungeSettings {
    /// Whether the screens are light instead of dark while the house is open.
    #[serde(default)]
    pub light: bool,
    /// Where to go when the car is ready, in the asked language; absent means reception.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Say aloud which cars are ready; absent means never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub announce: Option<Announce>,
}

/// When and how cars that are ready are announced: by number, never by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Announce {
    /// Where to go, in the asked language, as `lounge.place`; absent means reception.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// After how many minutes it is said once more while the car still waits; 0 means never.
    pub again_minutes: u32,
    /// Hours in which nothing is said, the same every day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quiet: Vec<QuietHours>,
}

/// Hours of every day, local wall time; `from` after `to` is over midnight.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct QuietHours {
    /// When quiet begins, local wall time `HH:MM`.
    pub from: String,
    /// When quiet ends, local wall time `HH:MM`.
    pub to: String,
}

/// A job of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Service {
    /// A stable name of it within the dealer, as in the dealer's settings.
    pub id: String,
    /// What it is called, in the asked language.
    pub name: String,
    /// What the job contains, in the asked language.
    pub description: String,
    /// The price from which labour and material cost, as the dealer shows prices.
    pub price_from: Money,
    /// Labour in minutes, rounded up to the grid; not the whole stay.
    pub minutes: u32,
    /// From start to ready in minutes, at the least and if nothing else is done: reception, labour, final inspection and
    /// wash. 0 where an older server did not say.
    #[serde(default)]
    pub stay_minutes: u32,
    /// Which ways of staying make sense for it.
    pub stays: Vec<Stay>,
    /// The dealer's models that the job is for; empty means every car.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub models: Vec<String>,
    /// The job falls due again after this many kilometres.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every_km: Option<u32>,
    /// The job falls due again after this many months; of both, whichever comes first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every_months: Option<u32>,
    /// The lowest odometer reading of a car that the job is for, in kilometres.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_km: Option<u32>,
    /// The highest odometer reading of a car that the job is for, in kilometres.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_km: Option<u32>,
    /// The lowest age of a car that the job is for, in months since its first registration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_months: Option<u32>,
    /// The highest age of a car that the job is for, in months since its first registration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_months: Option<u32>,
}

/// A service adviser (服务顾问).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Adviser {
    /// A stable name of it within the dealer, as in the dealer's settings.
    pub id: String,
    /// The name as it is shown, in the asked language.
    pub name: String,
    /// What a customer should know about them, in the asked language; may be empty.
    pub note: String,
}

/// Rules of booking, all of them the dealer's settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct BookingPolicy {
    /// The distance between two starts, in minutes.
    pub grid_minutes: u32,
    /// How many days ahead may be booked.
    pub horizon_days: u32,
    /// How many minutes from now the earliest start lies.
    pub notice_minutes: u32,
    /// For how many minutes a chosen start is held.
    pub hold_minutes: u32,
    /// Until how many minutes before its start a booking may be changed by its link.
    pub change_cutoff_minutes: u32,
    /// Ways of staying that this dealer offers.
    pub stays: Vec<Stay>,
    /// Whether customers with a booking are received without queueing.
    #[serde(default)]
    pub express_reception: bool,
    /// Within how many minutes they are received; absent means at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub express_minutes: Option<u32>,
    /// How those on the waitlist are asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waitlist: Option<WaitlistPolicy>,
}

/// How somebody on the waitlist is asked whether they take a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct WaitlistPolicy {
    /// For how many minutes a time is held for them.
    pub offer_minutes: u32,
    /// The hours of each day in which nobody is asked; absent means none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quiet: Option<QuietHours>,
    /// Whether text messages can be sent.
    pub text_messages: bool,
    /// Whether e-mails can be sent.
    pub mails: bool,
}

/// The consent text and its version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Consent {
    /// The version of the text, e.g. `2026-11`; goes back with the booking.
    pub version: String,
    /// What the data are for and how long they are kept, in the asked language.
    pub text: String,
    /// How many months after the last visit the data are erased.
    pub retention_months: u32,
}

/// A dealer's theme, light and dark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Theme {
    /// The colour of actions and selections, `#rrggbb`: light, then dark.
    pub accent: [String; 2],
    /// The colour of text on the accent, `#rrggbb`: light, then dark.
    pub on_accent: [String; 2],
    /// The tint of selected rows, `#rrggbb`: light, then dark.
    pub accent_soft: [String; 2],
    /// The radius of corners in CSS pixels, 0 to 24.
    pub radius: u8,
}

/// The paths of the calls that use these types.
pub mod path {
    use crate::BASE;

    /// `GET` lists the dealers.
    pub fn dealers() -> String {
        format!("{BASE}/dealers")
    }

    /// `GET` one dealer's public face.
    pub fn dealer(slug: &str) -> String {
        format!("{BASE}/dealers/{slug}")
    }
}
