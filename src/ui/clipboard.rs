//! The clipboard.

use leptos::prelude::window;
use wasm_bindgen::JsValue;

/// Puts a text there. `false` where there is none, as on a page that did not come by https.
pub fn write(text: &str) -> bool {
    let navigator: JsValue = window().navigator().into();
    let get = |target: &JsValue, key: &str| js_sys::Reflect::get(target, &JsValue::from_str(key)).ok();
    let Some(clipboard) = get(&navigator, "clipboard").filter(JsValue::is_object) else { return false };
    let Some(write) =
        get(&clipboard, "writeText").and_then(|write| wasm_bindgen::JsCast::dyn_into::<js_sys::Function>(write).ok())
    else {
        return false;
    };
    write.call1(&clipboard, &JsValue::from_str(text)).is_ok()
}
