//! Replies to paths without a page.

use super::markup::{Languages, escaped};
use super::sentences;
use crate::app::App;
use crate::http::extract::query;
use crate::http::languages;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::Response;
use bayside_domain::dealer::Dealer;
use bayside_domain::language::Language;

/// The reply to every page if the program was built without the web bundles.
pub(super) const NOT_BUILT: &str = "The web pages are not part of this program yet.\nrun: cargo xtask build\n";

const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'none'";

/// The page for unknown paths; it needs no bundle and no script. Below a dealer's name it leads to that dealer.
pub(super) fn page(dealer: Option<&Dealer>, language: Language) -> String {
    let say = |key: &str| sentences::say(key, language);
    let name = dealer.map_or("Bayside", |dealer| dealer.name.get(&dealer.speaks([language])));
    let (name, tag, title) = (escaped(name), language.tag(), say("home.nf_title"));
    let spoken = dealer.map_or(Language::ALL, |dealer| &dealer.locales);
    let nav = Languages { spoken, shown: language };
    let way = |href: &str, what: &str, note: &str| {
        format!("<li><a href=\"{href}\"><b>{}</b><small>{}</small></a></li>\n", say(what), say(note))
    };
    let (mut ways, mut call) = (String::new(), String::new());
    let mut find = "/booking".to_owned();
    if let Some(dealer) = dealer {
        ways.push_str(&way(&format!("/{}/book", dealer.slug), "home.book", "home.nf_book_note"));
        find = format!("/booking?dealer={}", dealer.slug);
        let (phone, shown) = (escaped(&dealer.phone), escaped(&dealer.phone_display));
        call = format!("<h2>{}</h2>\n<p><a class=\"call\" href=\"tel:{phone}\">{shown}</a></p>\n", say("home.nf_call"));
    }
    ways.push_str(&way(&find, "appointment.find_link", "home.nf_find_note"));
    ways.push_str(&way("/", "home.nf_home", "home.nf_home_note"));
    format!(
        "<!doctype html>\n<html lang=\"{tag}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title} · {name}</title>\n\
         <link rel=\"icon\" href=\"/favicon.svg\" type=\"image/svg+xml\">\n<link rel=\"stylesheet\" href=\"/plain.css\">\n\
         </head>\n<body>\n<header><p>{name}</p><nav aria-label=\"{}\">{nav}</nav></header>\n<main>\n<h1>{title}</h1>\n\
         <p class=\"lead\">{}</p>\n<h2>{}</h2>\n<ul>\n{ways}</ul>\n{call}</main>\n</body>\n</html>\n",
        say("ui.language"),
        say("home.nf_note"),
        say("home.nf_ways"),
    )
}

/// The reply to an unknown path, in the language of `?lang=`, else in the reader's.
pub(crate) fn not_found(asked: &HeaderMap, named: Option<&str>) -> Response {
    reply(None, asked, named)
}

/// The same below a dealer's name.
pub(super) async fn of_dealer(State(app): State<App>, address: Uri, asked: HeaderMap) -> Response {
    let slug = address.path().split('/').find(|part| !part.is_empty()).unwrap_or_default().to_ascii_lowercase();
    let dealer = app.dealers.by_slug(&slug).ok();
    reply(dealer.as_ref().map(|dealer| &dealer.file), &asked, address.query())
}

fn reply(dealer: Option<&Dealer>, asked: &HeaderMap, named: Option<&str>) -> Response {
    let named = query(named.unwrap_or_default(), "lang").and_then(|tag| Language::from_tag(&tag));
    let mut likes = named.into_iter().chain(languages::preferred(asked));
    let language = match dealer {
        Some(dealer) => dealer.language(likes),
        None => likes.next().unwrap_or_default(),
    };
    let mut response = Response::new(Body::from(page(dealer, language)));
    *response.status_mut() = StatusCode::NOT_FOUND;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    response
}
