//! What the desk sees of a booking that its customer does not: marks, source, consent; and only what a role may use.

use crate::booking::phone::{test, view};
use crate::desk::board::sign_in;
use crate::gallery::speak;
use bayside_api::booking::BookingCreated;
use bayside_api::path;
use bayside_test_support::browser::{DESKTOP, PHONE};
use bayside_test_support::server::Server;
use bayside_test_support::world::ANTING;
use serde_json::json;

const TODAY: &str = "2026-06-09";

#[tokio::test(flavor = "multi_thread")]
async fn the_desk_reads_in_words_what_is_odd_and_who_is_received_first() {
    let server = Server::start();
    let customer = server.client();
    let book = |index: usize| {
        let mut request = ANTING.request(&ANTING.slots(&customer, TODAY, TODAY).swap_remove(index).offer);
        request.website = Some("https://spam.example".into());
        request.filled_seconds = Some(2);
        request.source = Some("wechat".into());
        request.utm = Some([("utm_campaign".to_owned(), "spring".to_owned())].into());
        customer.post(&path::bookings("anting"), &request).json::<BookingCreated>(201)
    };
    book(0);
    let booked = book(2);
    let said = serde_json::to_value(ANTING.request("")).unwrap();
    let asks = json!({
        "kind": "adviser", "concern": "换机油要多久？", "filled_seconds": 1,
        "vehicle": said["vehicle"], "customer": said["customer"], "consent": said["consent"],
    });
    assert_eq!(customer.post(&path::callbacks("anting"), &asks).status, 201);
    let waits = json!({
        "from": TODAY, "to": "2026-06-20", "services": ["oil"], "stay": "wait", "website": "x",
        "vehicle": said["vehicle"], "customer": said["customer"], "consent": said["consent"],
    });
    assert_eq!(customer.post(&path::waitlist("anting"), &waits).status, 201);

    let gate = sign_in(ANTING, &server.url, "gate").await;
    assert_eq!(gate.count("header.bar nav a").await, 1, "the gate has no use for the other pages");
    gate.close().await;
    let desk = sign_in(ANTING, &server.url, "reception").await;
    assert_eq!(desk.count("header.bar nav a").await, 7, "all but the screens, which the manager confirms");
    let card = test(&format!("card-{}", booked.reference));
    for mark in ["honeypot", "too-fast", "repeated-phone", "repeated-plate"] {
        desk.see(&format!("{card} {}", test(&format!("odd-{mark}")))).await;
    }
    assert_eq!(desk.text(&format!("{card} {}", test("express"))).await, "快速接待");
    view(&desk, "desk: a card with marks").await;
    desk.resize(DESKTOP).await;
    desk.picture("desk-marks-board").await;
    desk.press(&card).await;
    desk.see(&test("consent")).await;
    assert_eq!(desk.text(&test("source")).await, "wechat");
    assert_eq!(desk.text(&test("utm")).await, "utm_campaign = spring");
    assert!(desk.text(&test("consent")).await.contains("2026-11"));
    assert!(desk.text(&test("express")).await.contains("不排队"));
    for (name, size) in [("phone", PHONE), ("desktop", DESKTOP)] {
        desk.resize(size).await;
        desk.fits(&format!("a visit with marks, {name}")).await;
        desk.picture(&format!("desk-marks-visit-{name}")).await;
    }
    view(&desk, "desk: a visit with marks").await;
    for (page, mark) in [("callbacks", "too-fast"), ("waitlist", "honeypot")] {
        desk.go(&format!("{}/desk/anting/{page}", server.url)).await;
        desk.see(&test(&format!("odd-{mark}"))).await;
        for (name, size) in [("phone", PHONE), ("desktop", DESKTOP)] {
            desk.resize(size).await;
            desk.fits(&format!("{page} with marks, {name}")).await;
            desk.picture(&format!("desk-marks-{page}-{name}")).await;
        }
        view(&desk, page).await;
    }
    for language in ["en", "de"] {
        speak(&desk, language).await;
        desk.see(&test("odd-honeypot")).await;
        desk.fits(&format!("the waitlist with marks in {language}")).await;
        desk.picture(&format!("desk-marks-waitlist-{language}")).await;
    }
}
