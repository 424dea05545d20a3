//! Numbers as people type them: in any script, with unit, grouping and decimals.

use super::plain;
use crate::limits::MILEAGE_KM_MAX;
use crate::money::Currency;

/// What is wrong with a typed number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberError {
    /// Nothing was typed.
    Required,
    /// It cannot be read as a number of this kind.
    Format,
    /// It is larger than any number here.
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

/// How a kind of number is read.
#[derive(Debug, Clone, Copy)]
pub struct Reading<'a> {
    /// How many decimals it has.
    pub digits: u32,
    /// Whether further decimals are dropped; else they are refused.
    pub drops_rest: bool,
    /// Units that may stand before or behind it, in small letters.
    pub units: &'a [&'a str],
}

/// The longest whole part, in digits.
const WHOLE_DIGITS_MAX: usize = 10;

/// Units of a distance.
const KILOMETRES: &[&str] = &["km", "公里", "千米", "kilometers", "kilometer", "kilometres", "kilometre"];

/// An odometer reading in whole kilometres; decimals are dropped.
pub fn kilometres(text: &str) -> Result<u32, NumberError> {
    let read = decimal(text, Reading { digits: 0, drops_rest: true, units: KILOMETRES })?;
    let read = u32::try_from(read).map_err(|_| if read < 0 { NumberError::Format } else { NumberError::TooLarge })?;
    if read <= MILEAGE_KM_MAX { Ok(read) } else { Err(NumberError::TooLarge) }
}

/// An amount in minor units, with or without the currency's code or sign before or behind it, and without decimals as
/// Germans and Swiss write it (`150,-`).
pub fn amount(text: &str, currency: Currency) -> Result<i64, NumberError> {
    let code = currency.as_str().to_ascii_lowercase();
    let mut units: Vec<&str> = match code.as_str() {
        "cny" => vec!["人民币", "rmb", "元", "圆"],
        "eur" => vec!["euro"],
        "jpy" => vec!["円"],
        "chf" => vec!["sfr.", "sfr", "fr."],
        _ => Vec::new(),
    };
    units.extend([code.as_str(), "€", "¥", "￥", "$", "£"]);
    let reading = Reading { digits: currency.digits(), drops_rest: false, units: &units };
    decimal(text, reading)
}

/// A typed decimal, times ten to the power of its digits.
///
/// With both signs present the later one is the decimal sign. One sign that stands several times groups. One sign that
/// stands once groups if exactly three digits follow it, one to three other than 0 precede it, and the kind has fewer
/// than three decimals; else it is the decimal sign. Blanks and quotes between digits group.
pub fn decimal(text: &str, reading: Reading<'_>) -> Result<i64, NumberError> {
    let plain = plain(text).to_ascii_lowercase();
    let text = plain.trim();
    if text.is_empty() {
        return Err(NumberError::Required);
    }
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text.strip_prefix('+').unwrap_or(text).trim_start()),
    };
    let without_unit =
        reading.units.iter().find_map(|unit| text.strip_suffix(unit).or_else(|| text.strip_prefix(unit)));
    let text = without_unit.unwrap_or(text).trim();
    // `€ -80`.
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) if !negative => (true, rest.trim_start()),
        _ => (negative, text),
    };
    let text = [",--", ",-", ".-"].iter().find_map(|none| text.strip_suffix(none)).unwrap_or(text);
    let (text, scale) = match text.strip_suffix('万').or_else(|| text.strip_suffix('萬')) {
        Some(rest) => (rest.trim_end(), 4),
        None => (text, 0),
    };
    let compact: String = text.chars().filter(|letter| !matches!(letter, ' ' | '\'')).collect();
    // A blank or a quote groups; at the ends a quote is none.
    if compact.is_empty() || text.starts_with('\'') || text.ends_with('\'') {
        return Err(NumberError::Format);
    }
    let (whole, fraction) = split(&compact, reading.digits + scale)?;
    let whole = ungrouped(whole)?;
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_digits(fraction) || (whole.is_empty() && fraction.is_empty() && !compact.contains('0')) {
        return Err(NumberError::Format);
    }
    let fraction = fraction.trim_end_matches('0');
    let width = (reading.digits + scale) as usize;
    let fraction = match fraction.get(..width) {
        Some(kept) if reading.drops_rest => kept,
        _ if fraction.len() > width => return Err(NumberError::Format),
        _ => fraction,
    };
    if whole.len() > WHOLE_DIGITS_MAX {
        return Err(NumberError::TooLarge);
    }
    let digits = format!("{whole}{fraction:0<width$}");
    let size: i64 = if digits.is_empty() { 0 } else { digits.parse().map_err(|_| NumberError::TooLarge)? };
    Ok(if negative { -size } else { size })
}

/// The whole part and the decimals.
fn split(text: &str, digits: u32) -> Result<(&str, &str), NumberError> {
    let Some(last) = text.rfind([',', '.']) else { return Ok((text, "")) };
    let mark = &text[last..=last];
    let (whole, fraction) = (&text[..last], &text[last + 1..]);
    let other = if mark == "," { '.' } else { ',' };
    let groups = whole.contains(mark)
        || (!whole.contains(other)
            && fraction.len() == 3
            && digits < 3
            && (1..=3).contains(&whole.len())
            && whole != "0");
    if whole.contains(mark) && whole.contains(other) {
        return Err(NumberError::Format);
    }
    Ok(if groups { (text, "") } else { (whole, fraction) })
}

/// Digits without their grouping: by thousands, or by hundreds before the last thousand (1,23,456).
fn ungrouped(text: &str) -> Result<String, NumberError> {
    let parts: Vec<&str> = text.split([',', '.']).collect();
    let is_grouped = |between: usize| {
        let [first, middle @ .., last] = parts.as_slice() else { return true };
        (1..=between).contains(&first.len()) && last.len() == 3 && middle.iter().all(|part| part.len() == between)
    };
    let is_digits = parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    if !is_digits || (parts.len() > 1 && !is_grouped(3) && !is_grouped(2)) {
        return Err(NumberError::Format);
    }
    Ok(parts.concat().trim_start_matches('0').to_owned())
}
