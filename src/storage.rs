//! The browser's storage. If it is refused (private window, full disk), nothing is stored, and nothing else fails.
//!
//! `gloo-storage` would do, but it panics where a browser refuses storage.

use leptos::prelude::window;
use web_sys::Storage;

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

fn session() -> Option<Storage> {
    window().session_storage().ok().flatten()
}

/// What was kept under `key` in this browser.
pub fn read(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

/// Keeps `value` in this browser; tells whether it was kept.
pub fn write(key: &str, value: &str) -> bool {
    storage().is_some_and(|storage| storage.set_item(key, value).is_ok())
}

/// Forgets `key` in this browser.
pub fn forget(key: &str) {
    if let Some(storage) = storage() {
        // Nothing to do where even forgetting is refused.
        let _ = storage.remove_item(key);
    }
}

/// What was kept under `key` in this tab.
pub fn read_tab(key: &str) -> Option<String> {
    session()?.get_item(key).ok().flatten()
}

/// Keeps `value` in this tab; tells whether it was kept.
pub fn write_tab(key: &str, value: &str) -> bool {
    session().is_some_and(|storage| storage.set_item(key, value).is_ok())
}

/// Forgets `key` in this tab.
pub fn forget_tab(key: &str) {
    if let Some(storage) = session() {
        // Nothing to do where even forgetting is refused.
        let _ = storage.remove_item(key);
    }
}
