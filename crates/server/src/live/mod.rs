//! Live feeds: one board per dealer, brought up to date from the event table, serialised once, and
//! handed to every listener. A listener that is too slow is cut off and catches up.

mod board;
mod board_changes;
mod hub;
mod presence;
mod sse;
mod streams;

pub use hub::{HIGHLIGHT_SECONDS, Hub, Hubs};
pub use presence::note_listening;
pub use streams::{command_for, desk_stream, lounge_stream, snapshot, visit_stream};

use crate::app::App;
use crate::http::problem::Failure;
use bayside_domain::ids::DealerId;
use bayside_store::Change;
use futures::{StreamExt, stream};
use sse::Frame;
use std::collections::BTreeSet;
use std::time::Duration;
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::{RecvError, TryRecvError};

/// The time between two ticks.
const TICK: Duration = Duration::from_secs(10);

/// How many dealers' boards are updated at the same time.
const DEALERS_AT_ONCE: usize = 8;

/// Lets the streams of a dealer's desk find out at once whether their session has ended.
pub fn session_ended(app: &App, dealer: DealerId) {
    if let Some(hub) = app.hubs.get(dealer) {
        let _ = hub.frames.send(Frame::SessionEnded);
    }
}

/// Follows the store's changes and the clock until the program stops.
pub async fn run(app: App, changes: broadcast::Receiver<Change>) {
    let mut stopping = app.hubs.stopping.clone();
    tokio::select! {
        () = follow(&app, changes) => {}
        () = tick(&app) => {}
        _ = stopping.changed() => {}
    }
}

/// Updates each changed dealer once, however many changes there were in the meantime.
async fn follow(app: &App, mut changes: broadcast::Receiver<Change>) {
    loop {
        let mut changed = BTreeSet::new();
        let mut next = changes.recv().await.map_err(|error| match error {
            RecvError::Lagged(_) => TryRecvError::Lagged(0),
            RecvError::Closed => TryRecvError::Closed,
        });
        loop {
            match next {
                Ok(Change { dealer, .. }) => drop(changed.insert(dealer)),
                // Changes were missed: update all dealers.
                Err(TryRecvError::Lagged(_)) => changed.extend(app.dealers.all().iter().map(|dealer| dealer.id)),
                Err(TryRecvError::Empty) => break,
                Err(TryRecvError::Closed) => return,
            }
            next = changes.try_recv();
        }
        let each = stream::iter(changed).for_each_concurrent(DEALERS_AT_ONCE, |dealer| async move {
            if let Some(hub) = app.hubs.get(dealer) {
                refresh_logged(app, dealer, &hub).await;
            }
            if let Err(error) = app.dealers.reload_origins(&app.store, dealer).await {
                // The next sweep tries again.
                tracing::warn!(%error, "a dealer's origins were not read");
            }
        });
        each.await;
    }
}

async fn tick(app: &App) {
    let mut ticks = tokio::time::interval(TICK);
    loop {
        ticks.tick().await;
        let each = stream::iter(app.hubs.known()).for_each_concurrent(DEALERS_AT_ONCE, |(id, hub)| async move {
            refresh_logged(app, id, &hub).await;
            if let Ok(dealer) = app.dealers.by_id(id) {
                let _ = hub.frames.send(Frame::Tick(hub.tick(app, &dealer)));
            }
        });
        each.await;
    }
}

/// Refreshes a board that has listeners; a board without any is refreshed when it is requested.
async fn refresh_logged(app: &App, dealer: DealerId, hub: &Hub) {
    let Ok(dealer) = app.dealers.by_id(dealer) else { return };
    if hub.frames.receiver_count() == 0 {
        return;
    }
    if let Err(Failure::Store(error)) = hub.refresh(app, &dealer).await {
        // The next change or tick tries again; screens show how old their data is.
        tracing::warn!(%error, dealer = dealer.file.slug, "a board was not refreshed");
    }
}
