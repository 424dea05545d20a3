//! Retries of requests that failed for lack of a network.

use super::timer;
use leptos::prelude::*;
use std::time::Duration;

/// The interval of retries, whether or not the browser reports a network.
const EVERY: Duration = Duration::from_secs(20);

/// Calls `beat` now, when the browser reports that the network is back, and periodically, as long as the calling view
/// exists.
pub fn retry_when_online(beat: impl Fn() + Copy + 'static) {
    beat();
    timer::every(EVERY, beat);
    let back = window_event_listener_untyped("online", move |_| beat());
    on_cleanup(move || back.remove());
}
