//! A failure in words, with a button that tries again.

use super::status::{Notice, Severity};
use crate::client::Failure;
use crate::i18n::{Language, td_string, use_lang};
use crate::ui::{live, press, view};
use bayside_api::Code;
use leptos::prelude::*;

/// A failure in the reader's words: what happened.
pub fn failure_text(failure: &Failure, locale: Language) -> &'static str {
    match failure {
        Failure::Offline => td_string!(locale, ui.failed_offline),
        Failure::Unreadable => td_string!(locale, ui.failed_unreadable),
        Failure::Problem(problem) => match problem.code {
            Code::NotFound => td_string!(locale, ui.failed_not_found),
            Code::TooMany => td_string!(locale, ui.failed_too_many),
            Code::Unavailable => td_string!(locale, ui.failed_unavailable),
            Code::ChangedMeanwhile => td_string!(locale, ui.failed_changed),
            Code::Unauthenticated => td_string!(locale, ui.failed_unauthenticated),
            Code::Forbidden => td_string!(locale, ui.failed_forbidden),
            Code::TooLate => td_string!(locale, ui.failed_too_late),
            Code::Invalid | Code::UnknownField => td_string!(locale, ui.failed_invalid),
            _ => td_string!(locale, ui.failed_internal),
        },
    }
}

/// A failure with a button that tries again.
#[component]
pub fn Failed(
    /// What happened.
    #[prop(into)]
    failure: Signal<Option<Failure>>,
    /// Tries again.
    #[prop(into)]
    retry: Callback<()>,
) -> impl IntoView {
    let lang = use_lang();
    view! {
        {live(move || {
            failure.get().map(|failure| {
                let offline = failure == Failure::Offline;
                let title = Signal::derive(move || failure_text(&failure, lang.get()).to_owned());
                view! {
                    <div class="failed" data-test="failed">
                        <Notice
                            kind=if offline { Severity::Warn } else { Severity::Bad }
                            icon=if offline { "broken" } else { "stop" }
                            title=title
                            role="alert"
                        >
                            <p class="row">
                                <button type="button" class="btn b2" data-test="retry" on:click=press(move || retry.run(()))>
                                    {live(move || td_string!(lang.get(), ui.retry))}
                                </button>
                            </p>
                        </Notice>
                    </div>
                }
            })
        })}
    }
}
