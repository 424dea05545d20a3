//! The whole road: book, watch, explain, accept.

use crate::booking::phone::{Wish, book, phone, starts_of, test, up_to_times, view};
use crate::desk::board::{Wall, each_job, open_visit, repeatable_step, sign_in, step};
use bayside_test_support::browser::{PHONE, Window};
use bayside_test_support::hand::{Pointer, STROKE};
use bayside_test_support::server::Server;
use bayside_test_support::world::ANTING;

const DAY: &str = "2026-06-09";
const WISH: Wish<'_> = Wish {
    at: ANTING,
    job: "oil",
    plate: "沪A12345",
    adviser: Some("li-min"),
    day: DAY,
    start: None,
    name: "王小明",
    phone: "13812345678",
};

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_books_watches_and_accepts() {
    let server = Server::start();
    let url = server.url.as_str();
    let customer = phone(ANTING).await;
    customer.go(url).await;
    customer.see("a[href*='anting/book'], [href*='anting/book']").await;
    view(&customer, "the list of dealers").await;
    let booked = book(&customer, url, &WISH).await;

    let rival = phone(ANTING).await;
    up_to_times(&rival, url, &WISH).await;
    let starts = starts_of(&rival, &WISH).await;
    assert!(!starts.contains(&booked.start), "{} is taken, yet shown among {starts:?}", booked.start);
    rival.close().await;

    let desk = sign_in(ANTING, url, "manager").await;
    let mut wall = Wall::pair(ANTING, url, &desk).await;
    desk.go(&format!("{url}/desk/anting?date={DAY}")).await;
    desk.see(&test(&format!("card-{}", booked.reference))).await;
    view(&desk, "desk: today").await;
    desk.picture("desk").await;
    open_visit(&desk, &booked.reference).await;
    for preparation in ["prepare.adviser", "prepare.parts", "prepare.bay", "prepare.technician"] {
        step(&desk, preparation).await;
    }
    step(&desk, "arrive").await;
    desk.see(&test("private-link")).await;
    wall.follow(&desk.text(&test("number")).await);
    wall.shows("received", &desk).await;

    sign_order(&desk).await;
    wall.shows("waiting", &desk).await;
    // The names of bundles consist of digits that mean nothing.
    let board = wall.window.source().await;
    let after_name = |part: &str| part.find(['"', '\'']).map_or_else(String::new, |end| part[end..].to_owned());
    let mut parts = board.split("/assets/");
    let board = parts.next().unwrap_or_default().to_owned() + &parts.map(after_name).collect::<String>();
    assert!(wall.text().await.contains("沪A·**345"), "{}", wall.text().await);
    for secret in ["沪A12345", "A12345", "13812345678", "5678", "王小明", "小明", "480"] {
        assert!(!board.contains(secret), "{secret} is on the board");
    }

    let link = desk.attribute(&test("private-link"), "href").await.unwrap();
    customer.go(&link).await;
    customer.see(&test("promised")).await;
    view(&customer, "private page: progress").await;
    change_promise(&desk, &wall, &customer).await;
    customer.picture("visit").await;

    each_job(&desk, "dispatch").await;
    each_job(&desk, "start").await;
    wall.shows("repair", &desk).await;
    view(&wall.window, "lounge: the board").await;
    wall.window.picture("lounge").await;
    each_job(&desk, "complete").await;
    step(&desk, "self-check").await;
    wall.shows("inspection", &desk).await;
    step(&desk, "final-inspection").await;
    wall.shows("wash", &desk).await;
    step(&desk, "wash").await;
    wall.shows("preparing", &desk).await;

    write_statement(&desk).await;
    step(&desk, "prepare-delivery").await;
    step(&desk, "ready").await;
    wall.shows("ready", &desk).await;
    view(&desk, "desk: a visit that is ready").await;

    accept(&customer).await;
    wall.lets_go(&customer).await;
    wall.was_live().await;
    for last in ["settle", "leave", "follow-up", "close"] {
        step(&desk, last).await;
    }
    for window in [customer, desk, wall.window] {
        window.close().await;
    }
}

/// The order's lines are looked at, one is added, and the customer signs.
async fn sign_order(desk: &Window) {
    desk.press(&test("open-order")).await;
    desk.see(&test("order-sum")).await;
    desk.write("#mileage-in", "58240").await;
    view(desk, "desk: the work order").await;
    desk.press(&test("save-order")).await;
    desk.see(&format!("{}[data-dirty=false]", test("saved"))).await;
    desk.press(&test("back-to-visit")).await;
    repeatable_step(desk, "inspect").await;
    view(desk, "desk: a visit").await;
    step(desk, "sign-order").await;
}

/// A changed promise is told with its reason, on the board and on the private page, without reload.
async fn change_promise(desk: &Window, wall: &Wall, customer: &Window) {
    let before = customer.text(&test("promised")).await;
    desk.press(&test("promise")).await;
    desk.press(&test("later-20")).await;
    desk.press(&test("save-promise")).await;
    desk.see("#promise-reason[aria-invalid=true]").await;
    desk.write("#promise-reason", "等待配件").await;
    view(desk, "desk: the promised time").await;
    desk.press(&test("save-promise")).await;
    desk.see_gone("dialog[open]").await;
    wall.window
        .there(&format!("{} {}", test(&format!("row-{}", desk.text(&test("number")).await)), test("changed")))
        .await;
    assert!(customer.text(&test("promise-reason")).await.contains("等待配件"));
    assert_ne!(customer.text(&test("promised")).await, before);
    view(customer, "private page: a changed promise").await;
}

/// What is charged and explained.
pub async fn write_statement(desk: &Window) {
    desk.press(&test("open-statement")).await;
    desk.see(&test("charged")).await;
    view(desk, "desk: the statement").await;
    desk.press(&test("save-statement")).await;
    desk.see(&format!("{}[data-dirty=false]", test("saved"))).await;
    desk.press(&test("back-to-visit")).await;
    desk.see(&test("number")).await;
}

/// The explanation in nine parts, and the customer's own hand under it.
async fn accept(customer: &Window) {
    for part in 1..=9 {
        customer.see(&test(&format!("part-{part}"))).await;
    }
    customer.see(&test("bridge")).await;
    view(customer, "private page: the delivery explanation").await;
    customer.picture("statement").await;
    customer.draw(&test("sign-pad"), Pointer::Finger, &STROKE).await;
    customer.press(&test("accept")).await;
    customer.see(&test("accepted")).await;
    view(customer, "private page: accepted").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost() {
    let server = Server::start();
    let customer = Window::open(PHONE, "en-GB").await;
    customer.go(&format!("{}/anting/book", server.url)).await;
    customer.press(&test("next")).await;
    customer.see(&test("errors")).await;
    customer.tick(&test("job-oil")).await;
    customer.press(&test("next")).await;
    customer.write("#plate", "沪A12").await;
    customer.write("#model", "Lavida").await;
    customer.write("#km", "many").await;
    customer.press(&test("next")).await;
    customer.see("#plate[aria-invalid=true]").await;
    customer.see("#km[aria-invalid=true]").await;
    assert_eq!(customer.value("#plate").await, "A12", "the province stands on its button, once");
    view(&customer, "booking: two wrong fields").await;

    // A reload keeps all of it.
    customer.go(&format!("{}/anting/book", server.url)).await;
    customer.see("#plate").await;
    assert_eq!(customer.value("#model").await, "Lavida");
    customer.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_faces_fit_the_smallest_phone_in_every_language() {
    let server = Server::start();
    for language in ["zh-CN", "en-GB", "de-DE"] {
        let customer = Window::open((320, 640), language).await;
        up_to_times(&customer, &server.url, &WISH).await;
        view(&customer, &format!("booking at 320 px in {language}")).await;
        let lang = customer.run("return document.documentElement.lang", vec![]).await;
        assert_eq!(lang.as_str().map(|lang| &lang[..2]), Some(&language[..2]));
        customer.close().await;
    }
}
