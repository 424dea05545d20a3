//! How typing is heard, for every field of every face.

use gloo_events::{EventListener, EventListenerOptions};
use js_sys::Reflect;
use leptos::prelude::{event_target_value, window};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, EventInit, EventTarget, HtmlInputElement, HtmlTextAreaElement, KeyboardEvent};

/// The key code of every key that an input method takes for itself (UI Events, "Legacy key attributes").
const PROCESS_KEY_CODE: u32 = 229;
/// The property of a control that holds the value which was last heard.
const HEARD: &str = "heard";

/// Keeps from the page what is meant for an input method, and lets the page hear of values that tell of themselves only
/// by `change`, as programs that fill in forms set them. For as long as the page lives.
pub fn listen() {
    on("keydown", |event| {
        let Some(key) = event.dyn_ref::<KeyboardEvent>() else { return };
        if key.is_composing() || key.key_code() == PROCESS_KEY_CODE {
            event.stop_immediate_propagation();
        }
    });
    on("input", |event| {
        if let Some(control) = text_control(event) {
            Reflect::set(&control, &HEARD.into(), &event_target_value(event).into()).ok();
        }
    });
    on("change", |event| {
        let Some(control) = text_control(event) else { return };
        let heard = Reflect::get(&control, &HEARD.into()).unwrap_or(JsValue::UNDEFINED);
        if heard.as_string() != Some(event_target_value(event)) {
            let bubbles = EventInit::new();
            bubbles.set_bubbles(true);
            if let Ok(input) = Event::new_with_event_init_dict("input", &bubbles) {
                control.dispatch_event(&input).ok();
            }
        }
    });
}

/// Listens before anybody else does.
fn on(name: &'static str, act: fn(&Event)) {
    let options = EventListenerOptions::run_in_capture_phase();
    EventListener::new_with_options(&window(), name, options, act).forget();
}

/// The control of an event, if one types into it.
fn text_control(event: &Event) -> Option<EventTarget> {
    let control = event.target()?;
    let is_text = match control.dyn_ref::<HtmlInputElement>() {
        Some(input) => !matches!(input.type_().as_str(), "checkbox" | "radio" | "file" | "range"),
        None => control.has_type::<HtmlTextAreaElement>(),
    };
    is_text.then_some(control)
}
