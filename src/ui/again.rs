//! What failed for want of a network is tried again.

use super::timer;
use leptos::prelude::*;
use std::time::Duration;

/// After so long, whether the browser tells of a network or not.
const EVERY: Duration = Duration::from_secs(20);

/// Lets `beat` try again: when the browser says that the network is back, and now and then, while the calling view
/// lives.
pub fn again(beat: impl Fn() + Copy + 'static) {
    timer::every(EVERY, beat);
    let back = window_event_listener_untyped("online", move |_| beat());
    on_cleanup(move || back.remove());
}
