//! What is pasted, filled in by a program or composed by an input method is what is sent.

use crate::booking::phone::{Wish, phone, test, up_to_times, view};
use bayside_test_support::browser::{DESKTOP, Window};
use bayside_test_support::desk::Desk;
use bayside_test_support::server::{PASSWORD, Server};
use bayside_test_support::world::{ALLER, ANTING};
use serde_json::json;

/// Pastes into a field, after what it holds was taken away.
async fn paste(person: &Window, css: &str, text: &str) {
    person.write(css, "").await;
    person.devtools("Input.insertText", json!({ "text": text })).await;
}

/// Sets a field as a program does that tells of it only when it leaves the field.
async fn fill_in(person: &Window, css: &str, value: &str) {
    let script = "const e = document.querySelector(arguments[0]);
        Object.getOwnPropertyDescriptor(Object.getPrototypeOf(e), 'value').set.call(e, arguments[1]);
        e.dispatchEvent(new Event('change', { bubbles: true }));
        e.dispatchEvent(new Event('blur'));";
    person.see(css).await;
    person.run(script, vec![json!(css), json!(value)]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_pasted_is_never_cut_and_what_a_program_fills_in_is_heard() {
    let server = Server::start();
    let person = phone(ALLER).await;
    let wish = Wish::up_to_times(ALLER, "B-AB 1");
    up_to_times(&person, &server.url, &wish).await;
    person.press(&test("back")).await;
    paste(&person, "#plate", "   VER  -  AB    712 E").await;
    paste(&person, "#km", "1 234 567,8 km").await;
    fill_in(&person, "#model", "Passat Variant").await;
    person.press(&test("next")).await;
    person.press(".best [data-test^=slot-]").await;

    // Nothing that cannot be seen is a name, and what is wrong is said at its field.
    paste(&person, "#name", "\u{200b}\u{3164}").await;
    paste(&person, "#phone", "+49 (0) 1511 / 234 - 56 78").await;
    person.tick("#consent").await;
    person.press(&test("confirm")).await;
    person.see("#name[aria-invalid=true]").await;
    paste(&person, "#name", "evil.example/x").await;
    person.press(&test("confirm")).await;
    person.see("#name[aria-invalid=true]").await;
    person.wait_for("return document.querySelector('#name-error').innerText.includes('Internetadresse')", "why").await;
    view(&person, "booking, 4: an address is no name").await;
    fill_in(&person, "#name", "Jörg Müller").await;
    person.press(&test("confirm")).await;

    let reference = person.attribute(&test("reference"), "data-value").await.expect("a reference");
    person.close().await;
    let desk = Desk::sign_in(&server, ALLER, "manager");
    let days = ["2026-06-09", "2026-06-10", "2026-06-11", "2026-06-12"];
    let card = days.iter().flat_map(|day| desk.list(day).visits).find(|card| card.reference == reference);
    let visit = desk.visit(card.unwrap_or_else(|| panic!("{reference} is on no list")).id);
    assert_eq!((visit.vehicle.plate.as_str(), visit.vehicle.mileage_km), ("VER-AB 712E", 1_234_567));
    assert_eq!((visit.vehicle.model.as_str(), visit.customer.name.as_str()), ("Passat Variant", "Jörg Müller"));
    assert_eq!(visit.customer.phone, "+4915112345678");
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_sign_in_with_what_a_program_filled_in() {
    let server = Server::start();
    let person = Window::open(DESKTOP, "zh-CN").await;
    person.go(&format!("{}/desk/{}", server.url, ANTING.dealer)).await;
    fill_in(&person, "#login", " Manager").await;
    fill_in(&person, "#password", PASSWORD).await;
    person.press(&test("sign-in")).await;
    person.see(&test("signed-in")).await;
    person.close().await;
}
