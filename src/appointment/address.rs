//! The private token that stands after `#`.

use crate::app;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

/// Keeps the token in the address. A link within the page ("skip to content") only moves the focus; another
/// token that is pasted into the same tab opens its own page.
pub fn keep(token: StoredValue<String>) {
    let heard = window_event_listener(leptos::ev::hashchange, move |_| {
        let token = token.get_value();
        match app::fragment() {
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

/// A value of the page's query, e.g. the dealer of `/booking?dealer=anting`.
pub fn asked(name: &str) -> Option<String> {
    read(&window().location().search().ok()?, name)
}

/// A value of what stands after `#`, written as a query.
pub fn handed(name: &str) -> Option<String> {
    read(&app::fragment()?, name)
}

fn read(query: &str, name: &str) -> Option<String> {
    let values = web_sys::UrlSearchParams::new_with_str(query).ok()?;
    values.get(name).filter(|value| !value.is_empty())
}

/// Opens another page.
pub fn go(href: &str) {
    // A browser that refuses keeps the page as it is.
    let _ = window().location().set_href(href);
}
