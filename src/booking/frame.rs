//! The frame around the steps: the bar, the summary beside them, the dock below.

use super::state::{BookingEvent, Busy, Held, State, Step};
use crate::booking::controller::Controller;
use crate::booking::labels;
use crate::booking::when::stay_words;
use crate::i18n::{td_string, use_lang};
use crate::ui::view;
use crate::ui::{Dialog, Icon, LanguageSwitch, live, press};
use bayside_api::dealer::Dealer;
use bayside_api::{Instant, Money};
use leptos::prelude::*;
use std::sync::Arc;

/// The mark of the house.
#[component]
pub fn Logo() -> impl IntoView {
    view! {
        <svg viewBox="0 0 28 28" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="3">
            <path d="M2 14h14"></path>
            <circle cx="4.5" cy="14" r="3" fill="currentColor" stroke="none"></circle>
            <rect x="15.5" y="8.5" width="11" height="11"></rect>
        </svg>
    }
}

/// The top of the page: who, how to call, in which language.
#[component]
pub fn Bar(
    /// The dealer, once known.
    dealer: Signal<Option<Arc<Dealer>>>,
) -> impl IntoView {
    let locale = use_lang().now();
    let name = move || dealer.with(|dealer| dealer.as_ref().map(|dealer| dealer.name.clone()));
    let spoken =
        Signal::derive(move || dealer.with(|dealer| dealer.as_ref().map_or(Vec::new(), |d| d.locales.clone())));
    let call = move || {
        let (phone, shown) =
            dealer.with(|dealer| dealer.as_ref().map(|d| (format!("tel:{}", d.phone), d.phone_display.clone())))?;
        let label = td_string!(locale, ui.call_number, number = shown.clone());
        Some(view! { <a class="tel" href=phone aria-label=label><Icon name="phone"/><span>{shown}</span></a> })
    };
    view! {
        <a class="skip" href="#main">{td_string!(locale, ui.skip)}</a>
        <header class="bar">
            <p class="dealer"><Logo/><span>{live(name)}</span></p>
            {live(call)}
            <LanguageSwitch spoken=spoken/>
        </header>
    }
}

/// What is booked so far.
#[component]
pub fn Summary(controller: Controller) -> impl IntoView {
    let locale = use_lang().now();
    let missing = move || view! { <span class="muted">{td_string!(locale, booking.not_yet)}</span> };
    let work = move || {
        let ids = controller.state.with(|state| state.draft().services.clone());
        if ids.is_empty() {
            return missing().into_any();
        }
        controller.dealer.with(|dealer| {
            let rows = labels::chosen(dealer, &ids).into_iter().map(|service| {
                view! { <li><span>{service.name.clone()}</span><span>{labels::price_from(service.price_from, locale)}</span></li> }
            });
            view! { <ul role="list">{rows.collect_view()}</ul> }.into_any()
        })
    };
    let car = move || {
        let (plate, model) = controller.state.with(|state| (plate(state), state.draft().model.clone()));
        if plate.is_empty() && model.is_empty() {
            return missing().into_any();
        }
        view! { <span class="plate" translate="no">{plate}</span><br/>{model} }.into_any()
    };
    let when = move || {
        controller.state.with(|state| match (shown(state), &state.lost) {
            (_, Some(lost)) => {
                let start = lost.slot.start;
                view! {
                    <del>{labels::day(&start, locale)}" "{labels::clock(&start)}</del>
                    <br/>
                    {td_string!(locale, booking.gone_again)}
                }
                .into_any()
            }
            (Some(shown), None) => view! {
                <b>{labels::day(&shown.start, locale)}" "{labels::clock(&shown.start)}</b>
                <br/>
                {labels::ready(&shown.start, &shown.ready, locale)}
                <br/>
                {stay_words(state.draft().stay, locale).0}
            }
            .into_any(),
            (None, None) => missing().into_any(),
        })
    };
    let adviser = move || {
        let id = controller
            .state
            .with(|state| shown(state).map(|shown| shown.adviser.to_owned()).or(state.draft().adviser.clone()));
        match id {
            Some(id) => controller.dealer.with(|dealer| labels::adviser_name(dealer, &id)).into_any(),
            None => missing().into_any(),
        }
    };
    let saving = move || {
        let benefit =
            controller.state.with(|state| shown(state).map(|shown| shown.benefit)).filter(|b| b.amount > 0)?;
        Some(view! {
            <div><dt>{td_string!(locale, booking.quiet_hour)}</dt><dd class="r">{labels::saving(benefit, locale)}</dd></div>
        })
    };
    view! {
        <h2>{td_string!(locale, booking.summary)}</h2>
        <dl class="dl">
            <div><dt>{td_string!(locale, booking.sum_work)}</dt><dd>{live(work)}</dd></div>
            <div><dt>{td_string!(locale, booking.sum_car)}</dt><dd>{live(car)}</dd></div>
            <div><dt>{td_string!(locale, booking.sum_when)}</dt><dd>{live(when)}</dd></div>
            <div><dt>{td_string!(locale, booking.sum_adviser)}</dt><dd>{live(adviser)}</dd></div>
            {live(saving)}
        </dl>
        {live(move || controller.dealer.with(|dealer| dealer.booking.express_reception).then(|| view! {
            <p class="hold"><Icon name="check"/><span>{td_string!(locale, booking.express)}</span></p>
        }))}
        <p class="row total">
            <span class="soft">{live(move || length(controller))}</span>
            <b class="tot" translate="no">{live(move || total(controller))}</b>
        </p>
        <HoldLine controller=controller/>
    }
}

/// How long the chosen time is kept, and the button that extends it once.
#[component]
fn HoldLine(controller: Controller) -> impl IntoView {
    let locale = use_lang().now();
    let left = hold_left(controller);
    let over = Memo::new(move |_| left.with(Option::is_none));
    let held = controller.part(|state| state.saved.held.as_ref().map(|held| (held.slot.start, held.hold.renewable)));
    let line = move |time: String| {
        if over.get() {
            return view! { <span>{td_string!(locale, booking.held_over, time = time)}</span> }.into_any();
        }
        view! {
            <span>
                {td_string!(locale, booking.held_left, time = time)}
                <b translate="no" data-test="hold-left">{live(move || left.get())}</b>
                {td_string!(locale, booking.held_left_after)}
            </span>
        }
        .into_any()
    };
    let extend = move || {
        let minutes = controller.dealer.with(|dealer| dealer.booking.hold_minutes);
        view! {
            <button type="button" class="btn b3" data-test="extend" on:click=press(move || controller.send(BookingEvent::Extend))>
                {td_string!(locale, booking.extend, n = minutes)}
            </button>
        }
    };
    live(move || {
        let (start, renewable) = held.get()?;
        let time = labels::clock(&start);
        Some(view! {
            <div class="hold"><Icon name="clock"/><div>{live(move || line(time.clone()))}{renewable.then(extend)}</div></div>
        })
    })
}

/// The time that the hold still lasts, as `4:12`; none when it is over or there is none.
fn hold_left(controller: Controller) -> Memo<Option<String>> {
    let now = controller.clock.ticking(1_000);
    let until = controller.part(|state| state.saved.held.as_ref().map(|held| held.hold.expires_at.epoch_ms()));
    Memo::new(move |_| {
        let left = (until.get()? - now.get()) / 1_000;
        (left > 0).then(|| format!("{}:{}{}", left / 60, left % 60 / 10, left % 10))
    })
}

fn plate(state: &State) -> String {
    let draft = state.draft();
    if draft.plate.trim().is_empty() {
        return String::new();
    }
    let typed = draft.whole_plate();
    bayside_domain::plate::Plate::parse(draft.plate_kind, &typed).map_or(typed, |plate| plate.to_string())
}

/// The time that is held, or booked.
struct Shown<'a> {
    start: Instant,
    ready: Instant,
    adviser: &'a str,
    price: Money,
    benefit: Money,
}

fn shown(state: &State) -> Option<Shown<'_>> {
    let (start, ready, adviser, price, benefit) = match (&state.saved.held, &state.saved.made) {
        (Some(Held { slot, .. }), _) => (slot.start, slot.ready_estimate, &slot.adviser, slot.price, slot.benefit),
        (None, Some(made)) => (made.start, made.ready_estimate, &made.adviser, made.price, made.benefit),
        (None, None) => return None,
    };
    Some(Shown { start, ready, adviser, price, benefit })
}

/// How long it takes from start to ready, once a time is chosen.
fn length(controller: Controller) -> String {
    let locale = controller.lang.get();
    controller.state.with(|state| {
        shown(state)
            .map_or_else(String::new, |shown| labels::duration(shown.ready.seconds_since(&shown.start) / 60, locale))
    })
}

fn total(controller: Controller) -> String {
    let locale = controller.lang.get();
    controller.state.with(|state| {
        if let Some(Shown { price, benefit, .. }) = shown(state) {
            return labels::price_from(Money::new(price.amount - benefit.amount, price.currency), locale);
        }
        controller.dealer.with(|dealer| {
            let chosen = labels::chosen(dealer, &state.draft().services);
            let Some(first) = chosen.first() else { return String::new() };
            let amount = chosen.iter().map(|service| service.price_from.amount).sum();
            labels::price_from(Money::new(amount, first.price_from.currency), locale)
        })
    })
}

/// The bottom of a narrow page: the total, and the button to the next step.
#[component]
pub fn Dock(controller: Controller) -> impl IntoView {
    let locale = use_lang().now();
    let open = RwSignal::new(false);
    let left = hold_left(controller);
    let held = controller.part(|state| state.saved.held.is_some());
    let count = controller.part(|state| state.draft().services.len());
    let step = controller.part(State::step);
    let waits = Memo::new(move |_| step.get() == Step::When && !held.get());
    let small = move || {
        if held.get() {
            return match left.get() {
                Some(left) => td_string!(locale, booking.held_short, left = left),
                None => td_string!(locale, booking.held_over_short).to_owned(),
            };
        }
        match count.get() {
            0 => td_string!(locale, booking.summary).to_owned(),
            1 => td_string!(locale, booking.job_count).to_owned(),
            n => td_string!(locale, booking.jobs_count, n = n),
        }
    };
    view! {
        <div class="dock" role="region" aria-label=td_string!(locale, booking.summary)>
            <button type="button" class="more" data-test="summary" on:click=press(move || open.set(true))>
                <small>{live(small)}</small>
                <b class="tot" translate="no">{live(move || total(controller))}</b>
                <span class="vh">{td_string!(locale, booking.summary_show)}</span>
            </button>
            {live(move || {
                if waits.get() {
                    view! { <span class="soft">{td_string!(locale, booking.pick_first_note)}</span> }.into_any()
                } else {
                    view! { <Onward controller=controller narrow=true/> }.into_any()
                }
            })}
        </div>
        <Dialog open=open labelled_by="summary-title" test="summary-dialog">
            <div class="sheet" id="summary-title">
                <aside class="sum"><Summary controller=controller/></aside>
                <p class="row"><button type="button" class="btn b2" on:click=press(move || open.set(false))>{td_string!(locale, ui.close)}</button></p>
            </div>
        </Dialog>
    }
}

/// The button to the next step; it submits the step's form.
#[component]
pub fn Onward(
    controller: Controller,
    /// In the dock: the short words.
    #[prop(optional)]
    narrow: bool,
) -> impl IntoView {
    let locale = use_lang().now();
    let word = move || {
        controller.state.with(|state| match (state.step(), state.busy) {
            (_, Some(Busy::Booking)) => td_string!(locale, booking.confirming),
            (Step::You, _) => td_string!(locale, booking.confirm),
            (Step::Need, _) if !narrow => td_string!(locale, booking.next_car),
            (Step::Car, _) if !narrow => td_string!(locale, booking.next_when),
            (Step::When, _) if !narrow => td_string!(locale, booking.next_you),
            _ => td_string!(locale, booking.next),
        })
    };
    let busy = move || controller.state.with(|state| state.busy.is_some()).then_some("true");
    let test = move || match (controller.state.with(State::step), narrow) {
        (Step::You, true) => "confirm",
        (Step::You, false) => "confirm-wide",
        (_, true) => "next",
        (_, false) => "next-wide",
    };
    view! {
        <button type="submit" form="step" class="btn" data-test=test aria-disabled=busy>{live(word)}<Icon name="arrow" class="end"/></button>
    }
}
