//! Masking of plates, telephone numbers and names for others to see (docs/rules.md, "Privacy").
//!
//! A masked value has a type of its own, so that it cannot be confused with a full one.

use crate::codes::Salutation;
use crate::language::Language;
use crate::person::name::addressed_as;
use crate::phone::Phone;
use crate::plate::{Plate, Shape};
use std::fmt;

/// Implements reading for a masked type; it can only be created by its own constructor.
macro_rules! masked {
    ($name:ident) => {
        impl $name {
            /// The masked text.
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
    /// Hides two characters of a Chinese plate, three of a new-energy one (whose letter only marks it as one), the
    /// letters, leading digits and suffix `E` or `H` of a German one, and all but the last two characters, at least
    /// half, of any other.
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

/// How a customer is addressed in public: 「王女士」, `Ms Wang`, `Frau Hansen`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DisplayName(String);
masked!(DisplayName);

impl DisplayName {
    /// The form of address in a language, for readers who may know the name.
    pub fn of(name: &str, salutation: Option<Salutation>, language: Language) -> Self {
        Self(addressed_as(name, salutation, language))
    }

    /// The same for public screens: only with a salutation, and only if the customer agreed to it.
    pub fn if_agreed(agreed: bool, name: &str, salutation: Option<Salutation>, language: Language) -> Option<Self> {
        (agreed && salutation.is_some() && !name.trim().is_empty()).then(|| Self::of(name, salutation, language))
    }
}

/// The last `count` characters.
fn ending(text: &str, count: usize) -> &str {
    let hidden = text.chars().count().saturating_sub(count);
    text.char_indices().nth(hidden).map_or("", |(at, _)| &text[at..])
}

#[cfg(test)]
mod tests;
