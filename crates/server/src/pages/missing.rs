//! What is answered where there is no page.

use super::headers::NOTHING;
use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;

/// Shown for every page by a program that was built without the bundles.
pub(super) const NOT_BUILT: &str = "The web pages are not part of this program yet.\nrun: cargo xtask build\n";

/// Shown for a path that is no page, in the faces' three languages; it has no bundle and no script.
pub const NOT_FOUND_PAGE: &str = "<!doctype html>\n<html lang=\"zh-CN\">\n<meta charset=\"utf-8\">\n\
    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
    <meta name=\"color-scheme\" content=\"light dark\">\n<title>404 · Bayside</title>\n<main>\n\
    <h1>没有这个页面</h1>\n<p lang=\"en\">There is no such page.</p>\n<p lang=\"de\">Diese Seite gibt es nicht.</p>\n\
    <p><a href=\"/\">Bayside</a></p>\n</main>\n</html>\n";

/// The answer to a path that is no page.
pub(crate) async fn not_found() -> Response {
    let mut response = Response::new(Body::from(NOT_FOUND_PAGE));
    *response.status_mut() = StatusCode::NOT_FOUND;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(NOTHING));
    response
}
