//! A booking without a mouse and without a finger.

use crate::booking::{phone, test, view};
use bayside_tests::server::Server;
use bayside_tests::world::ANTING;
use fantoccini::key::Key;

#[tokio::test(flavor = "multi_thread")]
async fn a_booking_is_made_by_keys_alone() {
    let server = Server::start();
    let person = phone(ANTING).await;
    person.go(&format!("{}/anting/book", server.url)).await;

    // What is needed: a box is ticked by the space bar, Enter in a form goes on.
    person.tab_to(&test("job-oil")).await;
    person.key(Key::Space).await;
    person.tab_to(&test("next")).await;
    person.key(Key::Enter).await;

    person.tab_to("#plate").await;
    person.type_text("沪A12345").await;
    person.tab_to("#model").await;
    person.type_text("朗逸 1.5L 2023 款").await;
    person.tab_to("#km").await;
    person.type_text("58200").await;
    person.key(Key::Enter).await;

    // Arrows choose among ways and people, and choosing one leads nowhere by itself.
    let stay = "[data-test^=stay-]";
    person.see(".best [data-test^=slot-]").await;
    person.tab_to(stay).await;
    person.key(Key::Down).await;
    person.wait_for("return document.activeElement.checked", "the arrow to choose").await;
    person.key(Key::Up).await;
    person.tab_to("[data-test^=adviser-]").await;
    person.key(Key::Down).await;
    person.see(".best [data-test^=slot-]").await;
    view(&person, "booking by keys: the times").await;
    person.tab_to(".best [data-test^=slot-]").await;
    person.key(Key::Enter).await;

    person.tab_to("#name").await;
    person.type_text("王小明").await;
    person.tab_to("[data-test^=salutation-]").await;
    person.key(Key::Down).await;
    person.tab_to("#phone").await;
    person.type_text("13812345678").await;
    person.tab_to("#consent").await;
    person.key(Key::Space).await;
    person.tab_to(&test("confirm")).await;
    person.key(Key::Enter).await;

    assert!(person.attribute(&test("reference"), "data-value").await.is_some());
    // Who does not see the page is told: the new heading has the focus.
    person.wait_for("return document.activeElement.id === 'heading'", "the focus on the new heading").await;
    person.tab_to(&test("manage")).await;
    person.key(Key::Enter).await;
    person.see(&test("start")).await;
    person.close().await;
}
