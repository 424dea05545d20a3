//! What search engines ask for first: `robots.txt` and `sitemap.xml`.

use super::public_page::{PublicPage, address, spoken};
use crate::app::App;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use std::fmt::Write as _;

/// Every page may be read: those that are nobody else's say so themselves, by `X-Robots-Tag`, which who may not read
/// them would never learn.
pub(super) async fn robots(State(app): State<App>) -> Response {
    let text = format!("User-agent: *\nAllow: /\n\nSitemap: {}/sitemap.xml\n", app.public_url);
    ([(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"))], text).into_response()
}

/// The public pages, each with its languages.
pub(super) async fn sitemap(State(app): State<App>) -> Response {
    let dealers = app.dealers.all();
    let of_all = PublicPage::OF_ALL.into_iter().map(|page| (page, String::new(), None));
    let of_dealers = dealers.iter().flat_map(|dealer| {
        let tags = dealer.file.locale_tags();
        PublicPage::OF_DEALERS.into_iter().map(move |page| (page, dealer.file.slug.clone(), Some(tags.clone())))
    });
    let mut map = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" \
         xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n",
    );
    for (page, slug, tags) in of_all.chain(of_dealers) {
        let at = |language| address(&app.public_url, page, &slug, language);
        let mut links = format!("<xhtml:link rel=\"alternate\" hreflang=\"x-default\" href=\"{}\"/>", at(None));
        let languages = spoken(tags.as_deref());
        for language in &languages {
            let (tag, href) = (language.tag(), at(Some(*language)));
            write!(links, "<xhtml:link rel=\"alternate\" hreflang=\"{tag}\" href=\"{href}\"/>")
                .expect("a string takes all");
        }
        for at in std::iter::once(at(None)).chain(languages.iter().map(|language| at(Some(*language)))) {
            writeln!(map, "<url><loc>{at}</loc>{links}</url>").expect("a string takes all");
        }
    }
    map.push_str("</urlset>\n");
    ([(header::CONTENT_TYPE, HeaderValue::from_static("application/xml; charset=utf-8"))], map).into_response()
}
