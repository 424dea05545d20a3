//! Instants and dates in words, by `Intl`, in the dealer's zone.

use crate::i18n::Language;
use bayside_api::{Date, Instant};
use js_sys::{Array, Intl, Object, Reflect};
use std::cell::RefCell;
use wasm_bindgen::JsValue;

/// How much of an instant is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `09:30`, 24 hours.
    Time,
    /// `09:30:05`.
    Seconds,
    /// `12月2日`, `2 December`.
    Date,
    /// `12月2日周三`, `Wednesday 2 December`.
    Weekday,
    /// `12月2日周三`, `Wed 2 Dec`.
    Short,
    /// `2026年12月`, `December 2026`.
    Month,
    /// `周三`, `Wed`.
    Day,
    /// `三`, `Wed`: heads of a calendar.
    Head,
    /// `2026年12月2日`, `2 December 2026`.
    Full,
}

impl Style {
    fn options(self, locale: Language) -> &'static [(&'static str, &'static str)] {
        let is_short = locale.is_compact();
        match self {
            Self::Time => &[("hour", "2-digit"), ("minute", "2-digit"), ("hourCycle", "h23")],
            Self::Seconds => &[("hour", "2-digit"), ("minute", "2-digit"), ("second", "2-digit"), ("hourCycle", "h23")],
            Self::Date => &[("month", "long"), ("day", "numeric")],
            Self::Weekday if is_short => &[("month", "long"), ("day", "numeric"), ("weekday", "short")],
            Self::Weekday => &[("month", "long"), ("day", "numeric"), ("weekday", "long")],
            Self::Short => &[("month", "short"), ("day", "numeric"), ("weekday", "short")],
            Self::Month => &[("month", "long"), ("year", "numeric")],
            Self::Day => &[("weekday", "short")],
            Self::Head if is_short => &[("weekday", "narrow")],
            Self::Head => &[("weekday", "short")],
            Self::Full => &[("month", "long"), ("day", "numeric"), ("year", "numeric")],
        }
    }
}

struct Cached {
    locale: Language,
    style: Style,
    zone: String,
    format: js_sys::Function,
}

thread_local! {
    // Making a formatter costs far more than using it; a face needs a handful.
    static CACHE: RefCell<Vec<Cached>> = const { RefCell::new(Vec::new()) };
}

/// An instant, given as milliseconds since the epoch, in an IANA zone.
pub fn at_ms(epoch_ms: i64, zone: &str, style: Style, locale: Language) -> String {
    let date = js_sys::Date::new(&JsValue::from_f64(epoch_ms as f64));
    CACHE.with_borrow_mut(|cache| {
        let found = cache.iter().position(|one| one.locale == locale && one.style == style && one.zone == zone);
        let at = found.unwrap_or_else(|| {
            cache.push(Cached { locale, style, zone: zone.to_owned(), format: formatter(zone, style, locale) });
            cache.len() - 1
        });
        let text = cache[at].format.call1(&JsValue::UNDEFINED, &date);
        text.ok().and_then(|text| text.as_string()).unwrap_or_default()
    })
}

/// An instant of the wire in an IANA zone.
pub fn at(instant: &Instant, zone: &str, style: Style, locale: Language) -> String {
    at_ms(instant.epoch_ms(), zone, style, locale)
}

/// `09:30` in an IANA zone.
pub fn time(instant: &Instant, zone: &str, locale: Language) -> String {
    at(instant, zone, Style::Time, locale)
}

/// A local date; no zone is involved.
pub fn date(date: Date, style: Style, locale: Language) -> String {
    let noon = date.0.and_hms_opt(12, 0, 0).expect("noon is a time").and_utc();
    at_ms(noon.timestamp_millis(), "UTC", style, locale)
}

/// RFC 3339 for `<time datetime>`.
pub fn machine(instant: &Instant) -> String {
    instant.0.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}

fn formatter(zone: &str, style: Style, locale: Language) -> js_sys::Function {
    let options = Object::new();
    for (key, value) in style.options(locale).iter().chain(&[("timeZone", zone)]) {
        // Setting a property of a plain object cannot fail.
        let _ = Reflect::set(&options, &JsValue::from_str(key), &JsValue::from_str(value));
    }
    let locales = Array::of1(&JsValue::from_str(locale.intl_tag()));
    Intl::DateTimeFormat::new(&locales, &options).format()
}
