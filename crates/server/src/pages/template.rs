//! The public pages, filled in by the server: language, title, what search engines read, and for a booking the dealer's
//! colours, frame policy and data (JSON), so that the page can be painted before the bundle arrives and needs no
//! further request.
//!
//! The booking's page is made of src/bin/book.html, the others of index.html; their sentences are those of the faces.

use super::head::Head;
use super::headers::{NOT_LISTED, Policy};
use super::markup::{Languages, escaped};
use super::not_found::{NOT_BUILT, not_found};
use super::public_page::{PublicPage, spoken};
use super::sentences;
use super::site::{ASK, File};
use crate::app::App;
use crate::http::conditional::gzip;
use crate::http::extract::{Locale, query};
use crate::routes::dealers::public_face;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bayside_api::dealer::Theme;
use bayside_domain::language::Language;
use bayside_domain::origin::Origin;
use std::borrow::Cow;
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

/// What a page is filled in with.
pub(super) struct Content<'a> {
    /// What the page says about itself.
    pub head: Head<'a>,
    /// The websites that may show it in a frame.
    pub origins: &'a [Origin],
}

impl PageTemplate {
    /// Parses the placeholders of a built page. A page made of index.html has none: its language, title and head get
    /// some.
    pub(super) fn new(page: &File, frames: FrameAncestors) -> Self {
        let text = String::from_utf8_lossy(&page.identity)
            .replacen("<html lang=\"zh-CN\"", "<html lang=\"{{language}}\"", 1)
            .replacen("<title>Bayside</title>", "<title>{{title}}</title>", 1)
            .replacen("</head>", "{{head}}</head>", 1);
        let mut parts = Vec::new();
        let mut rest = text.as_str();
        while let Some((before, (placeholder, after))) =
            rest.split_once("{{").and_then(|(a, b)| Some((a, b.split_once("}}")?)))
        {
            parts.extend([before.to_owned(), placeholder.to_owned()]);
            rest = after;
        }
        parts.push(rest.to_owned());
        Self { parts, policy: Policy::of(&page.identity), frames }
    }

    /// Whether the page holds the dealer's data, so that it is only good for now.
    fn has_data(&self) -> bool {
        self.parts.iter().skip(1).step_by(2).any(|placeholder| placeholder == "data")
    }

    /// The page, and its content security policy.
    pub(super) fn fill(&self, content: &Content<'_>) -> (String, HeaderValue) {
        let theme = content.head.dealer.and_then(|dealer| dealer.theme.as_ref()).map(style).unwrap_or_default();
        let mut page = String::with_capacity(16 * 1024);
        for (number, part) in self.parts.iter().enumerate() {
            let is_placeholder = number % 2 == 1;
            page.push_str(&if is_placeholder { self.filling(part, content, &theme) } else { part.as_str().into() });
        }
        let frames = match self.frames {
            FrameAncestors::Refused => "'none'".to_owned(),
            FrameAncestors::OfDealer => {
                content.origins.iter().fold("'self'".to_owned(), |sources, origin| format!("{sources} {origin}"))
            }
        };
        (page, self.policy.header(Some(&theme), &frames))
    }

    /// The value of a placeholder; the key of a sentence gives the sentence. An unknown one stays empty, which a test
    /// detects.
    fn filling<'a>(&self, placeholder: &str, content: &Content<'a>, theme: &'a str) -> Cow<'a, str> {
        let (head, language) = (&content.head, content.head.language);
        match (placeholder, head.dealer) {
            ("language", _) => language.tag().into(),
            ("title", _) => escaped(&head.title()).into(),
            // What stands in a frame is part of another page.
            ("head", _) if self.frames == FrameAncestors::OfDealer => "".into(),
            ("head", _) => head.elements().into(),
            ("origins", _) => serde_json::to_string(content.origins).unwrap_or_default().into(),
            ("theme", _) => theme.into(),
            ("languages", Some(dealer)) => {
                Languages { spoken: &spoken(Some(&dealer.locales)), shown: language }.to_string().into()
            }
            ("data", Some(dealer)) => serde_json::to_string(dealer).unwrap_or_default().replace('<', "\\u003c").into(),
            ("dealer.name", Some(dealer)) => escaped(&dealer.name).into(),
            ("dealer.phone", Some(dealer)) => escaped(&dealer.phone).into(),
            ("dealer.phone_display", Some(dealer)) => escaped(&dealer.phone_display).into(),
            (key, _) => sentences::find(key, language).map(|text| escaped(text).into()).unwrap_or_default(),
        }
    }
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

/// Replies with a public page; that of a dealer whom nobody knows is not found.
pub(super) fn answer(
    template: Option<Arc<PageTemplate>>,
    page: PublicPage,
    State(app): State<App>,
    slug: Option<Path<String>>,
    RawQuery(asked): RawQuery,
    Locale(accepted): Locale,
    headers: HeaderMap,
) -> Response {
    let no_store = (header::CACHE_CONTROL, HeaderValue::from_static("no-cache, no-store"));
    let Some(template) = template else {
        return (StatusCode::SERVICE_UNAVAILABLE, [no_store], NOT_BUILT).into_response();
    };
    let Ok(dealer) = slug.map(|Path(slug)| app.dealers.by_slug(&slug)).transpose() else {
        return not_found(&headers, asked.as_deref());
    };
    let wanted = query(asked.as_deref().unwrap_or_default(), "lang").and_then(|tag| Language::from_tag(&tag));
    let mut likes = wanted.into_iter().chain(accepted);
    let language = match &dealer {
        Some(dealer) => dealer.file.language(likes),
        None => likes.next().unwrap_or_default(),
    };
    let face = dealer.as_ref().map(|dealer| public_face(&app, dealer, language.into()));
    let head =
        Head { public_url: &app.public_url, page, dealer: face.as_ref(), language, is_asked: wanted == Some(language) };
    let origins = dealer.as_ref().map_or(&[][..], |dealer| &dealer.origins);
    let (text, policy) = template.fill(&Content { head, origins });
    let packed = gzip(text.as_bytes()).ok();
    let file = File::new("page.html", text.into(), None, packed);
    let mut response = file.answer(&headers, if template.has_data() { "no-cache, no-store" } else { ASK });
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    if template.frames == FrameAncestors::OfDealer {
        // Also for pages with `Cross-Origin-Embedder-Policy`, which load only what allows it explicitly.
        headers.insert("cross-origin-resource-policy", HeaderValue::from_static("cross-origin"));
        headers.insert("cross-origin-embedder-policy", HeaderValue::from_static("require-corp"));
        headers.insert(NOT_LISTED.0, NOT_LISTED.1);
    }
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding, accept-language"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::Site;
    use crate::pages::tests::dealer;
    use bayside_api::dealer::Dealer;

    fn content<'a>(dealer: &'a Dealer, language: Language, origins: &'a [Origin]) -> Content<'a> {
        let page = PublicPage::Book;
        let head = Head { public_url: "https://b.example", page, dealer: Some(dealer), language, is_asked: false };
        Content { head, origins }
    }

    fn template(text: &str) -> PageTemplate {
        PageTemplate::new(&File::new("book.html", text.to_owned().into(), None, None), FrameAncestors::Refused)
    }

    #[test]
    fn holes_are_filled_and_nothing_that_a_dealer_writes_becomes_markup() {
        let page = "<html lang=\"{{language}}\"><style>{{theme}}</style><h1>{{booking.need_title}} · {{dealer.name}}</h1>\
                    <script type=\"module\">let a = {b: {c: 1}};</script><script type=\"application/json\">{{data}}</script>";
        let (page, policy) = template(page).fill(&content(&dealer(), Language::De, &[]));
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
        let (page, _) = template("{{languages}}").fill(&content(&dealer(), Language::En, &[]));
        assert_eq!(
            page,
            "<a href=\"?lang=en\" lang=\"en\" aria-current=\"true\">EN</a><a href=\"?lang=de\" lang=\"de\">DE</a>"
        );
    }

    #[test]
    fn every_hole_of_the_page_is_known_in_every_language() {
        let dealer = dealer();
        let pages: [(&str, &[u8]); 4] = [
            ("customer", include_bytes!("../../../../index.html")),
            ("requests", include_bytes!("../../../../index.html")),
            ("book", include_bytes!("../../../../src/bin/book.html")),
            ("embed", include_bytes!("../../../../src/bin/embed.html")),
        ];
        for (bundle, page) in pages {
            let template = PageTemplate::new(&File::new("page.html", page.into(), None, None), FrameAncestors::Refused);
            let holes: Vec<&String> = template.parts.iter().skip(1).step_by(2).collect();
            assert!(holes.len() >= 3, "{bundle}: {holes:?}");
            for language in Language::ALL {
                for hole in &holes {
                    assert!(
                        !template.filling(hole, &content(&dealer, *language, &[]), "x").is_empty(),
                        "{hole} in {language}"
                    );
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
        let (page, policy) =
            PageTemplate::new(&page, FrameAncestors::OfDealer).fill(&content(&dealer(), Language::De, &origins));
        assert!(page.contains("[\"https://aller.example\",\"http://localhost:8123\"]"), "{page}");
        let policy = policy.to_str().unwrap();
        assert!(policy.ends_with("frame-ancestors 'self' https://aller.example http://localhost:8123"), "{policy}");
    }
}
