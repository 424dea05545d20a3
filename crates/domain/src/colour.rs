//! Colours, and whether their contrast makes text readable (WCAG 2.2, 1.4.3).

use std::fmt;

/// The least contrast ratio between text and its background.
pub const CONTRAST_MIN: f64 = 4.5;

/// The background of pages: `--paper` of style/tokens.css, light and dark.
pub const PAPER: [Colour; 2] = [Colour([0xfb, 0xfa, 0xf6]), Colour([0x13, 0x15, 0x18])];
/// The background of cards: `--sheet` of style/tokens.css, light and dark.
pub const SHEET: [Colour; 2] = [Colour([0xff, 0xff, 0xff]), Colour([0x1a, 0x1d, 0x21])];
/// The colours of text on an accent: white or ink.
const ON_ACCENT: [Colour; 2] = [Colour([0xff, 0xff, 0xff]), Colour([0x14, 0x17, 0x1a])];

/// An opaque sRGB colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Colour([u8; 3]);

impl Colour {
    /// Parses `#rrggbb`.
    pub fn parse(text: &str) -> Option<Self> {
        let hex =
            text.strip_prefix('#').filter(|hex| hex.len() == 6 && hex.bytes().all(|it| it.is_ascii_hexdigit()))?;
        let number = u32::from_str_radix(hex, 16).ok()?;
        let [_, red, green, blue] = number.to_be_bytes();
        Some(Self([red, green, blue]))
    }

    /// The contrast ratio of WCAG 2.2, 1 to 21.
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// Relative luminance of WCAG 2.2.
    fn luminance(self) -> f64 {
        let [red, green, blue] = self.0.map(|byte| {
            let share = f64::from(byte) / 255.0;
            if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// This colour mixed with another: `step` of 255 parts of the other.
    #[must_use]
    pub fn towards(self, other: Self, step: u8) -> Self {
        let step = u16::from(step);
        let mix = |n: usize| (u16::from(self.0[n]) * (255 - step) + u16::from(other.0[n]) * step) / 255;
        Self([0, 1, 2].map(|n| mix(n).to_le_bytes()[0]))
    }

    /// One twelfth of this colour mixed into a background, for the tint of selected rows.
    fn tint(self, ground: Self) -> Self {
        let mix = |n: usize| (u16::from(self.0[n]) + 11 * u16::from(ground.0[n])) / 12;
        Self([0, 1, 2].map(|n| mix(n).to_le_bytes()[0]))
    }
}

impl Colour {
    /// The nearest readable colour of the same hue in the light (0) or the dark (1) scheme: darkened in the light
    /// scheme, lightened in the dark one.
    pub fn readable(self, scheme: usize) -> Option<Self> {
        let toward = |step: u16, byte: u8| match scheme {
            0 => u16::from(byte) * (255 - step) / 255,
            _ => u16::from(byte) + u16::from(255 - byte) * step / 255,
        };
        (0..=255)
            .map(|step| Self(self.0.map(|byte| toward(step, byte).to_le_bytes()[0])))
            .find(|colour| Accent::of(*colour, scheme).is_some())
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

/// An accent colour in one scheme with its text and tint colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accent {
    /// The colour of actions and selections.
    pub accent: Colour,
    /// The colour of text on the accent.
    pub on_accent: Colour,
    /// The tint of selected rows.
    pub soft: Colour,
}

impl Accent {
    /// The accent in the light (0) or the dark (1) scheme; `None` if its contrast is too low there.
    pub fn of(accent: Colour, scheme: usize) -> Option<Self> {
        let drawn = Self::drawn(accent, scheme)?;
        drawn.ratios(scheme).into_iter().all(|ratio| ratio >= CONTRAST_MIN).then_some(drawn)
    }

    /// The same without a check of its contrast.
    pub fn drawn(accent: Colour, scheme: usize) -> Option<Self> {
        let [white, ink] = ON_ACCENT;
        let on_accent = if white.contrast(accent) >= CONTRAST_MIN { white } else { ink };
        Some(Self { accent, on_accent, soft: accent.tint(*PAPER.get(scheme)?) })
    }

    /// The contrast ratios of text on the accent, of the accent on the page background, and of the accent on selected
    /// rows.
    pub fn ratios(&self, scheme: usize) -> [f64; 3] {
        let on = |ground: Option<&Colour>| ground.map_or(0.0, |ground| self.accent.contrast(*ground));
        let ground = on(PAPER.get(scheme)).min(on(SHEET.get(scheme)));
        [self.on_accent.contrast(self.accent), ground, self.accent.contrast(self.soft)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colour(text: &str) -> Colour {
        Colour::parse(text).unwrap()
    }

    #[test]
    fn a_colour_is_six_digits_behind_a_hash() {
        assert_eq!(colour("#0B585b").to_string(), "#0b585b");
        for wrong in ["", "#fff", "0b585b", "#0b585", "#0b585bff", "#+b585b", "red", "#０b585b"] {
            assert_eq!(Colour::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        let white = colour("#ffffff");
        assert!((colour("#000000").contrast(white) - 21.0).abs() < 1e-9);
        assert!((white.contrast(white) - 1.0).abs() < 1e-9);
        assert!((colour("#767676").contrast(white) - 4.54).abs() < 0.01);
    }

    #[test]
    fn the_grounds_are_those_of_the_tokens() {
        let tokens = include_str!("../../../style/tokens.css");
        for (name, [light, dark]) in [("paper", PAPER), ("sheet", SHEET)] {
            let line = format!("--{name}: light-dark({light}, {dark})");
            assert!(tokens.contains(&line), "style/tokens.css must say {line}");
        }
    }

    #[test]
    fn what_cannot_be_read_has_a_neighbour_of_its_hue_that_can() {
        let teal = colour("#2f8f93");
        let ratios = Accent::drawn(teal, 0).unwrap().ratios(0);
        assert!(ratios.iter().any(|ratio| *ratio < CONTRAST_MIN), "{ratios:?}");
        assert_eq!(teal.readable(0).unwrap().to_string(), "#27767a");
        let pale = colour("#7fc9c8");
        assert_eq!(pale.readable(1), Some(pale), "it is read in the dark as it is");
        for text in ["#000000", "#ffffff", "#ff0000", "#ffee00", "#00ff00", "#3344ff", "#7f7f7f"] {
            for scheme in [0, 1] {
                let near = colour(text).readable(scheme).unwrap();
                assert!(Accent::of(near, scheme).is_some(), "{text} {near}");
                assert_eq!(near.readable(scheme), Some(near));
            }
        }
    }

    #[test]
    fn an_accent_is_taken_where_it_can_be_read() {
        let teal = Accent::of(colour("#0b585b"), 0).unwrap();
        assert_eq!((teal.on_accent.to_string().as_str(), teal.soft.to_string().as_str()), ("#ffffff", "#e7ece9"));
        assert_eq!(Accent::of(colour("#0b585b"), 1), None, "too dark for the dark scheme");
        let light = Accent::of(colour("#7fc9c8"), 1).unwrap();
        assert_eq!(light.on_accent.to_string(), "#14171a");
        assert_eq!(Accent::of(colour("#7fc9c8"), 0), None, "too light for the light scheme");
        assert_eq!(Accent::of(colour("#0b585b"), 2), None, "there is no third scheme");
    }
}
