//! Classes of characters, as people type and paste them (Unicode 17, `DerivedCoreProperties` and `UnicodeData`).

/// A range of code points, both ends included.
type Range = (u32, u32);

/// Characters that nobody sees (`Default_Ignorable_Code_Point`), and annotation marks.
const IGNORABLE: &[Range] = &[
    (0x00AD, 0x00AD),
    (0x034F, 0x034F),
    (0x061C, 0x061C),
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x200B, 0x200F),
    (0x202A, 0x202E),
    (0x2060, 0x206F),
    (0x3164, 0x3164),
    (0xFE00, 0xFE0F),
    (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0),
    (0xFFF0, 0xFFFB),
    (0x1BCA0, 0x1BCA3),
    (0x1D173, 0x1D17A),
    (0xE0000, 0xE0FFF),
];

/// The zeros of all decimal digits (`Nd`); nine more follow each.
const ZEROS: &[u32] = &[
    0x0030, 0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0DE6,
    0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40,
    0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10, 0x104A0, 0x10D30, 0x10D40, 0x11066,
    0x110F0, 0x11136, 0x111D0, 0x112F0, 0x11450, 0x114D0, 0x11650, 0x116C0, 0x116D0, 0x116DA, 0x11730, 0x118E0,
    0x11950, 0x11BF0, 0x11C50, 0x11D50, 0x11DA0, 0x11DE0, 0x11F50, 0x16130, 0x16A60, 0x16AC0, 0x16B50, 0x16D70,
    0x1CCF0, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6, 0x1E140, 0x1E2F0, 0x1E4F0, 0x1E5F1, 0x1E950, 0x1FBF0,
];

/// Whether a character shows nothing and says nothing: it is dropped wherever people type.
pub fn is_ignorable(letter: char) -> bool {
    let code = u32::from(letter);
    (letter.is_control() && !matches!(letter, '\t' | '\n' | '\r')) || within(IGNORABLE, code)
}

/// Whether a character is a blank, also the Braille blank and the Mongolian separator.
pub fn is_blank(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '\u{2800}' | '\u{180E}')
}

/// The value of a decimal digit of any script.
pub fn digit(letter: char) -> Option<u8> {
    let code = u32::from(letter);
    let at = ZEROS.partition_point(|zero| *zero <= code).checked_sub(1)?;
    u8::try_from(code - ZEROS[at]).ok().filter(|digit| *digit < 10)
}

/// What a character is within something that machines read (a plate, a telephone number, a reference): the plain one of
/// its class; `None` if it says nothing.
pub fn fold(letter: char) -> Option<char> {
    if letter.is_ascii() && !letter.is_control() {
        return Some(letter);
    }
    if is_blank(letter) {
        return Some(' ');
    }
    if is_ignorable(letter) {
        return None;
    }
    if let Some(digit) = digit(letter) {
        return Some(char::from(b'0' + digit));
    }
    Some(match letter {
        // Half width: the ASCII of the full-width forms.
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(letter) - 0xFEE0).unwrap_or(letter),
        '\u{02D7}'
        | '\u{058A}'
        | '\u{05BE}'
        | '\u{1400}'
        | '\u{1806}'
        | '\u{2010}'..='\u{2015}'
        | '\u{2043}'
        | '\u{207B}'
        | '\u{208B}'
        | '\u{2212}'
        | '\u{2796}'
        | '\u{2E17}'
        | '\u{2E1A}'
        | '\u{2E3A}'
        | '\u{2E3B}'
        | '\u{2E40}'
        | '\u{2E5D}'
        | '\u{301C}'
        | '\u{3030}'
        | '\u{30A0}'
        | '\u{30FC}'
        | '\u{FE31}'
        | '\u{FE32}'
        | '\u{FE58}'
        | '\u{FE63}'
        | '\u{FF70}'
        | '\u{10D6E}'
        | '\u{10EAD}' => '-',
        '\u{06D4}' | '\u{2024}' | '\u{3002}' | '\u{FE12}' | '\u{FE52}' | '\u{FF61}' => '.',
        '\u{2022}' | '\u{2027}' | '\u{2219}' | '\u{22C5}' | '\u{25CF}' | '\u{2E31}' | '\u{30FB}' | '\u{FF65}' => '·',
        '\u{00B4}'
        | '\u{02B9}'
        | '\u{02BB}'
        | '\u{02BC}'
        | '\u{02C8}'
        | '\u{055A}'
        | '\u{2018}'..='\u{201B}'
        | '\u{2032}'
        | '\u{2035}'
        | '\u{A78C}' => '\'',
        '\u{00AB}' | '\u{00BB}' | '\u{201C}'..='\u{201F}' | '\u{2033}' | '\u{2036}' => '"',
        '\u{2044}' | '\u{2215}' | '\u{29F8}' | '\u{FE68}' => '/',
        '\u{207A}' | '\u{208A}' | '\u{2795}' | '\u{FB29}' | '\u{FE62}' => '+',
        '\u{060C}' | '\u{066C}' | '\u{3001}' | '\u{FE50}' | '\u{FE51}' | '\u{FF64}' => ',',
        '\u{2236}' | '\u{FE55}' => ':',
        other => other,
    })
}

fn within(ranges: &[Range], code: u32) -> bool {
    let at = ranges.partition_point(|(_, end)| *end < code);
    ranges.get(at).is_some_and(|(start, _)| *start <= code)
}

/// Whether a character only adds a mark to the one before it (the combining blocks; scripts' own marks are letters here).
pub fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{0300}'..='\u{036F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}'
        | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}')
}
