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
    let made = made(class, locale, options)?;
    Reflect::get(&made, &"format".into()).ok()?.dyn_into().ok()
}

/// What a time zone is called, such as "Central European Time"; `None` where the browser does not know it.
pub fn zone_name(zone: &str, locale: Language) -> Option<String> {
    let made = made("DateTimeFormat", locale, [("timeZone", zone), ("timeZoneName", "longGeneric")])?;
    let parts: Function = Reflect::get(&made, &"formatToParts".into()).ok()?.dyn_into().ok()?;
    let parts: Array = parts.call0(&made).ok()?.dyn_into().ok()?;
    let text = |part: &JsValue, key: &str| Reflect::get(part, &key.into()).ok()?.as_string();
    parts
        .iter()
        .find(|part| text(part, "type").as_deref() == Some("timeZoneName"))
        .and_then(|part| text(&part, "value"))
}

fn made<'o>(class: &str, locale: Language, options: impl IntoIterator<Item = (&'o str, &'o str)>) -> Option<JsValue> {
    let chosen = Object::new();
    for (key, value) in options {
        Reflect::set(&chosen, &key.into(), &value.into()).ok()?;
    }
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let class: Function = Reflect::get(&intl, &class.into()).ok()?.dyn_into().ok()?;
    let arguments = Array::of2(&JsValue::from_str(locale.intl_tag()), &chosen);
    Reflect::construct(&class, &arguments).ok()
}
