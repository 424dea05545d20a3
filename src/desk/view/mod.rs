//! What is shown.

use crate::i18n::use_lang;
use leptos::prelude::*;
use leptos_i18n::td_string;

/// The face.
#[component]
pub fn DeskApp() -> impl IntoView {
    let lang = use_lang();
    view! { <main><h1>{move || td_string!(lang.get(), desk.desk)}</h1></main> }
}
