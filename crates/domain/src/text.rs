//! Normalisation of typed text before it is validated (docs/rules.md, "Plates and VINs").

/// Whether a letter is of the Han script.
pub const fn is_han(letter: char) -> bool {
    matches!(letter, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{323af}')
}

/// Full-width characters (`Ａ`, `１`, `＋`, the ideographic space) become their half-width twins.
pub fn half_width(letter: char) -> char {
    match letter {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => {
            char::from_u32(u32::from(letter) - 0xfee0).expect("U+FF01 to U+FF5E lie 0xFEE0 above printable ASCII")
        }
        other => other,
    }
}

/// Upper-case half-width text without spaces and without the dot of a printed plate.
pub(crate) fn squeeze(text: &str) -> String {
    capitals(text).filter(|letter| !letter.is_whitespace() && !is_dot(*letter)).collect()
}

/// Upper-case half-width characters.
pub(crate) fn capitals(text: &str) -> impl Iterator<Item = char> {
    text.trim().chars().map(half_width).map(capital)
}

/// The upper case of a letter that occurs on plates; a table for all of Unicode would be many kilobytes to download.
fn capital(letter: char) -> char {
    match letter {
        'ä' => 'Ä',
        'ö' => 'Ö',
        'ü' => 'Ü',
        other => other.to_ascii_uppercase(),
    }
}

/// Whether a character is the middle dot, or one that keyboards offer in its place.
pub(crate) fn is_dot(letter: char) -> bool {
    matches!(letter, '·' | '•' | '‧' | '∙' | '⋅' | '・' | '･')
}

/// Whether a text can be shown on a public screen: no control characters, and no invisible ones that reorder or hide
/// their neighbours.
pub fn is_plain(text: &str) -> bool {
    !text.chars().any(|letter| {
        letter.is_control()
            || matches!(letter,
                '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    })
}
