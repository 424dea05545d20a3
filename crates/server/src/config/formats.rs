//! Small checks of the format of a text.

use bayside_domain::typed;
use std::ops::RangeInclusive;

/// Whether a text consists of lower-case letters, digits and inner hyphens, and has a length in this range.
pub(super) fn is_name(text: &str, length: RangeInclusive<usize>) -> bool {
    length.contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        && !text.starts_with('-')
        && !text.ends_with('-')
}

/// Whether a text is a number in E.164: a plus sign and at most 15 digits, the first of them not 0.
pub(super) fn is_e164(text: &str) -> bool {
    text.strip_prefix('+').is_some_and(|digits| {
        (7..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.starts_with('0')
    })
}

/// A text as it is kept, or what is wrong with it: it is empty, too long, has several lines where one is allowed, or
/// has characters that nobody sees.
pub(super) fn prose(text: &str, length_max: usize, many_lines: bool) -> Result<String, String> {
    let words = typed::words(text);
    if words.is_empty() {
        return Err("must not be empty".to_owned());
    }
    if let Some(hidden) = typed::hidden(text) {
        return Err(format!("must not contain U+{:04X}, which nobody sees", u32::from(hidden)));
    }
    let length = words.chars().count();
    if length > length_max {
        return Err(format!("has {length} characters, at most {length_max} are allowed"));
    }
    let is_wrong = |character: char| character.is_control() && !(many_lines && character == '\n');
    if words.contains(is_wrong) { Err("must not contain control characters".to_owned()) } else { Ok(words) }
}
