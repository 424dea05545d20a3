//! Instants and dates in words: the wall clock is that of the wire's offset, a browser only words it.

use super::intl;
use crate::i18n::Language;
use bayside_api::{Date, Instant};
use chrono::Timelike;
use js_sys::Function;
use std::cell::RefCell;
use wasm_bindgen::JsValue;

/// How much of an instant is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
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
    /// Nothing where the browser refused to make it.
    format: Option<Function>,
}

thread_local! {
    // Making a formatter costs far more than using it; a face needs a handful.
    static CACHE: RefCell<Vec<Cached>> = const { RefCell::new(Vec::new()) };
}

/// The day of an instant, by its own offset.
pub fn at(instant: &Instant, style: Style, locale: Language) -> String {
    date(instant.date(), style, locale)
}

/// `09:30`, by the instant's own offset.
pub fn time(instant: &Instant) -> String {
    let two = |number: u32| format!("{}{}", number / 10, number % 10);
    format!("{}:{}", two(instant.0.hour()), two(instant.0.minute()))
}

/// A local date; by its digits where the browser words none.
pub fn date(date: Date, style: Style, locale: Language) -> String {
    let noon = date.0.and_hms_opt(12, 0, 0).expect("noon is a time").and_utc();
    let noon = js_sys::Date::new(&JsValue::from_f64(noon.timestamp_millis() as f64));
    let words = format(style, locale).and_then(|format| format.call1(&JsValue::UNDEFINED, &noon).ok()?.as_string());
    words.unwrap_or_else(|| date.to_string())
}

/// The browser's function that words a date in UTC.
fn format(style: Style, locale: Language) -> Option<Function> {
    let is_it = |one: &&Cached| one.locale == locale && one.style == style;
    // What the browser does must not be called within a borrow: it may throw.
    if let Some(known) = CACHE.with_borrow(|cache| cache.iter().find(is_it).map(|one| one.format.clone())) {
        return known;
    }
    let format = formatter(style, locale);
    CACHE.with_borrow_mut(|cache| cache.push(Cached { locale, style, format: format.clone() }));
    format
}

/// RFC 3339 for `<time datetime>`.
pub fn machine(instant: &Instant) -> String {
    instant.0.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}

fn formatter(style: Style, locale: Language) -> Option<Function> {
    intl::format("DateTimeFormat", locale, style.options(locale).iter().chain(&[("timeZone", "UTC")]).copied())
}
