//! The languages, side by side.

use crate::i18n::{Language, td_string, use_lang};
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
    let locales = move || spoken.get().iter().filter_map(|text| Language::from_tag(text)).collect::<Vec<Language>>();
    view! {
        <nav class="langs" aria-label=tied(move || td_string!(lang.get(), ui.language))>
            {live(move || {
                locales()
                    .into_iter()
                    .map(|locale| {
                        view! {
                            <button
                                type="button"
                                lang=locale.tag()
                                title=locale.own_name()
                                data-test=format!("lang-{}", locale.tag())
                                aria-pressed=tied(move || (lang.get() == locale).to_string())
                                on:click=press(move || lang.choose(locale))
                            >
                                {locale.short_name()}
                            </button>
                        }
                    })
                    .collect_view()
            })}
        </nav>
    }
}
