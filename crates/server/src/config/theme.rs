//! A dealer's colours; refused if their contrast is too low.

use super::reader::{Node, Table};
use bayside_domain::colour::{CONTRAST_MIN, Colour, PAPER, SHEET};
use bayside_domain::dealer::Theme;
use bayside_domain::limits::RADIUS_PX_MAX;

/// The schemes of a theme, in this order everywhere.
const SCHEMES: [&str; 2] = ["light", "dark"];

/// Reads `[theme]`; if it is absent, the default colours are used.
pub(super) fn read(file: &Table<'_>) -> Option<Theme> {
    file.take("theme")?.table(|table| {
        let accent_node = table.need("accent");
        let on_accent_node = table.need("on_accent");
        let accent = accent_node.as_ref().and_then(colours);
        let on_accent = on_accent_node.as_ref().and_then(colours);
        let soft = table.need("accent_soft").as_ref().and_then(colours);
        for (text_name, text, ground_name, ground, node) in [
            ("accent", accent, "paper", Some(PAPER), &accent_node),
            ("accent", accent, "sheet", Some(SHEET), &accent_node),
            ("accent", accent, "accent_soft", soft, &accent_node),
            ("on_accent", on_accent, "accent", accent, &on_accent_node),
        ] {
            let (Some(text), Some(ground), Some(node)) = (text, ground, node) else { continue };
            for ((scheme, text), ground) in SCHEMES.iter().zip(text).zip(ground) {
                let ratio = text.contrast(ground);
                if ratio < CONTRAST_MIN {
                    // Cut, not rounded: 4.496 must not be shown as 4.50.
                    let shown = (ratio * 100.0).floor() / 100.0;
                    node.fail(format!(
                        "{text_name} {text} on {ground_name} {ground} ({scheme}) has a contrast of {shown:.2}:1, \
                         at least {CONTRAST_MIN}:1 is needed to be read"
                    ));
                }
            }
        }
        let radius = table.number("radius", 4, 0..=RADIUS_PX_MAX);
        let texts = |colours: [Colour; 2]| colours.map(|colour| colour.to_string());
        Some(Theme { accent: texts(accent?), on_accent: texts(on_accent?), accent_soft: texts(soft?), radius })
    })?
}

/// Two colours, light and dark.
fn colours(node: &Node<'_>) -> Option<[Colour; 2]> {
    let items = node.items(2..=2);
    let colours: Vec<Colour> = items.iter().filter_map(colour).collect();
    colours.try_into().ok()
}

fn colour(node: &Node<'_>) -> Option<Colour> {
    let text = node.str()?;
    let colour = Colour::parse(text);
    if colour.is_none() {
        node.fail(format!("“{text}” must be a colour of the form #rrggbb"));
    }
    colour
}
