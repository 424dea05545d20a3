//! A booking behind its private link.

use crate::i18n::use_lang;
use leptos::prelude::*;
use leptos_i18n::td_string;

/// A booking behind its private link.
#[component]
pub fn BookingPage() -> impl IntoView {
    let lang = use_lang();
    view! { <main><h1>{move || td_string!(lang.get(), booking.title)}</h1></main> }
}
