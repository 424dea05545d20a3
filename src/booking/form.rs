//! What is wrong with a step, at its head and at its fields.

use super::flow::Flow;
use super::state::{Fault, Field};
use super::words;
use crate::i18n::use_lang;
use crate::ui::live;
use crate::ui::view;
use leptos::prelude::*;
use leptos_i18n::td_string;

/// What is wrong with a field, in words.
pub fn field_error(flow: Flow, field: Field) -> Signal<Option<String>> {
    let locale = use_lang().now();
    Signal::derive(move || {
        flow.state.with(|state| state.fault(field).map(|fault| words::fault(field, fault, state.terms.country, locale)))
    })
}

/// For `aria-invalid`.
pub fn invalid(flow: Flow, field: Field) -> Signal<Option<&'static str>> {
    Signal::derive(move || flow.state.with(|state| state.fault(field).is_some()).then_some("true"))
}

/// Every wrong field of the step, each a link to it.
#[component]
pub fn Errors(flow: Flow) -> impl IntoView {
    let locale = use_lang().now();
    let faults = flow.part(|state| state.faults.clone());
    live(move || {
        let faults = faults.get();
        let country = flow.state.with_untracked(|state| state.terms.country);
        let title = match faults.len() {
            0 => return None,
            1 => td_string!(locale, booking.errs_one).to_owned(),
            n => td_string!(locale, booking.errs_many, n = n),
        };
        let rows = faults.into_iter().map(|(field, fault): (Field, Fault)| {
            let text = match field {
                Field::Consent => td_string!(locale, booking.e_consent_sum).to_owned(),
                _ => words::fault(field, fault, country, locale),
            };
            let to_field = move |event: web_sys::MouseEvent| {
                event.prevent_default();
                crate::ui::focus::on(field.id());
            };
            view! { <li><a href=format!("#{}", field.id()) on:click=to_field>{text}</a></li> }
        });
        Some(view! {
            <div class="errs" role="alert" id="errors" tabindex="-1" data-test="errors"><b>{title}</b><ul>{rows.collect_view()}</ul></div>
        })
    })
}
