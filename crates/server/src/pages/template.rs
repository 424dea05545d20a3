//! The booking page, filled in by the server for a dealer: language, colours, frame policy, and the dealer's data as a
//! JSON block, so that the page can be painted before the bundle arrives and needs no further request.
//!
//! The page itself is made of src/bin/book.html, its sentences are those of the faces.

use super::headers::Policy;
use super::not_found::{NOT_BUILT, not_found};
use super::sentences;
use super::site::File;
use crate::app::App;
use crate::http::conditional::{accepts, gzip};
use crate::http::extract::{Locale, query};
use crate::routes::dealers::public_face;
use axum::body::Body;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bayside_api::dealer::{Dealer, Theme};
use bayside_domain::language::Language;
use bayside_domain::origin::Origin;
use std::borrow::Cow;
use std::fmt::Write as _;
use std::sync::Arc;

/// A template with placeholders `{{…}}`.
pub(super) struct PageTemplate {
    /// Alternating: text, placeholder, text, placeholder, … text.
    parts: Vec<String>,
    policy: Policy,
    frames: FrameAncestors,
}

/// Which pages may show a page in a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FrameAncestors {
    /// No page may.
    Refused,
    /// Those of the websites that the dealer allows.
    OfDealer,
}

impl PageTemplate {
    /// Parses the placeholders of a built page.
    pub(super) fn new(page: &File, frames: FrameAncestors) -> Self {
        let text = String::from_utf8_lossy(&page.identity);
        let mut parts = Vec::new();
        let mut rest = text.as_ref();
        while let Some((before, (placeholder, after))) =
            rest.split_once("{{").and_then(|(a, b)| Some((a, b.split_once("}}")?)))
        {
            parts.extend([before.to_owned(), placeholder.to_owned()]);
            rest = after;
        }
        parts.push(rest.to_owned());
        Self { parts, policy: Policy::of(&page.identity), frames }
    }

    /// The page for a dealer in one of its languages, and its content security policy.
    pub(super) fn fill(&self, dealer: &Dealer, language: Language, origins: &[Origin]) -> (String, HeaderValue) {
        let theme = dealer.theme.as_ref().map(style).unwrap_or_default();
        let listed = serde_json::to_string(origins).unwrap_or_default();
        let mut page = String::with_capacity(16 * 1024);
        for (number, part) in self.parts.iter().enumerate() {
            let is_placeholder = number % 2 == 1;
            page.push_str(&if is_placeholder {
                filling(part, dealer, language, &theme, &listed)
            } else {
                part.as_str().into()
            });
        }
        let frames = match self.frames {
            FrameAncestors::Refused => "'none'".to_owned(),
            FrameAncestors::OfDealer => {
                origins.iter().fold("'self'".to_owned(), |sources, origin| format!("{sources} {origin}"))
            }
        };
        (page, self.policy.header(Some(&theme), &frames))
    }
}

/// The value of a placeholder; the key of a sentence gives the sentence. An unknown one stays empty, which a test
/// detects.
fn filling<'a>(
    placeholder: &str,
    dealer: &'a Dealer,
    language: Language,
    theme: &'a str,
    origins: &'a str,
) -> Cow<'a, str> {
    match placeholder {
        "origins" => origins.into(),
        "language" => language.tag().into(),
        "languages" => languages(dealer, language).into(),
        "theme" => theme.into(),
        "data" => serde_json::to_string(dealer).unwrap_or_default().replace('<', "\\u003c").into(),
        "dealer.name" => escaped(&dealer.name).into(),
        "dealer.phone" => escaped(&dealer.phone).into(),
        "dealer.phone_display" => escaped(&dealer.phone_display).into(),
        key => sentences::find(key, language).map(|text| escaped(text).into()).unwrap_or_default(),
    }
}

/// A link for each language of the dealer; it works without the bundle.
fn languages(dealer: &Dealer, shown: Language) -> String {
    let mut links = String::new();
    let spoken = |language: &&Language| dealer.locales.iter().any(|locale| locale == language.tag());
    for language in Language::ALL.iter().filter(spoken) {
        let (tag, name) = (language.tag(), language.short_name());
        let current = if *language == shown { " aria-current=\"true\"" } else { "" };
        write!(links, "<a href=\"?lang={tag}\" lang=\"{tag}\"{current}>{name}</a>").expect("a string takes all");
    }
    links
}

/// The dealer's colours as a style sheet, like src/ui/theme.rs sets them.
fn style(theme: &Theme) -> String {
    let colour =
        |[light, dark]: &[String; 2]| format!("var(--lightningcss-light, {light}) var(--lightningcss-dark, {dark})");
    format!(
        ":root{{--accent:{};--on-accent:{};--accent-soft:{};--r:{}px}}",
        colour(&theme.accent),
        colour(&theme.on_accent),
        colour(&theme.accent_soft),
        theme.radius
    )
}

/// Text as it stands between tags and in quotes.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            char => escaped.push(char),
        }
    }
    escaped
}

/// Replies with the dealer's page. It contains the server's time, so it must not be cached.
pub(super) async fn answer(
    template: Option<Arc<PageTemplate>>,
    State(app): State<App>,
    Path(slug): Path<String>,
    RawQuery(asked): RawQuery,
    Locale(accepted): Locale,
    headers: HeaderMap,
) -> Response {
    let no_store = (header::CACHE_CONTROL, HeaderValue::from_static("no-cache, no-store"));
    let Some(template) = template else {
        return (StatusCode::SERVICE_UNAVAILABLE, [no_store], NOT_BUILT).into_response();
    };
    let Ok(dealer) = app.dealers.by_slug(&slug) else {
        return not_found().await;
    };
    let wanted = query(asked.as_deref().unwrap_or_default(), "lang").and_then(|tag| Language::from_tag(&tag));
    let language = dealer.file.language(wanted.into_iter().chain(accepted));
    let (page, policy) = template.fill(&public_face(&app, &dealer, language.into()), language, &dealer.origins);
    let packed = accepts(&headers, "gzip").then(|| gzip(page.as_bytes()).ok()).flatten();
    let coding = packed.is_some();
    let mut response = Response::new(packed.map_or_else(|| Body::from(page), Body::from));
    let headers = response.headers_mut();
    headers.insert(no_store.0, no_store.1);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    if template.frames == FrameAncestors::OfDealer {
        // Also for pages with `Cross-Origin-Embedder-Policy`, which load only what allows it explicitly.
        headers.insert("cross-origin-resource-policy", HeaderValue::from_static("cross-origin"));
        headers.insert("cross-origin-embedder-policy", HeaderValue::from_static("require-corp"));
    }
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding, accept-language"));
    if coding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::Site;

    fn dealer() -> Dealer {
        let hours = serde_json::json!([]);
        serde_json::from_value(serde_json::json!({
            "slug": "aller", "name": "Autohaus <Aller> & Söhne", "zone": "Europe/Berlin", "country": "DE",
            "locales": ["de", "en"], "currency": "EUR", "address": "Verden", "phone": "+4942315550",
            "phone_display": "04231 555-0", "opening_hours": hours, "services": [], "advisers": [], "models": [],
            "booking": { "grid_minutes": 30, "horizon_days": 60, "notice_minutes": 60, "hold_minutes": 5,
                "change_cutoff_minutes": 60, "stays": [] },
            "consent": { "version": "1", "text": "</script><b>", "retention_months": 24 },
            "theme": { "accent": ["#0b585b", "#7fd4d6"], "on_accent": ["#ffffff", "#000000"],
                "accent_soft": ["#e4eeee", "#123456"], "radius": 2 },
            "now": "2026-12-01T09:30:00+01:00"
        }))
        .unwrap()
    }

    fn template(text: &str) -> PageTemplate {
        PageTemplate::new(&File::new("book.html", text.to_owned().into(), None, None), FrameAncestors::Refused)
    }

    #[test]
    fn holes_are_filled_and_nothing_that_a_dealer_writes_becomes_markup() {
        let page = "<html lang=\"{{language}}\"><style>{{theme}}</style><h1>{{booking.need_title}} · {{dealer.name}}</h1>\
                    <script type=\"module\">let a = {b: {c: 1}};</script><script type=\"application/json\">{{data}}</script>";
        let (page, policy) = template(page).fill(&dealer(), Language::De, &[]);
        assert!(
            page.starts_with("<html lang=\"de\"><style>:root{--accent:var(--lightningcss-light, #0b585b) "),
            "{page}"
        );
        assert!(page.contains("<h1>Was braucht Ihr Fahrzeug? · Autohaus &lt;Aller&gt; &amp; Söhne</h1>"), "{page}");
        assert!(page.contains("let a = {b: {c: 1}};"), "what is no hole stays: {page}");
        let data = page.split_once("json\">").unwrap().1.strip_suffix("</script>").unwrap();
        assert!(!data.contains('<'));
        assert_eq!(serde_json::from_str::<Dealer>(data).unwrap(), dealer());
        let policy = policy.to_str().unwrap();
        assert_eq!(policy.matches("sha256-").count(), 2, "the script and the style sheet: {policy}");
    }

    #[test]
    fn the_languages_are_those_of_the_dealer() {
        let (page, _) = template("{{languages}}").fill(&dealer(), Language::En, &[]);
        assert_eq!(
            page,
            "<a href=\"?lang=en\" lang=\"en\" aria-current=\"true\">EN</a><a href=\"?lang=de\" lang=\"de\">DE</a>"
        );
    }

    #[test]
    fn every_hole_of_the_page_is_known_in_every_language() {
        let pages: [(&str, &[u8]); 2] = [
            ("book", include_bytes!("../../../../src/bin/book.html")),
            ("embed", include_bytes!("../../../../src/bin/embed.html")),
        ];
        for (bundle, page) in pages {
            let template = PageTemplate::new(&File::new("page.html", page.into(), None, None), FrameAncestors::Refused);
            let holes: Vec<&String> = template.parts.iter().skip(1).step_by(2).collect();
            assert!(holes.len() > 5);
            for language in Language::ALL {
                for hole in &holes {
                    assert!(!filling(hole, &dealer(), *language, "x", "[]").is_empty(), "{hole} in {language}");
                }
            }
            let built = Site::built().page(bundle).map(|page| PageTemplate::new(&page, FrameAncestors::Refused));
            assert!(built.is_none_or(|built| built.parts.len() == template.parts.len()), "the builder kept every hole");
        }
    }

    #[test]
    fn a_frame_is_for_the_sites_of_the_dealer() {
        let page = File::new("embed.html", "<script>{{origins}}</script>".into(), None, None);
        let origins = ["https://aller.example", "http://localhost:8123"].map(|text| Origin::parse(text).unwrap());
        let (page, policy) = PageTemplate::new(&page, FrameAncestors::OfDealer).fill(&dealer(), Language::De, &origins);
        assert!(page.contains("[\"https://aller.example\",\"http://localhost:8123\"]"), "{page}");
        let policy = policy.to_str().unwrap();
        assert!(policy.ends_with("frame-ancestors 'self' https://aller.example http://localhost:8123"), "{policy}");
    }
}
