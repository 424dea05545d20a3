//! Step 4: who.

use super::fields::{FormOfAddress, Name, Phone};
use super::flow::Flow;
use super::form::{Errors, field_error, invalid};
use super::state::{Event, Field};
use super::words;
use crate::i18n::use_lang;
use crate::ui::view;
use crate::ui::{Icon, heard, live};
use leptos::prelude::*;
use leptos_i18n::td_string;

/// Name, phone, consent.
#[component]
pub fn You(flow: Flow) -> impl IntoView {
    let locale = use_lang().now();
    let form = flow.form();
    view! {
        <h1 id="heading" tabindex="-1">{td_string!(locale, booking.you_title)}</h1>
        <Errors form=form/>
        <Name form=form/>
        <FormOfAddress form=form/>
        <Phone form=form hint=td_string!(locale, booking.phone_hint)/>
        <label class="vh" aria-hidden="true">
            {td_string!(locale, booking.website)}
            <input
                type="text"
                name="website"
                tabindex="-1"
                autocomplete="off"
                on:input=heard(move |event| flow.send(Event::Website(event_target_value(&event))))
            />
        </label>
        <Consents flow=flow/>
    }
}

/// What is agreed to. Nothing is ticked beforehand.
#[component]
fn Consents(flow: Flow) -> impl IntoView {
    let locale = use_lang().now();
    let consent = flow.part(|state| state.draft().consent);
    let display_name = flow.part(|state| state.draft().display_name);
    let marketing = flow.part(|state| state.draft().marketing);
    let error = field_error(flow, Field::Consent);
    let sentence = move || {
        flow.dealer.with(|dealer| {
            let (name, months) = (dealer.name.clone(), dealer.consent.retention_months);
            td_string!(locale, booking.consent, dealer = name, n = months)
        })
    };
    // Offered only where it can be said: it needs a name and a form of address.
    let addressed = flow.part(|state| {
        let draft = state.draft();
        draft.salutation.filter(|_| !draft.name.trim().is_empty()).map(|salutation| (draft.name.clone(), salutation))
    });
    let greeting = move || {
        addressed.get().map(|(name, salutation)| {
            let who = move || words::addressed(&name, Some(salutation), locale);
            view! {
                <label class="tick ruled">
                    <input type="checkbox" id="display-name" prop:checked=display_name on:change=heard(move |event| flow.send(Event::DisplayName(event_target_checked(&event))))/>
                    <span>{live(move || td_string!(locale, booking.display_name, who = who()))}" "<small>{td_string!(locale, booking.optional_tick)}</small></span>
                </label>
            }
        })
    };
    view! {
        <fieldset class="sec ticks">
            <legend class="vh">{td_string!(locale, booking.consent_group)}</legend>
            <label class="tick">
                <input
                    type="checkbox"
                    id="consent"
                    aria-describedby="consent-error"
                    aria-invalid=invalid(flow, Field::Consent)
                    prop:checked=consent
                    on:change=heard(move |event| flow.send(Event::Consent(event_target_checked(&event))))
                />
                <span>{live(sentence)}</span>
            </label>
            <span id="consent-error" class="errbox">
                {live(move || error.get().map(|text| view! { <span class="err"><Icon name="stop"/><span>{text}</span></span> }))}
            </span>
            <details>
                <summary>{td_string!(locale, booking.consent_more)}<Icon name="down" class="turn"/></summary>
                <p class="soft">{live(move || flow.dealer.with(|dealer| dealer.consent.text.clone()))}</p>
            </details>
            {live(greeting)}
            <label class="tick ruled">
                <input type="checkbox" id="marketing" prop:checked=marketing on:change=heard(move |event| flow.send(Event::Marketing(event_target_checked(&event))))/>
                <span>{td_string!(locale, booking.marketing)}" "<small>{td_string!(locale, booking.optional_tick)}</small></span>
            </label>
        </fieldset>
    }
}
