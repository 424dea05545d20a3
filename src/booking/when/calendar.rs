//! The choice of a time: the two best times, a month, and the times of a day, each a button.

use crate::booking::labels;
use crate::booking::when::month::{Month, stepped};
use crate::booking::when::times::Times;
use crate::i18n::{td_string, use_lang};
use crate::ui::date_format;
use crate::ui::date_format::Style;
use crate::ui::view;
use crate::ui::{Failed, Icon, Skeleton, focus, live, press, tied};
use bayside_api::Date;
use bayside_api::booking::Slot;
use bayside_api::codes::{DayState, Load};
use bayside_api::dealer::Dealer;
use chrono::{Datelike, Timelike};
use leptos::prelude::*;
use std::sync::Arc;

/// The whole choice of a time.
#[component]
pub fn Calendar(
    /// The free times.
    times: Times,
    /// Whose names are shown.
    dealer: Signal<Arc<Dealer>>,
    /// A time was pressed.
    choose: Callback<Slot>,
) -> impl IntoView {
    let locale = use_lang().now();
    let waiting = Memo::new(move |_| times.best.with(Option::is_none) && times.failure.with(Option::is_none));
    let nothing = Memo::new(move |_| times.days.with(|days| !days.is_empty() && days.iter().all(|day| day.free == 0)));
    view! {
        <Failed failure=times.failure retry=move |()| times.refresh()/>
        {live(move || {
            if nothing.get() {
                view! { <Nothing dealer=dealer/> }.into_any()
            } else {
                view! { <Best times=times dealer=dealer choose=choose/> }.into_any()
            }
        })}
        <MonthTable times=times/>
        <DayTimes times=times choose=choose/>
        <div role="status">{live(move || waiting.get().then(|| view! { <p class="soft">{td_string!(locale, booking.slow)}<CallLink dealer=dealer/></p> }))}</div>
    }
}

/// Alternatives if no time suits: the waitlist, a call.
#[component]
fn Nothing(dealer: Signal<Arc<Dealer>>) -> impl IntoView {
    let locale = use_lang().now();
    view! {
        <div class="notice" data-k="warn" role="status" data-test="no-times">
            <Icon name="clock"/>
            <b>{td_string!(locale, booking.none)}</b>
            <p>{td_string!(locale, booking.none_note)}<CallLink dealer=dealer/></p>
        </div>
    }
}

/// The dealer's number as a link.
#[component]
pub fn CallLink(dealer: Signal<Arc<Dealer>>) -> impl IntoView {
    live(move || {
        dealer.with(
            |dealer| view! { <a class="nb" href=format!("tel:{}", dealer.phone)>{dealer.phone_display.clone()}</a> },
        )
    })
}

/// Three strokes that say how full the workshop is.
#[component]
pub fn LoadMark(load: Load) -> impl IntoView {
    let full = match load {
        Load::Quiet => 1,
        Load::Medium => 2,
        Load::Busy => 3,
    };
    view! { <span class="load" aria-hidden="true">{(0..3).map(|at| view! { <i class:f=at < full></i> }).collect_view()}</span> }
}

/// The two best times.
#[component]
fn Best(times: Times, dealer: Signal<Arc<Dealer>>, choose: Callback<Slot>) -> impl IntoView {
    let locale = use_lang().now();
    let cards = move || match times.best.get() {
        Some(best) => {
            let first = best.first().map(|first| (first.start, first.benefit.amount));
            let card = |slot| view! { <BestSlot first=first time=slot dealer=dealer choose=choose/> };
            best.into_iter().map(card).collect_view().into_any()
        }
        None => {
            (0..2).map(|_| view! { <div class="slot"><Skeleton class="tall w80"/></div> }).collect_view().into_any()
        }
    };
    view! { <section class="sec"><h2>{td_string!(locale, booking.best)}</h2><div class="best">{live(cards)}</div></section> }
}

#[component]
fn BestSlot(
    first: Option<(bayside_api::Instant, i64)>,
    time: Slot,
    dealer: Signal<Arc<Dealer>>,
    choose: Callback<Slot>,
) -> impl IntoView {
    let locale = use_lang().now();
    let (start, ready, benefit, adviser) = (time.start, time.ready_estimate, time.benefit, time.adviser.clone());
    // Why it is shown: it is the earliest, or differs from that in what it saves, in the half of the day, or in the day.
    let first = first.filter(|first| first.0 != start);
    let quiet = benefit.amount > first.map_or(0, |first| first.1);
    let is_morning = start.0.hour() < 12;
    let why = match first {
        None if quiet => {
            format!("{}{}{}", td_string!(locale, booking.earliest), locale.comma(), labels::saving(benefit, locale))
        }
        None => td_string!(locale, booking.earliest).to_owned(),
        Some(_) if quiet => td_string!(locale, booking.quiet_saves, amount = crate::ui::money::money(benefit, locale)),
        Some(first) if (first.0.0.hour() < 12) == is_morning => td_string!(locale, booking.other_day).to_owned(),
        Some(_) if is_morning => td_string!(locale, booking.morning).to_owned(),
        Some(_) => td_string!(locale, booking.afternoon).to_owned(),
    };
    view! {
        <button type="button" class="slot" data-test=format!("slot-{}", date_format::machine(&start)) data-best="" on:click=press(move || choose.run(time.clone()))>
            <span class="st" data-k=quiet.then_some("ok")><Icon name="clock"/><span>{why}</span></span>
            <span class="num" translate="no">{labels::clock(&start)}</span>
            <b>{labels::day(&start, locale)}</b>
            <small>{dealer.with_untracked(|dealer| outcome(dealer, &start, &ready, &adviser, locale))}</small>
        </button>
    }
}

/// `约 11:40 取车，李敏接待`.
pub fn outcome(
    dealer: &Dealer,
    start: &bayside_api::Instant,
    ready: &bayside_api::Instant,
    adviser: &str,
    locale: crate::i18n::Language,
) -> String {
    let name = labels::adviser_name(dealer, adviser);
    format!(
        "{}{}{}",
        labels::ready(start, ready, locale),
        locale.comma(),
        td_string!(locale, booking.received_by, name = name)
    )
}

/// A month with the availability of each day: an ARIA grid with a single tab stop, and arrow keys that move in it.
#[component]
fn MonthTable(times: Times) -> impl IntoView {
    let locale = use_lang().now();
    let month = times.month;
    let at = RwSignal::new(None::<Date>);
    let step = move |event: web_sys::KeyboardEvent| {
        if event.alt_key() || event.ctrl_key() || event.meta_key() {
            return;
        }
        let Some(date) = stepped(untrack(|| stop(times, at)), &event.key()) else { return };
        let date = date.max(times.today());
        event.prevent_default();
        let there = Month::of(date);
        if times.may_turn_to(there) {
            at.set(Some(date));
            if there != month.get_untracked() {
                times.turn_to(there);
            }
            focus::on("day");
        }
    };
    let heads = {
        // 2024-01-01 was a Monday.
        (1..=7)
            .filter_map(|day| chrono::NaiveDate::from_ymd_opt(2024, 1, day))
            .map(|day| view! { <th scope="col">{date_format::date(Date(day), Style::Head, locale)}</th> })
            .collect_view()
    };
    let rows = move || {
        let waiting = times.days.with(Vec::is_empty) && times.failure.with(Option::is_none);
        // Keep the focus when the table is drawn again.
        if document().active_element().is_some_and(|active| active.id() == "day") {
            focus::on("day");
        }
        let weeks = month.get().weeks(times.today()).into_iter().map(|week| {
            let cells = week.into_iter().map(|date| match date {
                None => view! { <td></td> }.into_any(),
                Some(_) if waiting => view! { <td><Skeleton class="tall"/></td> }.into_any(),
                Some(date) => view! { <td><DayCell times=times date=date at=at/></td> }.into_any(),
            });
            view! { <tr>{cells.collect_view()}</tr> }
        });
        weeks.collect_view()
    };
    let turn = move |forward: bool| {
        let target = move || if forward { month.get().next() } else { month.get().previous() };
        view! {
            <button
                type="button"
                data-test=if forward { "month-after" } else { "month-before" }
                aria-label=tied(move || {
                    if forward { td_string!(locale, booking.month_after) } else { td_string!(locale, booking.month_before) }
                })
                disabled=tied(move || !times.may_turn_to(target()))
                on:click=press(move || times.turn_to(target()))
            >
                <Icon name=if forward { "right" } else { "left" }/>
            </button>
        }
    };
    view! {
        <section class="sec">
            <h2>{td_string!(locale, booking.other_days)}</h2>
            <div class="mon">
                {turn(false)}
                <b id="month" aria-live="polite">{live(move || date_format::date(month.get().first(), Style::Month, locale))}</b>
                {turn(true)}
            </div>
            <table class="cal" role="grid" aria-labelledby="month" on:keydown=step><thead><tr>{heads}</tr></thead><tbody>{live(rows)}</tbody></table>
        </section>
    }
}

/// The date of the tab stop: where the keys moved to, else the shown day, else the first of the month.
fn stop(times: Times, at: RwSignal<Option<Date>>) -> Date {
    let month = times.month.get();
    let shown = |date: &Date| Month::of(*date) == month;
    at.get().filter(shown).or(times.day.get().filter(shown)).unwrap_or(month.first().max(times.today()))
}

#[component]
fn DayCell(times: Times, date: Date, at: RwSignal<Option<Date>>) -> impl IntoView {
    let locale = use_lang().now();
    let day = times.days.with_untracked(|days| days.iter().find(|day| day.date == date).cloned());
    let state = day.as_ref().map_or(DayState::Closed, |day| day.state);
    let is_open = matches!(state, DayState::Open | DayState::Busy);
    // What every day saves is said by none.
    let least = times.days.with_untracked(|days| {
        days.iter().filter(|day| day.free > 0).map(|day| day.benefit.map_or(0, |benefit| benefit.amount)).min()
    });
    let saves = day.as_ref().and_then(|day| day.benefit);
    let saves = saves.filter(|benefit| Some(benefit.amount) > least && state == DayState::Open);
    let word = match (saves, state) {
        (Some(benefit), _) => labels::saving(benefit, locale),
        (None, DayState::Open) => String::new(),
        (None, DayState::Busy) => td_string!(locale, booking.day_busy).to_owned(),
        (None, DayState::Full) => td_string!(locale, booking.day_full).to_owned(),
        (None, DayState::Closed) => td_string!(locale, booking.day_closed).to_owned(),
    };
    let free = day.filter(|_| is_open).map(|day| td_string!(locale, booking.day_free, n = day.free).to_string());
    let label = format!("{}: {}", date_format::date(date, Style::Weekday, locale), free.as_ref().unwrap_or(&word));
    view! {
        <button
            type="button"
            id=tied(move || (stop(times, at) == date).then_some("day"))
            tabindex=tied(move || (stop(times, at) != date).then_some("-1"))
            data-test=format!("day-{date}")
            aria-disabled=(!is_open).then_some("true")
            aria-pressed=tied(move || (times.day.get() == Some(date)).to_string())
            on:click=press(move || {
                at.set(Some(date));
                if is_open {
                    times.show(date);
                }
            })
        >
            <span class="n">{date.0.day()}</span>
            <small data-k=saves.map(|_| "ok")>{word}</small>
            <em class="vh">{label}</em>
        </button>
    }
}

/// The times of the chosen day.
#[component]
fn DayTimes(times: Times, choose: Callback<Slot>) -> impl IntoView {
    let locale = use_lang().now();
    let half = move |title: &'static str, least: i64, slots: Vec<Slot>| {
        (!slots.is_empty()).then(|| {
            let buttons = slots.into_iter().map(|slot| view! { <TimeButton least=least time=slot choose=choose/> });
            view! { <h3 class="vh">{title}</h3><div class="times">{buttons.collect_view()}</div> }
        })
    };
    let body = move || match times.slots.get() {
        None if times.failure.with(Option::is_some) => ().into_any(),
        None => view! { <div class="times">{(0..6).map(|_| view! { <Skeleton class="tall"/> }).collect_view()}</div> }
            .into_any(),
        Some(slots) if slots.is_empty() => {
            view! { <p class="soft">{td_string!(locale, booking.day_none)}</p> }.into_any()
        }
        Some(slots) => {
            let least = slots.iter().map(|slot| slot.benefit.amount).min().unwrap_or_default();
            let (morning, afternoon): (Vec<_>, Vec<_>) = slots.into_iter().partition(|slot| slot.start.0.hour() < 12);
            view! {
                {half(td_string!(locale, booking.morning), least, morning)}
                {half(td_string!(locale, booking.afternoon), least, afternoon)}
            }
            .into_any()
        }
    };
    let key = move || {
        let one = |load| view! { <span><LoadMark load=load/>{labels::load(load, locale)}</span> };
        view! {
            <p class="key">
                <b>{td_string!(locale, booking.load)}</b>
                {one(Load::Quiet)}{one(Load::Medium)}{one(Load::Busy)}
                <span class="muted">{td_string!(locale, booking.load_note)}</span>
            </p>
        }
    };
    live(move || {
        times.day.get().map(|day| {
            view! {
                <section class="sec" data-test="day-times">
                    <h2>{date_format::date(day, Style::Weekday, locale)}</h2>
                    {key()}
                    {live(body)}
                </section>
            }
        })
    })
}

#[component]
fn TimeButton(least: i64, time: Slot, choose: Callback<Slot>) -> impl IntoView {
    let locale = use_lang().now();
    let (start, load, benefit) = (time.start, time.load, time.benefit);
    let quiet = benefit.amount > least;
    let word = {
        let load = labels::load(load, locale);
        if quiet { format!("{load} {}", labels::saving(benefit, locale)) } else { load.to_owned() }
    };
    view! {
        <button type="button" class="chip" data-test=format!("slot-{}", date_format::machine(&start)) on:click=press(move || choose.run(time.clone()))>
            <b>{labels::clock(&start)}</b>
            <small data-k=quiet.then_some("ok")><LoadMark load=load/>{word}</small>
        </button>
    }
}

/// Other times, nearest first.
#[component]
pub fn Near(
    /// The times.
    slots: Vec<Slot>,
    /// Whose names are shown.
    dealer: Signal<Arc<Dealer>>,
    /// A time was pressed.
    choose: Callback<Slot>,
) -> impl IntoView {
    let locale = use_lang().now();
    let rows = slots.into_iter().map(|slot| {
        let (start, ready, benefit, adviser) = (slot.start, slot.ready_estimate, slot.benefit, slot.adviser.clone());
        let load = slot.load;
        view! {
            <button type="button" data-test=format!("slot-{}", date_format::machine(&start)) data-near="" on:click=press(move || choose.run(slot.clone()))>
                <span class="num" translate="no">{labels::clock(&start)}</span>
                <span>
                    <b>{labels::day(&start, locale)}</b>
                    <small>{dealer.with_untracked(|dealer| outcome(dealer, &start, &ready, &adviser, locale))}</small>
                </span>
                {(benefit.amount > 0).then(|| view! {
                    <span class="st" data-k="ok">
                        <LoadMark load=load/>
                        <span>{td_string!(locale, booking.quiet_saves, amount = crate::ui::money::money(benefit, locale))}</span>
                    </span>
                })}
            </button>
        }
    });
    view! { <div class="near">{rows.collect_view()}</div> }
}
