//! Step 1: what the car needs.

use super::flow::Flow;
use super::form::{Errors, field_error};
use super::state::{Event, Field};
use super::words;
use crate::i18n::use_lang;
use crate::ui::view;
use crate::ui::{Choice, Field as LabelledField, heard, live};
use leptos::prelude::*;
use leptos_i18n::td_string;

/// The catalogue, and a place for own words.
#[component]
pub fn Need(flow: Flow) -> impl IntoView {
    let locale = use_lang().now();
    let ids = Memo::new(move |_| {
        flow.dealer.with(|dealer| dealer.services.iter().map(|service| service.id.clone()).collect::<Vec<_>>())
    });
    let rows = move || ids.get().into_iter().map(|id| view! { <Job flow=flow id=id/> }).collect_view();
    let concern = flow.part(|state| state.draft().concern.clone());
    view! {
        <div>
            <h1 id="heading" tabindex="-1">{td_string!(locale, booking.need_title)}</h1>
            <p class="lead">{td_string!(locale, booking.need_lead)}</p>
        </div>
        <Errors flow=flow/>
        <fieldset class="sec" id="services" tabindex="-1">
            <legend>{td_string!(locale, booking.jobs)}</legend>
            <div class="choices">{live(rows)}</div>
        </fieldset>
        <LabelledField
            id="concern"
            label=td_string!(locale, booking.concern)
            aside=td_string!(locale, ui.optional)
            hint=td_string!(locale, booking.concern_hint)
            error=field_error(flow, Field::Concern)
        >
            <textarea
                id="concern"
                rows="2"
                maxlength="1000"
                aria-describedby="concern-hint concern-error"
                prop:value=concern
                on:input=heard(move |event| flow.typed(Field::Concern, event_target_value(&event)))
            ></textarea>
        </LabelledField>
    }
}

/// One job.
#[component]
fn Job(flow: Flow, id: String) -> impl IntoView {
    let locale = use_lang().now();
    let id = StoredValue::new(id);
    let service = Memo::new(move |_| {
        flow.dealer.with(|dealer| id.with_value(|id| dealer.services.iter().find(|s| s.id == *id).cloned()))
    });
    let part = move |read: fn(&bayside_api::dealer::Service) -> &str| {
        Signal::derive(move || service.with(|service| service.as_ref().map_or(String::new(), |s| read(s).to_owned())))
    };
    let on = Signal::derive(move || flow.state.with(|state| id.with_value(|id| state.draft().services.contains(id))));
    let price = move || service.with(|service| service.as_ref().map(|s| words::price_from(s.price_from, locale)));
    let length =
        move || service.with(|service| service.as_ref().map(|s| words::duration(i64::from(s.minutes), locale)));
    view! {
        <Choice
            name="job"
            test=format!("job-{}", id.get_value())
            on=on
            choose=move |on| flow.send(Event::Service(id.get_value(), on))
            title=part(|s| &s.name)
            note=part(|s| &s.description)
            side=view! { <b>{live(price)}</b><small>{length}</small> }.into_any()
        />
    }
}
