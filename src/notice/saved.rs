//! What was typed survives reloads, failures and going offline: it is kept in this browser for a day. What
//! was sent is kept in its tab only.

use super::state::Kept;
use crate::json;
use crate::ui::keep;
use serde::{Deserialize, Serialize};

/// What is older is forgotten.
const LIFE_MS: i64 = 24 * 60 * 60 * 1_000;

#[derive(Serialize, Deserialize)]
struct Saved {
    at_ms: i64,
    kept: Kept,
}

fn key(slug: &str) -> String {
    format!("bayside.notice.{slug}")
}

/// What was kept for this dealer.
pub fn read(slug: &str, now_ms: i64) -> Option<Kept> {
    let key = key(slug);
    let text = keep::read_tab(&key).or_else(|| keep::read(&key))?;
    let saved: Saved = json::read(&text)?;
    ((now_ms - saved.at_ms).abs() < LIFE_MS).then_some(saved.kept)
}

/// Keeps it as it is.
pub fn write(slug: &str, kept: &Kept, now_ms: i64) {
    let key = key(slug);
    let Ok(text) = serde_json::to_string(&Saved { at_ms: now_ms, kept: kept.clone() }) else { return };
    if kept.sent.is_some() {
        keep::write_tab(&key, &text);
        keep::forget(&key);
    } else {
        keep::write(&key, &text);
    }
}

/// Forgets it.
pub fn forget(slug: &str) {
    keep::forget_tab(&key(slug));
    keep::forget(&key(slug));
}
