//! Tests of a small site with requests as browsers make them.

use super::*;
use axum::body::Body;
use axum::http::{Method, Request};
use http_body_util::BodyExt;
use tower::ServiceExt;

/// A dealer whose texts are full of markup.
pub(super) fn dealer() -> bayside_api::dealer::Dealer {
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

const INDEX: &str = "<!doctype html><script type=\"module\">start()</script>";

fn file(path: &str, text: &str) -> File {
    let packed = |coding: &str| Some(format!("{coding}({text})").into());
    File::new(path, text.to_owned().into(), packed("br"), packed("gz"))
}

fn files() -> Vec<File> {
    vec![
        file("customer/index.html", INDEX),
        file("customer/customer-0123456789abcdef.js", "customer"),
        file("customer/customer-0123456789abcdef_bg.wasm", "\0asm"),
        file("customer/snippets/inline0.js", "snippet"),
        file("visit/index.html", "private page"),
        file("screen/index.html", "screen page"),
        file("desk/desk.html", "desk page"),
        file("desk/desk-0123456789abcdef.css", "desk"),
        file("public/icons.svg", "<svg/>"),
        File::new("public/logo.png", "png".into(), None, None),
    ]
}

fn site() -> Site {
    Site::new(files())
}

struct Answer {
    status: u16,
    headers: HeaderMap,
    body: String,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

async fn ask_of(site: Site, https: bool, method: Method, path: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let router: Router = router_of(site, https);
    let response = router.oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    let bytes = body.collect().await.unwrap().to_bytes();
    let body = String::from_utf8(bytes.to_vec()).unwrap();
    Answer { status: parts.status.as_u16(), headers: parts.headers, body }
}

async fn get(path: &str, headers: &[(&str, &str)]) -> Answer {
    ask_of(site(), false, Method::GET, path, headers).await
}

#[tokio::test]
async fn each_path_shows_the_page_of_its_bundle() {
    for (path, page) in [
        ("/waitlist", INDEX),
        ("/visit", "private page"),
        ("/anting/lounge", "screen page"),
        ("/desk", "desk page"),
        ("/desk/", "desk page"),
        ("/desk/anting/visits/7", "desk page"),
        ("/desk/book", "desk page"),
    ] {
        let answer = get(path, &[]).await;
        assert_eq!((answer.status, answer.body.as_str()), (200, page), "{path}");
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
        assert_eq!((answer.header("cache-control"), answer.header("x-robots-tag")), ("no-cache", "noindex"));
    }
}

#[tokio::test]
async fn the_best_coding_that_the_browser_takes_is_sent() {
    for (accepted, coding, body) in [
        ("gzip, deflate, br, zstd", "br", "br(<svg/>)"),
        ("gzip, deflate", "gzip", "gz(<svg/>)"),
        ("gzip;q=1.0, br;q=0", "gzip", "gz(<svg/>)"),
        ("*", "br", "br(<svg/>)"),
        ("*, br;q=0", "gzip", "gz(<svg/>)"),
        ("identity", "", "<svg/>"),
        ("br;q=nonsense", "", "<svg/>"),
    ] {
        let answer = get("/icons.svg", &[("accept-encoding", accepted)]).await;
        assert_eq!((answer.header("content-encoding"), answer.body.as_str()), (coding, body), "{accepted}");
        assert_eq!((answer.header("vary"), answer.header("content-type")), ("accept-encoding", "image/svg+xml"));
    }
    let picture = get("/logo.png", &[("accept-encoding", "br")]).await;
    assert_eq!((picture.header("content-encoding"), picture.header("vary"), picture.body.as_str()), ("", "", "png"));
}

#[tokio::test]
async fn hashed_files_are_kept_for_ever_and_others_asked_for() {
    let script = get("/assets/customer-0123456789abcdef.js", &[]).await;
    assert_eq!(script.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!((script.header("content-type"), script.body.as_str()), ("text/javascript; charset=utf-8", "customer"));
    let wasm = get("/assets/customer-0123456789abcdef_bg.wasm", &[]).await;
    assert_eq!((wasm.status, wasm.header("content-type")), (200, "application/wasm"));
    assert_eq!(wasm.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(get("/assets/desk-0123456789abcdef.css", &[]).await.header("content-type"), "text/css; charset=utf-8");
    assert_eq!(get("/icons.svg?0123456789abcdef", &[]).await.header("cache-control"), wasm.header("cache-control"));
    assert_eq!(get("/icons.svg?", &[]).await.header("cache-control"), "no-cache");
    assert_eq!(get("/icons.svg", &[]).await.header("cache-control"), "no-cache");
    let snippet = get("/assets/snippets/inline0.js", &[]).await;
    assert_eq!((snippet.status, snippet.header("cache-control")), (200, "no-cache"));
}

#[tokio::test]
async fn an_unchanged_page_is_not_sent_again() {
    let packed = [("accept-encoding", "br")];
    let first = get("/waitlist", &packed).await;
    let tag = first.header("etag").to_owned();
    assert_ne!(tag, get("/waitlist", &[]).await.header("etag"), "each coding has its own tag");
    for known in [tag.clone(), format!("W/{tag}"), format!("\"old\", {tag}"), "*".to_owned()] {
        let again = get("/waitlist", &[packed[0], ("if-none-match", known.as_str())]).await;
        assert_eq!((again.status, again.body.as_str()), (304, ""), "{known}");
        assert_eq!((again.header("etag"), again.header("vary")), (tag.as_str(), "accept-encoding"));
        assert!(again.header("content-security-policy").contains("sha256-"));
    }
    let changed = get("/waitlist", &[packed[0], ("if-none-match", "\"old\"")]).await;
    assert_eq!(changed.status, 200);
}

#[tokio::test]
async fn head_tells_the_length_and_sends_nothing() {
    let answer = ask_of(site(), false, Method::HEAD, "/waitlist", &[]).await;
    assert_eq!((answer.status, answer.body.as_str()), (200, ""));
    assert_eq!(answer.header("content-length"), INDEX.len().to_string());
    assert_eq!(ask_of(site(), false, Method::POST, "/waitlist", &[]).await.status, 405);
}

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    for path in ["/waitlist", "/assets/customer-0123456789abcdef.js", "/icons.svg", "/nowhere", "/assets/none.js"] {
        let answer = get(path, &[]).await;
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin");
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin");
        assert!(answer.header("permissions-policy").contains("camera=()"));
        assert_eq!(answer.header("strict-transport-security"), "", "http promises no https");
    }
    let https = ask_of(site(), true, Method::GET, "/waitlist", &[]).await;
    assert_eq!(https.header("strict-transport-security"), "max-age=31536000");
}

#[tokio::test]
async fn a_page_may_run_its_own_scripts_only_and_stand_in_no_frame() {
    let answer = get("/waitlist", &[]).await;
    let policy = answer.header("content-security-policy");
    for rule in ["default-src 'none'", "'wasm-unsafe-eval'", "frame-ancestors 'none'", "base-uri 'none'"] {
        assert!(policy.contains(rule), "{rule} is missing in {policy}");
    }
    assert!(!policy.contains("'unsafe-inline'") && !policy.contains("'unsafe-eval'"));
}

#[tokio::test]
async fn only_the_desk_frames_pages_of_ours() {
    for (path, frames) in [("/desk/anting/widget", true), ("/waitlist", false), ("/visit", false)] {
        let policy = get(path, &[]).await.header("content-security-policy").to_owned();
        assert_eq!(policy.contains("frame-src 'self'"), frames, "{path}: {policy}");
        assert!(policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
    }
}

#[tokio::test]
async fn what_does_not_exist_is_said_in_the_readers_language() {
    let gone = "/assets/gone-0123456789abcdef.js";
    for (path, language) in [(gone.to_owned(), "de"), (format!("{gone}?lang=en"), "en")] {
        let answer = get(&path, &[("accept-language", "fr, de;q=0.9")]).await;
        let page = not_found::page(None, bayside_domain::language::Language::from_tag(language).unwrap());
        assert_eq!((answer.status, &answer.body), (404, &page), "{path}");
        assert_eq!(answer.header("cache-control"), "no-store");
        assert!(answer.header("content-security-policy").starts_with("default-src 'none'; style-src 'self'; "));
    }
}

#[tokio::test]
async fn a_program_without_the_bundles_says_how_to_build_them() {
    let answer = ask_of(Site::default(), false, Method::GET, "/waitlist", &[]).await;
    assert_eq!((answer.status, answer.header("content-type")), (503, "text/plain; charset=utf-8"));
    assert!(answer.body.contains("run: cargo xtask build"));
    assert_eq!(answer.header("cache-control"), "no-store");
}

#[test]
fn what_is_packed_goes_with_what_it_was_packed_from() {
    let paths = ["book/a.js", "book/a.js.br", "book/a.js.gz", "book/alone.gz", "book/.stamp", ".stamp"];
    let site = Site::of(paths.map(|path| (path.to_owned(), path.into())).into());
    let files = site.below("book").into_iter().map(|file| (file.path, file.br, file.gz));
    let (script, alone) = (("book/a.js.br".into(), "book/a.js.gz".into()), "alone.gz".to_owned());
    assert_eq!(files.collect::<Vec<_>>(), [("a.js".to_owned(), Some(script.0), Some(script.1)), (alone, None, None)]);
    assert!(site.below("").is_empty());
}

#[tokio::test]
async fn the_embedded_site_is_whole_or_absent() {
    let router: Router = router(false);
    let request = Request::builder().uri("/visit").body(Body::empty()).unwrap();
    let status = router.oneshot(request).await.unwrap().status().as_u16();
    let named = PAGES.iter().map(|(bundle, _)| *bundle).chain(PUBLIC.iter().map(|(bundle, ..)| *bundle));
    let (there, absent): (Vec<_>, Vec<_>) = named.partition(|bundle| Site::built().page(bundle).is_some());
    assert!(there.is_empty() || absent.is_empty(), "{there:?} without {absent:?}");
    assert_eq!(status, if absent.is_empty() { 200 } else { 503 });
}

#[tokio::test]
async fn a_screens_worker_lists_just_what_a_screen_shows_with_its_hashes() {
    let mut files = files();
    files.push(file("screen/screen-0123456789abcdef.js", "screen"));
    files.push(file("public/favicon.svg", "<svg id=\"f\"/>"));
    let worker = ask_of(Site::new(files.clone()), false, Method::GET, "/screen-worker.js", &[]).await;
    assert_eq!((worker.status, worker.header("cache-control")), (200, "no-cache"));
    assert_eq!(worker.header("content-type"), "text/javascript; charset=utf-8");
    assert_eq!(worker.header("content-security-policy"), "default-src 'none'; connect-src 'self'");
    // printf 'screen page' | sha256sum
    assert!(
        worker.body.contains("const PAGE = \"8b9c7ae3805a2331cbd444108466e4f4f5f0d71fcd8f5956b59add399a720aab\";"),
        "{}",
        worker.body
    );
    // printf screen | sha256sum
    assert!(worker.body.contains("[\"/assets/screen-0123456789abcdef.js\",\"4cd6c2914887dd4a68e4c9ffbed8b077f048cf795d6cfa0b801d43e0ea5a1560\"]"), "{}", worker.body);
    let listed = |path: &str| worker.body.contains(&format!("[\"{path}\","));
    assert!(listed("/icons.svg") && listed("/favicon.svg"));
    assert!(!worker.body.contains("customer") && !worker.body.contains("logo") && !worker.body.contains("{{"));

    files.push(file("screen/more.js", "more"));
    let other = ask_of(Site::new(files), false, Method::GET, "/screen-worker.js", &[]).await;
    let version = |body: &str| body.split_once("VERSION = \"").unwrap().1[..16].to_owned();
    assert_ne!(version(&worker.body), version(&other.body));
    let page = get("/anting/lounge", &[]).await;
    assert!(page.header("content-security-policy").starts_with("worker-src 'self'; default-src 'none'"));
    assert_eq!(ask_of(Site::default(), false, Method::GET, "/screen-worker.js", &[]).await.status, 404);
}
