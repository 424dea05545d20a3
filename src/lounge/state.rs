//! The board: a snapshot with the stream's events applied, and the age of its data.
//!
//! Pure: a clock that only counts up comes in as milliseconds, the server's time as [`Instant`].

use super::time::{Freshness, ServerTime};
use bayside_api::Instant;
use bayside_api::codes::{Flag, Stage};
use bayside_api::screen::{Arrival, Command, Highlight, Lounge, LoungeRow, NumberCall, RowChange, Tick};
use bayside_domain::ids::EventNumber;
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How long a page stays.
pub const PAGE_SECONDS: i64 = 12;
/// How long a changed row is marked.
pub const MARK_MS: i64 = 6_000;
/// The longest time that a row is highlighted, in milliseconds.
pub const GLOW_MS_MAX: i64 = 30_000;
/// Without contact for this long the board is no longer called live.
pub const STALE_AFTER_MS: i64 = 30_000;
/// How long a machine that may have slept is given to hear of the server.
const DOUBT_MS: i64 = 3_000;
/// A tick that is older than this on arrival was delayed, or the server's clock was set back.
const LATE_MS: i64 = 12_000;

/// What the stream brings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LoungeEvent {
    /// A row came, changed or went.
    Row {
        /// The dealer's event number.
        id: EventNumber,
        /// What happened.
        change: RowChange,
    },
    /// The whole list of expected guests, soonest first.
    Arrivals(Vec<Arrival>),
    /// All of the dealer's own lines, in the dealer's order.
    Notices(Vec<String>),
    /// All numbers that the desk called just now, the latest first.
    Calls(Vec<NumberCall>),
    /// What the desk wants of this screen.
    Command(Command),
    /// A row is to be highlighted for a while: its customer looks for it.
    Highlight(Highlight),
    /// The server cannot continue from our number.
    Reset,
    /// A tick with the server's time and a digest of the rows.
    Tick(Tick),
}

impl LoungeEvent {
    /// Parses a server-sent event. `None` for an unknown kind; a known kind that cannot be parsed becomes
    /// [`LoungeEvent::Reset`], so that a new snapshot is fetched.
    pub fn parse(kind: &str, id: Option<EventNumber>, data: &str) -> Option<Self> {
        let parsed = match kind {
            "row" => read(data).zip(id).map(|(change, id)| Self::Row { id, change }),
            "arrivals" => read(data).map(Self::Arrivals),
            "notices" => read(data).map(Self::Notices),
            "calls" => read(data).map(Self::Calls),
            "tick" => read(data).map(Self::Tick),
            // A command or a glow of another version is passed over: no snapshot would tell more.
            "command" => return read(data).map(Self::Command),
            "highlight" => return read(data).map(Self::Highlight),
            "reset" => Some(Self::Reset),
            _ => return None,
        };
        Some(parsed.unwrap_or(Self::Reset))
    }
}

fn read<T: serde::de::DeserializeOwned>(data: &str) -> Option<T> {
    serde_json::from_str(data).ok()
}

/// What has to be done after an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextAction {
    /// The board is as the server has it.
    Show,
    /// The snapshot must be fetched again, whatever its number.
    Refetch,
    /// The desk wants something.
    Obey(Command),
    /// The board is to be fetched, to find out the server's time.
    Check,
}

/// What is said about the promised time of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Due {
    /// Nothing is promised yet.
    Open,
    /// The promise, and the one that it replaced.
    At(Instant, Option<Instant>),
    /// The promised time has passed: the customer is to ask the adviser.
    Late,
    /// The car is ready, since then if that is known: no promise counts any more.
    Ready(Option<Instant>),
}

/// The board as it is shown, and kept for a start without the server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Board {
    /// The server's time at which the rows were last known to be right.
    as_of: Instant,
    last_event_id: EventNumber,
    /// What the snapshot contains. Rows of one change may come in any order of their numbers, so
    /// only the snapshot's own number tells what is old.
    snapshot_id: EventNumber,
    rows: BTreeMap<u16, LoungeRow>,
    arrivals: Vec<Arrival>,
    notices: Vec<String>,
    #[serde(default)]
    calls: Vec<NumberCall>,
    /// The server's clock; `None` until the server was heard since the page was loaded.
    #[serde(skip)]
    time: Option<ServerTime>,
    /// Since when a kept board is shown.
    #[serde(skip)]
    since_ms: i64,
    /// Since when it is unknown how much time has passed.
    #[serde(skip)]
    doubted_ms: Option<i64>,
    #[serde(skip)]
    marked_ms: BTreeMap<u16, i64>,
    /// From when until when each row is highlighted. Not part of the rows: a snapshot does not have it.
    #[serde(skip)]
    glows_ms: BTreeMap<u16, (i64, i64)>,
}

impl Board {
    /// A board made of a snapshot that was asked for at `asked_ms` of the steady clock and arrived at `now_ms`.
    pub fn new(snapshot: Lounge, asked_ms: i64, now_ms: i64) -> Self {
        debug_assert!(asked_ms <= now_ms, "asked before answered");
        Self {
            time: Some(ServerTime::new(snapshot.as_of.epoch_ms(), now_ms)),
            since_ms: now_ms,
            doubted_ms: None,
            as_of: snapshot.as_of,
            last_event_id: snapshot.last_event_id,
            snapshot_id: snapshot.last_event_id,
            rows: snapshot.rows.into_iter().map(|row| (row.number, row)).collect(),
            arrivals: snapshot.arrivals,
            notices: snapshot.notices,
            calls: snapshot.calls,
            marked_ms: BTreeMap::new(),
            glows_ms: BTreeMap::new(),
        }
    }

    /// A kept board is taken up.
    #[must_use]
    pub fn taken_up(self, now_ms: i64) -> Self {
        Self { since_ms: now_ms, ..self }
    }

    /// Takes a later snapshot; rows that differ from the ones shown are marked.
    pub fn replace(&mut self, snapshot: Lounge, asked_ms: i64, now_ms: i64) {
        let mut next = Self::new(snapshot, asked_ms, now_ms);
        if let Some(mut time) = self.time {
            time.answered(next.as_of.epoch_ms(), asked_ms, now_ms);
            next.time = Some(time);
        }
        // A reply to a request from before the sleep does not tell how long the sleep was.
        next.doubted_ms = self.doubted_ms.filter(|doubted_ms| asked_ms < *doubted_ms);
        next.marked_ms = std::mem::take(&mut self.marked_ms);
        next.glows_ms = std::mem::take(&mut self.glows_ms);
        for (number, row) in &next.rows {
            if self.rows.get(number) != Some(row) {
                next.marked_ms.insert(*number, now_ms);
            }
        }
        next.marked_ms.retain(|number, _| next.rows.contains_key(number));
        *self = next;
    }

    /// Applies one event of the stream. Events that the snapshot contains already change nothing.
    pub fn apply(&mut self, event: LoungeEvent, now_ms: i64) -> NextAction {
        match event {
            LoungeEvent::Row { id, change } => {
                self.last_event_id = self.last_event_id.max(id);
                if id > self.snapshot_id {
                    self.change_row(change, now_ms);
                }
            }
            LoungeEvent::Arrivals(arrivals) => self.arrivals = arrivals,
            LoungeEvent::Notices(notices) => self.notices = notices,
            LoungeEvent::Calls(calls) => self.calls = calls,
            LoungeEvent::Command(command) => return NextAction::Obey(command),
            LoungeEvent::Highlight(highlight) => self.highlight(highlight, now_ms),
            LoungeEvent::Reset => return NextAction::Refetch,
            LoungeEvent::Tick(tick) => {
                if tick.digest != self.digest() {
                    return NextAction::Refetch;
                }
                self.hear(&tick, now_ms);
                if self.age_ms(now_ms).is_none_or(|age_ms| age_ms > LATE_MS) {
                    return NextAction::Check;
                }
            }
        }
        NextAction::Show
    }

    /// Records a tick whose digest matches: only that proves for which time the rows are right.
    fn hear(&mut self, tick: &Tick, now_ms: i64) {
        self.as_of = tick.as_of;
        self.last_event_id = self.last_event_id.max(tick.last_event_id);
        match &mut self.time {
            Some(time) => time.ticked(tick.as_of.epoch_ms(), now_ms),
            // The delay of the first tick is unknown; only a reply to a request bounds it.
            None => self.doubted_ms = self.doubted_ms.or(Some(now_ms)),
        }
    }

    /// The machine may have slept: how much time has passed is unknown until the server answers.
    pub fn doubt(&mut self, now_ms: i64) {
        self.doubted_ms = Some(now_ms);
    }

    fn highlight(&mut self, Highlight { number, seconds }: Highlight, now_ms: i64) {
        self.glows_ms.retain(|_, (_, until_ms)| *until_ms > now_ms);
        if self.rows.contains_key(&number) {
            let glow_ms = (i64::from(seconds) * 1000).min(GLOW_MS_MAX);
            self.glows_ms.insert(number, (now_ms, now_ms + glow_ms));
        }
    }

    /// Whether the row's customer is looking for it.
    pub fn glows(&self, number: u16, now_ms: i64) -> bool {
        self.glows_ms.get(&number).is_some_and(|(_, until_ms)| now_ms < *until_ms)
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
    pub fn last_event_id(&self) -> EventNumber {
        self.last_event_id
    }

    /// The server's time when the steady clock shows `now_ms`; in doubt, the least that it can be.
    pub fn server_now(&self, now_ms: i64) -> Instant {
        let passed_ms = match self.time {
            Some(time) => time.at(now_ms) - self.as_of.epoch_ms(),
            None => now_ms - self.since_ms,
        };
        Instant(self.as_of.0 + TimeDelta::milliseconds(passed_ms.max(0)))
    }

    /// Whether [`Self::server_now`] is more than the least that it can be.
    pub fn knows_now(&self) -> bool {
        self.time.is_some() && self.doubted_ms.is_none()
    }

    /// The server's time of the last contact.
    pub fn heard_at(&self) -> Instant {
        self.as_of
    }

    /// Milliseconds since the last contact, if that is known.
    fn age_ms(&self, now_ms: i64) -> Option<i64> {
        self.time.map(|time| (time.at(now_ms) - self.as_of.epoch_ms()).max(0))
    }

    /// Whole seconds since the last contact, or the least that it can be.
    pub fn age_seconds(&self, now_ms: i64) -> i64 {
        self.age_ms(now_ms).unwrap_or(now_ms - self.since_ms) / 1000
    }

    /// How old the rows are.
    pub fn freshness(&self, now_ms: i64) -> Freshness {
        match (self.age_ms(now_ms), self.doubted_ms) {
            (None, _) => Freshness::Kept,
            (Some(age_ms), _) if age_ms >= STALE_AFTER_MS => Freshness::Lost(age_ms / 1000),
            (_, Some(doubted_ms)) if now_ms - doubted_ms < DOUBT_MS => Freshness::Checking,
            (_, Some(_)) => Freshness::Kept,
            (Some(age_ms), None) => Freshness::Live(age_ms / 1000),
        }
    }

    /// Whether the server was heard of within [`STALE_AFTER_MS`].
    pub fn is_live(&self, now_ms: i64) -> bool {
        self.freshness(now_ms).is_live()
    }

    /// One row.
    pub fn row(&self, number: u16) -> Option<&LoungeRow> {
        self.rows.get(&number)
    }

    /// Whether the row changed within [`MARK_MS`].
    pub fn is_marked(&self, number: u16, now_ms: i64) -> bool {
        self.marked_ms.get(&number).is_some_and(|at| now_ms - at < MARK_MS)
    }

    /// A row that was changed at this very moment, or whose customer begins to look for it.
    pub fn changed_at(&self, now_ms: i64) -> Option<u16> {
        let changed = self.marked_ms.iter().find(|(_, at)| **at == now_ms);
        let sought = self.glows_ms.iter().find(|(_, (from_ms, _))| *from_ms == now_ms).map(|(number, _)| *number);
        changed.map(|(number, _)| *number).or(sought)
    }

    /// Whether anything changed within the last `minutes`.
    pub fn changed_within(&self, minutes: i64, now_ms: i64) -> bool {
        self.marked_ms.values().any(|at| now_ms - at < minutes * 60_000)
    }

    /// What is said about the row's promised time.
    pub fn due(&self, number: u16, now_ms: i64) -> Due {
        let Some(row) = self.rows.get(&number) else { return Due::Open };
        match row.promised_at {
            _ if row.stage == Stage::Ready => Due::Ready(row.ready_at),
            None => Due::Open,
            Some(at) if at < self.server_now(now_ms) => Due::Late,
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

    /// Numbers of the cars that are ready.
    pub fn ready(&self) -> impl Iterator<Item = u16> {
        self.rows.values().filter(|row| row.stage == Stage::Ready).map(|row| row.number)
    }

    /// Whether no row has been changed for so long.
    pub fn rests(&self, ms: i64, now_ms: i64) -> bool {
        self.marked_ms.values().all(|at| now_ms - at >= ms)
    }

    /// Who is expected soon.
    pub fn arrivals(&self) -> &[Arrival] {
        &self.arrivals
    }

    /// The dealer's own lines.
    pub fn notices(&self) -> &[String] {
        &self.notices
    }

    /// The numbers that the desk called just now, while the board is live: later nobody waits for them.
    pub fn calls(&self, now_ms: i64) -> &[NumberCall] {
        if self.is_live(now_ms) { &self.calls } else { &[] }
    }
}

#[cfg(test)]
#[path = "state_tests.rs"]
pub(super) mod tests;
