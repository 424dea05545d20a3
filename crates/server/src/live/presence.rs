//! Records that screens are alive: while a screen listens, its last contact is stored once a minute, for all screens of
//! a dealer at once. A screen whose connection no longer takes data is cut off (sockets.rs).

use crate::app::App;
use bayside_store::StoreError;
use std::time::Duration;

/// How often listening screens are checked; each is recorded at most once a minute.
const LOOK: Duration = Duration::from_secs(20);

/// Records which screens listen, until the program stops.
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
                Box::pin(async move { tx.record_screen_contacts(dealer, &screens, now, before).await })
            });
            if let Err(error) = noted.await {
                // The next round tries again.
                tracing::warn!(%error, "it was not noted which screens listen");
            }
        }
    }
}
