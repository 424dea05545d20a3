//! Colours, and whether text in one can be read on another (WCAG 2.2, 1.4.3).

use std::fmt;

/// The least contrast of text against its ground.
pub const CONTRAST_MIN: f64 = 4.5;

/// `--paper` of style/tokens.css, light and dark.
pub const PAPER: [Colour; 2] = [Colour([0xfb, 0xfa, 0xf6]), Colour([0x13, 0x15, 0x18])];
/// `--sheet` of style/tokens.css, light and dark.
pub const SHEET: [Colour; 2] = [Colour([0xff, 0xff, 0xff]), Colour([0x1a, 0x1d, 0x21])];
/// What is written on an accent: white or ink.
const ON_ACCENT: [Colour; 2] = [Colour([0xff, 0xff, 0xff]), Colour([0x14, 0x17, 0x1a])];

/// An opaque colour of sRGB.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Colour([u8; 3]);

impl Colour {
    /// Reads `#rrggbb`.
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

    /// A twelfth of this colour on a ground, for the tint of chosen rows.
    fn tint(self, ground: Self) -> Self {
        let mix = |n: usize| (u16::from(self.0[n]) + 11 * u16::from(ground.0[n])) / 12;
        Self([0, 1, 2].map(|n| mix(n).to_le_bytes()[0]))
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

/// An accent in one scheme, with what belongs to it; all of it can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accent {
    /// Action and selection.
    pub accent: Colour,
    /// Text on it.
    pub on_accent: Colour,
    /// Tint of chosen rows.
    pub soft: Colour,
}

impl Accent {
    /// The accent in the light (0) or the dark (1) scheme, unless it could not be read there.
    pub fn of(accent: Colour, scheme: usize) -> Option<Self> {
        let (paper, sheet) = (*PAPER.get(scheme)?, *SHEET.get(scheme)?);
        let soft = accent.tint(paper);
        let on_accent = ON_ACCENT.into_iter().find(|text| text.contrast(accent) >= CONTRAST_MIN)?;
        let is_read = [paper, sheet, soft].into_iter().all(|ground| accent.contrast(ground) >= CONTRAST_MIN);
        is_read.then_some(Self { accent, on_accent, soft })
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
