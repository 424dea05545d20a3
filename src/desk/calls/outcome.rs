//! The outcome of a call.

use crate::desk::outages::labels as outage_labels;
use crate::i18n::{td_string, use_lang};
use crate::ui::date_format;
use bayside_api::capacity::Contact;
use bayside_api::codes::CallOutcome;
use leptos::prelude::*;

/// The outcome of the last call, and a button for each outcome of this one.
#[component]
pub fn Outcome(
    /// What the call is about: an id that is unique on the page.
    #[prop(into)]
    about: String,
    /// The last call.
    contact: Option<Contact>,
    /// What came of this one.
    #[prop(into)]
    set: Callback<CallOutcome>,
) -> impl IntoView {
    let lang = use_lang();
    let given = contact.as_ref().map(|contact| contact.outcome);
    let last = move || {
        contact.as_ref().map(|contact| {
            let locale = lang.get();
            let time = {
                let day = date_format::at(&contact.at, date_format::Style::Short, locale);
                format!("{day} {}", date_format::time(&contact.at))
            };
            let outcome = outage_labels::outcome(contact.outcome, locale).to_owned();
            td_string!(locale, room.calls.last, outcome = outcome, time = time, by = contact.by.clone()).to_string()
        })
    };
    view! {
        <span data-test=format!("outcome-{about}")>
            <span class="row tight" role="group" aria-label=move || td_string!(lang.get(), room.calls.outcome)>
                {CallOutcome::ALL.iter().copied().map(|outcome| view! {
                    <button
                        type="button"
                        class="btn b3"
                        data-test=format!("outcome-{outcome}")
                        aria-pressed=(given == Some(outcome)).to_string()
                        on:click=move |_| set.run(outcome)
                    >{move || outage_labels::outcome(outcome, lang.get())}</button>
                }).collect_view()}
            </span>
            <small class="soft block">{last}</small>
        </span>
    }
}
