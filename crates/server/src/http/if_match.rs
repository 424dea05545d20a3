//! `If-Match` (RFC 9110, 13.1.1).

use axum::http::{HeaderMap, header};
use bayside_workflow::expected_version::ExpectedVersion;

/// The versions that `If-Match` names; any if it is absent or `*`.
///
/// A proxy that compresses a reply makes its tag another's: weak, or with a suffix (`"2-gzip"`, `"2;br"`). Both name the
/// version that was read. A tag that is not one of ours matches no version.
pub fn expected(headers: &HeaderMap) -> ExpectedVersion {
    let lines = headers.get_all(header::IF_MATCH).iter();
    let tags: Vec<&[u8]> =
        lines.flat_map(|line| line.as_bytes().split(|byte| *byte == b',')).map(<[u8]>::trim_ascii).collect();
    if tags.is_empty() || tags.contains(&b"*".as_slice()) {
        return ExpectedVersion::Any;
    }
    let read = tags.into_iter().filter_map(|tag| std::str::from_utf8(tag).ok().and_then(version));
    ExpectedVersion::OneOf(read.take(VERSIONS_MAX).collect())
}

/// How many versions are compared at most; a client has read one.
const VERSIONS_MAX: usize = 16;

/// The version within one tag. Quotes may be missing: people who write a program by hand forget them.
fn version(tag: &str) -> Option<i64> {
    let tag = tag.strip_prefix("W/").unwrap_or(tag);
    let tag = tag.strip_prefix('"').map_or(Some(tag), |quoted| quoted.strip_suffix('"'))?;
    let digits = tag.find(['-', ';']).map_or(tag, |at| &tag[..at]);
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn read(lines: &[&str]) -> ExpectedVersion {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(header::IF_MATCH, HeaderValue::from_str(line).unwrap());
        }
        expected(&headers)
    }

    #[test]
    fn a_version_is_read_in_every_form_that_proxies_give_it() {
        for tag in ["\"2\"", "2", "W/\"2\"", "\"2-gzip\"", "\"2-br\"", "\"2--gzip\"", "W/\"2-gzip\"", "\"2;gzip\""] {
            assert_eq!(read(&[tag]), ExpectedVersion::OneOf(vec![2]), "{tag}");
        }
        assert_eq!(read(&["\"2\", W/\"3-br\"", "\"7\""]), ExpectedVersion::OneOf(vec![2, 3, 7]));
        assert_eq!(read(&["\"x\" ,\"3\""]), ExpectedVersion::OneOf(vec![3]));
    }

    #[test]
    fn a_tag_of_somebody_else_matches_nothing_and_a_star_anything() {
        for tag in [
            "\"abc\"",
            "\"\"",
            "",
            "\"2",
            "2\"",
            "\"-2\"",
            "\"+2\"",
            "\"2gzip\"",
            "\"99999999999999999999\"",
            "w/\"2\"",
        ] {
            assert_eq!(read(&[tag]), ExpectedVersion::OneOf(vec![]), "{tag}");
        }
        assert_eq!(read(&["*"]), ExpectedVersion::Any);
        assert_eq!(read(&["\"2\", *"]), ExpectedVersion::Any);
        assert_eq!(read(&[]), ExpectedVersion::Any);
    }
}
