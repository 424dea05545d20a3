//! Formatters of the browser, which may know less than we do: none of them stops a page.

use crate::i18n::Language;
use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// The `format` function of an `Intl` class; `None` where the browser throws.
pub fn format<'o>(
    class: &str,
    locale: Language,
    options: impl IntoIterator<Item = (&'o str, &'o str)>,
) -> Option<Function> {
    let chosen = Object::new();
    for (key, value) in options {
        Reflect::set(&chosen, &key.into(), &value.into()).ok()?;
    }
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let class: Function = Reflect::get(&intl, &class.into()).ok()?.dyn_into().ok()?;
    let arguments = Array::of2(&JsValue::from_str(locale.intl_tag()), &chosen);
    let made = Reflect::construct(&class, &arguments).ok()?;
    Reflect::get(&made, &"format".into()).ok()?.dyn_into().ok()
}
