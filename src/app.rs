//! The seven programs: routes, contexts, and how each is mounted.

use crate::i18n::{provide_lang, use_lang};
use crate::ui::clock::provide_clock;
use crate::{appointment, booking, client, desk, home, kiosk, lounge, notice, ui, visit, widget};
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::UrlSearchParams;

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
    mount(|| desk::view::DeskApp().into_any());
}

/// The `n`-th part of the page's path, from 0: the dealer's slug of `/{dealer}/lounge` is part 0.
pub fn path_part(n: usize) -> Option<String> {
    let path = window().location().pathname().ok()?;
    path.split('/').filter(|part| !part.is_empty()).nth(n).map(str::to_owned)
}

/// What follows `#` in the page's address: a private token that reaches no log.
pub fn fragment() -> Option<String> {
    let hash = window().location().hash().ok()?;
    let token = hash.strip_prefix('#')?;
    (!token.is_empty()).then(|| token.to_owned())
}

/// Reads the parameters of the page's link, those after `?` and those after `#`, which reach no log, and
/// takes them out of the address, so that a reload does not bring them again.
pub fn link<T>(read: impl FnOnce(&dyn Fn(&str) -> Option<String>) -> T) -> T {
    let location = window().location();
    let (open, private) = (behind('?', location.search()), behind('#', location.hash()));
    let of = |from: &Option<UrlSearchParams>, name: &str| from.as_ref().and_then(|from| from.get(name));
    let found = read(&|name| of(&private, name).or_else(|| of(&open, name)));
    if (open.is_some() || private.is_some())
        && let (Ok(path), Ok(history)) = (location.pathname(), window().history())
    {
        // Where the history is refused, a reload brings the link again.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&path));
    }
    found
}

/// A parameter behind the `#` of the page's address, which stays there.
pub fn private(name: &str) -> Option<String> {
    behind('#', window().location().hash())?.get(name)
}

fn behind(mark: char, text: Result<String, JsValue>) -> Option<UrlSearchParams> {
    let text = text.unwrap_or_default();
    let text = text.strip_prefix(mark).filter(|text| text.contains('='))?;
    UrlSearchParams::new_with_str(text).ok()
}

/// Parameters as a link carries them; empty ones are left out.
pub fn parameters(pairs: &[(&str, String)]) -> String {
    let Ok(all) = UrlSearchParams::new() else { return String::new() };
    for (name, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
        all.append(name, value);
    }
    all.to_string().into()
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
