//! Replies to paths without a page.

use super::headers::NOTHING;
use super::sentences;
use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use bayside_domain::language::Language;

/// The reply to every page if the program was built without the web bundles.
pub(super) const NOT_BUILT: &str = "The web pages are not part of this program yet.\nrun: cargo xtask build\n";

/// The page for unknown paths, in all languages at once; it needs no bundle and no script.
pub fn not_found_page() -> String {
    let first = Language::default().tag();
    let mut page = format!(
        "<!doctype html>\n<html lang=\"{first}\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>404 · Bayside</title>\n<main>\n"
    );
    for (place, language) in Language::ALL.iter().enumerate() {
        let element = if place == 0 { "h1" } else { "p" };
        let text = sentences::say("booking.nf_title", *language);
        page.extend(["<", element, " lang=\"", language.tag(), "\">", text, "</", element, ">\n"]);
    }
    page + "<p><a href=\"/\">Bayside</a></p>\n</main>\n</html>\n"
}

/// The reply to an unknown path.
pub(crate) async fn not_found() -> Response {
    let mut response = Response::new(Body::from(not_found_page()));
    *response.status_mut() = StatusCode::NOT_FOUND;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(NOTHING));
    response
}
