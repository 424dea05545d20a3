//! Pairing and the public lounge feed.
//!
//! [`LoungeRow`] is built by the domain from a type that cannot hold a phone, a VIN, a full plate,
//! a full name, a fault or a price.

use crate::Instant;
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
    pub id: i64,
    /// Where it hangs.
    pub name: String,
    /// What it is for.
    pub kind: ScreenKind,
    /// When it was last heard of.
    pub seen_at: Option<Instant>,
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
    pub last_event_id: i64,
    /// Proves that stream and snapshot agree: [`bayside_domain::lounge::digest`].
    pub digest: String,
    /// Every car on the premises whose customer has not opted out, by number.
    pub rows: Vec<LoungeRow>,
    /// Who is expected soon and agreed to be named.
    pub arrivals: Vec<Arrival>,
    /// The dealer's own lines.
    pub notices: Vec<String>,
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
    pub last_event_id: i64,
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
