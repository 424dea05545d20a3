//! A dealer's colours on the page.

use bayside_api::dealer::Theme;
use bayside_domain::colour::{Accent, Colour};
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
        // If the value is refused, the default colour stays.
        let _ = style.set_property(name, &value);
    }
    let _ = style.set_property("--r", &format!("{}px", theme.radius));
}

/// The house's own, as style/tokens.css says.
fn house() -> Theme {
    let pair = |light: &str, dark: &str| [light.to_owned(), dark.to_owned()];
    Theme {
        accent: pair("#17457f", "#96bff4"),
        on_accent: pair("#ffffff", "#0c1c31"),
        accent_soft: pair("#e9eff7", "#1c2939"),
        radius: 4,
    }
}

/// The same with the accent and the corners of the page around, where they can be read.
pub fn apply_own(dealers: Option<&Theme>, accent: Option<Colour>, radius: Option<u8>) {
    let mut theme = dealers.cloned().unwrap_or_else(house);
    for scheme in [0, 1] {
        if let Some(own) = accent.and_then(|accent| Accent::of(accent, scheme)) {
            theme.accent[scheme] = own.accent.to_string();
            theme.on_accent[scheme] = own.on_accent.to_string();
            theme.accent_soft[scheme] = own.soft.to_string();
        }
    }
    theme.radius = radius.unwrap_or(theme.radius);
    apply(Some(&theme));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_house_is_that_of_the_tokens() {
        let tokens = include_str!("../../style/tokens.css");
        let theme = house();
        for (name, [light, dark]) in
            [("accent", theme.accent), ("on-accent", theme.on_accent), ("accent-soft", theme.accent_soft)]
        {
            let line = format!("--{name}: light-dark({light}, {dark});");
            assert!(tokens.contains(&line), "style/tokens.css must say {line}");
        }
        assert!(tokens.contains(&format!("--r: {}px;", theme.radius)));
    }
}
