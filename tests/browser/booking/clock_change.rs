//! In October an hour comes twice, and each is bookable by itself.

use crate::booking::phone::{Wish, book, phone, test, up_to_times};
use bayside_api::booking::Booking;
use bayside_api::path;
use bayside_test_support::server::{Engine, Server};
use bayside_test_support::world::ALLER;

#[tokio::test(flavor = "multi_thread")]
async fn the_second_half_past_two_of_the_october_night_is_booked_in_german_time() {
    let server = Server::on(Engine::Sqlite, "2026-10-23T09:00:00+02:00");
    let customer = phone(ALLER).await;
    let wish = Wish {
        at: ALLER,
        job: "emergency",
        plate: "VER-AB 71",
        adviser: None,
        day: "2026-10-25",
        start: Some("2026-10-25T02:30:00+01:00"),
        name: "Anna Weber",
        phone: "0151 23456789",
    };
    let booked = book(&customer, &server.url, &wish).await;
    assert!(customer.page().await.contains("02:30"), "{}", customer.page().await);

    // The other half past two is still there, the booked one is not.
    let other = phone(ALLER).await;
    up_to_times(&other, &server.url, &wish).await;
    let starts = crate::booking::phone::starts_of(&other, &wish).await;
    assert!(starts.contains(&"2026-10-25T02:30:00+02:00".to_owned()), "{starts:?}");
    assert!(!starts.contains(&booked.start), "{starts:?}");

    // Behind the private link stands the very instant.
    customer.press(&test("manage")).await;
    customer.see(&test("reference")).await;
    crate::booking::phone::view(&customer, "a booking behind its private link").await;
    let token = customer.run("return location.hash.slice(1)", vec![]).await;
    let booking: Booking = server.client().get(&path::booking(token.as_str().unwrap())).json(200);
    assert_eq!(booking.start.0.to_rfc3339(), "2026-10-25T02:30:00+01:00");
    assert_eq!(booking.reference, booked.reference);
    customer.close().await;
    other.close().await;
}
