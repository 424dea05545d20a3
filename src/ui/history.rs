//! Parts of a page as entries of the browser's history, so that its back button goes back a part.

use crate::ui::{address, focus};
use leptos::prelude::*;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

/// Writes where the reader is behind the `#`, and tells `went` what stands there after the browser's
/// back or forward button, while the calling view lives.
pub fn follow(anchor: Memo<&'static str>, went: impl Fn(&str) + 'static) {
    Effect::new(move |before: Option<()>| {
        let anchor = format!("#{}", anchor.get());
        focus::after_paint(move || {
            if window().location().hash().is_ok_and(|hash| hash != anchor)
                && let Ok(history) = window().history()
            {
                // If the browser refuses the history entry, the page's own back button still works.
                let _ = match before {
                    Some(()) => history.push_state_with_url(&JsValue::NULL, "", Some(&anchor)),
                    None => history.replace_state_with_url(&JsValue::NULL, "", Some(&anchor)),
                };
            }
        });
    });
    let moved = Closure::<dyn FnMut()>::new(move || {
        if let Some(wanted) = address::fragment() {
            went(&wanted);
        }
    });
    // A page that refuses listeners still has its own back button.
    let _ = window().add_event_listener_with_callback("popstate", moved.as_ref().unchecked_ref());
    let moved = StoredValue::new_local(moved);
    on_cleanup(move || {
        moved.with_value(|moved| {
            let _ = window().remove_event_listener_with_callback("popstate", moved.as_ref().unchecked_ref());
        });
    });
}
