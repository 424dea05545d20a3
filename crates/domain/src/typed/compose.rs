//! Unicode normalisation. Its tables are large: a browser has its own, and the faces use those.

use std::borrow::Cow;

/// Composed characters (NFC): `u` and `¨` become `ü`.
pub fn nfc(text: &str) -> Cow<'_, str> {
    // Below the first combining mark everything is composed.
    if text.chars().all(|letter| letter < '\u{300}') { Cow::Borrowed(text) } else { Cow::Owned(composed(text)) }
}

#[cfg(not(target_arch = "wasm32"))]
fn composed(text: &str) -> String {
    unicode_normalization::UnicodeNormalization::nfc(text).collect()
}

#[cfg(target_arch = "wasm32")]
fn composed(text: &str) -> String {
    js_sys::JsString::from(text).normalize("NFC").into()
}

/// The same, and one character for all that differ in form alone (NFKC): `ﬁ` becomes `fi`, `Ａ` becomes `A`.
#[cfg(not(target_arch = "wasm32"))]
pub fn nfkc(text: &str) -> String {
    unicode_normalization::UnicodeNormalization::nfkc(text).collect()
}
