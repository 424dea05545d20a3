//! What strangers could do with pairing codes, kiosks and cookies.

use crate::arrivals::{arrive, book, kiosk, slots};
use bayside_api::codes::ScreenKind;
use bayside_api::path;
use bayside_api::screen::{Lounge, Pairing, PairingRequest};
use bayside_test_support::desk::Desk;
use bayside_test_support::http::{Client, Reply};
use bayside_test_support::server::{ENGINES, Engine, Server, TUESDAY};
use bayside_test_support::world::ANTING;
use serde_json::json;

fn draw(client: &Client) -> Reply {
    client.post(&path::pairing(), &PairingRequest { kind: ScreenKind::Lounge })
}

#[test]
fn there_is_an_end_to_the_codes_that_are_valid_at_once() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let ends = chrono::DateTime::parse_from_rfc3339(TUESDAY).unwrap().timestamp_micros() + 600_000_000;
        server.store().run(&format!(
            "INSERT INTO pairing (poll_hash, code, kind, expires_at) \
             WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 9998) \
             SELECT 'filled-' || CAST(i AS TEXT), CAST(100000 + i AS TEXT), 'lounge', {ends} FROM n"
        ));
        draw(&server.client()).json::<Pairing>(201);
        let full = draw(&server.client()).problem(503, "unavailable");
        assert_eq!(full.retry_after_seconds, Some(60), "{engine:?}");
        server.advance(11 * 60);
        draw(&server.client()).json::<Pairing>(201);
        assert_eq!(server.store().rows("SELECT poll_hash FROM pairing").len(), 1, "{engine:?}: the others are gone");
    }
}

#[test]
fn one_address_does_not_draw_all_codes() {
    let server = Server::start();
    let greedy = server.client();
    let drawn = (0..25).filter(|_| draw(&greedy).status == 201).count();
    assert!((20..=21).contains(&drawn), "{drawn} codes");
    draw(&greedy).problem(429, "too-many-requests");
    draw(&server.client()).json::<Pairing>(201);
}

#[test]
fn nobody_guesses_the_digits_of_a_telephone_at_the_kiosk() {
    let server = Server::start();
    let desk = Desk::sign_in(&server, ANTING, "manager");
    let (first, second) = (kiosk(&server, &desk), kiosk(&server, &desk));
    let slot = slots(&server, "2026-06-09").swap_remove(0);
    book(&server, &slot, "沪A10001", "13800000417");
    let come =
        |kiosk: &Client, plate: &str, digits: &str| arrive(kiosk, &json!({ "plate": plate, "phone_digits": digits }));
    for guess in ["0001", "0002", "0003", "0004", "0005"] {
        come(&first, "沪A10001", guess).problem(404, "not-found");
    }
    let wait = come(&first, "沪A10001", "0417").problem(429, "too-many-requests");
    assert!(wait.retry_after_seconds.is_some_and(|seconds| (1..=5).contains(&seconds)), "{wait:?}");
    // A plate that nobody has waits alike, and another car does not wait at all.
    let nobody = (0..6).map(|_| come(&first, "沪A99999", "0001").status).collect::<Vec<_>>();
    assert_eq!(nobody, [404, 404, 404, 404, 404, 429]);
    come(&first, "沪A10002", "0001").problem(404, "not-found");
    server.advance(6);
    come(&first, "沪A10001", "0006").problem(404, "not-found");
    come(&first, "沪A10001", "0417").problem(429, "too-many-requests");
    let here = come(&second, "沪A10001", "0417");
    assert!([200, 201, 409].contains(&here.status), "the other kiosk answers: {}", here.text());
    // Whoever knew the digits counts no more.
    let again = (0..7).map(|_| come(&second, "沪A10001", "0417").status).collect::<Vec<_>>();
    assert!(again.iter().all(|status| *status == here.status || *status == 200), "{again:?}");
}

#[test]
fn a_screens_cookie_is_of_this_site_alone_where_https_allows() {
    let flags = ["--public-url", "https://service.example.com"].map(str::to_owned).to_vec();
    let server = Server::with(Engine::Sqlite, TUESDAY, |_| flags);
    let desk = Desk::sign_in(&server, ANTING, "manager");
    let claimed = desk.pair(&server, ScreenKind::Lounge);
    let token = &claimed.device_token;
    let expected =
        format!("__Host-bayside-lounge-anting={token}; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=34560000");
    // By its own name, and by that of before, which becomes its own with the first answer.
    for name in ["__Host-bayside-lounge-anting", "bayside-screen"] {
        let cookie = format!("{name}={token}");
        let reply = server.client().get_with(&path::lounge("anting"), &[("cookie", cookie.as_str())]);
        assert_eq!(reply.header("set-cookie"), expected);
        reply.json::<Lounge>(200);
    }
    let by_header = server.client().with_token(token).get(&path::lounge("anting"));
    assert_eq!((by_header.status, by_header.header("set-cookie")), (200, ""));
    let other = format!("__Host-bayside-lounge-aller={token}");
    server.client().get_with(&path::lounge("anting"), &[("cookie", other.as_str())]).problem(401, "unauthenticated");

    let plain = Server::start();
    let desk = Desk::sign_in(&plain, ANTING, "manager");
    let token = desk.pair(&plain, ScreenKind::Lounge).device_token;
    let cookie = format!("bayside-screen={token}");
    let reply = plain.client().get_with(&path::lounge("anting"), &[("cookie", cookie.as_str())]);
    let expected = format!("{cookie}; Path=/api/v1/dealers/anting; HttpOnly; SameSite=Strict; Max-Age=34560000");
    assert_eq!(reply.header("set-cookie"), expected);
}
