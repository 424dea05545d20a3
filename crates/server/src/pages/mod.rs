//! The web pages: bundles that are embedded in the program, precompressed, with strict headers.
//!
//! Files with a hash in their name are cached forever; pages are revalidated each time and answered with 304 as long as
//! they are unchanged. A program that was built without the bundles still runs: its pages say how to build them.

mod built;
mod canonical;
mod crawlers;
mod head;
mod headers;
mod markup;
mod not_found;
mod public_page;
mod sentences;
mod site;
pub mod stop_page;
mod structured_data;
mod template;
#[cfg(test)]
mod tests;
mod widget_preview;
mod widget_script;
mod worker;

pub use headers::secure;
pub use site::{File, Site};

use crate::app::App;
use axum::Router;
use axum::extract::{Path, RawQuery};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use bayside_domain::codes::ScreenKind;
use canonical::Routes;
use headers::{NOT_LISTED, Policy};
use not_found::{NOT_BUILT, not_found};
use public_page::PublicPage;
use site::{ASK, FOREVER};
use std::collections::HashMap;
use std::sync::Arc;
use template::{FrameAncestors, PageTemplate};

/// Each bundle with the pages that it draws; none of them is for search engines.
const PAGES: &[(&str, &[&str])] =
    &[("customer", &["/waitlist"]), ("visit", &["/visit"]), ("desk", &["/desk", "/desk/", "/desk/{*rest}"])];
/// The bundles whose page the server fills in, with their path and who may show them in a frame.
const PUBLIC: &[(&str, &str, PublicPage, FrameAncestors)] = &[
    ("customer", "/", PublicPage::Home, FrameAncestors::Refused),
    ("customer", "/booking", PublicPage::Find, FrameAncestors::Refused),
    ("requests", "/{dealer}/wait", PublicPage::Wait, FrameAncestors::Refused),
    ("requests", "/{dealer}/notice", PublicPage::Notice, FrameAncestors::Refused),
    ("book", "/{dealer}/book", PublicPage::Book, FrameAncestors::Refused),
    ("embed", "/embed/{dealer}/book", PublicPage::Book, FrameAncestors::OfDealer),
];
/// What people type who know a dealer's name alone; it leads to the booking.
const HOME: &str = "/{dealer}";
/// The bundle of all screens; each kind with a page has it under `/{dealer}`.
const SCREENS: &str = "screen";

/// Each bundle with its pages, and the permissions of each page.
fn pages() -> impl Iterator<Item = (&'static str, String, &'static str)> {
    let plain = PAGES.iter().flat_map(|(bundle, pages)| pages.iter().map(|page| (*bundle, (*page).to_owned())));
    let plain = plain.map(|(bundle, page)| (bundle, page, headers::PERMISSIONS));
    plain.chain(ScreenKind::SHOWN.iter().map(|kind| {
        // The kiosk reads QR codes with the camera.
        let permissions = if *kind == ScreenKind::Arrival { headers::WITH_CAMERA } else { headers::PERMISSIONS };
        (SCREENS, format!("/{{dealer}}/{kind}"), permissions)
    }))
}

/// The routes of all pages.
fn routes() -> Routes {
    let public = PUBLIC.iter().map(|(_, page, ..)| (*page).to_owned());
    pages().map(|(_, page, _)| page).chain(public).chain([HOME.to_owned()]).collect()
}

const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");

/// The router of the embedded pages. `https` says whether people reach the server by https, which browsers are then
/// told to keep to.
pub fn router<S: Clone + Send + Sync + 'static>(https: bool) -> Router<S> {
    router_of(Site::built(), https)
}

/// The router of the pages of any site.
pub fn router_of<S: Clone + Send + Sync + 'static>(site: Site, https: bool) -> Router<S> {
    let mut router = Router::new();
    for (bundle, path, permissions) in pages() {
        let page = site.page(bundle).map(|file| Arc::new(Page::new(file, bundle)));
        let answer = async move |asked: HeaderMap| {
            ([(PERMISSIONS_POLICY, permissions)], [NOT_LISTED], answer_page(page.as_deref(), &asked)).into_response()
        };
        router = router.route(&path, get(answer));
    }
    let (for_others, own): (Vec<File>, Vec<File>) =
        site.public().into_iter().partition(|file| file.path.starts_with(widget_script::FOLDER));
    for file in own {
        let path = format!("/{}", file.path);
        // An address with a content hash after `?` can be cached forever.
        let kept =
            move |named: &RawQuery| if named.0.as_ref().is_some_and(|it| site::is_hashed(it)) { FOREVER } else { ASK };
        router =
            router.route(&path, get(async move |named: RawQuery, asked: HeaderMap| file.answer(&asked, kept(&named))));
    }
    let assets: Arc<HashMap<String, File>> =
        Arc::new(site.assets().into_iter().map(|file| (file.path.clone(), file)).collect());
    let asset = async move |Path(name): Path<String>, named: RawQuery, asked: HeaderMap| match assets.get(&name) {
        Some(file) => file.answer(&asked, if site::is_hashed(&name) { FOREVER } else { ASK }),
        None => not_found(&asked, named.0.as_deref()),
    };
    let secured = move |mut response: Response| async move {
        secure(response.headers_mut(), https);
        response
    };
    router = router.merge(widget_script::router(for_others)).merge(worker::router(&site));
    router
        .route("/assets/{*file}", get(asset))
        .layer(from_fn_with_state(routes(), canonical::lead))
        .layer(axum::middleware::map_response(secured))
}

/// The pages that the server fills in, and what search engines ask for.
pub fn filled_in() -> Router<App> {
    let site = Site::built();
    let others = Router::new()
        .route("/embed/{dealer}/try", get(widget_preview::get))
        .route(HOME, get(canonical::home))
        .route("/robots.txt", get(crawlers::robots))
        .route("/sitemap.xml", get(crawlers::sitemap))
        .fallback(not_found::of_dealer);
    let router = PUBLIC.iter().fold(others, |router, &(bundle, path, page, frames)| {
        let template = site.page(bundle).map(|page| Arc::new(PageTemplate::new(&page, frames)));
        let answer = async move |app, dealer, query, locale, headers| {
            template::answer(template, page, app, dealer, query, locale, headers)
        };
        router.route(path, get(answer))
    });
    router.layer(from_fn_with_state(routes(), canonical::lead))
}

/// A bundle's page with the policy that fits its inline scripts.
struct Page {
    file: File,
    policy: HeaderValue,
}

impl Page {
    fn new(file: File, bundle: &str) -> Self {
        let policy = Policy::of(&file.identity).header(None, "'none'");
        let policy = match bundle {
            "desk" => headers::with_own_frames(&policy),
            SCREENS => headers::with_own_worker(&policy),
            _ => policy,
        };
        Self { file, policy }
    }
}

fn answer_page(page: Option<&Page>, asked: &HeaderMap) -> Response {
    let Some(page) = page else {
        return (StatusCode::SERVICE_UNAVAILABLE, [(header::CACHE_CONTROL, "no-store")], NOT_BUILT).into_response();
    };
    let mut response = page.file.answer(asked, ASK);
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, page.policy.clone());
    response
}
