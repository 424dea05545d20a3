//! The script for other sites' pages, and who may show the booking in a frame.

use bayside_test_support::http::{Client, Reply};
use bayside_test_support::server::{ENGINES, Server, TUESDAY};
use bayside_test_support::site::Site;
use bayside_test_support::world::{ALLER, ANTING};
use bayside_xtask::embed;

/// Who may show a page in a frame.
fn ancestors(reply: &Reply) -> String {
    let policy = reply.header("content-security-policy").to_owned();
    policy.rsplit_once("frame-ancestors ").map(|(_, sources)| sources.to_owned()).unwrap_or_default()
}

fn page(browser: &Client, path: &str) -> Reply {
    let reply = browser.get(path);
    assert_eq!(reply.status, 200, "{path}");
    reply
}

#[test]
fn only_the_embedded_page_stands_in_frames_and_only_in_those_of_the_dealer() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let (site, other) = (Site::of(&server), Site::of(&server));
        Site::allow(&server, ALLER, &[&site]);
        Site::allow(&server, ANTING, &[&other]);
        let browser = server.client();
        let frame = page(&browser, "/embed/aller/book");
        assert_eq!(ancestors(&frame), format!("'self' {}", site.origin));
        assert!(frame.text().contains(&format!("[\"{}\"]", site.origin)), "the frame knows whom it may speak to");
        assert_eq!(ancestors(&page(&browser, "/embed/anting/book")), format!("'self' {}", other.origin));
        for path in
            ["/", "/aller/book", "/booking", "/visit", "/aller/lounge", "/desk/aller", "/aller/wait", "/aller/notice"]
        {
            assert_eq!(ancestors(&page(&browser, path)), "'none'", "{path}");
        }
        Site::allow(&server, ALLER, &[]);
        assert_eq!(ancestors(&page(&browser, "/embed/aller/book")), "'self'", "what is taken back holds at once");
    }
}

#[test]
fn the_frame_sets_no_cookie_and_is_offered_to_any_page() {
    let server = Server::start();
    let browser = server.client();
    let frame = page(&browser, "/embed/aller/book?lang=de");
    assert_eq!(frame.header("set-cookie"), "");
    assert_eq!(frame.header("cross-origin-resource-policy"), "cross-origin");
    assert_eq!(frame.header("cross-origin-embedder-policy"), "require-corp");
    assert_eq!(frame.header("cache-control"), "no-cache, no-store");
    assert_eq!(frame.header("x-frame-options"), "");
    assert!(frame.text().contains("<html lang=\"de\">"));
    let nobody = browser.get("/embed/nobody/book");
    assert_eq!((nobody.status, ancestors(&nobody).as_str()), (404, "'none'"));
}

#[test]
fn the_script_is_for_every_page_and_a_released_one_for_ever() {
    let server = Server::start();
    let browser = server.client();
    let newest = embed::releases().unwrap().pop().unwrap();
    let released = format!("/embed/{}.js", newest.version);
    for (path, kept) in [("/embed.js", "public, max-age=300"), (&released, "public, max-age=31536000, immutable")] {
        let reply = page(&browser, path);
        assert_eq!(embed::integrity(&reply.body), newest.integrity, "{path}");
        assert_eq!(reply.header("access-control-allow-origin"), "*");
        assert_eq!(reply.header("cross-origin-resource-policy"), "cross-origin");
        assert_eq!(reply.header("content-type"), "text/javascript; charset=utf-8");
        assert!(reply.header("cache-control").starts_with(kept), "{path}: {}", reply.header("cache-control"));
        let tag = reply.header("etag").to_owned();
        assert_eq!(browser.get_with(path, &[("if-none-match", &tag)]).status, 304, "{path}");
        let packed = browser.get_with(path, &[("accept-encoding", "br")]);
        assert_eq!(packed.header("content-encoding"), "br");
        assert_eq!(bayside_xtask::compress::unpacked(&packed.body).unwrap(), reply.body);
    }
    let list = page(&browser, "/embed/versions.json");
    assert!(list.text().contains(&newest.integrity));
    assert_eq!(list.header("access-control-allow-origin"), "*");
    for unknown in ["/embed/0.0.1.js", "/embed/1.0.0", "/embed/latest.js", "/embed/"] {
        assert_eq!(browser.get(unknown).status, 404, "{unknown}");
    }
}
