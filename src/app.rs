//! The seven programs: routes, contexts, and how each is mounted.

use crate::i18n::{provide_lang, use_lang};
use crate::ui::address::path_part;
use crate::ui::clock::provide_clock;
use crate::{appointment, booking, client, desk, home, kiosk, lounge, notice, ui, visit, widget};
use leptos::prelude::*;

/// Mounts what leads to a booking.
pub fn book() {
    mount(|| {
        let loaded = booking::loaded::Loaded::new(path_part(0).unwrap_or_default());
        let begun = booking::follow_history;
        booking::BookingPage(booking::BookingPageProps { loaded, begun }).into_any()
    });
}

/// Mounts the same in another site's page.
pub fn embed() {
    client::keep_no_cookies();
    mount(|| widget::WidgetPage().into_any());
}

/// Mounts the list of dealers and the pages of what was booked. Each address is a page of its own, so that
/// no router has to be downloaded.
pub fn customer() {
    let path = window().location().pathname().unwrap_or_default();
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    // The plain pages are drawn anew when the language changes; the others see to it themselves.
    match parts.as_slice() {
        [] => mount(|| redrawn(|| home::HomePage().into_any())),
        ["waitlist"] => mount(|| appointment::WishPage().into_any()),
        ["booking"] => mount(|| appointment::ManagePage().into_any()),
        _ => mount(|| redrawn(|| home::NotFoundPage().into_any())),
    }
}

/// Mounts what is asked of the dealer: a call about what was noticed, a time that is not free.
pub fn ask() {
    match path_part(1).as_deref() {
        Some("notice") => mount(|| notice::NoticePage().into_any()),
        _ => mount(|| appointment::AskPage().into_any()),
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

/// Mounts the private page, which somebody who books need not download.
pub fn visit() {
    mount(|| visit::view::VisitPage().into_any());
}

/// Mounts the screen of the page's path: the arrival kiosk or the lounge.
pub fn screen() {
    mount(|| {
        ui::guard::fall_at_panic();
        match path_part(1).as_deref() {
            Some("arrival") => kiosk::view::KioskApp().into_any(),
            _ => lounge::view::LoungeApp().into_any(),
        }
    });
}

/// Mounts the staff's desk.
pub fn desk() {
    mount(|| desk::app::DeskApp().into_any());
}

fn mount(face: fn() -> AnyView) {
    console_error_panic_hook::set_once();
    // What the server put there until now.
    if let Some(shell) = document().get_element_by_id("shell") {
        shell.remove();
    }
    leptos::mount::mount_to_body(move || {
        provide_lang();
        provide_clock();
        face()
    });
}
