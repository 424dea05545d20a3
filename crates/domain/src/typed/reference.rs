//! References: short texts that people spell on the telephone, type on any keyboard, and scan.

use crate::limits::TYPED_CHARS_MAX;

/// The characters of a new reference: none that look or sound alike, and neither `Y` nor `Z`, which German and English
/// keyboards have in each other's place.
pub const REFERENCE_LETTERS: &[u8] = b"23456789ACDEFGHJKMNPQRTUVWX";
/// The length of a reference in characters.
pub const REFERENCE_CHARS: usize = 6;

/// The references that a typed or scanned text may mean, the likeliest first: what it says, the same with `Y` and `Z`
/// swapped (older references have them), and what the keys give that a scanner believes to press on a French keyboard.
/// Case, width, blanks and dashes do not matter, nor the symbology identifier with which scanners begin (ISO/IEC 15424).
pub fn meant_references(text: &str) -> Vec<String> {
    let plain: String = super::plain(text).chars().take(TYPED_CHARS_MAX).collect();
    let plain = plain.trim();
    let french: String = plain.chars().map(from_azerty).collect();
    let mut meant = vec![compact(without_symbology(plain)), compact(without_symbology(&french))];
    let swapped = meant[0].chars().map(|letter| match letter {
        'Y' => 'Z',
        'Z' => 'Y',
        letter => letter,
    });
    meant.insert(1, swapped.collect());
    meant.dedup();
    meant
}

/// `]Q1`, `]C1`, `]d2` and so on.
fn without_symbology(text: &str) -> &str {
    match text.as_bytes() {
        // The sign on the key of `]` is `+` in Germany and `$` in France.
        [b']' | b'+' | b'$', kind, modifier, ..] if kind.is_ascii_alphabetic() && modifier.is_ascii_alphanumeric() => {
            &text[3..]
        }
        _ => text,
    }
}

fn compact(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_uppercase()).collect()
}

/// The letter or digit of an English keyboard on the key that wrote this on a French one.
fn from_azerty(letter: char) -> char {
    match letter {
        '&' => '1',
        'é' => '2',
        '"' => '3',
        '\'' => '4',
        '(' => '5',
        '-' => '6',
        'è' => '7',
        '_' => '8',
        'ç' => '9',
        'à' => '0',
        'a' => 'q',
        'q' => 'a',
        'z' => 'w',
        'w' => 'z',
        'A' => 'Q',
        'Q' => 'A',
        'Z' => 'W',
        'W' => 'Z',
        ',' => 'm',
        '?' => 'M',
        letter => letter,
    }
}
