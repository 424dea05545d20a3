//! The spam signals of a request, shown only at the desk.

use crate::desk::shared::labels;
use crate::i18n::use_lang;
use crate::ui::Icon;
use bayside_api::codes::SpamSignal;
use leptos::prelude::*;

/// The marks, each in words.
#[component]
pub fn SpamSignals(marks: Vec<SpamSignal>) -> impl IntoView {
    let lang = use_lang();
    (!marks.is_empty()).then(|| {
        let words = marks.into_iter().map(|mark| {
            view! {
                <span class="st" data-k="warn" data-test=format!("odd-{mark}")>
                    <Icon name="warn"/><span>{move || labels::odd(mark, lang.get())}</span>
                </span>
            }
        });
        view! { <span class="odd">{words.collect_view()}</span> }
    })
}
