//! What a screen's program says to the script that stands beside it (guard.js beside it).

use js_sys::{Function, Reflect};
use leptos::prelude::{Effect, document, window};
use wasm_bindgen::{JsCast, JsValue};

/// What the program is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Duty {
    /// Something happens that a new start would cut off.
    Busy,
    /// A new version may begin.
    Idle,
    /// It wants to begin anew.
    Reload,
}

/// To be said once a second: the program lives.
pub fn beat(duty: Duty) {
    let word = match duty {
        Duty::Busy => "busy",
        Duty::Idle => "idle",
        Duty::Reload => "reload",
    };
    call("beat", &JsValue::from_str(word));
}

/// The server was out of reach and may be another now.
pub fn look_for_new_version() {
    call("look", &JsValue::UNDEFINED);
}

/// From now on a panic ends the program for good, and the page begins anew.
pub fn fall_at_panic() {
    let said = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        said(panic);
        call("fall", &JsValue::UNDEFINED);
    }));
}

/// The words that the script shows while it starts the program again.
pub fn at_rest(words: impl Fn() -> &'static str + 'static) {
    Effect::new(move |_| {
        if let Some(root) = document().document_element() {
            // A refused attribute leaves an empty screen for that moment.
            let _ = root.set_attribute("data-rest", words());
        }
    });
}

/// Where the script is missing nobody listens.
fn call(name: &str, argument: &JsValue) {
    let guard = Reflect::get(&window(), &JsValue::from_str("bayside"));
    let function = guard.and_then(|guard| Ok((Reflect::get(&guard, &JsValue::from_str(name))?, guard)));
    if let Ok((function, guard)) = function
        && let Ok(function) = function.dyn_into::<Function>()
    {
        // What it throws is its own.
        let _ = function.call1(&guard, argument);
    }
}
