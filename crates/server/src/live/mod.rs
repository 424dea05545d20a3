//! Live feeds: one board per dealer, brought up to date from the event table, serialised once, and
//! handed to every listener. A listener that is too slow is cut off and catches up.

mod board;
mod hub;
mod sse;
mod streams;

pub use hub::{Hub, Hubs};
pub use streams::{desk_stream, lounge_stream, snapshot, visit_stream};

use crate::app::App;
use crate::failure::Failure;
use crate::store::Change;
use sse::Frame;
use std::time::Duration;
use tokio::sync::broadcast;

/// Between ticks.
const TICK: Duration = Duration::from_secs(10);

/// Follows the store's changes and the clock until the program stops.
pub async fn run(app: App, mut changes: broadcast::Receiver<Change>) {
    let mut stopping = app.hubs.stopping.clone();
    let mut ticks = tokio::time::interval(TICK);
    loop {
        tokio::select! {
            change = changes.recv() => match change {
                Ok(Change { dealer, .. }) => {
                    if let Err(error) = app.dealers.reload_origins(&app.store, dealer).await {
                        // The next sweep tries again.
                        tracing::warn!(%error, "a dealer's origins were not read");
                    }
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
