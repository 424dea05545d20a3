//! Numbers as people type them: comma or point, grouped or not, full-width or not.

use crate::i18n::Language;
use bayside_api::Currency;
use bayside_domain::text;

/// Why a typed number cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberError {
    /// Nothing was typed.
    Required,
    /// It is not a number, or has more decimals than the field knows.
    Format,
    /// It has more digits than any price or quantity here.
    TooLarge,
}

impl NumberError {
    /// The stable word, the same that the server uses for a field.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Format => "number-format",
            Self::TooLarge => "too-large",
        }
    }
}

/// How numbers are written for a person: decimals of the currency, and the decimal sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Decimals of the currency's major unit.
    pub money_digits: u32,
    /// A comma instead of a point.
    pub comma: bool,
}

impl Style {
    /// For a currency (ISO 4217) and a language.
    pub fn new(currency: &str, language: Language) -> Self {
        Self {
            money_digits: Currency::parse(currency).map_or(2, Currency::digits),
            comma: language.decimal_point() == ',',
        }
    }

    /// Minor units from what was typed.
    pub fn money(self, text: &str) -> Result<i64, NumberError> {
        decimal(text, self.money_digits)
    }

    /// Minor units for an input field: whole amounts without decimals.
    pub fn show_money(self, amount: i64) -> String {
        let whole = amount % 10_i64.pow(self.money_digits) == 0;
        self.sign(&written(amount, self.money_digits, !whole))
    }

    /// Thousandths for an input field, without trailing zeros.
    pub fn show_thousandths(self, value: i64) -> String {
        self.sign(&written(value, 3, false))
    }

    fn sign(self, text: &str) -> String {
        if self.comma { text.replace('.', ",") } else { text.to_owned() }
    }
}

/// Hours or pieces in thousandths.
pub fn thousandths(text: &str) -> Result<i64, NumberError> {
    decimal(text, 3)
}

/// A whole number that is not negative: kilometres, minutes, days.
pub fn whole(text: &str) -> Result<u32, NumberError> {
    u32::try_from(decimal(text, 0)?).map_err(|_| NumberError::Format)
}

/// The same, where nothing typed means nothing said.
pub fn whole_or_none(text: &str) -> Result<Option<u32>, NumberError> {
    if text.trim().is_empty() { Ok(None) } else { whole(text).map(Some) }
}

/// A typed decimal, times ten to the power of `digits`.
///
/// With both signs present the later one is the decimal sign. One sign alone is the decimal sign,
/// unless exactly three digits follow it and the field has fewer decimals: then it groups.
pub fn decimal(text: &str, digits: u32) -> Result<i64, NumberError> {
    let plain: String = text.chars().map(half_width).filter(|c| !c.is_whitespace() && !"'¥€$".contains(*c)).collect();
    let (negative, plain) = match plain.strip_prefix(['-', '−', '－']) {
        Some(rest) => (true, rest),
        None => (false, plain.as_str()),
    };
    if plain.is_empty() {
        return Err(if negative { NumberError::Format } else { NumberError::Required });
    }
    let (whole, fraction) = split(plain, digits)?;
    let whole = ungrouped(whole)?;
    if !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return Err(NumberError::Format);
    }
    let fraction = fraction.trim_end_matches('0');
    if fraction.len() > digits as usize || (whole.is_empty() && fraction.is_empty() && !plain.contains('0')) {
        return Err(NumberError::Format);
    }
    if whole.len() > 10 {
        return Err(NumberError::TooLarge);
    }
    let padded = format!("{whole}{fraction:0<width$}", width = digits as usize);
    let value: i64 = if padded.is_empty() { 0 } else { padded.parse().map_err(|_| NumberError::TooLarge)? };
    Ok(if negative { -value } else { value })
}

/// Where the decimal sign stands, if there is one.
fn split(text: &str, digits: u32) -> Result<(&str, &str), NumberError> {
    let Some(last) = text.rfind([',', '.']) else { return Ok((text, "")) };
    let mark = &text[last..=last];
    let (whole, fraction) = (&text[..last], &text[last + 1..]);
    let other = if mark == "," { '.' } else { ',' };
    let grouping =
        whole.contains(mark) || (!whole.contains(other) && fraction.len() == 3 && digits < 3 && whole != "0");
    if whole.contains(mark) && whole.contains(other) {
        return Err(NumberError::Format);
    }
    Ok(if grouping { (text, "") } else { (whole, fraction) })
}

/// Digits without their grouping, which must be by thousands.
fn ungrouped(text: &str) -> Result<String, NumberError> {
    let mut parts = text.split([',', '.']);
    let first = parts.next().unwrap_or_default();
    let mut digits = first.to_owned();
    for part in parts {
        if part.len() != 3 || first.is_empty() || first.len() > 3 {
            return Err(NumberError::Format);
        }
        digits.push_str(part);
    }
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(NumberError::Format);
    }
    Ok(digits.trim_start_matches('0').to_owned())
}

/// Full-width digits and signs, as Chinese input methods write them, in half width.
pub fn half_width(c: char) -> char {
    match c {
        '。' => '.',
        c => text::half_width(c),
    }
}

fn written(value: i64, digits: u32, keep_zeros: bool) -> String {
    let scale = 10_u64.pow(digits);
    let size = value.unsigned_abs();
    let sign = if value < 0 { "-" } else { "" };
    let fraction = format!("{:0width$}", size % scale, width = digits as usize);
    let fraction = if keep_zeros { fraction.as_str() } else { fraction.trim_end_matches('0') };
    if digits == 0 || fraction.is_empty() {
        format!("{sign}{}", size / scale)
    } else {
        format!("{sign}{}.{fraction}", size / scale)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comma_and_a_point_are_both_decimal_signs() {
        assert_eq!(decimal("2,5", 3), Ok(2500));
        assert_eq!(decimal("2.5", 3), Ok(2500));
        assert_eq!(decimal("128,5", 2), Ok(12850));
        assert_eq!(decimal(" 0.8 ", 3), Ok(800));
        assert_eq!(decimal(",5", 2), Ok(50));
        assert_eq!(decimal("5.", 2), Ok(500));
    }

    #[test]
    fn grouping_is_understood_in_both_ways_of_writing() {
        assert_eq!(decimal("1,234.50", 2), Ok(123_450));
        assert_eq!(decimal("1.234,50", 2), Ok(123_450));
        assert_eq!(decimal("1 234,5", 2), Ok(123_450));
        assert_eq!(decimal("1,234,567", 2), Ok(123_456_700));
        assert_eq!(whole("58,612"), Ok(58_612));
        assert_eq!(whole("58.612"), Ok(58_612));
        assert_eq!(decimal("1,200", 2), Ok(120_000), "a price has no thousandths, so this groups");
        assert_eq!(decimal("1,200", 3), Ok(1200), "hours have thousandths, so this is 1.2");
    }

    #[test]
    fn full_width_digits_and_a_currency_sign_are_taken() {
        assert_eq!(decimal("１８０．５", 2), Ok(18_050));
        assert_eq!(decimal("¥1,520", 2), Ok(152_000));
        assert_eq!(decimal("−80", 2), Ok(-8000));
    }

    #[test]
    fn what_is_no_number_is_refused_with_its_reason() {
        assert_eq!(decimal("", 2), Err(NumberError::Required));
        assert_eq!(decimal("  ", 2), Err(NumberError::Required));
        for text in ["abc", "1,2,3", "1.2345", "-", "1.2.3,4", ".", "1e3", "12,34.5", "0x10"] {
            assert_eq!(decimal(text, 3), Err(NumberError::Format), "{text}");
        }
        assert_eq!(decimal("12345678901", 2), Err(NumberError::TooLarge));
        assert_eq!(whole("-5"), Err(NumberError::Format));
        assert_eq!(whole("1.5"), Err(NumberError::Format));
        assert_eq!(whole_or_none(" "), Ok(None));
    }

    #[test]
    fn what_is_shown_can_be_read_back() {
        for (currency, language) in
            [("CNY", Language::ZhCn), ("EUR", Language::De), ("JPY", Language::En), ("KWD", Language::En)]
        {
            let style = Style::new(currency, language);
            for value in [0, 1, 5, 10, 99, 100, 12_850, 123_456, 1_234_500, -8000, -1] {
                assert_eq!(style.money(&style.show_money(value)), Ok(value), "{currency} {value}");
                assert_eq!(thousandths(&style.show_thousandths(value)), Ok(value), "{language} {value}");
            }
        }
        assert_eq!(Style::new("EUR", Language::De).show_money(12_850), "128,50");
        assert_eq!(Style::new("CNY", Language::ZhCn).show_money(18_000), "180");
        assert_eq!(Style::new("CNY", Language::ZhCn).show_thousandths(2200), "2.2");
    }
}
