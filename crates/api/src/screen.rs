//! Pairing and the public lounge feed.
//!
//! [`LoungeRow`] is built by the domain from a type that cannot hold a phone, a VIN, a full plate,
//! a full name, a fault or a price.

use crate::Instant;
use bayside_domain::ids::{EventNumber, ScreenId};
use bayside_domain::words::{Flag, ScreenKind, Stage};
use serde::{Deserialize, Serialize};

/// Body of `POST /screens/pairing`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PairingRequest {
    /// What the screen is for.
    pub kind: ScreenKind,
}

/// Reply of `POST /screens/pairing`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Pairing {
    /// Six digits, shown on the screen.
    pub code: String,
    /// Kept by the screen.
    pub poll_token: String,
    /// Then the code is void.
    pub expires_at: Instant,
}

/// Reply of `GET /screens/pairing/{poll_token}`.
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
    /// `Authorization: Bearer`.
    pub device_token: String,
    /// Whose screen it is now.
    pub dealer: String,
}

/// Body of `POST /desk/{dealer}/screens`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ScreenConfirm {
    /// Six digits.
    pub code: String,
    /// Where the screen hangs.
    pub name: String,
}

/// A paired screen at the desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Screen {
    /// Names it.
    #[cfg_attr(feature = "schema", schema(value_type = i64))]
    pub id: ScreenId,
    /// Where it hangs.
    pub name: String,
    /// What it is for.
    pub kind: ScreenKind,
    /// When it was last heard of.
    pub seen_at: Option<Instant>,
    /// The version of its page, as it said itself.
    pub version: Option<String>,
    /// The size of its page in CSS pixels, as it said itself.
    pub viewport: Option<Viewport>,
    /// It was told to load itself anew and has not yet done so.
    pub reloading: bool,
}

/// The size of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Viewport {
    /// CSS pixels.
    pub width: u32,
    /// CSS pixels.
    pub height: u32,
}

/// What a screen may say of itself with each of its own calls, as query parameters: `version` (up to 40 letters,
/// digits, `.`, `+`, `-`, `_`), `viewport` (`1920x1080`), `reload` (the number of the last reload that it obeyed).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// The version of its page.
    pub version: Option<String>,
    /// The size of its page.
    pub viewport: Option<Viewport>,
    /// The last reload that it obeyed; 0 if none. Who does not say gets each command once.
    pub reload: Option<i64>,
}

/// The longest version.
const VERSION_CHARS_MAX: usize = 40;
/// The largest side of a page.
const SIDE_MAX: u32 = 32_768;
/// More often than this no screen is told to load itself anew.
const RELOAD_MAX: i64 = 1_000_000_000;

impl Report {
    /// The query, to be put after a path of the screen's own calls. The version is left out where it has other
    /// characters than it may have.
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
            // Of what a version may hold, only the plus means something else in a query.
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

/// What a screen shall do: `event: command` of its stream, and with its snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Command {
    /// Load itself anew, unless it has obeyed this number or a later one.
    pub reload: i64,
}

/// `event: highlight` of the lounge stream: a row shall glow for a while. It changes no row, so a stream that goes on
/// somewhere does not repeat it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Highlight {
    /// The row's lounge number.
    pub number: u16,
    /// For how long.
    pub seconds: u32,
}

/// Reply of `GET /desk/{dealer}/screens`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Screens {
    /// Oldest first.
    pub screens: Vec<Screen>,
}

/// Reply of `GET …/lounge`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Lounge {
    /// The server's time.
    pub as_of: Instant,
    /// The dealer's event number that this state contains.
    #[cfg_attr(feature = "schema", schema(value_type = i64))]
    pub last_event_id: EventNumber,
    /// Proves that stream and snapshot agree: [`bayside_domain::lounge::digest`].
    pub digest: String,
    /// Every car on the premises whose customer has not opted out, by number.
    pub rows: Vec<LoungeRow>,
    /// Who is expected soon and agreed to be named.
    pub arrivals: Vec<Arrival>,
    /// The dealer's own lines.
    pub notices: Vec<String>,
    /// What this one screen shall do, for a screen that asks again and again instead of listening.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command: Option<Command>,
}

/// One car on the board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct LoungeRow {
    /// Lounge number, 1 to 999.
    pub number: u16,
    /// Masked plate.
    pub plate: String,
    /// Public stage.
    pub stage: Stage,
    /// `see-adviser` or null.
    pub flag: Option<Flag>,
    /// Null before the work order is signed.
    pub promised_at: Option<Instant>,
    /// The previous promise after a change.
    pub promised_before: Option<Instant>,
    /// The adviser, short by setting.
    pub adviser: String,
}

/// Someone expected soon.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Arrival {
    /// When.
    pub at: Instant,
    /// 「王女士」.
    pub name: String,
    /// Who waits for them.
    pub adviser: String,
}

/// `event: row` of the lounge stream.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(tag = "op", rename_all = "kebab-case")]
pub enum RowChange {
    /// The row is new or changed.
    Upsert {
        /// As it is now.
        row: LoungeRow,
    },
    /// The car has left the board.
    Remove {
        /// Its lounge number.
        number: u16,
    },
}

/// `event: tick` of the lounge stream, every 10 s.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Tick {
    /// The server's time.
    pub as_of: Instant,
    /// The dealer's event number.
    #[cfg_attr(feature = "schema", schema(value_type = i64))]
    pub last_event_id: EventNumber,
    /// Over the rows.
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
