//! The bundle for requests to the dealer: a call-back about a fault, a wish for a time that is not free.

use bayside_web::ui::{address::path_part, mount};
use bayside_web::{appointment::NewWishPage, notice::NoticePage};
use leptos::prelude::IntoAny;

fn main() {
    match path_part(1).as_deref() {
        Some("notice") => mount(|| NoticePage().into_any()),
        _ => mount(|| NewWishPage().into_any()),
    }
}
