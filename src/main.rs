//! The bundle of what was booked or is waited for, and of the list of dealers. Each address is a page of its own, so
//! that no router has to be downloaded.

use bayside_web::appointment::{ManagePage, WishPage};
use bayside_web::home::{HomePage, NotFoundPage};
use bayside_web::{i18n::use_lang, ui::mount};
use leptos::prelude::*;

fn main() {
    let path = window().location().pathname().unwrap_or_default();
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    // The plain pages are drawn anew when the language changes; the others see to it themselves.
    match parts.as_slice() {
        [] => mount(|| redrawn(|| HomePage().into_any())),
        ["waitlist"] => mount(|| WishPage().into_any()),
        ["booking"] => mount(|| ManagePage().into_any()),
        _ => mount(|| redrawn(|| NotFoundPage().into_any())),
    }
}

/// A page that is drawn anew when the language changes.
fn redrawn(page: fn() -> AnyView) -> AnyView {
    let lang = use_lang();
    (move || {
        lang.get();
        page()
    })
    .into_any()
}
