//! One dealer's board and its listeners, brought up to date from the store.

use super::board::Board;
use super::board_changes::{BoardChanges, read_changes};
use super::sse::{Frame, ScreenCommand, event};
use crate::http::problem::Failure;
use crate::wire::OnTheWire;
use bayside_api::screen::{Highlight, Tick};
use bayside_domain::event::{HouseEvent, Recorded, ScreenEvent};
use bayside_domain::ids::{DealerId, ScreenId};
use bayside_domain::time::Instant;
use bayside_workflow::Context;
use bayside_workflow::dealers::Dealer;
use bytes::Bytes;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{broadcast, watch};

/// How many frames a listener may fall behind before it is cut off.
const LAG_MAX: usize = 256;
/// How long a row is highlighted, in seconds.
pub const HIGHLIGHT_SECONDS: u32 = 8;

/// One dealer's feed.
pub struct Hub {
    pub(super) board: Mutex<Board>,
    /// Held while the board is brought up to date.
    pub(super) refreshing: tokio::sync::Mutex<()>,
    pub(super) frames: broadcast::Sender<Frame>,
    /// The screens that listen here, and how often each.
    listening: Mutex<BTreeMap<ScreenId, usize>>,
}

/// All dealers' feeds.
#[derive(Clone)]
pub struct Hubs {
    hubs: Arc<Mutex<HashMap<DealerId, Arc<Hub>>>>,
    pub(super) stopping: watch::Receiver<bool>,
}

impl Hubs {
    /// Creates feeds that end when `stopping` becomes true.
    pub fn new(stopping: watch::Receiver<bool>) -> Self {
        Self { hubs: Arc::default(), stopping }
    }

    pub(super) fn hub(&self, dealer: DealerId) -> Arc<Hub> {
        Arc::clone(lock(&self.hubs).entry(dealer).or_default())
    }

    pub(super) fn known(&self) -> Vec<(DealerId, Arc<Hub>)> {
        lock(&self.hubs).iter().map(|(dealer, hub)| (*dealer, Arc::clone(hub))).collect()
    }

    pub(super) fn get(&self, dealer: DealerId) -> Option<Arc<Hub>> {
        lock(&self.hubs).get(&dealer).cloned()
    }
}

impl Default for Hub {
    fn default() -> Self {
        let (frames, _) = broadcast::channel(LAG_MAX);
        Self { board: Mutex::default(), refreshing: tokio::sync::Mutex::default(), frames, listening: Mutex::default() }
    }
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // A poisoned lock is safe to use: values are only ever replaced as a whole.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Counts a screen as listening until it is dropped.
pub(super) struct Listening {
    hub: Arc<Hub>,
    screen: ScreenId,
}

impl Listening {
    pub(super) fn begin(hub: &Arc<Hub>, screen: ScreenId) -> Self {
        *lock(&hub.listening).entry(screen).or_default() += 1;
        Self { hub: Arc::clone(hub), screen }
    }

    pub(super) fn screen(&self) -> ScreenId {
        self.screen
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        let mut listening = lock(&self.hub.listening);
        if let Some(count) = listening.get_mut(&self.screen) {
            *count -= 1;
            if *count == 0 {
                listening.remove(&self.screen);
            }
        }
    }
}

impl Hub {
    /// The screens that listen here.
    pub(super) fn listening(&self) -> Vec<ScreenId> {
        lock(&self.listening).keys().copied().collect()
    }

    /// Updates the board from the event table, and sends the changes to the listeners.
    pub(super) async fn refresh(&self, context: &Context, dealer: &Arc<Dealer>) -> Result<(), Failure> {
        let _one_at_a_time = self.refreshing.lock().await;
        let now = context.now();
        let known = lock(&self.board).known.clone();
        let news = read_changes(context, dealer, known, now).await?;
        self.apply(dealer, news, now);
        Ok(())
    }

    fn apply(&self, dealer: &Dealer, news: BoardChanges, now: Instant) {
        let mut board = lock(&self.board);
        let last_before = board.known.as_ref().map(|known| known.last_event);
        let mut frames: Vec<Frame> = board.apply(dealer, &news, now).into_iter().map(Frame::Lounge).collect();
        frames.extend(news.house_events.iter().filter_map(|recorded| order(recorded, now)));
        // Events without a changed visit are those of call-backs, the waitlist or screens.
        if last_before.is_some_and(|before| before != news.known.last_event) || !news.cars.is_empty() {
            let visits = news.cars.iter().map(|(visit, _)| visit.id).collect();
            frames.push(Frame::Changed { last_event: news.known.last_event, visits });
        }
        // Under the lock, so that a listener that joins now gets each change exactly once: in its snapshot or as a
        // frame.
        for frame in frames {
            let _ = self.frames.send(frame);
        }
    }

    pub(super) fn tick(&self, context: &Context, dealer: &Dealer) -> Bytes {
        let board = lock(&self.board);
        let last_event_id = board.last_event();
        let tick = Tick { as_of: dealer.wire(context.now()), last_event_id, digest: board.digest().to_owned() };
        event("tick", Some(last_event_id), &tick)
    }
}

/// The command to screens that follows from an event of the dealer itself.
fn order(recorded: &Recorded<HouseEvent>, now: Instant) -> Option<Frame> {
    match recorded.event {
        // Those whose token is still good come back by themselves.
        HouseEvent::Screen(ScreenEvent::Revoked { screen } | ScreenEvent::Addressed { screen }) => {
            Some(Frame::Screen { screen, order: ScreenCommand::Leave })
        }
        HouseEvent::Screen(ScreenEvent::Reloaded { screen }) => {
            Some(Frame::Screen { screen, order: ScreenCommand::Reload })
        }
        // Too late, it is dropped: the customer no longer looks at the screen.
        HouseEvent::Screen(ScreenEvent::Highlighted { number }) if now <= recorded.at.plus_minutes(1) => {
            let highlight = Highlight { number, seconds: HIGHLIGHT_SECONDS };
            Some(Frame::Lounge(event("highlight", None, &highlight)))
        }
        HouseEvent::Screen(ScreenEvent::Highlighted { .. } | ScreenEvent::Paired { .. }) | HouseEvent::Dealer(_) => {
            None
        }
    }
}
