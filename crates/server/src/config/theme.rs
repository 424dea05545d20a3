//! A dealer's colours: read, and refused where they could not be read.

use super::reader::{Node, Table};
use bayside_domain::dealer::Theme;

/// WCAG 2.2, 1.4.3: text against its ground.
const CONTRAST_MIN: f64 = 4.5;

/// Light and dark, as everywhere in a theme.
const SCHEMES: [&str; 2] = ["light", "dark"];
/// `--paper` of style/tokens.css.
const PAPER: [&str; 2] = ["#fbfaf6", "#131518"];
/// `--sheet` of style/tokens.css.
const SHEET: [&str; 2] = ["#ffffff", "#1a1d21"];

/// `[theme]`; absent means the house's own colours.
pub(super) fn read(file: &Table<'_>) -> Option<Theme> {
    file.take("theme")?.table(|table| {
        let accent_node = table.need("accent");
        let on_accent_node = table.need("on_accent");
        let accent = accent_node.as_ref().and_then(colours);
        let on_accent = on_accent_node.as_ref().and_then(colours);
        let soft = table.need("accent_soft").as_ref().and_then(colours);
        let paper = PAPER.map(str::to_owned);
        let sheet = SHEET.map(str::to_owned);
        for (text_name, text, ground_name, ground, node) in [
            ("accent", &accent, "paper", Some(&paper), &accent_node),
            ("accent", &accent, "sheet", Some(&sheet), &accent_node),
            ("accent", &accent, "accent_soft", soft.as_ref(), &accent_node),
            ("on_accent", &on_accent, "accent", accent.as_ref(), &on_accent_node),
        ] {
            let (Some(text), Some(ground), Some(node)) = (text, ground, node) else { continue };
            for ((scheme, text), ground) in SCHEMES.iter().zip(text).zip(ground) {
                let ratio = contrast(text, ground);
                if ratio < CONTRAST_MIN {
                    // Cut, not rounded: 4.496 must not be called 4.50.
                    let shown = (ratio * 100.0).floor() / 100.0;
                    node.fail(format!(
                        "{text_name} {text} on {ground_name} {ground} ({scheme}) has a contrast of {shown:.2}:1, \
                         at least {CONTRAST_MIN}:1 is needed to be read"
                    ));
                }
            }
        }
        let radius = table.number("radius", 4, 0..=24);
        Some(Theme { accent: accent?, on_accent: on_accent?, accent_soft: soft?, radius })
    })?
}

/// Two colours, light and dark.
fn colours(node: &Node<'_>) -> Option<[String; 2]> {
    let items = node.items(2..=2);
    let colours: Vec<String> = items.iter().filter_map(colour).collect();
    colours.try_into().ok()
}

fn colour(node: &Node<'_>) -> Option<String> {
    let text = node.str()?;
    let right =
        text.strip_prefix('#').is_some_and(|hex| hex.len() == 6 && hex.bytes().all(|byte| byte.is_ascii_hexdigit()));
    if !right {
        node.fail(format!("“{text}” must be a colour of the form #rrggbb"));
        return None;
    }
    Some(text.to_ascii_lowercase())
}

/// The contrast ratio of WCAG 2.2 between two colours `#rrggbb`, 1 to 21.
fn contrast(a: &str, b: &str) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Relative luminance of WCAG 2.2.
fn luminance(colour: &str) -> f64 {
    let channel = |from: usize| {
        let byte = colour.get(from..from + 2).and_then(|hex| u8::from_str_radix(hex, 16).ok()).unwrap_or(0);
        let share = f64::from(byte) / 255.0;
        if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_that_of_wcag() {
        assert!((contrast("#000000", "#ffffff") - 21.0).abs() < 1e-9);
        assert!((contrast("#ffffff", "#ffffff") - 1.0).abs() < 1e-9);
        assert!((contrast("#767676", "#ffffff") - 4.54).abs() < 0.01);
    }

    #[test]
    fn the_grounds_are_those_of_the_tokens() {
        let tokens = include_str!("../../../../style/tokens.css");
        for (name, [light, dark]) in [("paper", PAPER), ("sheet", SHEET)] {
            let line = format!("--{name}: light-dark({light}, {dark})");
            assert!(tokens.contains(&line), "style/tokens.css must say {line}");
        }
    }
}
