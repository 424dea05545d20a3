//! Form input that survives reloads, failures and going offline: stored in this browser for a day; after it was sent,
//! only in its tab.

use crate::json;
use crate::storage;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// How long input is kept, in milliseconds.
const LIFE_MS: i64 = 24 * 60 * 60 * 1_000;

#[derive(Serialize, Deserialize)]
struct Saved<T> {
    at_ms: i64,
    kept: T,
}

/// What was kept under `key`.
pub fn read<T: DeserializeOwned>(key: &str, now_ms: i64) -> Option<T> {
    let text = storage::read_tab(key).or_else(|| storage::read(key))?;
    let saved: Saved<T> = json::read(&text)?;
    ((now_ms - saved.at_ms).abs() < LIFE_MS).then_some(saved.kept)
}

/// Keeps it as it is.
pub fn write<T: Serialize>(key: &str, kept: &T, is_sent: bool, now_ms: i64) {
    let Ok(text) = serde_json::to_string(&Saved { at_ms: now_ms, kept }) else { return };
    if is_sent {
        storage::write_tab(key, &text);
        storage::forget(key);
    } else {
        storage::write(key, &text);
    }
}

/// Forgets it.
pub fn forget(key: &str) {
    storage::forget_tab(key);
    storage::forget(key);
}
