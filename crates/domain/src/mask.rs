//! What others may see of a plate, a telephone number and a name (semantics.md, "Names and masks").
//!
//! A masked value has a type of its own, so it cannot be mistaken for a full one, and nothing else can
//! stand where a masked one is asked for.

use crate::phone::Phone;
use crate::plate::{Plate, Shape};
use crate::words::Salutation;
use std::fmt;

/// Gives a masked type its reading side; the writing side is its own constructor alone.
macro_rules! masked {
    ($name:ident) => {
        impl $name {
            /// As it is shown.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<$name> for String {
            fn from(masked: $name) -> Self {
                masked.0
            }
        }
    };
}

/// A plate for public eyes: `沪A·**345`, new energy `沪A·D***45` or `沪A·***45D`, German `VER·*71`,
/// others `··71`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MaskedPlate(String);
masked!(MaskedPlate);

impl MaskedPlate {
    /// Hides two characters of a Chinese plate, three of a new-energy one (its letter says only that it
    /// is one), letters, leading digits and `E` or `H` of a German one, and all but the last two of any
    /// other, at least half of it.
    pub fn of(plate: &Plate) -> Self {
        Self(match plate.shape() {
            Shape::Cn { province, office, number } => {
                let masked = match number.len() {
                    6 if number.starts_with(|first: char| first.is_ascii_digit()) => format!("***{}", &number[3..]),
                    6 => format!("{}***{}", &number[..1], &number[4..]),
                    _ => format!("**{}", number.chars().skip(2).collect::<String>()),
                };
                format!("{province}{office}·{masked}")
            }
            Shape::De { district, digits, .. } => format!("{district}·*{}", ending(digits, 2)),
            Shape::Other(text) => format!("··{}", ending(text, 2.min(text.chars().count() / 2))),
        })
    }
}

/// A telephone number for public eyes: `138****5678`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct MaskedPhone(String);
masked!(MaskedPhone);

impl MaskedPhone {
    /// The first three and last four digits as dialled in the country, if at least four are hidden
    /// between them; of a shorter number a third, at its end.
    pub fn of(phone: &Phone) -> Self {
        let digits = phone.national();
        let count = digits.chars().filter(char::is_ascii_digit).count();
        Self(if count < 11 {
            format!("****{}", ending(digits, count / 3))
        } else {
            let start: String = digits.chars().take(3).collect();
            format!("{start}****{}", ending(digits, 4))
        })
    }
}

/// How a customer is addressed before others: 「王女士」, `Ms Wang`, `Frau Hansen`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DisplayName(String);
masked!(DisplayName);

/// The longest family name shown, in characters.
const FAMILY_CHARS_MAX: usize = 24;

impl DisplayName {
    /// The family name with the salutation in the customer's language (BCP 47; Chinese and German have
    /// their own form, all others get the English one). Whose salutation is not known is called by the whole name.
    pub fn of(name: &str, salutation: Option<Salutation>, locale: &str) -> Self {
        let Some(salutation) = salutation else { return Self(name.trim().to_owned()) };
        let family = family_name(name);
        let language = locale.split(['-', '_']).next().unwrap_or_default();
        let title = match (language, salutation) {
            ("zh", Salutation::Mr) => "先生",
            ("zh", Salutation::Ms) => "女士",
            ("de", Salutation::Mr) => "Herr",
            ("de", Salutation::Ms) => "Frau",
            (_, Salutation::Mr) => "Mr",
            (_, Salutation::Ms) => "Ms",
        };
        Self(if language == "zh" { format!("{family}{title}") } else { format!("{title} {family}").trim().to_owned() })
    }

    /// The same for walls and signs: only with a salutation, and only if the customer agreed to it.
    pub fn if_agreed(agreed: bool, name: &str, salutation: Option<Salutation>, locale: &str) -> Option<Self> {
        (agreed && salutation.is_some() && !name.trim().is_empty()).then(|| Self::of(name, salutation, locale))
    }
}

/// Chinese family names of two characters, in both scripts where they differ.
const COMPOUND_SURNAMES: [&str; 46] = [
    "欧阳", "歐陽", "司马", "司馬", "上官", "诸葛", "諸葛", "司徒", "东方", "東方", "皇甫", "尉迟", "尉遲", "公孙",
    "公孫", "令狐", "慕容", "宇文", "长孙", "長孫", "夏侯", "轩辕", "軒轅", "端木", "南宫", "南宮", "独孤", "獨孤",
    "闻人", "聞人", "赫连", "赫連", "澹台", "澹臺", "濮阳", "濮陽", "淳于", "申屠", "钟离", "鍾離", "鲜于", "鮮于",
    "拓跋", "呼延", "百里", "西门",
];

/// Han: the first character, or two of a compound surname with a given name after it. Other scripts: the
/// last word, or the last before a comma (`Hansen, Anna`).
fn family_name(name: &str) -> String {
    let name = name.trim();
    if name.starts_with(is_han) {
        let compound = COMPOUND_SURNAMES.iter().any(|surname| name.starts_with(surname)) && name.chars().count() > 2;
        return name.chars().take(if compound { 2 } else { 1 }).collect();
    }
    let family = name.split(',').next().unwrap_or_default().split_whitespace().last().unwrap_or_default();
    family.chars().take(FAMILY_CHARS_MAX).collect()
}

fn is_han(letter: char) -> bool {
    matches!(letter, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{323af}')
}

/// The last `count` characters.
fn ending(text: &str, count: usize) -> &str {
    let hidden = text.chars().count().saturating_sub(count);
    text.char_indices().nth(hidden).map_or("", |(at, _)| &text[at..])
}

#[cfg(test)]
mod tests;
