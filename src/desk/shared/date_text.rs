//! A field for a day, or a day with its time: typed as people say it, in the words of the desk's own language.

use crate::desk::shared::input::Text;
use crate::desk::shared::local_time;
use crate::desk::shared::session::use_signed;
use crate::i18n::{td_string, use_lang};
use crate::ui::clock::use_clock;
use crate::ui::date_format::{self, Style};
use bayside_api::Date;
use bayside_api::offsets::instant_at;
use leptos::prelude::*;

/// The field. Its value is what a wire takes: `2026-12-01`, with a time `2026-12-01T09:00`; empty while nothing can be
/// read. Below it stands the day that was read.
#[component]
pub fn DateText(
    /// The input's id.
    id: &'static str,
    /// The label.
    #[prop(into)]
    label: Signal<String>,
    /// The current value.
    #[prop(into)]
    value: Signal<String>,
    /// Called with the new value.
    #[prop(into)]
    set: Callback<String>,
    /// What is wrong, if anything.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Whether a time of day belongs to it.
    #[prop(optional)]
    with_time: bool,
    /// Whether the input is read-only.
    #[prop(optional, into)]
    fixed: Signal<bool>,
) -> impl IntoView {
    let lang = use_lang();
    let clock = use_clock();
    let offsets = StoredValue::new(use_signed().0.offsets.clone());
    let typed = RwSignal::new(value.get_untracked());
    let read = move |text: &str| {
        let today = offsets.with_value(|offsets| instant_at(offsets, clock.now_ms()))?.date().0;
        let language = lang.get();
        if with_time {
            let at = local_time::day_and_time(text, today, language)?;
            return Some((at.date(), at.format("%Y-%m-%dT%H:%M").to_string()));
        }
        let day = local_time::day(text, today, language)?;
        Some((day, day.to_string()))
    };
    let is_said =
        move |value: &str| typed.with_untracked(|typed| read(typed).map_or(value.is_empty(), |(_, now)| now == value));
    // Another value comes from elsewhere, such as a button that adds an hour.
    Effect::new(move |_| {
        let value = value.get();
        if !is_said(&value) {
            typed.set(value);
        }
    });
    let hint = Signal::derive(move || {
        let locale = lang.get();
        let day = typed.with(|text| read(text)).map(|(day, _)| date_format::date(Date(day), Style::Weekday, locale));
        let example =
            if with_time { td_string!(locale, desk.date.moment_hint) } else { td_string!(locale, desk.date.hint) };
        day.unwrap_or_else(|| example.to_owned())
    });
    let set_typed = move |text: String| {
        let now = read(&text).map(|(_, value)| value).unwrap_or_default();
        typed.set(text);
        set.run(now);
    };
    view! { <Text id label hint value=typed set=set_typed error fixed/> }
}
