//! Amounts in words, by `Intl`.

use crate::i18n::Language;
use bayside_api::Money;
use js_sys::{Array, Intl, Object, Reflect};
use wasm_bindgen::JsValue;

/// `¥1,260`, `25 €`, `−¥80`: whole amounts without decimals, a true minus.
pub fn money(value: Money, locale: Language) -> String {
    let digits = value.currency.digits();
    let unit = 10_i64.pow(digits);
    let options = Object::new();
    set(&options, "style", &JsValue::from_str("currency"));
    set(&options, "currency", &JsValue::from_str(value.currency.as_str()));
    set(&options, "currencyDisplay", &JsValue::from_str("narrowSymbol"));
    if value.amount % unit == 0 {
        set(&options, "minimumFractionDigits", &JsValue::from(0));
        set(&options, "maximumFractionDigits", &JsValue::from(0));
    }
    format(value.amount as f64 / unit as f64, &options, locale)
}

/// A plain number with the language's separators.
pub fn number(value: f64, locale: Language) -> String {
    format(value, &Object::new(), locale)
}

fn set(options: &Object, key: &str, value: &JsValue) {
    // Setting a property of a plain object cannot fail.
    let _ = Reflect::set(options, &JsValue::from_str(key), value);
}

fn format(value: f64, options: &Object, locale: Language) -> String {
    let locales = Array::of1(&JsValue::from_str(locale.intl_tag()));
    let format = Intl::NumberFormat::new(&locales, options).format();
    let text = format.call1(&JsValue::UNDEFINED, &JsValue::from_f64(value)).ok().and_then(|text| text.as_string());
    text.unwrap_or_default().replace('-', "\u{2212}")
}
