//! Vehicle identification numbers (ISO 3779).

use crate::typed::compact;
use std::fmt;

/// A vehicle identification number: 17 characters, none of them `I`, `O` or `Q`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Vin(String);

/// Why a text is not a VIN.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum VinError {
    /// Nothing was typed.
    Required,
    /// Not seventeen characters.
    Length,
    /// A character that is not allowed in a VIN.
    Format,
}

impl VinError {
    /// The stable error code, as it is sent over the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Length => "vin-length",
            Self::Format => "vin-format",
        }
    }
}

/// Whether the check digit (the ninth character) fits the others. A mismatch only warns: cars built in Europe often
/// have a `Z` there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckDigit {
    /// The check digit is right.
    Matches,
    /// The check digit is wrong; perhaps the number was copied wrongly.
    Mismatch {
        /// The right check digit, `0` to `9` or `X`.
        expected: char,
        /// The character in its place.
        found: char,
    },
}

/// The index of the check digit, from 0.
pub const CHECK_DIGIT_AT: usize = 8;

const LENGTH: usize = 17;
const WEIGHTS: [u32; LENGTH] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];

impl Vin {
    /// Parses a VIN, however it is typed: case, width and blanks do not matter.
    pub fn parse(text: &str) -> Result<Self, VinError> {
        let text = compact(text);
        if text.is_empty() {
            return Err(VinError::Required);
        }
        if text.chars().count() != LENGTH {
            return Err(VinError::Length);
        }
        if !text.chars().all(|letter| value(letter).is_some()) {
            return Err(VinError::Format);
        }
        Ok(Self(text))
    }

    /// Compares the ninth character with the weighted sum of the others.
    pub fn check_digit(&self) -> CheckDigit {
        let sum: u32 = self.0.chars().zip(WEIGHTS).filter_map(|(letter, weight)| Some(value(letter)? * weight)).sum();
        let expected = char::from_digit(sum % 11, 10).unwrap_or('X');
        let found = char::from(self.0.as_bytes()[CHECK_DIGIT_AT]);
        if expected == found { CheckDigit::Matches } else { CheckDigit::Mismatch { expected, found } }
    }

    /// The seventeen characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Vin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The value of a character in the check sum; `None` if it is not allowed in a VIN.
fn value(letter: char) -> Option<u32> {
    match letter {
        '0'..='9' => letter.to_digit(10),
        'A'..='H' => Some(u32::from(letter) - u32::from('A') + 1),
        'J'..='N' => Some(u32::from(letter) - u32::from('J') + 1),
        'P' => Some(7),
        'R' => Some(9),
        'S'..='Z' => Some(u32::from(letter) - u32::from('S') + 2),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str) -> CheckDigit {
        Vin::parse(text).expect("a VIN").check_digit()
    }

    #[test]
    fn known_numbers_match() {
        for text in ["1M8GDM9AXKP042788", "11111111111111111", "LSVAB2BR1JN000001", " lsvab2br1jn 000001"] {
            assert_eq!(check(text), CheckDigit::Matches, "{text}");
        }
    }

    #[test]
    fn a_mismatch_warns_and_says_what_was_expected() {
        assert_eq!(check("LSVXZ60E0H2345678"), CheckDigit::Mismatch { expected: '8', found: '0' });
        assert!(matches!(check("WVWZZZ1KZ6W000001"), CheckDigit::Mismatch { found: 'Z', .. }));
    }

    #[test]
    fn what_cannot_be_a_vin_is_refused() {
        let error = |text: &str| Vin::parse(text).map(|vin| vin.to_string()).map_err(VinError::code);
        assert_eq!(error(" "), Err("required"));
        assert_eq!(error("1M8GDM9AXKP04278"), Err("vin-length"));
        assert_eq!(error("1M8GDM9AXKP0427888"), Err("vin-length"));
        for letter in ["I", "O", "Q", "-", "沪"] {
            assert_eq!(error(&format!("1M8GDM9AXKP04278{letter}")), Err("vin-format"), "{letter}");
        }
    }

    proptest! {
        #[test]
        fn parse_and_print_are_inverse(text in "[A-HJ-NPR-Z0-9]{17}") {
            let vin = Vin::parse(&text).expect("a VIN");
            prop_assert_eq!(vin.to_string(), text);
            prop_assert_eq!(Vin::parse(vin.as_str()), Ok(vin));
        }

        #[test]
        fn the_expected_digit_once_written_matches(text in "[A-HJ-NPR-Z0-9]{17}") {
            if let CheckDigit::Mismatch { expected, .. } = check(&text) {
                let mended = format!("{}{expected}{}", &text[..CHECK_DIGIT_AT], &text[CHECK_DIGIT_AT + 1..]);
                prop_assert_eq!(check(&mended), CheckDigit::Matches);
            }
        }

        #[test]
        fn one_wrong_digit_never_matches(text in "[0-9]{17}", at in 0_usize..17, by in 1_u32..10) {
            // The check digit itself has weight zero; at all other positions two digits never have the same weighted
            // value modulo 11.
            let CheckDigit::Mismatch { expected, .. } = check(&text) else { return Ok(()) };
            let mut letters: Vec<char> = text.chars().collect();
            letters[CHECK_DIGIT_AT] = expected;
            if at != CHECK_DIGIT_AT {
                let digit = letters[at].to_digit(10).expect("a digit");
                letters[at] = char::from_digit((digit + by) % 10, 10).expect("below ten");
                prop_assert_ne!(check(&letters.into_iter().collect::<String>()), CheckDigit::Matches);
            }
        }
    }
}
