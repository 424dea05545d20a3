//! The bundle of the booking form.

use bayside_web::booking::{BookingPage, BookingPageProps, follow_history, loaded::Loaded};
use bayside_web::ui::{address::path_part, mount};
use leptos::prelude::IntoAny;

fn main() {
    mount(|| {
        let loaded = Loaded::new(path_part(0).unwrap_or_default());
        BookingPage(BookingPageProps { loaded, begun: follow_history }).into_any()
    });
}
