//! Amounts in words.

use super::intl;
use crate::i18n::Language;
use bayside_api::Money;
use js_sys::Function;
use wasm_bindgen::JsValue;

/// `¥1,260`, `12,50 €`, `−¥80`: with exactly the currency's decimals (ISO 4217), whole amounts without, a true minus.
/// Where the browser does not know the currency, its code stands behind the amount.
pub fn money(value: Money, locale: Language) -> String {
    with_decimals(value, !is_whole(value), locale)
}

/// Whether an amount needs no decimals.
pub fn is_whole(value: Money) -> bool {
    value.amount % 10_i64.pow(value.currency.digits()) == 0
}

/// The same with or without decimals: amounts that stand below each other are written alike.
pub fn with_decimals(value: Money, decimals: bool, locale: Language) -> String {
    let digits = value.currency.digits();
    let unit = 10_i64.pow(digits);
    let shown = if decimals { digits.to_string() } else { "0".to_owned() };
    let options = [
        ("style", "currency"),
        ("currency", value.currency.as_str()),
        ("currencyDisplay", "narrowSymbol"),
        ("minimumFractionDigits", &shown),
        ("maximumFractionDigits", &shown),
    ];
    let words = worded(value.amount as f64 / unit as f64, intl::format("NumberFormat", locale, options));
    words.unwrap_or_else(|| format!("{} {}", value.written(locale), value.currency.as_str()))
}

/// Amounts that stand together: with decimals if one of them needs them.
pub fn alike<const N: usize>(values: [Money; N], locale: Language) -> [String; N] {
    let decimals = values.iter().any(|value| !is_whole(*value));
    values.map(|value| with_decimals(value, decimals, locale))
}

/// A plain number with the language's separators.
pub fn number(value: f64, locale: Language) -> String {
    worded(value, intl::format("NumberFormat", locale, [])).unwrap_or_else(|| value.to_string())
}

fn worded(value: f64, format: Option<Function>) -> Option<String> {
    let text = format?.call1(&JsValue::UNDEFINED, &JsValue::from_f64(value)).ok()?.as_string()?;
    Some(text.replace('-', "\u{2212}"))
}
