//! The questions, one after the other, and where the answers lead.

use crate::booking::field::Field;
use crate::booking::fields::own_words;
use crate::booking::labels as common;
use crate::client;
use crate::i18n::{td_string, use_lang};
use crate::notice::controller::Controller;
use crate::notice::labels;
use crate::notice::state::NoticeEvent;
use crate::ui::view;
use crate::ui::{Field as LabelledField, Icon, Notice, Severity, focus, heard, live, press, tied};
use bayside_api::triage::{Outcome, Question, Remedy};
use bayside_domain::callback::CallbackTeam;
use leptos::prelude::*;

/// Questions, own words, and what is to be done.
#[component]
pub fn Ask(controller: Controller) -> impl IntoView {
    let locale = use_lang().now();
    let asked = Memo::new(move |_| {
        controller.state.with(|state| {
            let asked = state.saved.walk.asked(&state.triage);
            asked.into_iter().map(|(question, answer)| (question.id.clone(), answer.is_none())).collect::<Vec<_>>()
        })
    });
    let rows = move || {
        let asked = asked.get();
        asked.into_iter().map(|(id, open)| view! { <Asked controller=controller id=id open=open/> }).collect_view()
    };
    let outcome = Memo::new(move |_| controller.state.with(|state| state.outcome().cloned()));
    // Announce only new content: the first question is there from the start.
    let next = move || {
        let asked = asked.get();
        let (id, open) = asked.last()?;
        (*open && asked.len() > 1).then(|| {
            controller
                .triage
                .with(|triage| triage.questions.iter().find(|one| one.id == *id).map(|one| one.text.clone()))
        })?
    };
    // Arrows choose and stay; Enter goes on to what appeared.
    let onward = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Enter" {
            event.prevent_default();
            focus::on(if outcome.with_untracked(Option::is_some) { "outcome-act" } else { "open-answer" });
        }
    };
    view! {
        <div class="step">
            <div>
                <h1 id="heading" tabindex="-1">{td_string!(locale, notice.title)}</h1>
                <p class="lead">{td_string!(locale, notice.lead)}</p>
            </div>
            <div class="open" on:keydown=onward>{live(rows)}</div>
            <p class="vh" role="status">{live(next)}</p>
            {live(move || outcome.get().filter(|outcome| outcome.kind == Remedy::Unsafe).map(|outcome| view! { <Stop controller=controller outcome=outcome/> }))}
            <OwnWords controller=controller/>
            <div class="call-me" id="outcome" role="status">
                {live(move || outcome.get().map(|outcome| view! { <Leads controller=controller outcome=outcome/> }))}
            </div>
        </div>
    }
}

/// A question with its answers, as chips.
#[component]
fn Asked(controller: Controller, id: String, open: bool) -> impl IntoView {
    let Some(question) =
        controller.triage.with_untracked(|triage| triage.questions.iter().find(|one| one.id == id).cloned())
    else {
        return ().into_any();
    };
    let Question { id, text, hint, answers } = question;
    let asked = StoredValue::new(id.clone());
    let chosen = Memo::new(move |_| controller.state.with(|state| asked.with_value(|id| state.saved.walk.answer(id))));
    let chips = answers.into_iter().zip(0_u32..).map(|(answer, number)| {
        let on = move || chosen.get() == Some(number);
        let choose = move |_| {
            controller.send(NoticeEvent::Answer(asked.get_value(), number));
            match controller.state.with_untracked(|state| state.outcome().map(|outcome| outcome.kind)) {
                // The warning and the number to press are seen before anything else.
                Some(Remedy::Unsafe) => focus::on("unsafe"),
                Some(_) => focus::reveal("outcome"),
                None => focus::reveal("open"),
            }
        };
        let test = format!("answer-{}-{number}", asked.get_value());
        let first = (open && number == 0).then_some("open-answer");
        view! {
            <label class="chip" data-on=tied(move || on().then_some(""))>
                <input type="radio" id=first name=asked.get_value() data-test=test prop:checked=on on:change=heard(choose)/>
                {answer.lamp.map(|lamp| view! { <Icon name=labels::lamp(lamp)/> })}
                {answer.text}
            </label>
        }
    });
    view! {
        <fieldset class="sec" id=open.then_some("open") data-test=format!("question-{id}")>
            <legend>{text}</legend>
            {hint.map(|hint| view! { <span class="hint">{hint}</span> })}
            <div class="chips">{chips.collect_view()}</div>
        </fieldset>
    }
    .into_any()
}

/// In the customer's own words; the same field stands in the call's form.
#[component]
pub fn OwnWords(controller: Controller) -> impl IntoView {
    let locale = use_lang().now();
    let form = controller.form();
    view! {
        <LabelledField
            id="concern"
            label=td_string!(locale, notice.own)
            hint=td_string!(locale, notice.own_hint)
            error=form.error(Field::Concern)
        >
            {own_words(form)}
        </LabelledField>
    }
}

/// The car must not be driven: whom to call, before anything else.
#[component]
pub fn Stop(controller: Controller, outcome: Outcome) -> impl IntoView {
    let locale = use_lang().now();
    let (phone, shown) = emergency(controller);
    view! {
        <div class="unsafe" id="unsafe" tabindex="-1" data-test="unsafe">
            <Notice kind=Severity::Bad icon="stop" role="alert" title=Signal::stored(outcome.text)>
                <p>{outcome.advice.unwrap_or_else(|| td_string!(locale, notice.unsafe_note).to_owned())}</p>
                <p><a class="btn call" href=format!("tel:{phone}") data-test="emergency"><Icon name="phone"/>{td_string!(locale, ui.call_number, number = shown)}</a></p>
            </Notice>
        </div>
    }
}

/// The number of the help on the road, or the dealer's own.
pub fn emergency(controller: Controller) -> (String, String) {
    let found = controller.triage.with_untracked(|triage| triage.emergency.clone());
    found.map_or_else(
        || controller.dealer.with_untracked(|dealer| (dealer.phone.clone(), dealer.phone_display.clone())),
        |emergency| (emergency.phone, emergency.phone_display),
    )
}

/// What is to be done.
#[component]
fn Leads(controller: Controller, outcome: Outcome) -> impl IntoView {
    let locale = use_lang().now();
    let Outcome { kind, text, advice, services, afterwards, .. } = outcome;
    let services = [services, afterwards].concat();
    let advice = advice.map(|advice| view! { <p>{advice}</p> });
    let call = move |team: CallbackTeam, class: &'static str, first: bool, word: &'static str| {
        view! {
            <button type="button" class=class id=first.then_some("outcome-act") data-test="call-me" on:click=press(move || controller.send(NoticeEvent::Call(team)))>
                <Icon name="phone"/>{word}
            </button>
        }
    };
    let names = controller.dealer.with_untracked(|dealer| {
        let names: Vec<String> = common::chosen(dealer, &services).into_iter().map(|one| one.name.clone()).collect();
        names.join(locale.comma())
    });
    let has_jobs = !services.is_empty();
    let ids = StoredValue::new(services.clone());
    let href = move || {
        let fragment = controller.state.with(|state| ids.with_value(|ids| state.handover(ids, client::encode)));
        format!("/{}/book#{fragment}", controller.slug())
    };
    let book = move |first: bool| {
        let word = td_string!(locale, notice.to_booking, jobs = names.as_str());
        view! {
            <a class="btn" id=first.then_some("outcome-act") data-test="to-booking" href=tied(href)>{word}<Icon name="arrow" class="end"/></a>
        }
    };
    // Whom to call when it cannot wait.
    let urgent = move || {
        controller.triage.with_untracked(|triage| triage.emergency.clone()).map(|emergency| {
            let word = td_string!(locale, notice.urgent, number = emergency.phone_display);
            view! { <a class="btn b3" href=format!("tel:{}", emergency.phone) data-test="urgent"><Icon name="phone"/>{word}</a> }
        })
    };
    let title = Signal::stored(text);
    let shown = match kind {
        Remedy::Services => {
            let jobs = controller.dealer.with_untracked(|dealer| {
                let rows = common::chosen(dealer, &services).into_iter().map(|service| {
                    let length = common::stay(service, locale);
                    let price = common::price_from(service.price_from, locale);
                    view! { <li><span><b>{service.name.clone()}</b><small>{length}</small></span><span>{price}</span></li> }
                });
                rows.collect_view()
            });
            view! {
                <Notice kind=Severity::Note icon="wrench" title=title>
                    {advice}
                    <ul class="jobs" role="list">{jobs}</ul>
                    <p class="row">
                        {book(true)}
                        {call(CallbackTeam::Adviser, "btn b3", false, td_string!(locale, notice.rather_call))}
                    </p>
                </Notice>
            }
            .into_any()
        }
        Remedy::Advice => view! {
            <Notice kind=Severity::Ok icon="check" title=title>
                {advice}
                <p class="row">
                    {has_jobs.then(|| book(true))}
                    {call(CallbackTeam::Adviser, "btn b2", !has_jobs, td_string!(locale, notice.still_worried))}
                    {urgent()}
                </p>
            </Notice>
        }
        .into_any(),
        // Its sentence stands above, beside the number.
        Remedy::Unsafe => view! {
            <Notice kind=Severity::Note icon="phone" title=td_string!(locale, notice.unsafe_then)>
                <p class="row">{call(CallbackTeam::Technical, "btn b2", true, labels::wish(CallbackTeam::Technical, locale))}</p>
            </Notice>
        }
        .into_any(),
        Remedy::Adviser | Remedy::Technical => {
            let team = kind.team().unwrap_or(CallbackTeam::Adviser);
            view! {
                <Notice kind=Severity::Note icon="phone" title=title>
                    {advice}
                    <p class="row">{call(team, "btn", true, labels::wish(team, locale))}{(team == CallbackTeam::Technical).then(urgent)}</p>
                </Notice>
            }
            .into_any()
        }
    };
    view! { <div data-test="outcome" data-kind=kind.as_str()>{shown}</div> }
}
