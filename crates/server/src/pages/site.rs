//! The files of a built site, and how one of them answers a request.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use bytes::Bytes;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// Hashed names: the content never changes.
pub(super) const FOREVER: &str = "public, max-age=31536000, immutable";
/// Kept, but asked for each time.
pub(super) const ASK: &str = "no-cache";

/// The bundles, a folder each, and the public folder: `book/…`, `customer/…`, `public/…`.
#[derive(Debug, Clone, Default)]
pub struct Site(Vec<File>);

/// One file with its compressed twins.
#[derive(Debug, Clone)]
pub struct File {
    /// Within the site, and where it was taken out of a folder, within that.
    pub path: String,
    /// As it is.
    pub identity: Bytes,
    /// Compressed with Brotli; `None` if it was not.
    pub br: Option<Bytes>,
    /// Compressed with gzip; `None` if it was not.
    pub gz: Option<Bytes>,
    /// Names the content; each coding adds its own ending.
    tag: String,
}

impl Site {
    /// What this program was built with, and a debug build what its folder holds now; empty where the bundles were not
    /// built.
    pub fn built() -> Self {
        Self::of(super::built::files())
    }

    /// Files by their path. What is packed goes with what it was packed from; marks such as `.stamp` are left out.
    pub(super) fn of(files: BTreeMap<String, Bytes>) -> Self {
        let packed = |path: &str, end: &str| files.get(&format!("{path}.{end}")).cloned();
        let is_packed = |path: &str| {
            let plain = path.strip_suffix(".br").or_else(|| path.strip_suffix(".gz"));
            plain.is_some_and(|plain| files.contains_key(plain))
        };
        let is_mark = |path: &str| path.rsplit('/').next().is_some_and(|name| name.starts_with('.'));
        let own = files.iter().filter(|(path, _)| !is_packed(path) && !is_mark(path));
        Self(own.map(|(path, bytes)| File::new(path, bytes.clone(), packed(path, "br"), packed(path, "gz"))).collect())
    }

    /// A site of any files.
    pub fn new(files: Vec<File>) -> Self {
        Self(files)
    }

    /// The page of a bundle.
    pub(super) fn page(&self, bundle: &str) -> Option<File> {
        self.below(bundle).into_iter().find(|file| ending(&file.path) == "html" && !file.path.contains('/'))
    }

    /// What the pages of all bundles load from `/assets/`.
    pub(super) fn assets(&self) -> Vec<File> {
        let bundles: BTreeSet<&str> = self.0.iter().filter_map(|file| Some(file.path.split_once('/')?.0)).collect();
        let files = bundles.into_iter().filter(|folder| *folder != "public").flat_map(|bundle| self.below(bundle));
        files.filter(|file| ending(&file.path) != "html").collect()
    }

    /// What is served as it is. Names that a route could mistake for a pattern are left out.
    pub(super) fn public(&self) -> Vec<File> {
        self.below("public").into_iter().filter(|file| !file.path.contains(['{', '}'])).collect()
    }

    /// What lies in a folder of the site, by its path in there.
    pub(super) fn below(&self, folder: &str) -> Vec<File> {
        let inside = |file: &File| {
            let path = file.path.strip_prefix(folder)?.strip_prefix('/')?.to_owned();
            Some(File { path, ..file.clone() })
        };
        self.0.iter().filter_map(inside).collect()
    }
}

impl File {
    /// A file of the site.
    pub fn new(path: impl Into<String>, identity: Bytes, br: Option<Bytes>, gz: Option<Bytes>) -> Self {
        let tag = Sha256::digest(&identity).iter().take(12).fold(String::new(), |mut tag, byte| {
            write!(tag, "{byte:02x}").expect("writing to a string cannot fail");
            tag
        });
        Self { path: path.into(), identity, br, gz, tag }
    }

    /// 200 with the best coding that the client takes, or 304 when it has just that.
    pub(super) fn answer(&self, asked: &HeaderMap, cache: &'static str) -> Response {
        let (bytes, coding) = self.choose(asked);
        let tag = format!("\"{}{}\"", self.tag, coding.map(|coding| format!("-{coding}")).unwrap_or_default());
        let unchanged = has(asked, &tag);
        let mut response = Response::new(if unchanged { Body::empty() } else { Body::from(bytes) });
        let headers = response.headers_mut();
        let mut put = |name: HeaderName, value: &str| {
            headers.insert(name, HeaderValue::from_str(value).expect("visible ASCII of our own"));
        };
        put(header::CACHE_CONTROL, cache);
        put(header::ETAG, &tag);
        if self.br.is_some() || self.gz.is_some() {
            put(header::VARY, "accept-encoding");
        }
        if unchanged {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            return response;
        }
        put(header::CONTENT_TYPE, media_type(&self.path));
        if let Some(coding) = coding {
            put(header::CONTENT_ENCODING, coding);
        }
        response
    }

    fn choose(&self, asked: &HeaderMap) -> (Bytes, Option<&'static str>) {
        match (&self.br, &self.gz) {
            (Some(bytes), _) if takes(asked, "br") => (bytes.clone(), Some("br")),
            (_, Some(bytes)) if takes(asked, "gzip") => (bytes.clone(), Some("gzip")),
            _ => (self.identity.clone(), None),
        }
    }
}

/// Whether the client has what `tag` names (RFC 9110, 13.1.2): named in a list, weakly or not, or by `*`.
pub fn has(asked: &HeaderMap, tag: &str) -> bool {
    let known = asked.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    known
        .flat_map(|list| list.split(','))
        .map(str::trim)
        .any(|one| one == "*" || one.strip_prefix("W/").unwrap_or(one) == tag)
}

/// Whether the client takes a coding (RFC 9110, 12.5.3): named, or by `*`, and not with q=0.
pub fn takes(asked: &HeaderMap, coding: &str) -> bool {
    let values = asked.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    let mut by_star = false;
    for one in values.flat_map(|list| list.split(',')) {
        let mut parts = one.split(';').map(str::trim);
        let name = parts.next().unwrap_or_default();
        let quality = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
        let wanted = quality.is_none_or(|quality| quality.trim().parse::<f32>().is_ok_and(|quality| quality > 0.0));
        if name.eq_ignore_ascii_case(coding) {
            return wanted;
        }
        by_star |= name == "*" && wanted;
    }
    by_star
}

/// Whether a name carries the hash of its content, as Trunk gives it: `customer-3f1c…_bg.wasm`.
pub(super) fn is_hashed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.split(['-', '_', '.']).any(|part| {
        let hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        part.len() >= 12 && part.bytes().all(hex)
    })
}

pub(super) fn ending(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(_, end)| end)
}

fn media_type(path: &str) -> &'static str {
    match ending(path) {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "txt" => "text/plain; charset=utf-8",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        _ => "application/octet-stream",
    }
}
