//! One dealer's board and its listeners, brought up to date from the store.

use super::board::{Board, arrival, digest_of, is_expected_soon, row};
use super::sse::{Frame, event};
use crate::app::App;
use crate::dealers::Dealer;
use crate::failure::Failure;
use crate::store::{Person, VisitRow};
use bayside_api::screen::{Arrival, RowChange, Tick};
use bayside_domain::visit::Phase;
use bytes::Bytes;
use chrono::Datelike;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{broadcast, watch};

/// How far a listener may fall behind.
const LAG_MAX: usize = 256;

/// One dealer's feed.
pub struct Hub {
    pub(super) board: Mutex<Board>,
    /// Held while the board is brought up to date.
    pub(super) refreshing: tokio::sync::Mutex<()>,
    pub(super) frames: broadcast::Sender<Frame>,
}

/// All dealers' feeds.
#[derive(Clone)]
pub struct Hubs {
    hubs: Arc<Mutex<HashMap<i64, Arc<Hub>>>>,
    pub(super) stopping: watch::Receiver<bool>,
}

impl Hubs {
    /// Feeds that end when `stopping` turns true.
    pub fn new(stopping: watch::Receiver<bool>) -> Self {
        Self { hubs: Arc::default(), stopping }
    }

    pub(super) fn hub(&self, dealer: i64) -> Arc<Hub> {
        let mut hubs = lock(&self.hubs);
        let hub = hubs.entry(dealer).or_insert_with(|| {
            let (frames, _) = broadcast::channel(LAG_MAX);
            Arc::new(Hub { board: Mutex::default(), refreshing: tokio::sync::Mutex::default(), frames })
        });
        Arc::clone(hub)
    }

    pub(super) fn known(&self) -> Vec<(i64, Arc<Hub>)> {
        lock(&self.hubs).iter().map(|(dealer, hub)| (*dealer, Arc::clone(hub))).collect()
    }
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Boards are replaced value by value; a panic elsewhere leaves none half-made.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What the store says since the board's last event.
struct News {
    last_event: i64,
    visits: Vec<(VisitRow, Option<Person>)>,
    expected: Vec<(VisitRow, Option<Person>)>,
}

impl Hub {
    /// Brings the board up to date with the event table and tells listeners what changed.
    pub(super) async fn refresh(&self, app: &App, dealer: &Arc<Dealer>) -> Result<(), Failure> {
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
                    frames.push(Frame::Lounge(event("row", Some(visit.last_event), &change)));
                }
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

    pub(super) fn tick(&self, app: &App, dealer: &Dealer) -> Bytes {
        let board = lock(&self.board);
        let tick = Tick { as_of: dealer.wire(app.now()), last_event_id: board.last_event, digest: digest_of(&board) };
        event("tick", Some(board.last_event), &tick)
    }
}
