//! `Accept-Language` (RFC 9110, 12.5.4).

use axum::http::{HeaderMap, header};
use bayside_domain::language::{Asked, Language};

/// The languages of the program that are asked for, by weight; of equal weights the first. A weight of 0 refuses a
/// language, also one that `*` would stand for.
pub fn preferred(headers: &HeaderMap) -> Asked {
    let lines = headers.get_all(header::ACCEPT_LANGUAGE).iter().filter_map(|value| value.to_str().ok());
    let ranges: Vec<(&str, u16)> = lines.flat_map(|line| line.split(',')).filter_map(range).take(RANGES_MAX).collect();
    let named = |(tag, weight): &(&str, u16)| Some((Language::from_tag(tag)?, *weight));
    let (refused, mut wanted): (Vec<_>, Vec<_>) = ranges.iter().filter_map(named).partition(|(_, weight)| *weight == 0);
    wanted.sort_by_key(|(_, weight)| std::cmp::Reverse(*weight));
    let any = ranges.iter().any(|(tag, weight)| *tag == "*" && *weight > 0);
    // Without a refusal, "any" is the dealer's own choice.
    let others = Language::ALL.iter().copied().filter(|_| any && !refused.is_empty());
    let others = others.filter(|language| refused.iter().all(|(refused, _)| refused != language));
    wanted.into_iter().map(|(language, _)| language).chain(others).collect()
}

/// How many ranges are read at most; browsers send fewer than ten.
const RANGES_MAX: usize = 64;

/// A range and its weight in thousandths; `None` if it cannot be read.
fn range(text: &str) -> Option<(&str, u16)> {
    let mut parts = text.split(';').map(str::trim);
    let tag = parts.next().filter(|tag| !tag.is_empty())?;
    let weight = match parts.next() {
        None => 1000,
        Some(part) => weight(part.strip_prefix("q=").or_else(|| part.strip_prefix("Q="))?)?,
    };
    Some((tag, weight))
}

/// `0` to `1` with up to three decimals, in thousandths (RFC 9110, 12.4.2).
fn weight(text: &str) -> Option<u16> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let is_read = matches!(whole, "0" | "1") && decimals.len() <= 3 && decimals.bytes().all(|it| it.is_ascii_digit());
    let thousandths = is_read.then(|| format!("{whole}{decimals:0<3}").parse::<u16>().ok()).flatten()?;
    (thousandths <= 1000).then_some(thousandths)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn asked(line: &str) -> Option<&'static str> {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_str(line).unwrap());
        preferred(&headers).into_iter().map(Language::tag).next()
    }

    #[test]
    fn the_weight_decides_and_then_the_order() {
        for (line, language) in [
            ("de;q=0.2, en;q=0.9", Some("en")),
            ("de;q=0, en", Some("en")),
            ("zh-CN;q=0.1,de;q=1", Some("de")),
            ("de, en", Some("de")),
            ("en;q=0.8,de;q=0.80", Some("en")),
            ("fr, de;q=0.001", Some("de")),
            ("DE;Q=1.000", Some("de")),
            (" en ; q=0.5 , de ; q=0.7", Some("de")),
            ("fr;q=1, *;q=0.5", None),
            ("*", None),
            ("zh;q=0, *", Some("en")),
            ("de;q=0", None),
            ("", None),
        ] {
            assert_eq!(asked(line), language, "{line}");
        }
    }

    #[test]
    fn what_a_dealer_does_not_speak_gives_way_to_the_next() {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static("de;q=0.2, en;q=0.9, fr, zh;q=0.2, en"));
        let all: Vec<_> = preferred(&headers).into_iter().map(Language::tag).collect();
        assert_eq!(all, ["en", "de", "zh-CN"]);
    }

    #[test]
    fn a_range_that_cannot_be_read_is_none() {
        for weight in ["2", "1.1", "1.001", "0.1234", "-1", ".5", "x", "", "0,5", "1e0", "+1"] {
            assert_eq!(asked(&format!("de;q={weight}, en;q=0.1")), Some("en"), "{weight}");
        }
        assert_eq!(asked("de;level=1, en;q=0.1"), Some("en"));
    }
}
