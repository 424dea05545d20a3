//! A screen that listens is there: its last contact is noted once a minute, for all screens of a dealer at once. That
//! it still takes what it is sent is the connection's business (serve.rs): one that does not is cut off.

use crate::app::App;
use bayside_store::StoreError;
use std::time::Duration;

/// Between looks at who listens; each is noted at most once a minute.
const LOOK: Duration = Duration::from_secs(20);

/// Notes who listens until the program stops.
pub async fn note_listening(app: App) {
    let mut stopping = app.hubs.stopping.clone();
    let mut looks = tokio::time::interval(LOOK);
    loop {
        tokio::select! {
            _ = looks.tick() => {}
            _ = stopping.changed() => return,
        }
        for (dealer, hub) in app.hubs.known() {
            let (screens, now) = (hub.listening(), app.now());
            if screens.is_empty() {
                continue;
            }
            let before = now.plus_minutes(-1);
            let noted = app.store.write::<_, StoreError>(move |tx| {
                Box::pin(async move { tx.screens_seen(dealer, &screens, now, before).await })
            });
            if let Err(error) = noted.await {
                // The next look tries again.
                tracing::warn!(%error, "it was not noted which screens listen");
            }
        }
    }
}
