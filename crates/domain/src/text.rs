//! What typed text is brought to before its rule is asked (docs/rules.md, "Plates and VINs").

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

/// Half-width capitals, without spaces and without the dot of a printed plate.
pub(crate) fn squeeze(text: &str) -> String {
    capitals(text).filter(|letter| !letter.is_whitespace() && !is_dot(*letter)).collect()
}

/// Half-width capitals.
pub(crate) fn capitals(text: &str) -> impl Iterator<Item = char> {
    text.trim().chars().map(half_width).map(capital)
}

/// The capital of a letter that plates have; all of Unicode's would be many kilobytes to download.
fn capital(letter: char) -> char {
    match letter {
        'ä' => 'Ä',
        'ö' => 'Ö',
        'ü' => 'Ü',
        other => other.to_ascii_uppercase(),
    }
}

/// The middle dot and what keyboards offer in its place.
pub(crate) fn is_dot(letter: char) -> bool {
    matches!(letter, '·' | '•' | '‧' | '∙' | '⋅' | '・' | '･')
}

/// Whether the text can stand on a wall as it is: no control characters, and none of the invisible
/// ones that reorder or hide what stands beside them.
pub fn is_plain(text: &str) -> bool {
    !text.chars().any(|letter| {
        letter.is_control()
            || matches!(letter,
                '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    })
}
