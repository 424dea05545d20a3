//! What the program counts about itself.

use bayside_api::codes::ScreenKind;
use bayside_api::path;
use bayside_api::screen::Lounge;
use bayside_test_support::clock::until;
use bayside_test_support::desk::Desk;
use bayside_test_support::http::Client;
use bayside_test_support::server::{ENGINES, Engine, METRICS_TOKEN, Server, TUESDAY};
use bayside_test_support::world::ANTING;
use std::time::Duration;

fn page(monitor: &Client) -> String {
    let reply = monitor.get("/metrics");
    assert_eq!(reply.status, 200, "{}", reply.text());
    assert!(reply.header("content-type").starts_with("application/openmetrics-text"));
    reply.text()
}

/// A sample's value; nothing is counted before it happens.
fn value(page: &str, sample: &str) -> i64 {
    let line = page.lines().find_map(|line| line.strip_prefix(sample)?.strip_prefix(' '));
    line.map_or(0, |number| number.parse().unwrap())
}

#[test]
fn requests_bookings_screens_and_messages_are_counted_and_nobody_is_named() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let monitor = server.client().with_token(METRICS_TOKEN);
        let before = page(&monitor);
        assert_eq!(value(&before, "bayside_bookings_made_total"), 0, "the demo's own are not counted");

        let customer = server.client();
        let slots = ANTING.slots(&customer, "2026-06-15", "2026-06-19");
        let hold = ANTING.hold(&customer, &slots[0].offer);
        let key = [("idempotency-key", "once-and-again")];
        for _ in 0..2 {
            let booked = customer.post_with(&path::bookings("anting"), &key, &ANTING.request_by_hold(&hold.hold));
            assert_eq!(booked.status, 201, "{}", booked.text());
        }
        ANTING.try_book(&customer, "x").problem(422, "offer-invalid");
        let desk = Desk::sign_in(&server, ANTING, "manager");
        let screen = server.client().with_token(&desk.pair(&server, ScreenKind::Lounge).device_token);
        let lounge: Lounge = screen.get(&path::lounge("anting")).json(200);
        let stream = screen.events(&format!("{}?after={}", path::lounge_events("anting"), lounge.last_event_id), &[]);
        stream.receive_kind("tick");

        let text = page(&monitor);
        for (sample, expected) in [
            ("bayside_holds_made_total", 1),
            ("bayside_bookings_made_total", 1),
            (r#"bayside_live_streams{kind="lounge"}"#, 1),
            (r#"bayside_requests_total{method="POST",route="/api/v1/dealers/{dealer}/bookings",status="201"}"#, 2),
            (r#"bayside_requests_total{method="POST",route="/api/v1/dealers/{dealer}/bookings",status="422"}"#, 1),
            (r#"bayside_request_seconds_count{method="POST",route="/api/v1/dealers/{dealer}/bookings"}"#, 3),
            ("bayside_store_writes_waiting", 0),
        ] {
            assert_eq!(value(&text, sample), expected, "{engine:?} {sample} in\n{text}");
        }
        assert!(text.contains(r#"bayside_outbox_messages{state="waiting"}"#), "{text}");
        assert!(text.ends_with("# EOF\n"));
        for secret in ["王小明", "13812345678", "A12345", "wang@example.org", "li-min", &hold.hold] {
            assert!(!text.contains(secret), "{secret} in\n{text}");
        }
    }
}

#[test]
fn paths_and_methods_that_clients_make_up_are_counted_as_one() {
    let server = Server::start();
    let monitor = server.client().with_token(METRICS_TOKEN);
    for number in 0..5 {
        monitor.get(&format!("/made-up/{number}"));
        monitor.get(&format!("/api/v1/made-up/{number}"));
        monitor.try_send("TRACE", "/healthz", &[], None).unwrap();
    }
    let text = page(&monitor);
    assert!(!text.contains("made-up") && !text.contains("TRACE"), "{text}");
    assert!(value(&text, r#"bayside_requests_total{method="other",route="/healthz",status="405"}"#) == 5, "{text}");
}

#[test]
fn a_start_that_is_held_for_who_waits_is_counted_too() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let monitor = server.client().with_token(METRICS_TOKEN);
        let customer = server.client();
        let slot = ANTING.slots(&customer, "2026-06-15", "2026-06-15").swap_remove(2);
        let booked = ANTING.book(&customer, &slot.offer);
        let said = serde_json::to_value(ANTING.request("")).unwrap();
        let hour = |minutes: u64| (slot.start.0 + Duration::from_mins(minutes)).format("%H:%M").to_string();
        let wish = serde_json::json!({
            "from": slot.start.date(), "to": slot.start.date(), "hours": [{ "from": hour(0), "to": hour(1) }],
            "adviser": slot.adviser, "services": ["oil"], "stay": "wait",
            "vehicle": said["vehicle"], "customer": said["customer"], "consent": said["consent"],
        });
        assert_eq!(customer.post(&path::waitlist("anting"), &wish).status, 201);
        assert_eq!(value(&page(&monitor), "bayside_holds_made_total"), 0);
        let given_up = customer.post(&path::cancel(&booked.manage_token), &serde_json::json!({}));
        assert_eq!(given_up.status, 200, "{}", given_up.text());
        assert_eq!(value(&page(&monitor), "bayside_holds_made_total"), 1, "{engine:?}");
    }
}

#[test]
fn a_listener_of_its_own_shows_the_page_without_a_token_and_nothing_else() {
    let server = Server::with(Engine::Sqlite, TUESDAY, |_| vec!["--metrics-listen=127.0.0.1:0".to_owned()]);
    let monitor = Client::new(server.metrics_url());
    server.client().get("/healthz");
    let text = page(&monitor);
    assert_eq!(value(&text, r#"bayside_requests_total{method="GET",route="/healthz",status="200"}"#), 1, "{text}");
    let healthz = monitor.get("/healthz");
    let dealers = monitor.get(&path::dealers());
    assert_eq!((healthz.status, dealers.status), (404, 404), "it is for nothing else");
    server.client().get("/metrics").problem(401, "unauthenticated");
    let again = page(&server.client().with_token(METRICS_TOKEN));
    assert!(again.contains("/healthz"), "both show the same: {again}");
}

#[test]
fn without_its_token_the_page_is_closed() {
    let server = Server::start();
    server.client().get("/metrics").problem(401, "unauthenticated");
    server.client().with_token("count-the-cats").get("/metrics").problem(401, "unauthenticated");
}

#[test]
fn a_screen_that_leaves_is_counted_no_more() {
    let server = Server::start();
    let monitor = server.client().with_token(METRICS_TOKEN);
    let desk = Desk::sign_in(&server, ANTING, "manager");
    let screen = server.client().with_token(&desk.pair(&server, ScreenKind::Lounge).device_token);
    let open = |count: i64| {
        until("the screens to be counted", Duration::from_secs(40), || {
            (value(&page(&monitor), r#"bayside_live_streams{kind="lounge"}"#) == count).then_some(())
        });
    };
    let stream = screen.events(&path::lounge_events("anting"), &[]);
    open(1);
    drop(stream);
    open(0);
}
