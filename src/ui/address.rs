//! The address of the page: the parts of its path, the parameters of its link, and the private token behind `#`.

use bayside_domain::token;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::UrlSearchParams;

/// The `n`-th part of the page's path, from 0: the dealer's slug of `/{dealer}/lounge` is part 0.
pub fn path_part(n: usize) -> Option<String> {
    let path = window().location().pathname().ok()?;
    path.split('/').filter(|part| !part.is_empty()).nth(n).map(str::to_owned)
}

/// What follows `#` in the page's address: a private token that reaches no log, without what a program that found the
/// link in a text took along; else the name of a place in the page.
pub fn fragment() -> Option<String> {
    let hash = window().location().hash().ok()?;
    let whole = hash.strip_prefix('#')?;
    (!whole.is_empty()).then(|| token::token(whole).unwrap_or(whole).to_owned())
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

/// Keeps the token in the address: a link within the page ("skip to content") only moves the focus, and another token
/// pasted into the address reloads the page.
pub fn keep(token: StoredValue<String>) {
    let heard = window_event_listener(leptos::ev::hashchange, move |_| {
        let token = token.get_value();
        match fragment() {
            Some(now) if now == token => {}
            Some(now) if document().get_element_by_id(&now).is_some() => show(&token),
            // A browser that refuses to load again leaves the page as it is.
            _ => drop(window().location().reload()),
        }
    });
    on_cleanup(move || heard.remove());
}

/// Writes the token into the address, without another page.
pub fn show(token: &str) {
    let path = window().location().pathname().unwrap_or_default();
    if let Ok(history) = window().history() {
        // Where the history is refused, the page still shows what the token opened.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&format!("{path}#{token}")));
    }
}

/// Keeps what follows `#` off paper: browsers print a page's address at its foot, and paper lies about. Once the page is
/// printed, the address is whole again.
pub fn keep_off_paper() {
    let kept = StoredValue::new(String::new());
    for (event, is_before) in [("beforeprint", true), ("afterprint", false)] {
        let _stays = window_event_listener_untyped(event, move |_| {
            let location = window().location();
            let (Ok(path), Ok(query), Ok(history)) = (location.pathname(), location.search(), window().history())
            else {
                return;
            };
            if is_before {
                kept.set_value(location.hash().unwrap_or_default());
            }
            let hash = if is_before { String::new() } else { kept.get_value() };
            // Where the history is refused, the address is printed as it stands.
            let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&format!("{path}{query}{hash}")));
        });
    }
}

/// A parameter of the page's query: the dealer of `/booking?dealer=anting`.
pub fn query(name: &str) -> Option<String> {
    UrlSearchParams::new_with_str(&window().location().search().ok()?).ok()?.get(name)
}

/// Opens another page.
pub fn go(href: &str) {
    // A browser that refuses keeps the page as it is.
    let _ = window().location().set_href(href);
}
