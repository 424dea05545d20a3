//! Why a time is not offered, as the desk asks it.

use crate::booking::phone::{test, view};
use crate::desk::board::sign_in;
use bayside_api::booking::{Availability, BookingCreated};
use bayside_api::path;
use bayside_test_support::server::Server;
use bayside_test_support::world::ANTING;

/// Who receives, in the form.
const ADVISER: &str = "[data-test=explain] select[aria-label=服务顾问]";

#[tokio::test(flavor = "multi_thread")]
async fn the_desk_asks_for_several_jobs_and_one_adviser() {
    let server = Server::start();
    let question = format!(
        "{}?from=2026-06-10&to=2026-06-10&services=oil,tyres&stay=wait&adviser=zhou-ting",
        path::availability("anting")
    );
    let free: Availability = server.client().get(&question).json(200);
    let slot = free.days.into_iter().flat_map(|day| day.slots.unwrap_or_default()).next().expect("there is a time");
    let desk = sign_in(ANTING, &server.url, "manager").await;
    desk.go(&format!("{}/desk/anting/room", server.url)).await;
    desk.tick(&test("why-oil")).await;
    desk.tick(&test("why-tyres")).await;
    desk.see(&format!("{ADVISER} [value=zhou-ting]")).await;
    desk.set(ADVISER, "zhou-ting").await;
    desk.set("#explain-start", &slot.start.0.format("%Y-%m-%dT%H:%M").to_string()).await;
    desk.press(&test("ask-why")).await;
    let said = desk.text(&test("bookable")).await;
    let ready = slot.ready_estimate.0.format("%H:%M").to_string();
    assert!(said.contains("周婷") && said.contains(&ready), "{said}");

    // Somebody else takes it: who was asked for is busy then, another is not.
    let mut request = ANTING.request(&slot.offer);
    request.services = vec!["oil".into(), "tyres".into()];
    server.client().post(&path::bookings("anting"), &request).json::<BookingCreated>(201);
    desk.press(&test("ask-why")).await;
    desk.see(&test("refused")).await;
    assert_eq!(desk.attribute(&test("refused"), "data-code").await.as_deref(), Some("adviser-busy"));
    let rows = desk.text(&format!("{} table", test("refused"))).await;
    assert!(rows.contains("周婷") && !rows.contains("李敏"), "only who was asked for: {rows}");
    view(&desk, "desk: why it is not offered").await;
    desk.set(ADVISER, "").await;
    desk.press(&test("ask-why")).await;
    assert!(!desk.text(&test("bookable")).await.contains("周婷"), "another receives");
    desk.close().await;
}
