//! Small checks of the format of a text.

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

/// What is wrong with a text: it is empty, too long, has several lines where one is allowed, or has invisible
/// characters.
pub(super) fn line_error(text: &str, length_max: usize, many_lines: bool) -> Option<String> {
    if text.trim().is_empty() {
        return Some("must not be empty".to_owned());
    }
    let length = text.chars().count();
    if length > length_max {
        return Some(format!("has {length} characters, at most {length_max} are allowed"));
    }
    let invisible = |character: char| character.is_control() && !(many_lines && character == '\n');
    text.contains(invisible).then(|| "must not contain control characters".to_owned())
}
