//! The one address of a page, for those that are written a little differently: with a slash at the end or one too many,
//! or in capital letters.

use super::not_found::not_found;
use crate::app::App;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::Response;
use std::sync::Arc;

/// The routes of all pages, such as `/{dealer}/book`.
pub(super) type Routes = Arc<[String]>;

/// Leads to the page that is meant (308), before any page is looked for: a page with a dealer in its path would be found
/// under a name that no dealer has.
pub(super) async fn lead(State(routes): State<Routes>, request: Request, next: Next) -> Response {
    let is_read = request.method() == Method::GET || request.method() == Method::HEAD;
    match canonical(&routes, request.uri().path()).filter(|_| is_read) {
        Some(meant) => redirect(&meant, request.uri(), request.headers()),
        None => next.run(request).await,
    }
}

/// 308 to a path, with the query that was asked. A page stands behind it for those who do not follow.
fn redirect(path: &str, address: &Uri, asked: &HeaderMap) -> Response {
    let mut response = not_found(asked, address.query());
    let location = address.query().map_or_else(|| path.to_owned(), |query| format!("{path}?{query}"));
    if let Ok(location) = HeaderValue::from_str(&location) {
        *response.status_mut() = StatusCode::PERMANENT_REDIRECT;
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
}

/// A dealer's name alone: the way to its booking.
pub(super) async fn home(
    State(app): State<App>,
    Path(dealer): Path<String>,
    address: Uri,
    asked: HeaderMap,
) -> Response {
    match app.dealers.by_slug(&dealer) {
        Ok(_) => redirect(&format!("/{dealer}/book"), &address, &asked),
        Err(_) => not_found(&asked, address.query()),
    }
}

/// The path of the page that is meant by another path. It begins with one slash and a letter, so it stays on this server.
fn canonical(routes: &Routes, path: &str) -> Option<String> {
    let is_odd = path.ends_with('/') || path.contains("//") || path.bytes().any(|byte| byte.is_ascii_uppercase());
    if !is_odd || routes.iter().any(|route| route == path) {
        return None;
    }
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    routes.iter().find_map(|route| along(route, &parts))
}

/// The path that fits a route: its own words, and what stands for a dealer in small letters.
fn along(route: &str, parts: &[&str]) -> Option<String> {
    let route: Vec<&str> = route.split('/').filter(|part| !part.is_empty()).collect();
    if route.len() != parts.len() || route.is_empty() {
        return None;
    }
    let fit = |(own, part): (&&str, &&str)| match *own {
        "{dealer}" => (is_slug(part) && !OWN.contains(part)).then(|| part.to_ascii_lowercase()),
        own => part.eq_ignore_ascii_case(own).then(|| own.to_owned()),
    };
    let parts: Option<Vec<String>> = route.iter().zip(parts).map(fit).collect();
    Some(format!("/{}", parts?.join("/")))
}

/// Folders of ours, which are no dealers.
const OWN: &[&str] = &["api", "assets", "embed"];

fn is_slug(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

#[cfg(test)]
mod tests {
    fn canonical(path: &str) -> Option<String> {
        super::canonical(&crate::pages::routes(), path)
    }

    #[test]
    fn a_page_is_found_however_its_address_is_written() {
        for (written, meant) in [
            ("/aller/book/", "/aller/book"),
            ("/Aller/book", "/aller/book"),
            ("/ALLER/BOOK", "/aller/book"),
            ("//aller/book", "/aller/book"),
            ("///aller//Lounge//", "/aller/lounge"),
            ("/aller/arrival/", "/aller/arrival"),
            ("/booking/", "/booking"),
            ("/Visit", "/visit"),
            ("/Desk", "/desk"),
            ("/embed/Aller/book/", "/embed/aller/book"),
            ("/aller/Notice", "/aller/notice"),
            ("/Aller/", "/aller"),
        ] {
            assert_eq!(canonical(written).as_deref(), Some(meant), "{written}");
        }
    }

    #[test]
    fn nothing_leads_to_another_site_or_in_a_circle() {
        for path in [
            "/aller/book",
            "/",
            "//",
            "/nothing/here",
            "//evil.example",
            "//evil.example/book",
            "/\\evil/book",
            "/%2F/book",
            "/api/v1/dealers/",
            "/assets/x/",
            "/aller%2Fbook",
            "/ä/book",
            "/visit/more",
            "/aller/book/more",
            "/embed/",
            "/api/",
            "/assets/",
        ] {
            assert_eq!(canonical(path), None, "{path}");
        }
    }
}
