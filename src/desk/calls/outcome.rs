//! The outcome of a call.

use crate::desk::outages::labels as outage_labels;
use crate::desk::shared::input::Pick;
use crate::i18n::{td_string, use_lang};
use crate::ui::date_format;
use bayside_api::capacity::Contact;
use bayside_api::codes::CallOutcome;
use leptos::prelude::*;

/// The outcome of the last call, and the choice of the outcome of this one.
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
    let chosen = contact.as_ref().map_or("", |contact| contact.outcome.as_str()).to_owned();
    let options = Signal::derive(move || {
        let locale = lang.get();
        let none = (String::new(), td_string!(locale, room.outcome.none).to_owned());
        let word = |known: &CallOutcome| (known.as_str().to_owned(), outage_labels::outcome(*known, locale).to_owned());
        std::iter::once(none).chain(CallOutcome::ALL.iter().map(word)).collect::<Vec<_>>()
    });
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
            <Pick
                label=Signal::derive(move || td_string!(lang.get(), room.calls.outcome).to_owned())
                options=options
                value=Signal::derive(move || chosen.clone())
                set=move |word: String| {
                    if let Some(outcome) = CallOutcome::from_word(&word) {
                        set.run(outcome);
                    }
                }
            />
            <small class="soft block">{last}</small>
        </span>
    }
}
