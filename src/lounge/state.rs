//! The board: a snapshot and the stream applied to it, the age of what it shows, and its pages.
//!
//! Pure: the browser's clock comes in as milliseconds, the server's time as [`Instant`].

use bayside_api::Instant;
use bayside_api::screen::{Arrival, Command, Highlight, Lounge, LoungeRow, RowChange, Tick};
use bayside_api::words::{Flag, Stage};
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Rows on one page.
pub const ROWS_PER_PAGE: usize = 8;
/// Rows on one page of the night list.
pub const ROWS_PER_NIGHT_PAGE: usize = 4;
/// How long a page stays.
pub const PAGE_SECONDS: i64 = 12;
/// How long a changed row is marked.
pub const MARK_MS: i64 = 6_000;
/// A row glows no longer than this, whatever it is told.
pub const GLOW_MS_MAX: i64 = 30_000;
/// Without contact for this long the board is no longer called live.
pub const STALE_AFTER_MS: i64 = 30_000;

/// What the stream brings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A row came, changed or went.
    Row {
        /// The dealer's event number.
        id: i64,
        /// What happened.
        change: RowChange,
    },
    /// The whole list of expected guests, soonest first.
    Arrivals(Vec<Arrival>),
    /// All of the dealer's own lines, in the dealer's order.
    Notices(Vec<String>),
    /// What the desk wants of this screen.
    Command(Command),
    /// A row shall glow for a while: its customer looks for it.
    Highlight(Highlight),
    /// The server cannot continue from our number.
    Reset,
    /// A sign of life with a proof of the rows.
    Tick(Tick),
}

impl Event {
    /// Reads one server-sent event. `None` for a kind that this version does not know; a known
    /// kind that cannot be read is a [`Event::Reset`], so that a new snapshot heals it.
    pub fn parse(kind: &str, id: Option<i64>, data: &str) -> Option<Self> {
        let parsed = match kind {
            "row" => read(data).zip(id).map(|(change, id)| Self::Row { id, change }),
            "arrivals" => read(data).map(Self::Arrivals),
            "notices" => read(data).map(Self::Notices),
            "tick" => read(data).map(Self::Tick),
            // A command or a glow of another version is passed over: no snapshot would tell more.
            "command" => return read(data).map(Self::Command),
            "highlight" => return read(data).map(Self::Highlight),
            "reset" => Some(Self::Reset),
            _ => return None,
        };
        Some(parsed.unwrap_or(Self::Reset))
    }

    /// The row that came, changed or shall glow.
    pub fn touched(&self) -> Option<u16> {
        match self {
            Self::Row { change: RowChange::Upsert { row }, .. } => Some(row.number),
            Self::Highlight(highlight) => Some(highlight.number),
            _ => None,
        }
    }
}

fn read<T: serde::de::DeserializeOwned>(data: &str) -> Option<T> {
    serde_json::from_str(data).ok()
}

/// What follows from an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// The board is as the server has it.
    Show,
    /// The snapshot must be fetched again.
    Refetch,
    /// The desk wants something.
    Obey(Command),
}

/// What is said about the promised time of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Due {
    /// Nothing is promised yet.
    Open,
    /// The promise, and the one that it replaced.
    At(Instant, Option<Instant>),
    /// The promise has passed: the adviser knows, the screen does not guess.
    Ask,
}

/// The board as it is shown, and kept for a start without the server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Board {
    as_of: Instant,
    contact_ms: i64,
    last_event_id: i64,
    /// What the snapshot contains. Rows of one change may come in any order of their numbers, so
    /// only the snapshot's own number tells what is old.
    snapshot_id: i64,
    rows: BTreeMap<u16, LoungeRow>,
    arrivals: Vec<Arrival>,
    notices: Vec<String>,
    #[serde(skip)]
    marked_ms: BTreeMap<u16, i64>,
    /// Until when a row glows. It is no part of the rows: a snapshot knows nothing of it.
    #[serde(skip)]
    glows_until_ms: BTreeMap<u16, i64>,
}

impl Board {
    /// A board made of a snapshot that arrived at `now_ms` of the browser's clock.
    pub fn new(snapshot: Lounge, now_ms: i64) -> Self {
        Self {
            as_of: snapshot.as_of,
            contact_ms: now_ms,
            last_event_id: snapshot.last_event_id,
            snapshot_id: snapshot.last_event_id,
            rows: snapshot.rows.into_iter().map(|row| (row.number, row)).collect(),
            arrivals: snapshot.arrivals,
            notices: snapshot.notices,
            marked_ms: BTreeMap::new(),
            glows_until_ms: BTreeMap::new(),
        }
    }

    /// Takes a later snapshot; rows that differ from the ones shown are marked.
    pub fn replace(&mut self, snapshot: Lounge, now_ms: i64) {
        let mut next = Self::new(snapshot, now_ms);
        next.marked_ms = std::mem::take(&mut self.marked_ms);
        next.glows_until_ms = std::mem::take(&mut self.glows_until_ms);
        for (number, row) in &next.rows {
            if self.rows.get(number) != Some(row) {
                next.marked_ms.insert(*number, now_ms);
            }
        }
        next.marked_ms.retain(|number, _| next.rows.contains_key(number));
        *self = next;
    }

    /// Applies one event of the stream. Events that the snapshot contains already change nothing.
    pub fn apply(&mut self, event: Event, now_ms: i64) -> Then {
        self.hear(now_ms);
        match event {
            Event::Row { id, change } => {
                self.last_event_id = self.last_event_id.max(id);
                if id > self.snapshot_id {
                    self.change_row(change, now_ms);
                }
            }
            Event::Arrivals(arrivals) => self.arrivals = arrivals,
            Event::Notices(notices) => self.notices = notices,
            Event::Command(command) => return Then::Obey(command),
            Event::Highlight(highlight) => self.highlight(highlight, now_ms),
            Event::Reset => return Then::Refetch,
            Event::Tick(tick) => {
                self.as_of = tick.as_of;
                self.last_event_id = self.last_event_id.max(tick.last_event_id);
                if tick.digest != self.digest() {
                    return Then::Refetch;
                }
            }
        }
        Then::Show
    }

    /// Any word from the server is contact; its time goes on from there.
    fn hear(&mut self, now_ms: i64) {
        self.as_of = self.server_now(now_ms);
        self.contact_ms = now_ms;
    }

    fn highlight(&mut self, Highlight { number, seconds }: Highlight, now_ms: i64) {
        self.glows_until_ms.retain(|_, until_ms| *until_ms > now_ms);
        if self.rows.contains_key(&number) {
            let glow_ms = (i64::from(seconds) * 1000).min(GLOW_MS_MAX);
            self.glows_until_ms.insert(number, now_ms + glow_ms);
        }
    }

    /// Whether the row's customer is looking for it.
    pub fn glows(&self, number: u16, now_ms: i64) -> bool {
        self.glows_until_ms.get(&number).is_some_and(|until_ms| now_ms < *until_ms)
    }

    fn change_row(&mut self, change: RowChange, now_ms: i64) {
        match change {
            RowChange::Upsert { row } => {
                if self.rows.get(&row.number) != Some(&row) {
                    self.marked_ms.insert(row.number, now_ms);
                }
                self.rows.insert(row.number, row);
            }
            RowChange::Remove { number } => {
                self.rows.remove(&number);
                self.marked_ms.remove(&number);
            }
        }
    }

    /// The proof of the rows, as the server computes it.
    pub fn digest(&self) -> String {
        super::digest::of(self.rows.values())
    }

    /// The number after which the stream goes on.
    pub fn last_event_id(&self) -> i64 {
        self.last_event_id
    }

    /// The server's time when the browser's clock shows `now_ms`.
    pub fn server_now(&self, now_ms: i64) -> Instant {
        Instant(self.as_of.0 + TimeDelta::milliseconds((now_ms - self.contact_ms).max(0)))
    }

    /// The server's time of the last contact.
    pub fn heard_at(&self) -> Instant {
        self.as_of
    }

    /// Whole seconds since the last contact.
    pub fn age_seconds(&self, now_ms: i64) -> i64 {
        (now_ms - self.contact_ms).max(0) / 1000
    }

    /// Whether the server was heard of within [`STALE_AFTER_MS`].
    pub fn is_live(&self, now_ms: i64) -> bool {
        now_ms - self.contact_ms < STALE_AFTER_MS
    }

    /// One row.
    pub fn row(&self, number: u16) -> Option<&LoungeRow> {
        self.rows.get(&number)
    }

    /// Whether the row changed within [`MARK_MS`].
    pub fn is_marked(&self, number: u16, now_ms: i64) -> bool {
        self.marked_ms.get(&number).is_some_and(|at| now_ms - at < MARK_MS)
    }

    /// Whether anything changed within the last `minutes`.
    pub fn changed_within(&self, minutes: i64, now_ms: i64) -> bool {
        self.marked_ms.values().any(|at| now_ms - at < minutes * 60_000)
    }

    /// What is said about the row's promised time.
    pub fn due(&self, number: u16, now_ms: i64) -> Due {
        let Some(row) = self.rows.get(&number) else { return Due::Open };
        match row.promised_at {
            None => Due::Open,
            Some(at) if row.stage != Stage::Ready && at < self.server_now(now_ms) => Due::Ask,
            Some(at) => Due::At(at, row.promised_before),
        }
    }

    /// Whether the row asks its customer to see the adviser.
    pub fn is_flagged(&self, number: u16) -> bool {
        self.rows.get(&number).is_some_and(|row| row.flag == Some(Flag::SeeAdviser))
    }

    /// Numbers in the order of the board: ready first, then by promised time, then by number.
    pub fn order(&self) -> Vec<u16> {
        let mut rows: Vec<&LoungeRow> = self.rows.values().collect();
        rows.sort_by_key(|row| {
            let ready = row.stage == Stage::Ready;
            let promised = if ready { None } else { Some((row.promised_at.is_none(), row.promised_at)) };
            (!ready, promised, row.number)
        });
        rows.into_iter().map(|row| row.number).collect()
    }

    /// How many pages there are; never less than one.
    pub fn pages(&self, rows_per_page: usize) -> usize {
        self.rows.len().div_ceil(rows_per_page).max(1)
    }

    /// The numbers on a page; a page beyond the last starts again at the first.
    pub fn page(&self, page: usize, rows_per_page: usize) -> Vec<u16> {
        let page = page % self.pages(rows_per_page);
        self.order().into_iter().skip(page * rows_per_page).take(rows_per_page).collect()
    }

    /// The page on which a number stands.
    pub fn page_of(&self, number: u16, rows_per_page: usize) -> usize {
        self.order().iter().position(|own| *own == number).unwrap_or(0) / rows_per_page
    }

    /// Who is expected soon.
    pub fn arrivals(&self) -> &[Arrival] {
        &self.arrivals
    }

    /// The dealer's own lines.
    pub fn notices(&self) -> &[String] {
        &self.notices
    }
}

#[cfg(test)]
#[path = "state_tests.rs"]
mod tests;
