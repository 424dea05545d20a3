//! The page on which invitations are ended.

use super::markup::escaped;
use super::sentences;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use bayside_workflow::dealers::Dealer;

const POLICY: &str =
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// The page in the dealer's first language: the question, or what was done.
pub fn page(dealer: &Dealer, is_done: bool) -> Response {
    let file = &dealer.file;
    let language = file.language(None);
    let say = |key: &str| sentences::say(&format!("ui.stop.{key}"), language);
    let (name, tag) = (escaped(file.name.get(&[language])), language.tag());
    let (title, more) = if is_done {
        (say("done"), String::new())
    } else {
        (
            say("title"),
            format!("<p>{}</p>\n<form method=\"post\"><button>{}</button></form>\n", say("more"), say("button")),
        )
    };
    let html = format!(
        "<!doctype html>\n<html lang=\"{tag}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"robots\" content=\"noindex\">\n\
         <title>{title} · {name}</title>\n<link rel=\"stylesheet\" href=\"/embed-try.css\">\n</head>\n<body>\n\
         <header>{name}</header>\n<main>\n<h1>{title}</h1>\n{more}</main>\n</body>\n</html>\n"
    );
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
        (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    ];
    (headers, html).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use bayside_domain::language::Language;

    #[test]
    fn the_page_is_there_in_every_language() {
        for language in Language::ALL {
            for key in ["title", "more", "button", "done"] {
                assert!(sentences::find(&format!("ui.stop.{key}"), *language).is_some(), "{language} {key}");
            }
        }
    }
}
