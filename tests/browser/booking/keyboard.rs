//! A booking without a mouse and without a finger: by who books, and by who takes the call.

use crate::booking::phone::{Wish, phone, test, up_to_times, view};
use crate::desk::board::sign_in;
use bayside_api::booking::Availability;
use bayside_api::path;
use bayside_test_support::browser::Window;
use bayside_test_support::desk::Desk;
use bayside_test_support::server::Server;
use bayside_test_support::world::ANTING;
use fantoccini::key::Key;
use std::time::{Duration, Instant};

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

    // Who does not see the page is told: each new heading has the focus.
    let told = "return document.activeElement?.id === 'heading'";
    person.wait_for(told, "the heading to have the focus").await;
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
    person.wait_for(told, "the heading to have the focus").await;
    person.tab_to("[data-test=ways] > summary").await;
    person.key(Key::Enter).await;
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

    person.see("#name").await;
    person.wait_for(told, "the heading to have the focus").await;
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
    person.wait_for(told, "the focus on the new heading").await;
    person.tab_to(&test("manage")).await;
    person.key(Key::Enter).await;
    person.see(&test("start")).await;
    person.close().await;
}

/// Presses a key in the calendar, and sees where it leads.
async fn leads(person: &Window, key: Key, day: &str) {
    person.key(key).await;
    let there = format!("return document.activeElement.dataset.test === 'day-{day}'");
    person.wait_for(&there, &format!("the focus on {day}")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_calendar_is_one_stop_and_keys_move_in_it() {
    let server = Server::start();
    let person = phone(ANTING).await;
    let wish = Wish {
        at: ANTING,
        job: "oil",
        plate: "沪A12345",
        adviser: None,
        day: "2026-06-12",
        start: None,
        name: "王小明",
        phone: "13812345678",
    };
    up_to_times(&person, &server.url, &wish).await;
    assert_eq!(person.count("table.cal button:not([tabindex])").await, 1, "one stop for Tab");
    person.tab_to("table.cal button").await;
    let first = person.run("return document.activeElement.dataset.test", vec![]).await;
    assert_eq!(first, "day-2026-06-09", "where the first of the best times is");
    leads(&person, Key::Right, "2026-06-10").await;
    leads(&person, Key::Down, "2026-06-17").await;
    leads(&person, Key::Left, "2026-06-16").await;
    leads(&person, Key::Up, "2026-06-09").await;
    leads(&person, Key::End, "2026-06-14").await;
    leads(&person, Key::PageDown, "2026-07-14").await;
    assert_eq!(person.count("table.cal button:not([tabindex])").await, 1, "in the next month as well");
    leads(&person, Key::PageUp, "2026-06-14").await;
    leads(&person, Key::Home, "2026-06-09").await;
    assert!(!person.has("[data-test=day-2026-06-08]").await, "yesterday is no day to come");
    leads(&person, Key::End, "2026-06-14").await;
    // Sunday is closed: it is reached, says so, and chooses nothing.
    let said = person.run("const e = document.activeElement; return [e.ariaDisabled, e.textContent]", vec![]).await;
    assert!(said[0] == "true" && said[1].as_str().unwrap().ends_with("休息"), "{said}");
    person.key(Key::Enter).await;
    leads(&person, Key::Left, "2026-06-13").await;
    leads(&person, Key::Left, "2026-06-12").await;
    assert!(person.has("[data-test=day-2026-06-09][aria-pressed=true]").await, "nothing else was chosen on the way");
    let said = person.run("return document.activeElement.textContent", vec![]).await;
    assert!(said.as_str().unwrap().contains("个空位"), "{said}");
    view(&person, "booking by keys: a day of the month").await;
    person.key(Key::Space).await;
    let time = format!("{} [data-test^=\"slot-2026-06-12\"]", test("day-times"));
    person.see(&time).await;
    person.tab_to(&time).await;
    person.key(Key::Enter).await;
    person.see("#name").await;
    person.close().await;
}

/// Counts keys, and what a mouse or a finger does, from now on.
const COUNT: &str = "window.keys = 0; window.pointed = 0;
    addEventListener('keydown', () => window.keys += 1, true);
    addEventListener('pointerdown', () => window.pointed += 1, true);";

/// How long a call may keep the desk's keys busy, for the machine's part.
const CALL_MAX: Duration = Duration::from_secs(30);

/// Types who calls, from the plate on, and chooses the oil change.
async fn take_the_call(desk: &Window) {
    desk.wait_for("return document.activeElement.id === 'who-plate'", "the focus on the plate").await;
    desk.type_text("沪B23456").await;
    for (field, text) in [("phone", "13912345678"), ("name", "李雷"), ("model", "朗逸"), ("km", "42000")] {
        desk.tab_to(&format!("#who-{field}")).await;
        desk.type_text(text).await;
    }
    desk.tab_to(&test("job-oil")).await;
    desk.key(Key::Space).await;
    desk.see(&test("phone-times")).await;
    desk.tab_to(&test("consent")).await;
    desk.key(Key::Space).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_becomes_a_booking_by_keys_alone() {
    let server = Server::start();
    let desk = sign_in(ANTING, &server.url, "reception").await;
    desk.go(&format!("{}/desk/anting/phone", server.url)).await;
    desk.see("#who-plate").await;
    desk.run(COUNT, vec![]).await;
    let begun = Instant::now();
    take_the_call(&desk).await;
    desk.tab_to(&test("phone-book")).await;
    desk.key(Key::Enter).await;
    desk.see(&test("phone-done")).await;
    let took = begun.elapsed();
    let counted = desk.run("return [window.keys, window.pointed]", vec![]).await;
    println!("a booking by phone: {} keys, {:.1} s", counted[0], took.as_secs_f64());
    assert!(took <= CALL_MAX, "{took:?}");
    assert_eq!(counted[1], 0, "no mouse");

    // The next one wants to be written to in English, and the time goes while they talk.
    desk.wait_for("return document.activeElement.id === 'phone-another'", "the focus on the next call").await;
    desk.key(Key::Enter).await;
    take_the_call(&desk).await;
    let chosen = desk.run("return document.querySelector('[name=phone-time]:checked').value", vec![]).await;
    let chosen: i64 = chosen.as_str().unwrap().parse().unwrap();
    let question = format!("{}?from=2026-06-09&to=2026-06-22&services=oil&stay=wait", path::availability("anting"));
    let free: Availability = server.client().get(&question).json(200);
    let mut slots = free.days.into_iter().flat_map(|day| day.slots.unwrap_or_default());
    let slot = slots.find(|slot| slot.start.epoch_ms() == chosen).expect("the chosen time is offered");
    ANTING.book(&server.client(), &slot.offer);
    desk.tab_to(&test("phone-book")).await;
    desk.key(Key::Enter).await;
    desk.see(&test("phone-taken")).await;
    view(&desk, "desk: the time of a call went").await;
    assert_eq!(desk.value("#who-name").await, "李雷", "what was typed stays");
    desk.run("document.querySelector('#who-name').focus()", vec![]).await;
    desk.tab_to("#who-email").await;
    desk.type_text("li@example.org").await;
    desk.tab_to("[data-test^=who-locale-]").await;
    desk.key(Key::Right).await;
    desk.wait_for("return document.activeElement.value === 'en' && document.activeElement.checked", "English").await;
    desk.tab_to(&test("phone-book")).await;
    desk.key(Key::Enter).await;
    desk.see(&test("phone-done")).await;
    assert_eq!(desk.run("return window.pointed", vec![]).await, 0, "no mouse");

    let known = Desk::sign_in(&server, ANTING, "reception");
    let list = known.list(&slot.start.date().to_string());
    let booked =
        list.visits.iter().filter(|card| card.plate.contains("23456")).map(|card| known.visit(card.id).customer);
    let mut told: Vec<_> = booked.map(|customer| (customer.locale, customer.email)).collect();
    told.sort();
    let expected = [("en".to_owned(), Some("li@example.org".to_owned())), ("zh-CN".to_owned(), None)];
    assert_eq!(told, expected);
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_books_by_keys_what_is_not_offered() {
    let server = Server::start();
    let desk = sign_in(ANTING, &server.url, "manager").await;
    desk.go(&format!("{}/desk/anting/phone", server.url)).await;
    desk.see("#who-plate").await;
    desk.run(COUNT, vec![]).await;
    take_the_call(&desk).await;
    desk.tab_to("aside summary").await;
    desk.key(Key::Enter).await;
    // Half an hour from now: too little notice for anybody else. The browser's own field orders its parts as it likes.
    desk.set("#override-start", "2026-06-09T10:00").await;
    desk.tab_to(&test("phone-override")).await;
    desk.key(Key::Enter).await;
    desk.see("#override-reason[aria-invalid=true]").await;
    view(&desk, "desk: an override without a reason").await;
    desk.run("document.querySelector('#override-start').focus()", vec![]).await;
    desk.tab_to("#override-reason").await;
    desk.type_text("市政车队").await;
    desk.tab_to(&test("phone-override")).await;
    desk.key(Key::Enter).await;
    desk.see(&test("phone-done")).await;
    assert_eq!(desk.run("return window.pointed", vec![]).await, 0, "no mouse");
    let known = Desk::sign_in(&server, ANTING, "manager");
    let list = known.list("2026-06-09");
    let card = list.visits.iter().find(|card| card.plate.contains("23456")).expect("it is booked");
    assert_eq!(known.visit(card.id).log[0].note.as_deref(), Some("市政车队"));
    desk.close().await;
}
