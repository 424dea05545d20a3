//! Whom to call back, about which car, and when it suits.

use crate::booking::car::plate::PlateField;
use crate::booking::event::Trouble;
use crate::booking::fields::{Consents, FormOfAddress, Mileage, Model, Name, Phone, Unseen};
use crate::booking::form::Errors;
use crate::client::Failure;
use crate::i18n::{Language, td_string, use_lang};
use crate::notice::call::times::{CallInterval, CallTime};
use crate::notice::controller::Controller;
use crate::notice::frame::said;
use crate::notice::labels;
use crate::notice::questions::{OwnWords, Stop};
use crate::notice::state::{NoticeEvent, NoticePart, State};
use crate::ui::date_format;
use crate::ui::date_format::Style;
use crate::ui::view;
use crate::ui::{Icon, Notice, Severity, failure_text, focus, heard, live, press, tied};
use bayside_api::{Date, Problem};
use bayside_domain::callback::CallbackTeam;
use chrono::Days;
use leptos::prelude::*;

/// The form of a call-back.
#[component]
pub fn CallForm(controller: Controller) -> impl IntoView {
    let locale = use_lang().now();
    let form = controller.form();
    let team = controller.part(|state| state.saved.team);
    let asks = controller.part(State::asks);
    let stop = controller.part(|state| state.outcome().filter(|_| state.is_unsafe()).cloned());
    let busy = controller.part(|state| state.busy);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        controller.submit();
        if controller.state.with_untracked(|state| !state.faults.is_empty()) {
            focus::on("errors");
        }
    };
    let lead = move || match team.get() {
        CallbackTeam::Adviser => td_string!(locale, notice.lead_adviser),
        CallbackTeam::Technical => td_string!(locale, notice.lead_technical),
    };
    let answers = move || {
        let walk = controller.state.with(|state| state.saved.walk.clone());
        controller.triage.with(|triage| {
            (!walk.said(triage).is_empty()).then(|| {
                view! {
                    <section class="sec">
                        <h2>{td_string!(locale, notice.sum_answers)}</h2>
                        {said(&walk, triage)}
                        <p>
                            <button type="button" class="btn b3" data-test="change-answers" on:click=press(move || controller.send(NoticeEvent::GoTo(NoticePart::Ask)))>
                                {td_string!(locale, notice.change_answers)}
                            </button>
                        </p>
                    </section>
                }
            })
        })
    };
    let word = move || if busy.get() { td_string!(locale, notice.sending) } else { td_string!(locale, notice.send) };
    view! {
        <div>
            <h1 id="heading" tabindex="-1">{live(move || labels::wish(team.get(), locale))}</h1>
            <p class="lead">{live(lead)}</p>
        </div>
        {live(move || stop.get().map(|outcome| view! { <Stop controller=controller outcome=outcome/> }))}
        <form id="call" class="step" novalidate on:submit=submit>
            <Errors form=form/>
            <OwnWords controller=controller/>
            {live(answers)}
            <h2>{td_string!(locale, booking.car_title)}</h2>
            <PlateField form=form/>
            <div class="two"><Model form=form/><Mileage form=form/></div>
            <h2>{td_string!(locale, booking.you_title)}</h2>
            <Name form=form/>
            <FormOfAddress form=form/>
            <Phone form=form hint=td_string!(locale, notice.phone_hint)/>
            <Suits controller=controller/>
            <Consents form=form sentence=|locale, dealer, n| td_string!(locale, notice.consent, dealer = dealer, n = n)/>
            <Unseen form=form/>
            <TroubleNotice controller=controller/>
            <p class="row">
                <button type="submit" class="btn" data-test="send" aria-disabled=tied(move || busy.get().then_some("true"))>
                    <Icon name="phone"/>{live(word)}
                </button>
                {live(move || asks.get().then(|| view! {
                    <button type="button" class="btn b3" data-test="back" on:click=press(move || controller.send(NoticeEvent::GoTo(NoticePart::Ask)))>
                        {td_string!(locale, ui.back)}
                    </button>
                }))}
            </p>
        </form>
    }
}

/// CallTime a call suits.
#[component]
fn Suits(controller: Controller) -> impl IntoView {
    let locale = use_lang().now();
    let now = controller.clock.ticking(30_000);
    let intervals = Memo::new(move |_| controller.intervals(now.get()));
    let chosen = Memo::new(move |_| intervals.with(|intervals| controller.when(intervals)));
    let chip = move |when: CallTime, word: String| {
        let on = move || chosen.get() == when;
        view! {
            <label class="chip" data-on=tied(move || on().then_some(""))>
                <input type="radio" name="when" data-test=format!("when-{}", when.as_str()) prop:checked=on on:change=heard(move |_| controller.send(NoticeEvent::CallTime(when)))/>
                {word}
            </label>
        }
    };
    let chips = move || {
        let today = Date(controller.instant(controller.clock.now_ms()).0.date_naive());
        let soon = chip(CallTime::Soon, td_string!(locale, notice.when_soon).to_owned());
        let others = intervals.get().into_iter().map(|interval| chip(interval.when, named(&interval, today, locale)));
        std::iter::once(soon).chain(others).collect_view()
    };
    view! {
        <fieldset class="sec tight">
            <legend>{td_string!(locale, notice.when)}</legend>
            <div class="chips">{live(chips)}</div>
            <span class="hint">{td_string!(locale, notice.when_hint)}</span>
        </fieldset>
    }
}

/// `今天 13:00–14:00`, `Tomorrow 08:00–12:00`, `周一 08:00–12:00`.
fn named(interval: &CallInterval, today: Date, locale: Language) -> String {
    let hours = interval.hours();
    match interval.when {
        CallTime::Soon => hours,
        CallTime::Noon => td_string!(locale, notice.when_noon, hours = hours),
        CallTime::Evening => td_string!(locale, notice.when_evening, hours = hours),
        CallTime::Morning if today.0.checked_add_days(Days::new(1)) == Some(interval.date) => {
            td_string!(locale, notice.when_tomorrow, hours = hours)
        }
        CallTime::Morning => format!("{} {hours}", date_format::date(Date(interval.date), Style::Short, locale)),
    }
}

/// What keeps the request from being sent, besides the fields.
#[component]
fn TroubleNotice(controller: Controller) -> impl IntoView {
    let locale = use_lang().now();
    let trouble = controller.part(|state| state.trouble);
    let again = move || {
        view! {
            <button type="button" class="btn b2" data-test="retry" on:click=press(move || controller.submit())>
                {td_string!(locale, ui.retry)}
            </button>
        }
    };
    live(move || {
        let trouble = trouble.get()?;
        let failure = match trouble {
            Trouble::Offline => {
                return Some(view! {
                    <Notice kind=Severity::Warn icon="broken" role="status" title=td_string!(locale, booking.offline_title)>
                        <p>{td_string!(locale, notice.offline_note)}</p>
                        <p class="row">{again()}<span class="soft">{td_string!(locale, booking.offline_auto)}</span></p>
                    </Notice>
                });
            }
            Trouble::CalledOff => {
                return Some(view! {
                    <Notice kind=Severity::Warn icon="broken" role="status" title=td_string!(locale, ui.not_sent)/>
                });
            }
            Trouble::Refused(code) => Failure::Problem(Box::new(Problem::new(code))),
            Trouble::Unreadable => Failure::Unreadable,
        };
        Some(view! {
            <Notice kind=Severity::Bad icon="stop" role="alert" title=failure_text(&failure, locale)>
                <p>{td_string!(locale, booking.refused_kept)}</p>
                <p class="row">{again()}</p>
            </Notice>
        })
    })
}
