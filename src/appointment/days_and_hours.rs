//! Days and hours of a wish, as fields and in words.

use crate::appointment::window::{DAYS_MAX, DayFault, Edge, PartOfDay, Window};
use crate::booking::when::month::plus_days;
use crate::i18n::{Language, td_string, use_lang};
use crate::ui::date_format;
use crate::ui::date_format::Style;
use crate::ui::view;
use crate::ui::{Field, heard, tied};
use bayside_api::Date;
use bayside_api::waitlist::HourSpan;
use leptos::prelude::*;

/// What is wrong with a day, and what to do.
pub fn fault(fault: DayFault, locale: Language) -> String {
    match fault {
        DayFault::Required => td_string!(locale, appointment.e_day).to_owned(),
        DayFault::Past => td_string!(locale, appointment.e_past).to_owned(),
        DayFault::Order => td_string!(locale, appointment.e_order).to_owned(),
        DayFault::TooMany => td_string!(locale, appointment.e_too_many, n = DAYS_MAX),
        DayFault::TooFar => td_string!(locale, appointment.e_too_far).to_owned(),
    }
}

/// A part of the day and its hours.
fn part_words(part: PartOfDay, locale: Language) -> (&'static str, String) {
    let (from, to) = part.span();
    match part {
        PartOfDay::Morning => {
            (td_string!(locale, appointment.morning), td_string!(locale, appointment.until, time = to))
        }
        PartOfDay::Noon => (td_string!(locale, appointment.noon), format!("{from}–{to}")),
        PartOfDay::Afternoon => {
            (td_string!(locale, appointment.afternoon), td_string!(locale, appointment.since, time = from))
        }
    }
}

/// The hours of a wish in words.
pub fn hours(spans: &[HourSpan], locale: Language) -> String {
    if spans.is_empty() {
        return td_string!(locale, appointment.any_hour).to_owned();
    }
    let said = spans.iter().map(|span| match PartOfDay::of(span) {
        Some(part) => part_words(part, locale).0.to_owned(),
        None => format!("{}–{}", span.from, span.to),
    });
    said.collect::<Vec<_>>().join(locale.comma())
}

/// The days of a wish in words.
pub fn days(from: Date, to: Date, locale: Language) -> String {
    let first = date_format::date(from, Style::Weekday, locale);
    if from == to { first } else { format!("{first} – {}", date_format::date(to, Style::Weekday, locale)) }
}

/// The fields of the first and the last day.
#[component]
pub fn Days(
    /// What is typed.
    window: Signal<Window>,
    /// Something was typed.
    typed: Callback<Window>,
    /// What is wrong with an end.
    fault_at: Callback<Edge, Option<DayFault>>,
    /// The dealer's date.
    today: Date,
    /// How far ahead can be booked.
    horizon_days: u32,
) -> impl IntoView {
    let locale = use_lang().now();
    let last = plus_days(today, u64::from(horizon_days));
    let field = move |edge: Edge| {
        let (id, label) = match edge {
            Edge::From => ("from", td_string!(locale, appointment.from)),
            Edge::To => ("to", td_string!(locale, appointment.to)),
        };
        let error = Signal::derive(move || fault_at.run(edge).map(|found| fault(found, locale)));
        let value = move || {
            window.with(|window| match edge {
                Edge::From => window.from.clone(),
                Edge::To => window.to.clone(),
            })
        };
        let type_in = move |event| {
            let mut window = window.get_untracked();
            match edge {
                Edge::From => window.from = event_target_value(&event),
                Edge::To => window.to = event_target_value(&event),
            }
            typed.run(window);
        };
        view! {
            <Field id=id label=label error=error>
                <input
                    type="date"
                    id=id
                    min=today.to_string()
                    max=last.to_string()
                    aria-describedby=format!("{id}-error")
                    aria-invalid=tied(move || error.with(Option::is_some).then_some("true"))
                    prop:value=tied(value)
                    on:input=heard(type_in)
                />
            </Field>
        }
    };
    view! {
        <fieldset class="sec">
            <legend>{td_string!(locale, appointment.which_days)}</legend>
            <div class="two">{field(Edge::From)}{field(Edge::To)}</div>
        </fieldset>
    }
}

/// The choice of parts of the day, or any.
#[component]
pub fn Hours(
    /// What is chosen.
    window: Signal<Window>,
    /// Something was chosen.
    typed: Callback<Window>,
    /// The parts of the day in which the dealer is open.
    open: Vec<PartOfDay>,
) -> impl IntoView {
    let locale = use_lang().now();
    let chip = move |part: Option<PartOfDay>| {
        let on = move || {
            window.with(|window| match part {
                None => window.parts.is_empty(),
                Some(part) => window.parts.contains(&part),
            })
        };
        let choose = heard(move |event| {
            let mut window = window.get_untracked();
            window.choose(part, event_target_checked(&event));
            typed.run(window);
        });
        let (name, word, note) = match part {
            None => ("hours-any", td_string!(locale, appointment.any_hour), String::new()),
            Some(part) => {
                let (word, note) = part_words(part, locale);
                (part.as_str(), word, note)
            }
        };
        view! {
            <label class="chip" data-on=tied(move || on().then_some(""))>
                <input type="checkbox" data-test=name prop:checked=tied(on) on:change=choose/>
                <span>{word}" "<small>{note}</small></span>
            </label>
        }
    };
    view! {
        <fieldset class="sec">
            <legend>{td_string!(locale, appointment.which_hours)}</legend>
            <div class="chips">{chip(None)}{open.into_iter().map(|part| chip(Some(part))).collect_view()}</div>
        </fieldset>
    }
}

/// The choice of an adviser, or any.
#[component]
pub fn Advisers(
    /// Id and name.
    people: Vec<(String, String)>,
    /// Who is chosen.
    chosen: Signal<Option<String>>,
    /// Somebody was chosen.
    choose: Callback<Option<String>>,
) -> impl IntoView {
    let locale = use_lang().now();
    let chip = move |id: Option<String>, name: String| {
        let test = format!("adviser-{}", id.as_deref().unwrap_or("any"));
        let own = StoredValue::new(id);
        let on = move || chosen.with(|chosen| own.with_value(|own| chosen == own));
        view! {
            <label class="chip" data-on=tied(move || on().then_some(""))>
                <input type="radio" name="adviser" data-test=test prop:checked=tied(on) on:change=heard(move |_| choose.run(own.get_value()))/>
                {name}
            </label>
        }
    };
    let any = td_string!(locale, booking.adviser_any).to_owned();
    view! {
        <fieldset class="sec">
            <legend>{td_string!(locale, booking.adviser)}</legend>
            <div class="chips">
                {chip(None, any)}
                {people.into_iter().map(|(id, name)| chip(Some(id), name)).collect_view()}
            </div>
        </fieldset>
    }
}
