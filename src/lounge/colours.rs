//! The dealer's accent on the board, moved towards white or black until it is read from afar: everything there
//! has a contrast of 7:1 (WCAG 2.2, 1.4.6), while a dealer's theme only promises 4.5:1.

use bayside_api::dealer::Theme;
use bayside_domain::colour::Colour;

/// The least contrast ratio for reading from a distance.
const CONTRAST_MIN: f64 = 7.0;
/// How much of the accent tints a row, of 255.
const TINT: u8 = 30;

/// Ground and inks of style/lounge.css and style/tokens.css, by scheme: `--paper`, `--ink`, `--ink-2`.
const DARK: [&str; 3] = ["#090b0e", "#f6f5f0", "#cfd3d6"];
const LIGHT: [&str; 3] = ["#fbfaf6", "#14171a", "#33383d"];
/// What is written on an accent.
const ON: [&str; 2] = ["#06121f", "#ffffff"];

/// The accent, what is written on it, and the tint of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WallAccent {
    /// Now, and what changed.
    pub accent: String,
    /// Text on it.
    pub on_accent: String,
    /// The ground of a changed row.
    pub soft: String,
}

/// The nearest to the dealer's accent that is read from afar.
pub fn accent(theme: &Theme, is_light: bool) -> Option<WallAccent> {
    let wanted = Colour::parse(&theme.accent[usize::from(!is_light)])?;
    let parse = |text: &str| Colour::parse(text);
    let [paper, ink, ink_2] = if is_light { LIGHT } else { DARK }.map(parse);
    let (paper, ink, ink_2) = (paper?, ink?, ink_2?);
    let end = parse(if is_light { "#000000" } else { "#ffffff" })?;
    (0..=255).find_map(|step| {
        let accent = wanted.towards(end, step);
        let soft = paper.towards(accent, TINT);
        let reads = |text: Colour, ground: Colour| text.contrast(ground) >= CONTRAST_MIN;
        let on = ON.iter().filter_map(|text| parse(text)).find(|on| reads(*on, accent))?;
        let all = [(accent, paper), (ink, soft), (ink_2, soft)];
        all.into_iter().all(|(text, ground)| reads(text, ground)).then(|| WallAccent {
            accent: accent.to_string(),
            on_accent: on.to_string(),
            soft: soft.to_string(),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn theme(light: &str, dark: &str) -> Theme {
        let pair = |light: &str, dark: &str| [light.to_owned(), dark.to_owned()];
        Theme {
            accent: pair(light, dark),
            on_accent: pair("#ffffff", "#000000"),
            accent_soft: pair(light, dark),
            radius: 2,
        }
    }

    #[test]
    fn what_is_read_from_afar_is_left_as_it_is() {
        let aller = theme("#0b585b", "#7fc9c8");
        assert_eq!(accent(&aller, false).unwrap().accent, "#7fc9c8");
        assert_eq!(accent(&aller, true).unwrap().accent, "#0b585b");
    }

    #[test]
    fn what_is_not_is_moved_until_it_is() {
        for text in ["#000000", "#ffffff", "#ff0000", "#ffee00", "#00ff00", "#3344ff", "#7f7f7f", "#c00060"] {
            for is_light in [false, true] {
                let drawn = accent(&theme(text, text), is_light).unwrap();
                let colour = |text: &str| Colour::parse(text).unwrap();
                let [paper, ink, ink_2] = if is_light { LIGHT } else { DARK }.map(colour);
                for (text, ground) in [
                    (colour(&drawn.accent), paper),
                    (colour(&drawn.on_accent), colour(&drawn.accent)),
                    (ink, colour(&drawn.soft)),
                    (ink_2, colour(&drawn.soft)),
                ] {
                    assert!(text.contrast(ground) >= 7.0, "{drawn:?}");
                }
            }
        }
    }

    #[test]
    fn the_inks_are_those_of_the_sheets() {
        let (tokens, lounge) = (include_str!("../../style/tokens.css"), include_str!("../../style/lounge.css"));
        for (sheet, scheme) in [(tokens, DARK), (lounge, LIGHT)] {
            for (name, colour) in ["paper", "ink", "ink-2"].into_iter().zip(scheme) {
                assert!(sheet.contains(&format!("--{name}: {colour};")), "--{name}: {colour}");
            }
        }
    }
}
