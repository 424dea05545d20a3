//! Keeps the screen awake where the browser can.

use js_sys::{Function, Promise, Reflect};
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// How often a lost lock is asked for again.
const ASK_MS: i64 = 30_000;

/// Asks for a wake lock now, whenever the page is shown again, and while the lock is gone: the browser drops it
/// when the page is hidden, the system when it likes.
pub fn keep_awake(now_ms: RwSignal<i64>) {
    let lock: Rc<RefCell<Option<JsValue>>> = Rc::default();
    let asked_ms = Rc::new(Cell::new(i64::MIN / 2));
    let look = Rc::new(move |now_ms: i64, at_once: bool| {
        let is_held = lock.borrow().as_ref().is_some_and(is_held);
        if !is_held && !document().hidden() && (at_once || now_ms - asked_ms.get() >= ASK_MS) {
            asked_ms.set(now_ms);
            ask(Rc::clone(&lock));
        }
    });
    let by_beat = Rc::clone(&look);
    Effect::new(move |_| by_beat(now_ms.get(), false));
    let shown = window_event_listener(leptos::ev::visibilitychange, move |_| look(now_ms.get_untracked(), true));
    on_cleanup(move || shown.remove());
}

fn ask(lock: Rc<RefCell<Option<JsValue>>>) {
    let Some(promise) = request() else { return };
    leptos::task::spawn_local(async move {
        // A refusal (low battery, an old browser) leaves the screen to its own settings.
        if let Ok(held) = JsFuture::from(promise).await {
            lock.replace(Some(held));
        }
    });
}

fn is_held(lock: &JsValue) -> bool {
    Reflect::get(lock, &JsValue::from_str("released")).is_ok_and(|released| released.is_falsy())
}

/// `navigator.wakeLock.request("screen")`, if there is such a thing.
fn request() -> Option<Promise> {
    let lock = Reflect::get(&window().navigator(), &JsValue::from_str("wakeLock")).ok()?;
    let request = Reflect::get(&lock, &JsValue::from_str("request")).ok()?.dyn_into::<Function>().ok()?;
    request.call1(&lock, &JsValue::from_str("screen")).ok()?.dyn_into().ok()
}
