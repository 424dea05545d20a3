//! Security headers.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// For pages and files that no search engine shall list.
pub(super) const NOT_LISTED: (HeaderName, HeaderValue) =
    (HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex"));

/// The permissions policy of pages: no access to sensors and devices.
pub(super) const PERMISSIONS: &str = "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), \
    magnetometer=(), microphone=(), midi=(), payment=(), usb=()";
/// The same, but with the camera allowed.
pub(super) const WITH_CAMERA: &str = "accelerometer=(), camera=(self), display-capture=(), geolocation=(), \
    gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()";

/// The policy of a page that frames pages of its own origin, as the desk does to show the widget.
pub(super) fn with_own_frames(policy: &HeaderValue) -> HeaderValue {
    with(b"frame-src 'self'; ", policy)
}

/// The policy of a page with a service worker of its own origin, as the screens have.
pub(super) fn with_own_worker(policy: &HeaderValue) -> HeaderValue {
    with(b"worker-src 'self'; ", policy)
}

fn with(more: &[u8], policy: &HeaderValue) -> HeaderValue {
    HeaderValue::from_bytes(&[more, policy.as_bytes()].concat()).expect("a header and ASCII of our own")
}

/// Adds the security headers to a reply. Headers that are already set stay, so that a handler can allow more where it
/// has to.
pub fn secure(headers: &mut HeaderMap, https: bool) {
    let mut put = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    put(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    put(header::REFERRER_POLICY, "no-referrer");
    put(HeaderName::from_static("permissions-policy"), PERMISSIONS);
    put(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    put(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    if https {
        put(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
}

/// The content security policy of a page: its own origin, WebAssembly, and the inline scripts that the build put into
/// it, each by its hash. A nonce would not work with precompressed pages.
pub(super) struct Policy {
    scripts: String,
}

impl Policy {
    /// Allows the inline scripts of a page.
    pub(super) fn of(page: &[u8]) -> Self {
        let page = String::from_utf8_lossy(page);
        Self { scripts: inline_scripts(&page).into_iter().map(hashed).collect() }
    }

    /// The header of a page that may have this inline style sheet and stand in frames of these sources.
    pub(super) fn header(&self, style: Option<&str>, frames: &str) -> HeaderValue {
        let style = style.map(hashed).unwrap_or_default();
        let policy = format!(
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{}; style-src 'self'{style}; \
             img-src 'self' data: blob:; connect-src 'self'; font-src 'none'; base-uri 'none'; form-action 'self'; \
             frame-ancestors {frames}",
            self.scripts
        );
        HeaderValue::from_str(&policy).expect("base64 and ASCII of our own")
    }
}

/// The hash of an inline source, as the policy names it.
fn hashed(source: &str) -> String {
    format!(" 'sha256-{}'", STANDARD.encode(Sha256::digest(source.as_bytes())))
}

/// The contents of inline scripts, without JSON data blocks.
fn inline_scripts(page: &str) -> Vec<&str> {
    let mut scripts = Vec::new();
    let mut rest = page;
    while let Some((_, from)) = rest.split_once("<script") {
        let Some((attributes, body)) = from.split_once('>') else { break };
        let Some((script, after)) = body.split_once("</script") else { break };
        let runs = |attribute: &str| !attribute.starts_with("src=") && attribute != "type=\"application/json\"";
        if attributes.split_ascii_whitespace().all(runs) {
            scripts.push(script);
        }
        rest = after;
    }
    scripts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_inline_script_is_allowed_by_its_hash_and_no_other() {
        let page = b"<script type=\"module\">alert(1)</script><script src=\"/a.js\"></script><link href=\"x\">";
        let policy = Policy::of(page).header(None, "'none'");
        // printf 'alert(1)' | openssl dgst -sha256 -binary | base64
        assert!(policy.to_str().unwrap().contains(
            "script-src 'self' 'wasm-unsafe-eval' 'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='; style-src 'self'"
        ));
    }

    #[test]
    fn a_page_without_inline_scripts_allows_none() {
        let policy =
            Policy::of(b"<script src=x></script><script type=\"application/json\">{}</script>").header(None, "'none'");
        assert!(!policy.to_str().unwrap().contains("sha256"));
        assert!(!policy.to_str().unwrap().contains("unsafe-inline"));
    }

    #[test]
    fn a_style_sheet_is_allowed_by_its_hash() {
        let policy = Policy::of(b"").header(Some("alert(1)"), "'none'");
        assert!(
            policy
                .to_str()
                .unwrap()
                .contains("style-src 'self' 'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='; img")
        );
    }

    #[test]
    fn what_a_handler_decided_stays() {
        let mut headers = HeaderMap::new();
        headers.insert("cross-origin-resource-policy", HeaderValue::from_static("cross-origin"));
        secure(&mut headers, false);
        assert_eq!(headers["cross-origin-resource-policy"], "cross-origin");
        assert_eq!(headers["x-content-type-options"], "nosniff");
        assert!(!headers.contains_key("strict-transport-security"));
    }
}
