//! Integers as JSON Schema has them (2020-12, validation 6.1.1): `45000.0`, `4.5e4` and `-0` are integers too.

use std::borrow::Cow;

/// The largest integer that every JSON program can hold: 2^53 − 1 (RFC 8259, section 6).
const INTEGER_MAX: u64 = (1 << 53) - 1;

/// The same JSON in which each whole number that is written with a decimal point or an exponent is written in digits
/// alone. Everything else stays byte for byte: what is no JSON, strings, fractions, and numbers beyond ±(2^53 − 1),
/// which the reader then refuses where they stand. No call takes a fraction, so nothing that was one can be lost.
pub fn written_plainly(json: &[u8]) -> Cow<'_, [u8]> {
    let mut written: Option<Vec<u8>> = None;
    // How much of the text is in `written` already.
    let mut copied = 0;
    let mut at = 0;
    while at < json.len() {
        match json[at] {
            b'"' => at = end_of_string(json, at),
            b'-' | b'0'..=b'9' => {
                let is_part = |byte: &u8| matches!(byte, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-');
                let end = at + json[at..].iter().take_while(|byte| is_part(byte)).count();
                if let Some(digits) = std::str::from_utf8(&json[at..end]).ok().and_then(plain) {
                    let written = written.get_or_insert_with(|| Vec::with_capacity(json.len()));
                    written.extend_from_slice(&json[copied..at]);
                    written.extend_from_slice(digits.as_bytes());
                    copied = end;
                }
                at = end;
            }
            _ => at += 1,
        }
    }
    written.map_or(Cow::Borrowed(json), |mut written| {
        written.extend_from_slice(&json[copied..]);
        Cow::Owned(written)
    })
}

/// The place behind a string that begins at `start`.
fn end_of_string(json: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while at < json.len() {
        match json[at] {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    json.len()
}

/// The digits of a JSON number that is whole and not written in digits alone.
fn plain(number: &str) -> Option<String> {
    let (sign, size) = number.strip_prefix('-').map_or(("", number), |size| ("-", size));
    let (mantissa, exponent) = size.split_once(['e', 'E']).unwrap_or((size, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    // What JSON does not allow is left for the reader to refuse.
    let is_json = is_digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && (!mantissa.contains('.') || is_digits(fraction))
        && is_digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent));
    if !is_json || (size == whole && (sign.is_empty() || size != "0")) {
        return None;
    }
    let digits = format!("{whole}{}", fraction.trim_end_matches('0'));
    let significant = digits.trim_start_matches('0');
    if significant.is_empty() {
        return Some("0".to_owned());
    }
    let exponent =
        exponent.parse::<i32>().ok()?.checked_sub(i32::try_from(fraction.trim_end_matches('0').len()).ok()?)?;
    let shown = if exponent >= 0 {
        let zeros = usize::try_from(exponent).ok().filter(|zeros| *zeros <= 15)?;
        format!("{significant}{}", "0".repeat(zeros))
    } else {
        let cut = significant.len().checked_sub(usize::try_from(exponent.unsigned_abs()).ok()?)?;
        let (kept, rest) = significant.split_at(cut);
        rest.bytes().all(|byte| byte == b'0').then(|| kept.to_owned())?
    };
    shown.parse::<u64>().is_ok_and(|size| size <= INTEGER_MAX).then(|| format!("{sign}{shown}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::Value;

    fn written(json: &str) -> String {
        String::from_utf8(written_plainly(json.as_bytes()).into_owned()).unwrap()
    }

    #[test]
    fn a_whole_number_is_read_however_it_is_written() {
        for (number, plain) in [
            ("45000.0", "45000"),
            ("4.5e4", "45000"),
            ("45E3", "45000"),
            ("450000e-1", "45000"),
            ("4500.0e+1", "45000"),
            ("-0", "0"),
            ("-0.0", "0"),
            ("0e999999999999", "0"),
            ("30.0", "30"),
            ("-12.50e1", "-125"),
            ("9007199254740991.0", "9007199254740991"),
            ("0.1e1", "1"),
        ] {
            assert_eq!(written(&format!("{{\"km\":{number}}}")), format!("{{\"km\":{plain}}}"));
            assert_eq!(written(&format!("[1,{number} ,2]")), format!("[1,{plain} ,2]"));
        }
    }

    #[test]
    fn all_else_stays_as_it_is() {
        for json in [
            "{\"km\":45000}",
            "{\"km\":45000.5}",
            "{\"km\":1e-1}",
            "{\"km\":1e999999}",
            "{\"km\":9007199254740992.0}",
            "{\"km\":99999999999999999999}",
            "{\"km\":01.0}",
            "{\"km\":1.}",
            "{\"km\":.5}",
            "{\"km\":1e}",
            "{\"km\":--1.0}",
            "{\"text\":\"45000.0 and \\\"4.5e4\\\" \\\\\"}",
            "{\"text\":\"1.0",
            "\"\\",
            "",
            "{\"km\":1.0.0}",
            "-",
            "[1e99999999999]",
        ] {
            assert_eq!(written(json), json);
            assert!(matches!(written_plainly(json.as_bytes()), Cow::Borrowed(_)), "{json}");
        }
    }

    proptest! {
        #[test]
        fn a_body_means_the_same_afterwards(whole in -9_007_199_254_740_991_i64..=9_007_199_254_740_991, zeros in 0usize..4, text in ".{0,20}") {
            let body = format!("{{\"a\":{whole}.0{},\"b\":{:?},\"c\":[{whole}e0]}}", "0".repeat(zeros), Value::from(text.as_str()).to_string());
            if let Ok(before) = serde_json::from_str::<Value>(&body) {
                let after: Value = serde_json::from_slice(&written_plainly(body.as_bytes())).unwrap();
                prop_assert_eq!(after["a"].as_i64(), Some(whole));
                prop_assert_eq!(after["c"][0].as_i64(), Some(whole));
                prop_assert_eq!(&after["b"], &before["b"]);
            }
        }

        #[test]
        fn bytes_of_any_kind_are_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let written = written_plainly(&bytes);
            prop_assert_eq!(serde_json::from_slice::<Value>(&bytes).is_ok(), serde_json::from_slice::<Value>(&written).is_ok());
        }

        #[test]
        fn numbers_of_any_kind_are_no_harm(number in "-?[0-9.eE+-]{1,24}") {
            let body = format!("[{number}]");
            let (before, after) = (serde_json::from_str::<Vec<f64>>(&body).ok(), serde_json::from_slice::<Vec<f64>>(&written_plainly(body.as_bytes())).ok());
            if let Some(before) = before {
                prop_assert_eq!(after, Some(before));
            } else {
                // Only a number of absurd length, which this reader refuses and ours knows to be whole.
                prop_assert!(after.is_none() || number.contains(['e', 'E']), "{number}");
            }
        }
    }
}
