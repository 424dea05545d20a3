//! Web origins: the websites that may embed a dealer's booking form (docs/rules.md, "Booking in other sites").

use serde::{Deserialize, Serialize};
use std::fmt;

/// Scheme, host and, unless it is the scheme's own, port: `https://www.autohaus.example:8443`. As browsers write it
/// (RFC 6454 §6.2), so equal texts are equal origins, and safe in a header as it stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Origin(String);

/// Why a text is not an origin that can be allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OriginError {
    /// Nothing was typed.
    Required,
    /// Not of the form scheme://host or scheme://host:port.
    Format,
    /// Not https, and not the visitor's own machine.
    Insecure,
    /// It has a path: only a site can be allowed, not a page.
    Path,
    /// It has a wildcard, which would allow several sites.
    Wildcard,
}

impl OriginError {
    /// The stable error code, as it is sent over the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Format => "origin-format",
            Self::Insecure => "origin-https",
            Self::Path => "origin-path",
            Self::Wildcard => "origin-wildcard",
        }
    }
}

impl fmt::Display for OriginError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Required => "must not be empty",
            Self::Format => "must be an origin such as https://www.autohaus.example",
            Self::Insecure => "must begin with https://; http:// is for localhost, 127.0.0.1 and [::1] only",
            Self::Path => "must be a site without a path, such as https://www.autohaus.example",
            Self::Wildcard => "must name one site: * is not allowed",
        })
    }
}

/// The longest name of a host (RFC 1035 §2.3.4).
const HOST_LENGTH_MAX: usize = 253;
/// Hosts that are the visitor's own machine.
const LOOPBACK: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

impl Origin {
    /// Parses an origin. Upper-case letters are accepted, and one slash at the end, as address bars show it, is
    /// dropped.
    pub fn parse(text: &str) -> Result<Self, OriginError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(OriginError::Required);
        }
        let (scheme, rest) = text.split_once("://").ok_or(OriginError::Format)?;
        let scheme = scheme.to_ascii_lowercase();
        let default_port = match scheme.as_str() {
            "https" => 443,
            "http" => 80,
            _ => return Err(OriginError::Format),
        };
        let place = rest.strip_suffix('/').unwrap_or(rest);
        if place.contains('*') {
            return Err(OriginError::Wildcard);
        }
        if place.contains(['/', '?', '#']) {
            return Err(OriginError::Path);
        }
        let (host, port) = match place.rsplit_once(':') {
            // The colons of an IPv6 address stand in brackets.
            Some((host, port)) if !port.ends_with(']') => (host, Some(read_port(port)?)),
            _ => (place, None),
        };
        let host = ascii(host).ok_or(OriginError::Format)?;
        if !is_host(&host) {
            return Err(OriginError::Format);
        }
        if scheme == "http" && !LOOPBACK.contains(&host.as_str()) {
            return Err(OriginError::Insecure);
        }
        let port = port.filter(|port| *port != default_port).map(|port| format!(":{port}"));
        Ok(Self(format!("{scheme}://{host}{}", port.unwrap_or_default())))
    }

    /// The origin as browsers write it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn read_port(text: &str) -> Result<u16, OriginError> {
    let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let port = plain.then(|| text.parse().ok()).flatten();
    port.filter(|port| *port > 0).ok_or(OriginError::Format)
}

/// A host in lower case, with other alphabets in ASCII (RFC 5891), as browsers write it. In a browser they stay as they
/// are: its pages have no table for them, and the server writes what is kept.
fn ascii(host: &str) -> Option<String> {
    if host.is_ascii() || cfg!(target_arch = "wasm32") { Some(host.to_ascii_lowercase()) } else { a_labels(host) }
}

#[cfg(not(target_arch = "wasm32"))]
fn a_labels(host: &str) -> Option<String> {
    crate::typed::ascii_domain(host)
}

#[cfg(target_arch = "wasm32")]
const fn a_labels(_: &str) -> Option<String> {
    None
}

/// A name of letters, digits and hyphens, an IPv4 address, or the IPv6 loopback.
fn is_host(host: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.chars().all(|letter| {
                letter.is_ascii_alphanumeric()
                    || letter == '-'
                    || (cfg!(target_arch = "wasm32") && !letter.is_ascii() && letter.is_alphanumeric())
            })
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let last = host.rsplit('.').next().unwrap_or_default();
    if host == "[::1]" {
        true
    } else if last.bytes().all(|byte| byte.is_ascii_digit()) {
        // Browsers treat a name whose last part is a number as an IPv4 address.
        host.parse::<core::net::Ipv4Addr>().is_ok()
    } else {
        host.len() <= HOST_LENGTH_MAX && host.split('.').all(label)
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Origin {
    type Error = OriginError;

    fn try_from(text: String) -> Result<Self, OriginError> {
        Self::parse(&text)
    }
}

impl From<Origin> for String {
    fn from(origin: Origin) -> Self {
        origin.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_site_is_written_as_browsers_write_it() {
        for (typed, origin) in [
            ("https://autohaus-aller.example", "https://autohaus-aller.example"),
            ("  HTTPS://WWW.Autohaus-Aller.Example/ ", "https://www.autohaus-aller.example"),
            ("https://aller.example:443", "https://aller.example"),
            ("https://aller.example:08443", "https://aller.example:8443"),
            ("https://xn--mller-kva.example", "https://xn--mller-kva.example"),
            ("https://Müller.example:8443/", "https://xn--mller-kva.example:8443"),
            ("https://mu\u{308}ller.example", "https://xn--mller-kva.example"),
            ("https://大众。例子", "https://xn--3oq18v.xn--fsqu00a"),
            ("https://intranet", "https://intranet"),
            ("https://192.0.2.7:8443", "https://192.0.2.7:8443"),
            ("http://localhost", "http://localhost"),
            ("http://localhost:80", "http://localhost"),
            ("http://127.0.0.1:5173", "http://127.0.0.1:5173"),
            ("http://[::1]:3000", "http://[::1]:3000"),
            ("https://[::1]", "https://[::1]"),
        ] {
            assert_eq!(Origin::parse(typed).as_ref().map(Origin::as_str), Ok(origin), "{typed}");
        }
    }

    #[test]
    fn what_names_no_site_or_more_than_one_is_refused_with_its_reason() {
        for (typed, error) in [
            ("", OriginError::Required),
            ("   ", OriginError::Required),
            ("autohaus-aller.example", OriginError::Format),
            ("//aller.example", OriginError::Format),
            ("ftp://aller.example", OriginError::Format),
            ("https://", OriginError::Format),
            ("https:///", OriginError::Format),
            ("https://:443", OriginError::Format),
            ("https://aller.example:", OriginError::Format),
            ("https://aller.example:0", OriginError::Format),
            ("https://aller.example:+80", OriginError::Format),
            ("https://aller.example:65536", OriginError::Format),
            ("https://aller..example", OriginError::Format),
            ("https://-aller.example", OriginError::Format),
            ("https://aller.example.", OriginError::Format),
            ("https://mü ller.example", OriginError::Format),
            ("https://aller.example evil.example", OriginError::Format),
            ("https://aller.example;script-src", OriginError::Format),
            ("https://user@aller.example", OriginError::Format),
            ("https://999.1.1.1", OriginError::Format),
            ("https://1.2.3", OriginError::Format),
            ("https://[::2]", OriginError::Format),
            ("https://aller.example/service", OriginError::Path),
            ("https://aller.example//", OriginError::Path),
            ("https://aller.example?x", OriginError::Path),
            ("https://aller.example#x", OriginError::Path),
            ("https://*.aller.example", OriginError::Wildcard),
            ("https://*", OriginError::Wildcard),
            ("http://aller.example", OriginError::Insecure),
            ("http://127.0.0.2", OriginError::Insecure),
            ("http://localhost.aller.example", OriginError::Insecure),
        ] {
            assert_eq!(Origin::parse(typed), Err(error), "{typed}");
        }
    }

    #[test]
    fn it_travels_as_its_text_and_is_checked_on_the_way() {
        let origins: Vec<Origin> = serde_json::from_str(r#"["https://B.example/","https://a.example"]"#).expect("read");
        assert_eq!(serde_json::to_string(&origins).expect("written"), r#"["https://b.example","https://a.example"]"#);
        assert!(origins[1] < origins[0]);
        assert!(serde_json::from_str::<Origin>(r#""http://a.example""#).is_err());
    }

    proptest! {
        #[test]
        fn whatever_is_accepted_is_safe_in_a_header_and_reads_back_the_same(
            text in prop_oneof![any::<String>(), "[hH]ttps?://[a-zA-Z0-9.:\\[\\]* ;/@?#-]{0,30}"]
        ) {
            if let Ok(origin) = Origin::parse(&text) {
                prop_assert_eq!(Origin::parse(origin.as_str()), Ok(origin.clone()));
                let text = origin.to_string();
                prop_assert!(text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b":/.-[]".contains(&byte)));
                prop_assert!(text.starts_with("https://") || LOOPBACK.iter().any(|host| text.contains(host)));
            }
        }
    }
}
