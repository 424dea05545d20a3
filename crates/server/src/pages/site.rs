//! The files of the built web pages, and how each is served.

use crate::http::conditional::Encoded;
use axum::http::HeaderMap;
use axum::response::Response;
use bytes::Bytes;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// The cache policy of files with a hash in their name: the content never changes.
pub(super) const FOREVER: &str = "public, max-age=31536000, immutable";
/// The cache policy of pages: cached, but revalidated each time.
pub(super) const ASK: &str = "no-cache";

/// The bundles, a folder each, and the public folder: `book/…`, `customer/…`, `public/…`.
#[derive(Debug, Clone, Default)]
pub struct Site(Vec<File>);

/// One file with its compressed versions.
#[derive(Debug, Clone)]
pub struct File {
    /// The path within the site, or within the folder that it was taken from.
    pub path: String,
    /// The uncompressed content.
    pub identity: Bytes,
    /// Compressed with Brotli; `None` if it was not.
    pub br: Option<Bytes>,
    /// Compressed with gzip; `None` if it was not.
    pub gz: Option<Bytes>,
    /// The `ETag` of the content; each content coding adds its own suffix.
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

    /// The files that all bundles load from `/assets/`.
    pub(super) fn assets(&self) -> Vec<File> {
        let bundles: BTreeSet<&str> = self.0.iter().filter_map(|file| Some(file.path.split_once('/')?.0)).collect();
        let files = bundles.into_iter().filter(|folder| *folder != "public").flat_map(|bundle| self.below(bundle));
        files.filter(|file| ending(&file.path) != "html").collect()
    }

    /// The public files. Names that a route would read as a pattern are left out.
    pub(super) fn public(&self) -> Vec<File> {
        self.below("public").into_iter().filter(|file| !file.path.contains(['{', '}'])).collect()
    }

    /// The files of a folder, with their path within it.
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

    /// The file in the best coding that the client accepts, or 304 if it has it.
    pub(super) fn answer(&self, asked: &HeaderMap, cache: &'static str) -> Response {
        let (br, gzip) = (self.br.as_ref(), self.gz.as_ref());
        let varies = br.is_some() || gzip.is_some();
        Encoded { tag: &self.tag, identity: &self.identity, br, gzip, varies }.reply(
            asked,
            media_type(&self.path),
            cache,
        )
    }
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
