//! Keeps the screen awake where the browser can.

use js_sys::{Function, Promise, Reflect};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Asks for a wake lock now and whenever the page is shown again; the browser drops it when hidden.
pub fn keep_awake() {
    ask();
    let shown = window_event_listener(leptos::ev::visibilitychange, |_| {
        if !document().hidden() {
            ask();
        }
    });
    on_cleanup(move || shown.remove());
}

fn ask() {
    let Some(promise) = request() else { return };
    leptos::task::spawn_local(async move {
        // A refusal (low battery, an old browser) leaves the screen to its own settings.
        let _ = JsFuture::from(promise).await;
    });
}

/// `navigator.wakeLock.request("screen")`, if there is such a thing.
fn request() -> Option<Promise> {
    let lock = Reflect::get(&window().navigator(), &JsValue::from_str("wakeLock")).ok()?;
    let request = Reflect::get(&lock, &JsValue::from_str("request")).ok()?.dyn_into::<Function>().ok()?;
    request.call1(&lock, &JsValue::from_str("screen")).ok()?.dyn_into().ok()
}
