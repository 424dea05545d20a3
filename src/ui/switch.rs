//! The languages, side by side.

use crate::i18n::{Locale, locale_of, own_name, short_name, tag, td_string, use_lang};
use crate::ui::{live, press, tied, view};
use leptos::prelude::*;

/// A button per language that is spoken here; the shown one is marked.
#[component]
pub fn LanguageSwitch(
    /// BCP 47, in the order to show.
    #[prop(into)]
    spoken: Signal<Vec<String>>,
) -> impl IntoView {
    let lang = use_lang();
    let locales = move || spoken.get().iter().filter_map(|text| locale_of(text)).collect::<Vec<Locale>>();
    view! {
        <nav class="langs" aria-label=tied(move || td_string!(lang.get(), ui.language))>
            {live(move || {
                locales()
                    .into_iter()
                    .map(|locale| {
                        view! {
                            <button
                                type="button"
                                lang=tag(locale)
                                title=own_name(locale)
                                data-test=format!("lang-{}", tag(locale))
                                aria-pressed=tied(move || (lang.get() == locale).to_string())
                                on:click=press(move || lang.choose(locale))
                            >
                                {short_name(locale)}
                            </button>
                        }
                    })
                    .collect_view()
            })}
        </nav>
    }
}
