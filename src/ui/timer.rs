//! Timers that end with the view that started them.

use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// Calls `work` again and again, with a pause before each call, while the calling view lives.
pub fn every(pause: Duration, work: impl Fn() + 'static) {
    // Refused only by a page that is going.
    drop(set_interval(work, pause));
}

/// Calls `work` once, after a pause, if the calling view still lives then.
pub fn after(pause: Duration, work: impl FnOnce() + 'static) {
    drop(set_timeout(work, pause));
}

/// Calls `work` before the next frame is painted, also if the calling view is gone by then: what is pressed often
/// goes with its press.
pub fn next_frame(work: impl FnOnce() + 'static) {
    // Refused only by a page that is going.
    let _ = window().request_animation_frame(Closure::once_into_js(work).unchecked_ref());
}
