//! Pairing of screens, and the public feed of the lounge screen.
//!
//! [`LoungeRow`] is built by the domain from a type that cannot hold a phone, a VIN, a full plate,
//! a full name, a fault or a price.

use crate::Instant;
use bayside_domain::codes::{Flag, ScreenKind, Stage};
use bayside_domain::ids::{EventNumber, ScreenId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Body of `POST /screens/pairing`: a screen asks to be paired.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PairingRequest {
    /// What the screen is for.
    pub kind: ScreenKind,
}

/// Reply of `POST /screens/pairing`: what the screen shows and keeps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Pairing {
    /// Six digits, shown on the screen and typed at the desk.
    pub code: String,
    /// The token that the screen keeps, to ask with and to claim.
    pub poll_token: String,
    /// When the code expires.
    pub expires_at: Instant,
}

/// Reply of `GET /screens/pairing/{poll_token}`: how far the pairing has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PairingState {
    /// Whether the desk has confirmed the code.
    pub status: PairingStatus,
}

/// Whether a pairing is confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum PairingStatus {
    /// Not yet.
    Waiting,
    /// The token can be claimed.
    Confirmed,
}

/// Reply of `POST /screens/pairing/{poll_token}/claim`; the token is also set as a cookie.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Claimed {
    /// The token to be sent as `Authorization: Bearer`; it is shown only here.
    pub device_token: String,
    /// The short name of the dealer whose screen it is now.
    pub dealer: String,
}

/// Body of `POST /screens/address`: opens a screen by its lasting address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ScreenAddressRequest {
    /// What stands behind `#s=` in the address.
    pub token: String,
    /// What the screen is for.
    pub kind: ScreenKind,
}

/// Reply of `POST /desk/{dealer}/screens/{id}/address`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ScreenAddress {
    /// The address, with its secret; it is shown only here.
    pub url: String,
}

/// Body of `POST /desk/{dealer}/screens`: pairs the screen that shows a code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ScreenConfirm {
    /// The six digits that the screen shows.
    pub code: String,
    /// Where the screen hangs, in words, 1 to 60 characters.
    pub name: String,
    /// From where the screen is seen; absent if nobody measured it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub viewing: Option<Viewing>,
}

/// The size of a screen, and the distance from which it is read. Letters are drawn as large as they need.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Viewing {
    /// The diagonal of the screen in inches, 10 to 150.
    pub inches: u32,
    /// The distance of the seat that is farthest away, in centimetres, 100 to 2,000.
    pub distance_cm: u32,
}

/// A paired screen at the desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Screen {
    /// The id of the screen within the dealer, a whole number.
    #[cfg_attr(feature = "schema", schema(value_type = i64))]
    pub id: ScreenId,
    /// Where the screen hangs, in words.
    pub name: String,
    /// What the screen is for.
    pub kind: ScreenKind,
    /// When the screen last made a call; null if never.
    pub seen_at: Option<Instant>,
    /// The version of its page, as it said itself; null if it never did.
    pub version: Option<String>,
    /// The size of its page in CSS pixels, as it said itself; null if it never did.
    pub viewport: Option<Viewport>,
    /// From where the screen is seen, as said when it was paired; absent if nobody said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub viewing: Option<Viewing>,
    /// Whether the screen was told to reload and has not done so yet.
    pub reloading: bool,
}

/// The size of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Viewport {
    /// The width of the page in CSS pixels, 1 to 32,768.
    pub width: u32,
    /// The height of the page in CSS pixels, 1 to 32,768.
    pub height: u32,
}

/// What a screen may report about itself with each of its calls, as query parameters: `version` (up to 40 letters,
/// digits, `.`, `+`, `-`, `_`), `viewport` (`1920x1080`), `reload` (the number of the last reload command that it
/// carried out).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// The version of the screen's page.
    pub version: Option<String>,
    /// The size of the screen's page.
    pub viewport: Option<Viewport>,
    /// The number of the last reload command that the screen carried out; 0 if none. A screen that does not say gets
    /// each command once.
    pub reload: Option<i64>,
}

/// The longest version text, in characters.
const VERSION_CHARS_MAX: usize = 40;
/// The largest width or height of a page, in CSS pixels.
const SIDE_MAX: u32 = 32_768;
/// The highest number of a reload command.
const RELOAD_MAX: i64 = 1_000_000_000;

impl Report {
    /// The query string to be appended to the paths of the screen's calls. A version with characters that are not
    /// allowed is left out.
    ///
    /// ```
    /// use bayside_api::screen::{Report, Viewport};
    /// let viewport = Some(Viewport { width: 1920, height: 1080 });
    /// let report = Report { version: Some("0.1.0".into()), viewport, reload: Some(2) };
    /// assert_eq!(report.query(), "version=0.1.0&viewport=1920x1080&reload=2");
    /// ```
    pub fn query(&self) -> String {
        let version = self.version.as_deref().filter(|version| is_version(version));
        let parts = [
            // Of the characters that a version may have, only the plus has another meaning in a query.
            version.map(|version| format!("version={}", version.replace('+', "%2B"))),
            self.viewport.map(|Viewport { width, height }| format!("viewport={width}x{height}")),
            self.reload.map(|number| format!("reload={number}")),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join("&")
    }

    /// Reads the parameters of a query; an error names the one that cannot be read.
    pub fn read(parameter: impl Fn(&str) -> Option<String>) -> Result<Self, &'static str> {
        let version = parameter("version").map(|version| is_version(&version).then_some(version).ok_or("version"));
        let viewport = parameter("viewport").map(|text| viewport(&text).ok_or("viewport"));
        let number =
            |text: String| text.parse().ok().filter(|number| (0..=RELOAD_MAX).contains(number)).ok_or("reload");
        Ok(Self {
            version: version.transpose()?,
            viewport: viewport.transpose()?,
            reload: parameter("reload").map(number).transpose()?,
        })
    }
}

fn is_version(text: &str) -> bool {
    let is_known = |letter: u8| letter.is_ascii_alphanumeric() || b".+-_".contains(&letter);
    (1..=VERSION_CHARS_MAX).contains(&text.len()) && text.bytes().all(is_known)
}

fn viewport(text: &str) -> Option<Viewport> {
    let (width, height) = text.split_once('x')?;
    let side = |text: &str| text.parse().ok().filter(|side| (1..=SIDE_MAX).contains(side));
    Some(Viewport { width: side(width)?, height: side(height)? })
}

/// A command to a screen: `event: command` of its stream, also part of its snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Command {
    /// How many reload commands were given so far: the screen reloads unless it has carried out this or a later one.
    pub reload: i64,
}

/// `event: highlight` of the lounge stream: a row is to be highlighted for a while. It changes no row, so a stream that
/// is resumed does not repeat it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Highlight {
    /// The lounge number of the row, 1 to 999.
    pub number: u16,
    /// For how many seconds the row is highlighted.
    pub seconds: u32,
}

/// Reply of `GET /desk/{dealer}/screens`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Screens {
    /// The paired screens, oldest first.
    pub screens: Vec<Screen>,
}

/// Reply of `GET …/lounge`: the whole board as it is now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Lounge {
    /// The server's time when this was so.
    pub as_of: Instant,
    /// The dealer's event number that this state contains, a rising count.
    #[cfg_attr(feature = "schema", schema(value_type = i64))]
    pub last_event_id: EventNumber,
    /// Proves that stream and snapshot agree: a digest over the rows, in hexadecimal digits.
    pub digest: String,
    /// Every car on the premises whose customer has not opted out, by number.
    pub rows: Vec<LoungeRow>,
    /// The guests who are expected soon and agreed to be named.
    pub arrivals: Vec<Arrival>,
    /// The dealer's own lines for the screen's foot.
    pub notices: Vec<String>,
    /// The numbers that the desk called within the last minutes, the latest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub calls: Vec<NumberCall>,
    /// From where this screen is seen, as the desk said when it was paired; absent if the desk said nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub viewing: Option<Viewing>,
    /// The command for this screen, for one that polls because it cannot receive the stream.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command: Option<Command>,
}

/// One car on the board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct LoungeRow {
    /// The lounge number, 1 to 999.
    pub number: u16,
    /// The plate, masked as on walls, e.g. `沪A·**345`.
    pub plate: String,
    /// The stage that the public may see.
    pub stage: Stage,
    /// `see-adviser` where the customer is asked to, else null.
    pub flag: Option<Flag>,
    /// The promised time; null before the work order is signed.
    pub promised_at: Option<Instant>,
    /// The promise before the last change; null without one.
    pub promised_before: Option<Instant>,
    /// When the car became ready; absent before. Not part of the digest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ready_at: Option<Instant>,
    /// The adviser's name, short where the dealer's settings say so, in the dealer's own language.
    pub adviser: String,
    /// The same by language tag, for the dealer's languages in which it is another. Not part of the digest.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub adviser_names: BTreeMap<String, String>,
}

impl LoungeRow {
    /// The adviser's name in the language with this tag, else in the dealer's own.
    pub fn adviser_in(&self, tag: &str) -> &str {
        self.adviser_names.get(tag).unwrap_or(&self.adviser)
    }
}

/// A number that the desk called, of somebody who waits without a booking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NumberCall {
    /// The number that was drawn at the kiosk, 1 to 999.
    pub number: u16,
    /// When it was called last.
    pub at: Instant,
}

/// Someone expected soon.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Arrival {
    /// When they are expected: the start of reception.
    pub at: Instant,
    /// How they are addressed on the wall in their own language, e.g. 「王女士」.
    pub name: String,
    /// The same by language tag, for the dealer's languages in which it is another.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub names: BTreeMap<String, String>,
    /// The adviser who waits for them, short as on walls, in the dealer's own language.
    pub adviser: String,
    /// The same by language tag, for the dealer's languages in which it is another.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub adviser_names: BTreeMap<String, String>,
}

impl Arrival {
    /// How they are addressed in the language with this tag.
    pub fn name_in(&self, tag: &str) -> &str {
        self.names.get(tag).unwrap_or(&self.name)
    }

    /// The adviser's name in the language with this tag.
    pub fn adviser_in(&self, tag: &str) -> &str {
        self.adviser_names.get(tag).unwrap_or(&self.adviser)
    }
}

/// `event: row` of the lounge stream.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(tag = "op", rename_all = "kebab-case")]
pub enum RowChange {
    /// The row is new or changed.
    Upsert {
        /// The row as it is now.
        row: LoungeRow,
    },
    /// The car has left the board.
    Remove {
        /// The lounge number of the car, 1 to 999.
        number: u16,
    },
}

/// `event: tick` of the lounge stream, every 10 s.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Tick {
    /// The server's time when this was so.
    pub as_of: Instant,
    /// The dealer's event number up to which this holds, a rising count.
    #[cfg_attr(feature = "schema", schema(value_type = i64))]
    pub last_event_id: EventNumber,
    /// A digest over the rows, in hexadecimal digits: equal to that of the snapshot.
    pub digest: String,
}

impl<'a> From<&'a LoungeRow> for bayside_domain::lounge::DigestRow<'a> {
    fn from(row: &'a LoungeRow) -> Self {
        Self {
            number: row.number,
            plate: &row.plate,
            stage: row.stage,
            flag: row.flag,
            promised_at: row.promised_at.map(|instant| instant.0.timestamp()),
            promised_before: row.promised_before.map(|instant| instant.0.timestamp()),
            adviser: &row.adviser,
        }
    }
}

/// The paths of the calls that use these types.
pub mod path {
    use crate::BASE;
    use bayside_domain::ids::ScreenId;

    /// `POST` asks for a pairing code.
    pub fn pairing() -> String {
        format!("{BASE}/screens/pairing")
    }

    /// `GET` whether the code was confirmed.
    pub fn pairing_status(poll_token: &str) -> String {
        format!("{BASE}/screens/pairing/{poll_token}")
    }

    /// `POST` exchanges a confirmed pairing for the device token.
    pub fn pairing_claim(poll_token: &str) -> String {
        format!("{BASE}/screens/pairing/{poll_token}/claim")
    }

    /// `POST`: a screen is opened by its lasting address.
    pub fn screen_address() -> String {
        format!("{BASE}/screens/address")
    }

    /// `GET` the lounge board.
    pub fn lounge(slug: &str) -> String {
        format!("{BASE}/dealers/{slug}/lounge")
    }

    /// `GET` (SSE) the lounge board's changes.
    pub fn lounge_events(slug: &str) -> String {
        format!("{BASE}/dealers/{slug}/lounge/events")
    }

    /// `GET` lists the screens, `POST` confirms a pairing code.
    pub fn desk_screens(slug: &str) -> String {
        format!("{BASE}/desk/{slug}/screens")
    }

    /// `DELETE` revokes a screen.
    pub fn desk_screen(slug: &str, id: ScreenId) -> String {
        format!("{BASE}/desk/{slug}/screens/{id}")
    }

    /// `POST` tells a screen to reload.
    pub fn desk_screen_reload(slug: &str, id: ScreenId) -> String {
        format!("{BASE}/desk/{slug}/screens/{id}/reload")
    }

    /// `POST`: a screen gets a lasting address.
    pub fn desk_screen_address(slug: &str, id: ScreenId) -> String {
        format!("{BASE}/desk/{slug}/screens/{id}/address")
    }
}

crate::example::examples! {
    PairingRequest = r#"{"kind": "lounge"}"#,
    ScreenAddressRequest = r#"{"token": "AAAAAQAAAAdzYW1wbGUtb25seS1ub3A", "kind": "lounge"}"#,
    ScreenConfirm = r#"{"code": "407218", "name": "休息区东墙", "viewing": {"inches": 55, "distance_cm": 600}}"#,
}

#[cfg(test)]
mod tests {
    use super::{Report, Viewport};

    fn read(query: &str) -> Result<Report, &'static str> {
        let pairs: Vec<(&str, String)> = query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .map(|(name, value)| (name, value.replace("%2B", "+")))
            .collect();
        Report::read(|name| pairs.iter().find(|(own, _)| *own == name).map(|(_, value)| value.clone()))
    }

    #[test]
    fn what_a_screen_says_of_itself_is_read_as_it_was_said() {
        let viewport = Some(Viewport { width: 1080, height: 1920 });
        for report in [
            Report::default(),
            Report { version: Some("0.1.0+1a2b3c4d".into()), viewport, reload: Some(0) },
            Report { reload: Some(7), ..Report::default() },
        ] {
            assert_eq!(read(&report.query()), Ok(report));
        }
    }

    #[test]
    fn what_no_screen_says_is_named() {
        let long = format!("version={}", "1".repeat(41));
        for (query, wrong) in [
            ("version=", "version"),
            ("version=<b>", "version"),
            (&long, "version"),
            ("viewport=1920", "viewport"),
            ("viewport=0x1080", "viewport"),
            ("viewport=1920x40000", "viewport"),
            ("reload=-1", "reload"),
            ("reload=now", "reload"),
        ] {
            assert_eq!(read(query), Err(wrong), "{query}");
        }
    }
}
