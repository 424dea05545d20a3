//! Licence plates: parsed once, then always well-formed (docs/rules.md, "Plates and VINs").

mod province;

pub use province::{province_of, simplified};

use crate::codes::PlateKind;
use crate::limits::{PLATE_OTHER_CHARS_MAX, TYPED_CHARS_MAX};
use crate::typed::{capital, compact, line, plain};
use std::fmt;

/// The first character of a Chinese plate: the 31 provinces, regions and cities.
pub const PROVINCES: [char; 31] = [
    '京', '津', '沪', '渝', '冀', '豫', '云', '辽', '黑', '湘', '皖', '鲁', '新', '苏', '浙', '赣', '鄂', '桂', '甘',
    '晋', '蒙', '陕', '吉', '闽', '贵', '粤', '青', '藏', '川', '宁', '琼',
];

/// Special last characters of Chinese plates with seven characters.
const ENDINGS: [char; 5] = ['挂', '学', '警', '港', '澳'];

/// A licence plate that obeys the rule of its kind. Prints in canonical form: `沪A·12345`,
/// `B-AB 1234`, or as typed. Parsing what it prints gives the same plate.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Plate(Shape);

/// The parts of a plate, as the masks need them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Shape {
    /// Province, letter of the office, then five characters, or six of a new-energy plate.
    Cn { province: char, office: char, number: String },
    /// District, letters, digits, and `E` (electric) or `H` (historic).
    De { district: String, letters: String, digits: String, suffix: Option<char> },
    /// Any other plate, as typed.
    Other(String),
}

/// Why a text is not a plate of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PlateError {
    /// Nothing was typed.
    Required,
    /// Longer than any plate.
    TooLong,
    /// The first character is not a province.
    Province,
    /// Too few or too many characters.
    Length,
    /// A character that is not allowed at its position.
    Format,
}

impl PlateError {
    /// The stable error code, as it is sent over the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::TooLong => "too-long",
            Self::Province => "plate-province",
            Self::Length => "plate-length",
            Self::Format => "plate-format",
        }
    }
}

impl Plate {
    /// Parses a plate by the rule of its kind, however it is typed (docs/rules.md, "Typed text"). Chinese plates may
    /// also be typed in traditional characters; what separates the letters of German ones is needed only if district
    /// and letters could be split in two ways; others stay as they are typed, without what nobody sees.
    pub fn parse(kind: PlateKind, text: &str) -> Result<Self, PlateError> {
        let text = line(text);
        if text.is_empty() {
            return Err(PlateError::Required);
        }
        if text.chars().count() > TYPED_CHARS_MAX {
            return Err(PlateError::TooLong);
        }
        match kind {
            PlateKind::Cn => chinese(&chinese_letters(&text)),
            PlateKind::De => german(&text),
            PlateKind::Other => other(text),
        }
        .map(Self)
    }

    /// Which rule the plate obeys.
    pub const fn kind(&self) -> PlateKind {
        match self.0 {
            Shape::Cn { .. } => PlateKind::Cn,
            Shape::De { .. } => PlateKind::De,
            Shape::Other(_) => PlateKind::Other,
        }
    }

    /// Whether the plate is that of a new-energy car: eight characters in China, the suffix `E` in Germany.
    pub fn is_new_energy(&self) -> bool {
        match &self.0 {
            Shape::Cn { number, .. } => number.len() == 6,
            Shape::De { suffix, .. } => *suffix == Some('E'),
            Shape::Other(_) => false,
        }
    }

    pub(crate) const fn shape(&self) -> &Shape {
        &self.0
    }
}

impl fmt::Display for Plate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Shape::Cn { province, office, number } => write!(f, "{province}{office}·{number}"),
            Shape::De { district, letters, digits, suffix } => {
                write!(f, "{district}-{letters} {digits}")?;
                suffix.map_or(Ok(()), |suffix| write!(f, "{suffix}"))
            }
            Shape::Other(text) => f.write_str(text),
        }
    }
}

/// What can be said about a plate while it is being typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Typing {
    /// Nothing is typed yet.
    Empty,
    /// Right so far; at least so many characters are missing.
    Missing {
        /// The least number of missing characters.
        characters: usize,
    },
    /// A whole plate; seven Chinese characters may still grow into a new-energy plate of eight.
    Complete {
        /// See [`Plate::is_new_energy`].
        new_energy: bool,
    },
    /// It cannot become a valid plate any more.
    Wrong(PlateError),
}

/// The state of a plate that is being typed, for live help at the input field.
pub fn typing(kind: PlateKind, text: &str) -> Typing {
    let error = match Plate::parse(kind, text) {
        Ok(plate) => return Typing::Complete { new_energy: plate.is_new_energy() },
        Err(PlateError::Required) => return Typing::Empty,
        Err(error) => error,
    };
    match kind {
        PlateKind::Cn => chinese_typing(&chinese_letters(text), error),
        PlateKind::De => ["1", "A1", "-A1", "A-A1"]
            .into_iter()
            .find(|rest| Plate::parse(kind, &format!("{text}{rest}")).is_ok())
            .map_or(Typing::Wrong(error), |rest| Typing::Missing {
                characters: rest.chars().filter(char::is_ascii_alphanumeric).count(),
            }),
        PlateKind::Other => Typing::Wrong(error),
    }
}

/// Checks the beginning of a Chinese plate: right as long as every character is allowed at its position.
fn chinese_typing(typed: &str, error: PlateError) -> Typing {
    let count = typed.chars().count();
    if error != PlateError::Length || count > 7 {
        Typing::Wrong(error)
    } else if typed.chars().enumerate().all(|(at, letter)| fits_chinese(at, letter)) {
        Typing::Missing { characters: 7 - count }
    } else {
        Typing::Wrong(PlateError::Format)
    }
}

/// Letters of Chinese plates: `I` and `O` would be read as digits.
fn is_letter(letter: char) -> bool {
    letter.is_ascii_uppercase() && !matches!(letter, 'I' | 'O')
}

/// The letters `[A-HJK]`, which mark a new-energy plate.
fn is_energy_letter(letter: char) -> bool {
    matches!(letter, 'A'..='H' | 'J' | 'K')
}

/// Whether a character is allowed at this position of a Chinese plate, counted from 0.
pub fn fits_chinese(at: usize, letter: char) -> bool {
    match at {
        0 => PROVINCES.contains(&letter),
        1 => is_letter(letter),
        _ => is_letter(letter) || letter.is_ascii_digit() || (at == 6 && ENDINGS.contains(&letter)),
    }
}

/// The letters and digits of a Chinese plate, in the form that plates have.
fn chinese_letters(text: &str) -> String {
    compact(text).chars().filter(|letter| !separates(*letter)).map(simplified).collect()
}

fn chinese(text: &str) -> Result<Shape, PlateError> {
    let letters: Vec<char> = text.chars().collect();
    let (&province, rest) = letters.split_first().ok_or(PlateError::Required)?;
    if !PROVINCES.contains(&province) {
        return Err(PlateError::Province);
    }
    let well_formed = match rest {
        [_, _, _, _, _, _] => letters.iter().enumerate().all(|(at, letter)| fits_chinese(at, *letter)),
        [office, number @ ..] if number.len() == 6 => is_letter(*office) && is_new_energy_number(number),
        _ => return Err(PlateError::Length),
    };
    if !well_formed {
        return Err(PlateError::Format);
    }
    Ok(Shape::Cn { province, office: rest[0], number: rest[1..].iter().collect() })
}

/// Whether these are the six characters of a new-energy plate: of small cars (`D12345`, `DF1234`) or large ones
/// (`12345D`).
fn is_new_energy_number(number: &[char]) -> bool {
    let digits = |part: &[char]| part.iter().all(char::is_ascii_digit);
    match number {
        [first, second, rest @ ..] if is_energy_letter(*first) => {
            (is_letter(*second) || second.is_ascii_digit()) && digits(rest)
        }
        [rest @ .., last] => digits(rest) && is_energy_letter(*last),
        [] => false,
    }
}

fn german(text: &str) -> Result<Shape, PlateError> {
    let text: String = plain(text).chars().map(capital).collect();
    let letters_end = text.find(|letter: char| letter.is_ascii_digit()).ok_or(PlateError::Format)?;
    let (front, back) = text.split_at(letters_end);
    let (district, letters) = german_letters(front)?;
    let (digits, suffix) = german_digits(back)?;
    Ok(Shape::De { district, letters, digits, suffix })
}

fn german_digits(back: &str) -> Result<(String, Option<char>), PlateError> {
    let digits: String = back.chars().take_while(char::is_ascii_digit).collect();
    let suffix = match back[digits.len()..].trim_matches(separates) {
        "" => None,
        "E" => Some('E'),
        "H" => Some('H'),
        _ => return Err(PlateError::Format),
    };
    if digits.len() > 4 {
        return Err(PlateError::Length);
    }
    if digits.starts_with('0') {
        return Err(PlateError::Format);
    }
    Ok((digits, suffix))
}

/// Whether a character may stand between the parts of a plate.
fn separates(letter: char) -> bool {
    matches!(letter, ' ' | '\t' | '-' | '·' | '.' | '/' | ':' | '_')
}

/// Splits `B-AB`, `B AB` or, where only one reading exists, `VERAB` into district and letters.
fn german_letters(front: &str) -> Result<(String, String), PlateError> {
    let groups: Vec<&str> = front.split(separates).filter(|group| !group.is_empty()).collect();
    let (district, letters) = match groups[..] {
        [district, letters] => (district, letters),
        [both] => {
            let at = match both.chars().count() {
                2 => 1,
                5 => 3,
                1 | 6.. => return Err(PlateError::Length),
                _ => return Err(PlateError::Format),
            };
            both.split_at(both.chars().take(at).map(char::len_utf8).sum())
        }
        _ => return Err(PlateError::Format),
    };
    if district.chars().count() > 3 || letters.chars().count() > 2 {
        return Err(PlateError::Length);
    }
    let is_district = district.chars().all(|letter| letter.is_ascii_uppercase() || matches!(letter, 'Ä' | 'Ö' | 'Ü'));
    if !is_district || !letters.chars().all(|letter| letter.is_ascii_uppercase()) {
        return Err(PlateError::Format);
    }
    Ok((district.to_owned(), letters.to_owned()))
}

fn other(text: String) -> Result<Shape, PlateError> {
    if text.chars().count() > PLATE_OTHER_CHARS_MAX {
        return Err(PlateError::TooLong);
    }
    Ok(Shape::Other(text))
}

#[cfg(test)]
pub(crate) mod tests;
