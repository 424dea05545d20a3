//! Telephone numbers, by the rules of the dealer's country (docs/rules.md, "Telephones and mail").

use crate::country::Country;
use crate::typed::plain;
use std::fmt;

/// A telephone number that can be dialled from the dealer's country. Prints as E.164 where the country
/// code is known, else as the digits that were typed; parsing that for the same country gives the same number.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Phone {
    dialled: String,
    national: String,
}

/// Why a text is not a telephone number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PhoneError {
    /// Nothing was typed.
    Required,
    /// Too few or too many digits.
    Length,
    /// Not a number of this country.
    Format,
}

impl PhoneError {
    /// The stable error code, as it is sent over the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Length => "phone-length",
            Self::Format => "phone-format",
        }
    }
}

/// The most digits that E.164 allows, country code included.
const DIGITS_MAX: usize = 15;
/// The fewest digits of a number: shorter ones are service numbers.
const DIGITS_MIN: usize = 6;

impl Phone {
    /// Parses a number as people write it: in digits of any script, with blanks, dashes, dots, slashes and brackets in
    /// it and `tel:` before it. A leading `00` means `+`; a `(0)` behind a country code is not dialled.
    ///
    /// China: a mobile number, with or without +86. Germany: +49, 49 or a leading 0, or any other country's
    /// number with its `+`. Elsewhere: 6 to 15 digits, with or without `+`.
    pub fn parse(country: Country, text: &str) -> Result<Self, PhoneError> {
        let typed: String = plain(text).chars().filter(|letter| !is_filler(*letter)).collect();
        let typed = typed.strip_prefix("tel:").unwrap_or(&typed);
        let names_country = typed.trim_start_matches('(').starts_with('+') || typed.starts_with("00");
        // Numbers of Italy and San Marino are dialled with their 0.
        let keeps_zero = ["39", "378"].iter().any(|code| typed.trim_start_matches(['(', '+', '0']).starts_with(code));
        let typed = if names_country && !keeps_zero { typed.replacen("(0)", "", 1) } else { typed.to_owned() };
        let typed = typed.replace(['(', ')'], "");
        if typed.is_empty() {
            return Err(PhoneError::Required);
        }
        let (abroad, digits) = match (typed.strip_prefix('+'), typed.strip_prefix("00")) {
            (Some(digits), _) | (None, Some(digits)) => (true, digits),
            (None, None) => (false, typed.as_str()),
        };
        if !digits.chars().all(|digit| digit.is_ascii_digit()) {
            return Err(PhoneError::Format);
        }
        match country {
            Country::Cn => chinese(abroad, digits),
            Country::De => german(abroad, digits),
            Country::Other(_) if abroad => foreign(digits),
            Country::Other(_) => {
                bounded(digits)?;
                Ok(Self { dialled: digits.to_owned(), national: digits.to_owned() })
            }
        }
    }

    /// `+` and at most fifteen digits (ITU-T E.164); none where the country code was not typed and the
    /// dealer's country has no rule here.
    pub fn as_e164(&self) -> Option<&str> {
        self.dialled.starts_with('+').then_some(&self.dialled)
    }

    /// As dialled within the country: `13812345678`, `015112345678`; with `+` if it belongs to another.
    pub fn national(&self) -> &str {
        &self.national
    }

    /// The national number in groups that can be read aloud: `138 1234 5678`, `0151 1234 5678`, `+43 664 123 456`.
    pub fn grouped(&self) -> String {
        let (lead, rest) = match self.national.strip_prefix('+') {
            Some(digits) => digits.split_at(calling_code_digits(digits)),
            None => ("", self.national.as_str()),
        };
        let plus = if lead.is_empty() { String::new() } else { format!("+{lead} ") };
        // A mobile number's first group is that of its network.
        let first = match (lead, rest.len()) {
            ("", _) if rest.starts_with('0') => 4,
            (_, 10..) => 3,
            _ => 0,
        };
        let (network, number) = rest.split_at(first.min(rest.len()));
        let mut groups = vec![network];
        groups.extend(even_groups(number));
        groups.retain(|group| !group.is_empty());
        format!("{plus}{}", groups.join(" "))
    }

    /// The canonical form, for `tel:` links, for the store and for comparisons.
    pub fn as_str(&self) -> &str {
        &self.dialled
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.dialled)
    }
}

/// What people write between the digits; brackets are read, see [`Phone::parse`].
fn is_filler(letter: char) -> bool {
    matches!(letter, ' ' | '\t' | '\n' | '\r' | '-' | '.' | '/' | '·' | '\'')
}

/// How many digits of an international number are its country code (ITU-T E.164).
fn calling_code_digits(digits: &str) -> usize {
    let two = digits.get(..2).unwrap_or_default();
    let of_two = [
        "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48", "49",
        "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66", "81", "82", "84",
        "86", "90", "91", "92", "93", "94", "95", "98",
    ];
    let wanted = match two.as_bytes().first() {
        Some(b'1' | b'7') => 1,
        _ if of_two.contains(&two) => 2,
        _ => 3,
    };
    wanted.min(digits.len())
}

/// Digits in groups of three or four, the longer ones first.
fn even_groups(digits: &str) -> Vec<&str> {
    let count = digits.len().div_ceil(4).max(1);
    let (size, longer) = (digits.len() / count, digits.len() % count);
    let mut rest = digits;
    let cut = |at: usize| {
        let (group, after) = rest.split_at(size + usize::from(at < longer));
        rest = after;
        group
    };
    (0..count).map(cut).collect()
}

fn bounded(digits: &str) -> Result<(), PhoneError> {
    if (DIGITS_MIN..=DIGITS_MAX).contains(&digits.len()) { Ok(()) } else { Err(PhoneError::Length) }
}

/// A Chinese mobile number: `^1[3-9][0-9]{9}$`, with or without +86.
fn chinese(abroad: bool, digits: &str) -> Result<Phone, PhoneError> {
    let national = match digits.strip_prefix("86") {
        Some(national) if abroad || digits.len() == 13 => national,
        _ if abroad => return Err(PhoneError::Format),
        _ => digits,
    };
    let mut figures = national.bytes();
    if figures.next() != Some(b'1') || figures.next().is_some_and(|second| second < b'3') {
        return Err(PhoneError::Format);
    }
    if national.len() != 11 {
        return Err(PhoneError::Length);
    }
    Ok(Phone { dialled: format!("+86{national}"), national: national.to_owned() })
}

/// The fewest digits that are read as a German number with its country code but without `+`.
const GERMAN_WITH_CODE_MIN: usize = 11;

/// A German number: +49 or a leading 0; `+49 (0) 151 …` is a common way of writing it, and phones show `49 151 …`.
fn german(abroad: bool, digits: &str) -> Result<Phone, PhoneError> {
    let significant = match (abroad, digits.strip_prefix("49"), digits.strip_prefix('0')) {
        (true, Some(rest), _) => rest.strip_prefix('0').unwrap_or(rest),
        (true, None, _) => return foreign(digits),
        (false, _, Some(rest)) => rest,
        (false, Some(rest), _) if digits.len() >= GERMAN_WITH_CODE_MIN => rest.strip_prefix('0').unwrap_or(rest),
        (false, _, None) => return Err(PhoneError::Format),
    };
    if significant.starts_with('0') {
        return Err(PhoneError::Format);
    }
    if !(DIGITS_MIN..=DIGITS_MAX - 2).contains(&significant.len()) {
        return Err(PhoneError::Length);
    }
    Ok(Phone { dialled: format!("+49{significant}"), national: format!("0{significant}") })
}

/// A number of another country; no country code begins with 0.
fn foreign(digits: &str) -> Result<Phone, PhoneError> {
    if digits.starts_with('0') {
        return Err(PhoneError::Format);
    }
    bounded(digits)?;
    let dialled = format!("+{digits}");
    Ok(Phone { national: dialled.clone(), dialled })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const AUSTRIA: Country = Country::Other(*b"AT");

    fn dialled(country: Country, text: &str) -> Result<String, &'static str> {
        Phone::parse(country, text).map(|phone| phone.to_string()).map_err(PhoneError::code)
    }

    #[test]
    fn a_chinese_mobile_number_is_read_however_it_is_typed() {
        for text in [
            "13812345678",
            "138 1234 5678",
            "138-1234-5678",
            "+86 138 1234 5678",
            "008613812345678",
            "１３８１２３４５６７８",
            "\u{202D}138 1234 5678\u{202C}",
            "86 138 1234 5678",
        ] {
            assert_eq!(dialled(Country::Cn, text), Ok("+8613812345678".to_owned()), "{text}");
        }
        let phone = Phone::parse(Country::Cn, "+8613812345678").expect("a phone");
        assert_eq!(phone.national(), "13812345678");
        assert_eq!(phone.as_e164(), Some("+8613812345678"));
    }

    #[test]
    fn a_number_is_read_aloud_in_groups() {
        for (country, text, grouped) in [
            (Country::Cn, "+8613900000124", "139 0000 0124"),
            (Country::De, "+4915112345678", "0151 1234 5678"),
            (Country::De, "0423155500", "0423 155 500"),
            (Country::De, "+8613900000124", "+86 139 0000 0124"),
            (Country::De, "+43664123456", "+43 664 123 456"),
            (AUSTRIA, "+15551234567", "+1 555 1234 567"),
            (AUSTRIA, "664123", "664 123"),
        ] {
            assert_eq!(Phone::parse(country, text).expect("a phone").grouped(), grouped, "{text}");
        }
    }

    #[test]
    fn a_wrong_chinese_number_says_what_is_wrong() {
        assert_eq!(dialled(Country::Cn, ""), Err("required"));
        assert_eq!(dialled(Country::Cn, "1381234567"), Err("phone-length"));
        assert_eq!(dialled(Country::Cn, "138123456789"), Err("phone-length"));
        assert_eq!(dialled(Country::Cn, "12812345678"), Err("phone-format"));
        assert_eq!(dialled(Country::Cn, "02155550187"), Err("phone-format"));
        assert_eq!(dialled(Country::Cn, "+4915112345678"), Err("phone-format"));
        assert_eq!(dialled(Country::Cn, "1381234567a"), Err("phone-format"));
    }

    #[test]
    fn a_german_number_is_read_however_it_is_typed() {
        for text in [
            "0151 12345678",
            "+49 151 12345678",
            "+49 (0) 151 / 1234-5678",
            "0049 151 12345678",
            "0049 (0) 151 / 123 - 456 78",
            "(+49) 151 12345678",
            "(0151) 12345678",
            "49 151 12345678",
            "tel:+49-151-12345678",
            "\u{202a}+4915112345678\u{202c}",
            "\u{202d}0151 12345678\u{202c}",
            "\u{2066}0151 12345678\u{2069}",
            "\u{200e}0151\u{200b} 1234\u{fe0d}5678",
            "\u{feff}0151⁄12345678",
            "⁺49 151 12345678",
            "﹢49 151⸺12345678",
            "٠١٥١١٢٣٤٥٦٧٨",
            "۰۱۵۱۱۲۳۴۵۶۷۸",
            "०१५११२३४५६७८",
        ] {
            assert_eq!(dialled(Country::De, text), Ok("+4915112345678".to_owned()), "{text}");
        }
        assert_eq!(Phone::parse(Country::De, "+49 4231 55501").expect("a phone").national(), "0423155501");
        assert_eq!(dialled(Country::De, "+31 6 12345678"), Ok("+31612345678".to_owned()));
    }

    #[test]
    fn a_wrong_german_number_says_what_is_wrong() {
        assert_eq!(dialled(Country::De, "15112345678"), Err("phone-format"));
        assert_eq!(dialled(Country::De, "0151"), Err("phone-length"));
        assert_eq!(dialled(Country::De, "4915112"), Err("phone-format"));
        assert_eq!(dialled(Country::De, "\u{200b}"), Err("required"));
        assert_eq!(dialled(Country::De, "+49151123456789012"), Err("phone-length"));
    }

    #[test]
    fn elsewhere_six_to_fifteen_digits_do() {
        assert_eq!(dialled(AUSTRIA, "0664 1234567"), Ok("06641234567".to_owned()));
        assert_eq!(dialled(AUSTRIA, "+43 664 1234567"), Ok("+436641234567".to_owned()));
        assert_eq!(dialled(AUSTRIA, "+43 (0) 664 1234567"), Ok("+436641234567".to_owned()));
        assert_eq!(dialled(Country::De, "+39 (0)6 1234567"), Ok("+39061234567".to_owned()));
        assert_eq!(Phone::parse(AUSTRIA, "06641234567").expect("a phone").as_e164(), None);
        assert_eq!(dialled(AUSTRIA, "12345"), Err("phone-length"));
        assert_eq!(dialled(AUSTRIA, "1234567890123456"), Err("phone-length"));
    }

    proptest! {
        #[test]
        fn parsing_what_was_printed_is_the_identity(
            country in proptest::sample::select(vec![Country::Cn, Country::De, AUSTRIA]),
            text in "(\\+|00|0)?(86|49|43)?[0-9 ()-]{4,17}",
        ) {
            if let Ok(phone) = Phone::parse(country, &text) {
                prop_assert_eq!(Phone::parse(country, phone.as_str()), Ok(phone.clone()));
                prop_assert_eq!(Phone::parse(country, phone.national()), Ok(phone));
            }
        }

        #[test]
        fn every_chinese_mobile_number_keeps_its_digits(national in "1[3-9][0-9]{9}") {
            let phone = Phone::parse(Country::Cn, &national).expect("a phone");
            prop_assert_eq!(phone.national(), national.as_str());
            prop_assert_eq!(phone.to_string(), format!("+86{national}"));
        }
    }
}
