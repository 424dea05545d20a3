//! Countries, which decide the rules for plates and phone numbers.

use crate::codes::PlateKind;

/// The country whose rules apply to plates and phone numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Country {
    /// The People's Republic of China.
    Cn,
    /// The Federal Republic of Germany.
    De,
    /// Any other country, by its ISO 3166-1 code of two letters.
    Other([u8; 2]),
}

impl Country {
    /// An unknown country: ISO 3166-1 leaves the code ZZ to its users.
    pub const UNKNOWN: Self = Self::Other(*b"ZZ");

    /// The country of an ISO 3166-1 code, two capital letters.
    pub fn from_code(code: &str) -> Option<Self> {
        match code.as_bytes() {
            b"CN" => Some(Self::Cn),
            b"DE" => Some(Self::De),
            [first, second] if first.is_ascii_uppercase() && second.is_ascii_uppercase() => {
                Some(Self::Other([*first, *second]))
            }
            _ => None,
        }
    }

    /// The ISO 3166-1 code of the country.
    pub fn code(&self) -> &str {
        match self {
            Self::Cn => "CN",
            Self::De => "DE",
            Self::Other(code) => std::str::from_utf8(code).expect("capital ASCII letters are UTF-8"),
        }
    }

    /// The calling code of its telephone numbers, if it is known here.
    pub const fn calling_code(self) -> Option<&'static str> {
        match self {
            Self::Cn => Some("86"),
            Self::De => Some("49"),
            Self::Other(_) => None,
        }
    }

    /// The kind of plate that most cars of the country have.
    pub const fn plate_kind(self) -> PlateKind {
        match self {
            Self::Cn => PlateKind::Cn,
            Self::De => PlateKind::De,
            Self::Other(_) => PlateKind::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_decides_which_plates_are_usual() {
        let check = |code: &str, expected: Option<PlateKind>| {
            let country = Country::from_code(code);
            assert_eq!(country.map(Country::plate_kind), expected, "{code}");
            assert!(country.is_none_or(|country| country.code() == code), "{code}");
        };
        check("CN", Some(PlateKind::Cn));
        check("DE", Some(PlateKind::De));
        check("AT", Some(PlateKind::Other));
        for wrong in ["", "C", "cn", "DEU", "中"] {
            check(wrong, None);
        }
    }
}
