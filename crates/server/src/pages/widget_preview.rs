//! A plain page per dealer with the widget on it, as a dealer's website would show it: the desk uses it as a preview.

use super::headers::NOT_LISTED;
use super::markup::escaped;
use super::sentences;
use crate::app::App;
use crate::http::extract::query_pairs;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use bayside_workflow::dealers::Dealer;

/// The content security policy: only the page's own files, and the booking form in frames; the desk may show the page
/// in a frame.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; frame-src 'self'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'self'";
/// The ways in which the widget can be shown.
const MODES: [&str; 3] = ["inline", "popup", "floating"];
/// The attributes of the widget element that can be tried, besides the mode.
const OPTIONS: [&str; 7] = ["locale", "job", "theme", "accent", "radius", "label", "utm-source"];
/// The longest value of an option, in characters.
const CHARS_MAX: usize = 120;

/// The page in the dealer's first language; with `?mode=` it shows only that one way, for the desk's preview.
pub(super) async fn get(
    State(app): State<App>,
    Path(slug): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let Ok(dealer) = app.dealers.by_slug(&slug) else {
        return super::not_found::not_found(&headers, query.as_deref());
    };
    let asked = query_pairs(&query.unwrap_or_default());
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
        NOT_LISTED,
    ];
    (headers, page(&dealer, &asked)).into_response()
}

fn page(dealer: &Dealer, asked: &[(String, String)]) -> String {
    let file = &dealer.file;
    let language = file.language(None);
    let say = |key: &str| sentences::say(&format!("widget.tryout.{key}"), language);
    let value = |name: &str| asked.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    let only = value("mode").filter(|mode| MODES.contains(mode));
    let options: Vec<_> = OPTIONS
        .iter()
        .filter_map(|name| Some((name, value(name).filter(|value| !value.is_empty())?)))
        .map(|(name, value)| format!(" {name}=\"{}\"", escaped(&value.chars().take(CHARS_MAX).collect::<String>())))
        .collect();
    let options = options.concat();
    let (slug, phone) = (&file.slug, escaped(&file.phone));
    let shown = if file.phone_display.is_empty() { &file.phone } else { &file.phone_display };
    let fallback = format!(
        "<p><a href=\"/{slug}/book\">{}</a> {} <a href=\"tel:{phone}\">{}</a></p>",
        say("book"),
        say("or_call"),
        escaped(shown)
    );
    let sections: Vec<_> = MODES
        .iter()
        .filter(|mode| only.is_none_or(|only| only == **mode))
        .map(|mode| {
            let heading = only.map_or_else(|| format!("<h2>{}</h2>\n", say(mode)), |_| String::new());
            format!(
                "<section>\n{heading}<bayside-booking dealer=\"{slug}\" mode=\"{mode}\"{options}>{fallback}</bayside-booking>\n</section>\n"
            )
        })
        .collect();
    let sections = sections.concat();
    let lead = only.map_or_else(|| format!("<p>{}</p>\n", say("lead")), |_| String::new());
    let (name, title, lang) = (escaped(file.name.get(&[language])), say("title"), language.tag());
    format!(
        "<!doctype html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"robots\" content=\"noindex\">\n\
         <title>{title} · {name}</title>\n<link rel=\"stylesheet\" href=\"/embed-try.css\">\n\
         <script src=\"/embed.js\" defer></script>\n</head>\n<body>\n<header>{name}</header>\n<main>\n<h1>{title}</h1>\n\
         {lead}{sections}</main>\n</body>\n</html>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use bayside_domain::language::Language;

    #[test]
    fn the_page_is_there_in_every_language() {
        for language in Language::ALL {
            for key in ["title", "lead", "book", "or_call"].into_iter().chain(MODES) {
                assert!(sentences::find(&format!("widget.tryout.{key}"), *language).is_some(), "{language} {key}");
            }
        }
    }
}
