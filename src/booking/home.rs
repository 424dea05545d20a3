//! The list of dealers.

use crate::i18n::use_lang;
use leptos::prelude::*;
use leptos_i18n::td_string;

/// The dealers and their faces.
#[component]
pub fn HomePage() -> impl IntoView {
    let lang = use_lang();
    view! { <main><h1>{move || td_string!(lang.get(), booking.title)}</h1></main> }
}

/// Nothing is at this address.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    let lang = use_lang();
    view! { <main><h1>{move || td_string!(lang.get(), ui.failed_not_found)}</h1></main> }
}
