//! What a browser gets besides the API.

use bayside_api::path;
use bayside_test_support::server::Server;
use serde_json::Value;

/// The bundle's files that a page names.
fn assets(page: &str) -> Vec<String> {
    let mut assets: Vec<String> =
        page.split(['"', '\'']).filter(|text| text.starts_with("/assets/")).map(str::to_owned).collect();
    assets.sort();
    assets.dedup();
    assets
}

#[test]
fn pages_are_small_fresh_and_locked_down() {
    let server = Server::start();
    let browser = server.client();
    for page in ["/", "/anting/book", "/booking", "/visit", "/anting/lounge", "/desk/anting"] {
        let reply = browser.get(page);
        assert_eq!(reply.status, 200, "{page}");
        assert!(reply.header("content-type").starts_with("text/html"), "{page}");
        assert!(reply.header("cache-control").contains("no-cache"), "{page}: {}", reply.header("cache-control"));
        let policy = reply.header("content-security-policy").to_owned();
        for part in
            ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "'wasm-unsafe-eval'", "'sha256-"]
        {
            assert!(policy.contains(part), "{page}: {part} is missing in {policy}");
        }
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{page}: {policy}");
        assert_eq!(reply.header("x-content-type-options"), "nosniff", "{page}");
        assert!(["no-referrer", "same-origin"].contains(&reply.header("referrer-policy")), "{page}");
        for asset in assets(&reply.text()) {
            let asset_reply = browser.get_with(&asset, &[("accept-encoding", "br, gzip")]);
            assert_eq!(asset_reply.status, 200, "{asset}");
            let cache = asset_reply.header("cache-control").to_owned();
            assert!(cache.contains("immutable") && cache.contains("max-age=31536000"), "{asset}: {cache}");
            assert_eq!(asset_reply.header("content-encoding"), "br", "{asset}");
            assert!(asset_reply.header("vary").to_ascii_lowercase().contains("accept-encoding"), "{asset}");
        }
        assert!(assets(&reply.text()).len() >= 3, "{page} names script, wasm and style sheet");
    }
}

#[test]
fn each_encoding_holds_the_same_bytes() {
    let server = Server::start();
    let browser = server.client();
    let assets = assets(&browser.get("/anting/book").text());
    assert!(assets.len() >= 3, "{assets:?}");
    for asset in assets {
        let plain = browser.get_with(&asset, &[("accept-encoding", "identity")]);
        assert_eq!(plain.header("content-encoding"), "");
        let packed = browser.get_with(&asset, &[("accept-encoding", "br")]);
        assert_eq!(bayside_xtask::compress::unpacked(&packed.body).unwrap(), plain.body, "{asset}");
        let gzip = browser.get_with(&asset, &[("accept-encoding", "gzip")]);
        assert_eq!(gzip.header("content-encoding"), "gzip", "{asset}");
        assert!(packed.body.len() < gzip.body.len() && gzip.body.len() < plain.body.len(), "{asset}");
    }
}

#[test]
fn what_is_not_a_page_is_not_found() {
    let server = Server::start();
    let browser = server.client();
    for path in ["/assets/customer-0000000000000000.js", "/../Cargo.toml", "/assets/..%2f..%2fCargo.toml", "/a/b/c/d"] {
        assert_eq!(browser.get(path).status, 404, "{path}");
    }
}

#[test]
fn the_server_says_that_it_is_alive_and_ready() {
    let server = Server::start();
    let probe = server.client();
    assert_eq!(probe.get("/healthz").status, 200);
    assert_eq!(probe.get("/readyz").status, 200);
}

#[test]
fn the_api_describes_itself() {
    let server = Server::start();
    let document: serde_json::Value = server.client().get("/api/v1/openapi.json").json(200);
    assert!(document["openapi"].as_str().is_some_and(|version| version.starts_with("3.1")), "{}", document["openapi"]);
    let paths = document["paths"].as_object().expect("paths");
    for path in ["/dealers/{dealer}/bookings", "/dealers/{dealer}/lounge", "/visits/{token}", "/desk/session"] {
        assert!(paths.keys().any(|known| known.ends_with(path)), "{path} is not described");
    }
}

#[test]
fn api_replies_are_not_kept_and_not_framed() {
    let server = Server::start();
    let reply = server.client().get("/api/v1/dealers");
    assert_eq!(reply.status, 200);
    assert_eq!(reply.header("x-content-type-options"), "nosniff");
    let dealers: bayside_api::dealer::Dealers = reply.json(200);
    let slugs: Vec<&str> = dealers.dealers.iter().map(|dealer| dealer.slug.as_str()).collect();
    assert_eq!(slugs, ["aller", "anting"]);
    assert_eq!(dealers.demo.map(|demo| demo.logins.len()), Some(8));
}

#[test]
fn the_widget_is_tried_on_a_plain_page_of_the_dealer() {
    let server = Server::start();
    let browser = server.client();
    for (dealer, lang, title) in
        [("aller", "de", "Testseite des Website-Bausteins"), ("anting", "zh-CN", "网站插件试用页")]
    {
        let reply = browser.get(&format!("/embed/{dealer}/try"));
        assert_eq!((reply.status, reply.header("x-robots-tag")), (200, "noindex"));
        let policy = reply.header("content-security-policy").to_owned();
        for part in [
            "default-src 'none'",
            "script-src 'self';",
            "style-src 'self';",
            "frame-src 'self'",
            "frame-ancestors 'self'",
        ] {
            assert!(policy.contains(part), "{part} is missing in {policy}");
        }
        let page = reply.text();
        assert!(
            page.contains(&format!("<html lang=\"{lang}\">")) && page.contains(&format!("<h1>{title}</h1>")),
            "{page}"
        );
        assert_eq!(page.matches("<bayside-booking").count(), 3, "{page}");
        assert!(page.contains(&format!("<a href=\"/{dealer}/book\">")) && page.contains("<a href=\"tel:+"), "{page}");
    }
    let tried = "/embed/aller/try?mode=popup&label=%22%3E%3Cscript%3E&accent=%230b585b&onclick=x&plate=B-AB+1";
    let page = browser.get(tried).text();
    let element =
        "<bayside-booking dealer=\"aller\" mode=\"popup\" accent=\"#0b585b\" label=\"&quot;&gt;&lt;script&gt;\">";
    assert!(page.contains(element) && page.matches("<bayside-booking").count() == 1, "{page}");
    assert_eq!(browser.get("/embed/nobody/try").status, 404);
}

#[test]
fn a_page_is_found_however_its_address_is_written() {
    let server = Server::start();
    let browser = server.client();
    for (written, meant) in [
        ("/aller/book/", "/aller/book"),
        ("/Aller/book?lang=en", "/aller/book?lang=en"),
        ("//aller/lounge", "/aller/lounge"),
        ("/aller/arrival/", "/aller/arrival"),
        ("/BOOKING/?dealer=aller", "/booking?dealer=aller"),
        ("/visit/", "/visit"),
        ("/aller", "/aller/book"),
    ] {
        let reply = browser.get(written);
        assert_eq!((reply.status, reply.header("location")), (308, meant), "{written}");
        assert!(reply.header("cache-control").contains("no-store"), "{written}");
        assert_eq!(browser.get(meant).status, 200, "{meant}");
    }
    for unknown in ["/nobody", "//evil.example/book", "/aller/nothing/", "/\\evil/book", "/assets/none/"] {
        assert_eq!(browser.get(unknown).status, 404, "{unknown}");
    }
    assert_eq!(browser.get("/api/v1/dealers/").problem(404, "not-found").errors, []);
    assert_eq!(browser.post("/aller/book/", &serde_json::json!({})).status, 404, "nothing is sent on");
}

#[test]
fn who_likes_a_language_best_that_a_dealer_does_not_speak_gets_their_second() {
    let server = Server::start();
    let client = server.client();
    let face = |asked: &str| {
        let face = client.get_with(&path::dealer("aller"), &[("accept-language", asked)]).json::<Value>(200);
        face["services"].clone()
    };
    let (german, english) = (face("de"), face("en"));
    assert_ne!(german, english);
    for (asked, face_of) in [
        ("zh-CN, en;q=0.9, de;q=0.1", &english),
        ("zh-CN, de;q=0.1", &german),
        ("fr, zh;q=0.9, en;q=0.1, de;q=0.2", &german),
        ("zh-CN", &german),
    ] {
        assert_eq!(&face(asked), face_of, "{asked}");
    }
}

#[test]
fn what_anybody_may_find_says_what_it_is_and_what_is_private_is_not_listed() {
    let server = Server::start();
    let browser = server.client();
    let sitemap = browser.get("/sitemap.xml");
    assert_eq!((sitemap.status, sitemap.header("content-type")), (200, "application/xml; charset=utf-8"));
    let sitemap = sitemap.text();
    for (page, lang, words) in [
        ("/", "en", "Book car service and repair online"),
        ("/booking", "de", "Finden Sie Ihren Termin"),
        ("/anting/book", "zh-CN", "预约保养和维修"),
        ("/aller/book", "de", "Wartung und Reparatur bei Autohaus Aller"),
        ("/aller/notice", "en", "a technical expert of Autohaus Aller calls you"),
        ("/anting/wait", "zh-CN", "有人取消时先问您"),
    ] {
        let reply = browser.get_with(&format!("{page}?lang={lang}"), &[("accept-encoding", "identity")]);
        assert_eq!((reply.status, reply.header("x-robots-tag")), (200, ""), "{page}");
        let policy = reply.header("content-security-policy").to_owned();
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe-inline"), "{page}: {policy}");
        let text = reply.text();
        let head = text.split_once("</head>").expect("a head").0;
        assert!(text.contains(&format!("<html lang=\"{lang}\">")), "{page}: {head}");
        let line = |begins: &str| {
            head.lines().find(|line| line.contains(begins)).unwrap_or_else(|| panic!("{page}: {begins} in {head}"))
        };
        assert!(line("<meta name=\"description\"").contains(words), "{page}: {head}");
        let canonical = line("<link rel=\"canonical\"").split('"').nth(3).unwrap().to_owned();
        assert!(canonical.starts_with("http") && canonical.ends_with(&format!("{page}?lang={lang}")), "{canonical}");
        assert!(sitemap.contains(&format!("<loc>{canonical}</loc>")), "{canonical} in {sitemap}");
        line("hreflang=\"x-default\"");
        let picture = line("og:image\"").split('"').nth(3).unwrap().to_owned();
        let path = picture.splitn(4, '/').nth(3).expect("a path");
        assert_eq!(browser.get(&format!("/{path}")).header("content-type"), "image/png", "{picture}");
        let about_dealer = head.split_once("<script type=\"application/ld+json\">");
        assert_eq!(about_dealer.is_some(), page.matches('/').count() == 2, "{page}");
        if let Some((_, data)) = about_dealer {
            let data: Value = serde_json::from_str(data.split_once("</script>").unwrap().0).expect("JSON");
            assert_eq!(data["@type"], "AutoRepair");
            assert!(data["openingHoursSpecification"].as_array().is_some_and(|hours| !hours.is_empty()), "{data}");
        }
    }
    for page in ["/visit", "/waitlist", "/desk/anting", "/anting/lounge", "/embed/anting/book"] {
        assert_eq!(browser.get(page).header("x-robots-tag"), "noindex", "{page}");
        assert!(!sitemap.contains(page), "{page}");
    }
    let robots = browser.get("/robots.txt").text();
    assert!(robots.starts_with("User-agent: *\nAllow: /\n") && robots.contains("/sitemap.xml"), "{robots}");
}

#[test]
fn an_address_without_a_page_leads_on_in_the_readers_language() {
    let server = Server::start();
    let browser = server.client();
    let asked = |path: &str, accepted: &str| {
        let reply = browser.get_with(path, &[("accept-language", accepted)]);
        assert_eq!(reply.status, 404, "{path}");
        reply.text()
    };
    let page = asked("/aller/nothing", "zh-CN, en;q=0.5");
    assert!(
        page.contains("<html lang=\"en\">") && page.contains("Autohaus Aller"),
        "the dealer speaks no Chinese: {page}"
    );
    assert!(page.contains("href=\"tel:+4942315550\"") && page.contains("href=\"/aller/book\""), "{page}");
    let page = asked("/nobody/nothing", "zh-CN");
    assert!(
        page.contains("<html lang=\"zh-CN\">") && page.contains("href=\"/booking\"") && !page.contains("tel:"),
        "{page}"
    );
    assert_eq!(browser.get("/plain.css").status, 200);
    assert_eq!(browser.get("/nobody/notice").status, 404);
}

#[test]
fn the_list_of_dealers_says_when_they_are_open_and_how_to_reach_them() {
    let server = Server::start();
    let dealers: bayside_api::dealer::Dealers = server.client().get(&path::dealers()).json(200);
    for dealer in dealers.dealers {
        assert!(!dealer.address.is_empty() && dealer.phone.starts_with('+') && !dealer.phone_display.is_empty());
        assert!(
            !dealer.opening_hours.is_empty() && dealer.now.is_some() && dealer.country.len() == 2,
            "{}",
            dealer.slug
        );
    }
}
