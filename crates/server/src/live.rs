//! Live feeds: one board per dealer, brought up to date from the event table, serialised once, and
//! handed to every listener. A listener that is too slow is cut off and catches up.

use crate::app::App;
use crate::dealers::Dealer;
use crate::failure::Failure;
use crate::people::masked_plate;
use crate::store::{Change, Person, VisitRow};
use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use bayside_api::desk::DeskChange;
use bayside_api::screen::{Arrival, Lounge, LoungeRow, RowChange, Tick};
use bayside_domain::lounge::{DigestRow, LoungeNumber, Row, ShortName, digest};
use bayside_domain::mask::DisplayName;
use bayside_domain::time::Instant;
use bayside_domain::visit::Phase;
use bytes::Bytes;
use chrono::Datelike;
use futures::stream;
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{broadcast, watch};

/// How many frames can be resumed from.
const RING_MAX: usize = 2048;
/// How far a listener may fall behind.
const LAG_MAX: usize = 256;
/// Between ticks.
const TICK: Duration = Duration::from_secs(10);
/// Who is expected within these minutes stands in the arrivals.
const ARRIVALS_MINUTES: i64 = 60;

/// What is handed to listeners.
#[derive(Debug, Clone)]
enum Frame {
    /// For screens: ready to send.
    Lounge(Bytes),
    /// For the desk and private pages: these visits have changed, up to this event.
    Changed { last_event: i64, visits: Arc<[i64]> },
    /// For everybody, every ten seconds.
    Tick(Bytes),
}

/// A dealer's board as the screens see it.
#[derive(Default)]
struct Board {
    loaded: bool,
    last_event: i64,
    /// By visit, so that a row can be taken away.
    rows: BTreeMap<i64, LoungeRow>,
    arrivals: Vec<Arrival>,
    /// Frames after `resumable_from`, oldest first.
    ring: VecDeque<(i64, Bytes)>,
    /// The oldest event number from which the ring is complete.
    resumable_from: i64,
}

/// One dealer's feed.
pub struct Hub {
    board: Mutex<Board>,
    /// Held while the board is brought up to date.
    refreshing: tokio::sync::Mutex<()>,
    frames: broadcast::Sender<Frame>,
}

/// All dealers' feeds.
#[derive(Clone)]
pub struct Hubs {
    hubs: Arc<Mutex<HashMap<i64, Arc<Hub>>>>,
    stopping: watch::Receiver<bool>,
}

impl Hubs {
    /// Feeds that end when `stopping` turns true.
    pub fn new(stopping: watch::Receiver<bool>) -> Self {
        Self { hubs: Arc::default(), stopping }
    }

    fn hub(&self, dealer: i64) -> Arc<Hub> {
        let mut hubs = lock(&self.hubs);
        let hub = hubs.entry(dealer).or_insert_with(|| {
            let (frames, _) = broadcast::channel(LAG_MAX);
            Arc::new(Hub { board: Mutex::default(), refreshing: tokio::sync::Mutex::default(), frames })
        });
        Arc::clone(hub)
    }

    fn known(&self) -> Vec<(i64, Arc<Hub>)> {
        lock(&self.hubs).iter().map(|(dealer, hub)| (*dealer, Arc::clone(hub))).collect()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Boards are replaced value by value; a panic elsewhere leaves none half-made.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Follows the store's changes and the clock until the program stops.
pub async fn run(app: App, mut changes: broadcast::Receiver<Change>) {
    let mut stopping = app.hubs.stopping.clone();
    let mut ticks = tokio::time::interval(TICK);
    loop {
        tokio::select! {
            change = changes.recv() => match change {
                Ok(Change { dealer, .. }) => {
                    let known = app.hubs.known().into_iter().find(|(known, _)| *known == dealer);
                    if let Some((dealer, hub)) = known {
                        refresh_logged(&app, dealer, &hub).await;
                    }
                }
                Err(broadcast::error::RecvError::Lagged(_)) => refresh_all(&app).await,
                Err(broadcast::error::RecvError::Closed) => return,
            },
            _ = ticks.tick() => {
                refresh_all(&app).await;
                for (dealer, hub) in app.hubs.known() {
                    if let Ok(dealer) = app.dealers.by_id(dealer) {
                        let tick = hub.tick(&app, &dealer);
                        let _ = hub.frames.send(Frame::Tick(tick));
                    }
                }
            }
            _ = stopping.changed() => return,
        }
    }
}

async fn refresh_all(app: &App) {
    for (dealer, hub) in app.hubs.known() {
        refresh_logged(app, dealer, &hub).await;
    }
}

async fn refresh_logged(app: &App, dealer: i64, hub: &Hub) {
    let Ok(dealer) = app.dealers.by_id(dealer) else { return };
    if let Err(Failure::Store(error)) = hub.refresh(app, &dealer).await {
        // The next change or tick tries again; listeners see the age of their data.
        tracing::warn!(%error, dealer = dealer.file.slug, "a board was not refreshed");
    }
}

/// What the store says since the board's last event.
struct News {
    last_event: i64,
    visits: Vec<(VisitRow, Option<Person>)>,
    expected: Vec<(VisitRow, Option<Person>)>,
}

impl Hub {
    /// Brings the board up to date with the event table and tells listeners what changed.
    async fn refresh(&self, app: &App, dealer: &Arc<Dealer>) -> Result<(), Failure> {
        let _one_at_a_time = self.refreshing.lock().await;
        let (loaded, since) = {
            let board = lock(&self.board);
            (board.loaded, board.last_event)
        };
        let now = app.now();
        let day = i64::from(dealer.date(now).num_days_from_ce());
        let id = dealer.id;
        let news = app
            .store
            .read::<_, Failure>(move |tx| {
                Box::pin(async move {
                    let last_event = tx.dealer(id).await?.last_event;
                    let changed = match loaded {
                        true if last_event == since => Vec::new(),
                        true => tx.visits_changed_since(id, since).await?,
                        false => tx.visits_on_board(id).await?,
                    };
                    let mut visits = Vec::with_capacity(changed.len());
                    for visit in changed {
                        let person = tx.person(id, visit.id).await?;
                        visits.push((visit, person));
                    }
                    let mut expected = Vec::new();
                    for visit in tx.visits_of_day(id, day).await? {
                        if visit.state.phase == Phase::Booked && is_expected_soon(visit.state.start, now) {
                            let person = tx.person(id, visit.id).await?;
                            expected.push((visit, person));
                        }
                    }
                    Ok(News { last_event, visits, expected })
                })
            })
            .await?;
        self.take_in(dealer, news);
        Ok(())
    }

    fn take_in(&self, dealer: &Dealer, news: News) {
        let mut frames = Vec::new();
        {
            let mut board = lock(&self.board);
            let (first, known) = (!board.loaded, board.last_event);
            for (visit, person) in &news.visits {
                let row = person.as_ref().and_then(|person| row(dealer, visit, person));
                let change = match (board.rows.get(&visit.id), row) {
                    (Some(before), Some(row)) if *before == row => None,
                    (_, Some(row)) => {
                        board.rows.insert(visit.id, row.clone());
                        Some(RowChange::Upsert { row })
                    }
                    (Some(_), None) => board.rows.remove(&visit.id).map(|row| RowChange::Remove { number: row.number }),
                    (None, None) => None,
                };
                if let Some(change) = change.filter(|_| !first) {
                    let bytes = event("row", Some(visit.last_event), &change);
                    board.ring.push_back((visit.last_event, bytes.clone()));
                    frames.push(Frame::Lounge(bytes));
                }
            }
            while board.ring.len() > RING_MAX {
                if let Some((number, _)) = board.ring.pop_front() {
                    board.resumable_from = number;
                }
            }
            if first {
                board.resumable_from = news.last_event;
            }
            board.loaded = true;
            board.last_event = news.last_event;
            let arrivals: Vec<Arrival> =
                news.expected.iter().filter_map(|(visit, person)| arrival(dealer, visit, person.as_ref())).collect();
            if arrivals != board.arrivals {
                board.arrivals = arrivals;
                frames.push(Frame::Lounge(event("arrivals", None, &board.arrivals)));
            }
            // Without a visit it is a call-back's or the waitlist's news.
            if !first && news.last_event != known || !news.visits.is_empty() {
                let visits = news.visits.iter().map(|(visit, _)| visit.id).collect();
                frames.push(Frame::Changed { last_event: news.last_event, visits });
            }
            // Under the lock: a listener that joins sees each frame once, on the board or in its queue.
            for frame in frames {
                let _ = self.frames.send(frame);
            }
        }
    }

    fn tick(&self, app: &App, dealer: &Dealer) -> Bytes {
        let board = lock(&self.board);
        let tick = Tick { as_of: dealer.wire(app.now()), last_event_id: board.last_event, digest: digest_of(&board) };
        event("tick", Some(board.last_event), &tick)
    }
}

fn is_expected_soon(start: Instant, now: Instant) -> bool {
    start >= now.plus_minutes(-15) && start <= now.plus_minutes(ARRIVALS_MINUTES)
}

fn digest_of(board: &Board) -> String {
    digest(board.rows.values().map(DigestRow::from))
}

/// The public row of a visit on the board.
fn row(dealer: &Dealer, visit: &VisitRow, person: &Person) -> Option<LoungeRow> {
    let state = &visit.state;
    let adviser = dealer.file.adviser(&state.adviser)?;
    let public = Row {
        number: LoungeNumber::new(state.number?)?,
        plate: masked_plate(person)?,
        stage: state.stage()?,
        flag: state.flag(),
        promised_at: state.promised_at().map(Instant::seconds),
        promised_before: state.promised_before().map(Instant::seconds),
        adviser: ShortName::of(adviser, &dealer.file.speaks(None)),
    };
    let wire = |seconds: i64| dealer.wire(Instant::from_seconds(seconds));
    Some(LoungeRow {
        number: public.number.get(),
        plate: public.plate.into(),
        stage: public.stage,
        flag: public.flag,
        promised_at: public.promised_at.map(wire),
        promised_before: public.promised_before.map(wire),
        adviser: public.adviser.as_str().to_owned(),
    })
}

/// Who is expected, if they agreed to be named.
fn arrival(dealer: &Dealer, visit: &VisitRow, person: Option<&Person>) -> Option<Arrival> {
    let person = person?;
    let speaks = dealer.file.speaks(None);
    let name = DisplayName::if_agreed(person.display_name, &person.name, person.salutation, &person.locale)?;
    let adviser = ShortName::of(dealer.file.adviser(&visit.state.adviser)?, &speaks);
    Some(Arrival { at: dealer.wire(visit.state.start), name: name.into(), adviser: adviser.as_str().to_owned() })
}

fn notices(dealer: &Dealer) -> Vec<String> {
    let speaks = dealer.file.speaks(None);
    dealer.file.notices.iter().map(|notice| notice.get(&speaks).to_owned()).collect()
}

/// The board as it is now.
pub async fn snapshot(app: &App, dealer: &Arc<Dealer>) -> Result<Lounge, Failure> {
    let hub = app.hubs.hub(dealer.id);
    hub.refresh(app, dealer).await?;
    let board = lock(&hub.board);
    let mut rows: Vec<LoungeRow> = board.rows.values().cloned().collect();
    rows.sort_by_key(|row| row.number);
    Ok(Lounge {
        as_of: dealer.wire(app.now()),
        last_event_id: board.last_event,
        digest: digest_of(&board),
        rows,
        arrivals: board.arrivals.clone(),
        notices: notices(dealer),
    })
}

/// The lounge's stream after an event number.
pub async fn lounge_stream(app: &App, dealer: &Arc<Dealer>, after: Option<i64>) -> Result<Response, Failure> {
    let hub = app.hubs.hub(dealer.id);
    hub.refresh(app, dealer).await?;
    let tick = hub.tick(app, dealer);
    let board = lock(&hub.board);
    let after = after.unwrap_or(board.last_event);
    let mut first = VecDeque::from([Bytes::from_static(b"retry: 2000\n\n")]);
    if after < board.resumable_from || after > board.last_event {
        first.push_back(event("reset", Some(board.last_event), &serde_json::json!({})));
    } else {
        first.extend(board.ring.iter().filter(|(number, _)| *number > after).map(|(_, bytes)| bytes.clone()));
    }
    first.push_back(event("arrivals", None, &board.arrivals));
    first.push_back(event("notices", None, &notices(dealer)));
    first.push_back(tick);
    let frames = hub.frames.subscribe();
    drop(board);
    Ok(sse(app, first, frames, |frame| match frame {
        Frame::Lounge(bytes) | Frame::Tick(bytes) => Some(bytes),
        Frame::Changed { .. } => None,
    }))
}

/// The desk's stream after an event number: which visits have changed.
pub async fn desk_stream(app: &App, dealer: &Arc<Dealer>, after: Option<i64>) -> Result<Response, Failure> {
    let hub = app.hubs.hub(dealer.id);
    hub.refresh(app, dealer).await?;
    let (frames, last_event) = {
        let board = lock(&hub.board);
        (hub.frames.subscribe(), board.last_event)
    };
    let mut first = VecDeque::from([Bytes::from_static(b"retry: 2000\n\n")]);
    if let Some(after) = after.filter(|after| *after != last_event) {
        let id = dealer.id;
        let missed = app
            .store
            .read::<_, Failure>(move |tx| Box::pin(async move { Ok(tx.visits_changed_since(id, after).await?) }))
            .await?;
        let visits = missed.iter().map(|visit| visit.id).collect();
        first.push_back(event("change", Some(last_event), &DeskChange { visits }));
    }
    first.push_back(hub.tick(app, dealer));
    Ok(sse(app, first, frames, |frame| match frame {
        Frame::Changed { last_event, visits } => {
            Some(event("change", Some(last_event), &DeskChange { visits: visits.to_vec() }))
        }
        Frame::Tick(bytes) => Some(bytes),
        Frame::Lounge(_) => None,
    }))
}

/// One visit's stream: that it has changed, and the tick's time without the board's digest.
pub async fn visit_stream(
    app: &App,
    dealer: &Arc<Dealer>,
    visit: &VisitRow,
    after: Option<i64>,
) -> Result<Response, Failure> {
    let hub = app.hubs.hub(dealer.id);
    let frames = hub.frames.subscribe();
    hub.refresh(app, dealer).await?;
    let mut first = VecDeque::from([Bytes::from_static(b"retry: 2000\n\n")]);
    if after.is_some_and(|after| after != visit.last_event) {
        first.push_back(event(
            "changed",
            Some(visit.last_event),
            &serde_json::json!({ "version": visit.state.version }),
        ));
    }
    let (id, beat_app, beat_dealer) = (visit.id, app.clone(), Arc::clone(dealer));
    let beat = move || event("tick", None, &serde_json::json!({ "as_of": beat_dealer.wire(beat_app.now()) }));
    first.push_back(beat());
    Ok(sse(app, first, frames, move |frame| match frame {
        Frame::Changed { last_event, visits } => {
            visits.contains(&id).then(|| event("changed", Some(last_event), &serde_json::json!({})))
        }
        Frame::Tick(_) => Some(beat()),
        Frame::Lounge(_) => None,
    }))
}

/// One server-sent event.
fn event<T: serde::Serialize + ?Sized>(name: &str, id: Option<i64>, data: &T) -> Bytes {
    let data = serde_json::to_string(data).expect("feeds are JSON");
    let id = id.map(|id| format!("id: {id}\n")).unwrap_or_default();
    Bytes::from(format!("{id}event: {name}\ndata: {data}\n\n"))
}

fn sse(
    app: &App,
    first: VecDeque<Bytes>,
    frames: broadcast::Receiver<Frame>,
    pick: impl FnMut(Frame) -> Option<Bytes> + Send + Sync + 'static,
) -> Response {
    let listener = Listener { first, frames, stopping: app.hubs.stopping.clone(), pick: Box::new(pick) };
    let stream = stream::unfold(listener, |mut listener| async move {
        let bytes = listener.next().await?;
        Some((Ok::<_, std::convert::Infallible>(bytes), listener))
    });
    let mut response = Body::from_stream(stream).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    response
}

/// One open stream.
struct Listener {
    first: VecDeque<Bytes>,
    frames: broadcast::Receiver<Frame>,
    stopping: watch::Receiver<bool>,
    pick: Box<dyn FnMut(Frame) -> Option<Bytes> + Send + Sync>,
}

impl Listener {
    /// The next bytes; `None` ends the stream: the program stops, or the listener fell behind.
    async fn next(&mut self) -> Option<Bytes> {
        if let Some(bytes) = self.first.pop_front() {
            return Some(bytes);
        }
        loop {
            let frame = tokio::select! {
                frame = self.frames.recv() => frame.ok()?,
                _ = self.stopping.changed() => return None,
            };
            if let Some(bytes) = (self.pick)(frame) {
                return Some(bytes);
            }
        }
    }
}
