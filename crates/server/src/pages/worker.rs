//! The service worker of the screens: worker.js with the list of files that it caches.

use super::site::{ASK, File, Site, ending};
use axum::Router;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::routing::get;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// The path of the service worker. Served from the root, it can be registered for the page of any screen.
pub(super) const PATH: &str = "/screen-worker.js";

const SOURCE: &str = include_str!("worker.js");

/// The content security policy of the worker: it may only fetch from its own origin.
const POLICY: &str = "default-src 'none'; connect-src 'self'";

/// The route of the service worker; empty if the bundle was not built.
pub(super) fn router<S: Clone + Send + Sync + 'static>(site: &Site) -> Router<S> {
    let Some(file) = script(site) else { return Router::new() };
    let answer = async move |asked: HeaderMap| {
        let mut response = file.answer(&asked, ASK);
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
        response
    };
    Router::new().route(PATH, get(answer))
}

/// The script for the screens' bundle and the public files that it draws.
fn script(site: &Site) -> Option<File> {
    let page = sha256(&site.page("screen")?.identity);
    let shown = site.public().into_iter().filter(|file| ["icons.svg", "favicon.svg"].contains(&file.path.as_str()));
    let own = site.below("screen").into_iter().filter(|file| ending(&file.path) != "html");
    let files = own.map(|file| (format!("/assets/{}", file.path), file.identity));
    let mut files: Vec<(String, String)> = files
        .chain(shown.map(|file| (format!("/{}", file.path), file.identity)))
        .map(|(path, bytes)| (path, sha256(&bytes)))
        .collect();
    files.sort();
    let list = serde_json::to_string(&files).expect("texts can be written");
    let version = sha256(format!("{SOURCE}{page}{list}").as_bytes());
    let script = SOURCE.replace("{{version}}", &version[..16]).replace("{{page}}", &page).replace("{{files}}", &list);
    Some(File::new("screen-worker.js", script.into(), None, None))
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("writing to a string cannot fail");
        text
    })
}
