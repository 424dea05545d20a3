//! What failed for want of a network is tried again.

use leptos::prelude::*;
use std::time::Duration;

/// After so long, whether the browser tells of a network or not.
const EVERY_MS: u64 = 20_000;

/// Lets `beat` try again: when the browser says that the network is back, and now and then, while the calling view
/// lives.
pub fn again(beat: impl Fn() + Copy + 'static) {
    if let Ok(timer) = set_interval_with_handle(beat, Duration::from_millis(EVERY_MS)) {
        on_cleanup(move || timer.clear());
    }
    let back = window_event_listener_untyped("online", move |_| beat());
    on_cleanup(move || back.remove());
}
