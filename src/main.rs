//! The bundle of the customers' pages: bookings, wishes, and the list of dealers. Each path is a page of its own, so
//! that no router has to be downloaded.

use bayside_web::appointment::{ManagePage, WishPage};
use bayside_web::home::{HomePage, NotFoundPage};
use bayside_web::{i18n::use_lang, ui::mount};
use leptos::prelude::*;

fn main() {
    let path = window().location().pathname().unwrap_or_default();
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    // The simple pages are drawn again when the language changes; the others handle it themselves.
    match parts.as_slice() {
        [] => mount(|| redrawn(|| HomePage().into_any())),
        ["waitlist"] => mount(|| WishPage().into_any()),
        ["booking"] => mount(|| ManagePage().into_any()),
        _ => mount(|| redrawn(|| NotFoundPage().into_any())),
    }
}

/// A page that is drawn again when the language changes.
fn redrawn(page: fn() -> AnyView) -> AnyView {
    let lang = use_lang();
    (move || {
        lang.get();
        page()
    })
    .into_any()
}
