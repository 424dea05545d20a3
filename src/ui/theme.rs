//! A dealer's colours on the page.

use bayside_api::dealer::Theme;
use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Puts the dealer's accent and corners on `<html>`, for light and dark, through the CSSOM (an
/// attribute would be refused by the page's policy). Without a theme the house's own are left.
///
/// `light-dark()` is compiled down to a pair of switches for older browsers; the same pair is used here.
pub fn apply(theme: Option<&Theme>) {
    let root = document().document_element().and_then(|root| root.dyn_into::<HtmlElement>().ok());
    let (Some(root), Some(theme)) = (root, theme) else { return };
    let style = root.style();
    let pairs = [("--accent", &theme.accent), ("--on-accent", &theme.on_accent), ("--accent-soft", &theme.accent_soft)];
    for (name, [light, dark]) in pairs {
        let value = format!("var(--lightningcss-light, {light}) var(--lightningcss-dark, {dark})");
        // A refused value leaves the house's own colour.
        let _ = style.set_property(name, &value);
    }
    let _ = style.set_property("--r", &format!("{}px", theme.radius));
}
