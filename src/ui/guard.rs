//! Calls to guard.js, the script that watches a screen's program and reloads the page.

use js_sys::{Function, Reflect};
use leptos::prelude::{Effect, document, window};
use wasm_bindgen::{JsCast, JsValue};

/// What the program is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Duty {
    /// A reload now would interrupt something.
    Busy,
    /// The page may reload for a new version.
    Idle,
    /// The page is to reload now.
    Reload,
}

/// The heartbeat, to be called once a second.
pub fn beat(duty: Duty) {
    let word = match duty {
        Duty::Busy => "busy",
        Duty::Idle => "idle",
        Duty::Reload => "reload",
    };
    call("beat", &JsValue::from_str(word));
}

/// Looks for a new version after the server was unreachable.
pub fn look_for_new_version() {
    call("look", &JsValue::UNDEFINED);
}

/// From now on a panic makes the script reload the page.
pub fn fall_at_panic() {
    let said = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        said(panic);
        call("fall", &JsValue::UNDEFINED);
    }));
}

/// Sets the text that the script shows while it reloads.
pub fn at_rest(words: impl Fn() -> &'static str + 'static) {
    Effect::new(move |_| {
        if let Some(root) = document().document_element() {
            // If the attribute cannot be set, the screen stays empty during the reload.
            let _ = root.set_attribute("data-rest", words());
        }
    });
}

/// Calls a function of guard.js; does nothing if the script is missing.
fn call(name: &str, argument: &JsValue) {
    let guard = Reflect::get(&window(), &JsValue::from_str("bayside"));
    let function = guard.and_then(|guard| Ok((Reflect::get(&guard, &JsValue::from_str(name))?, guard)));
    if let Ok((function, guard)) = function
        && let Ok(function) = function.dyn_into::<Function>()
    {
        // Exceptions of the script are ignored.
        let _ = function.call1(&guard, argument);
    }
}
