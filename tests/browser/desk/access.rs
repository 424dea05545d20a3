//! What the desk shows to whom, on which page, and while the server is away.

use crate::booking::phone::{test, view};
use crate::desk::board::{open_visit, sign_in};
use bayside_test_support::browser::{DESKTOP, PHONE, Window};
use bayside_test_support::desk::Desk;
use bayside_test_support::server::Server;
use bayside_test_support::world::ANTING;
use fantoccini::key::Key;

const TODAY: &str = "2026-06-09";
const TABLET: (u32, u32) = (1024, 768);

/// A car in repair, and its reference.
fn in_repair(server: &Server) -> String {
    let staff = Desk::sign_in(server, ANTING, "manager");
    let slot = ANTING.slots(&server.client(), TODAY, TODAY).swap_remove(0);
    let booked = ANTING.book(&server.client(), &slot.offer);
    staff.receive(staff.card(TODAY, &booked.reference).id);
    booked.reference
}

async fn board(desk: &Window, url: &str) {
    desk.go(&format!("{url}/desk/anting?date={TODAY}")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_draws_only_what_its_reader_may_press() {
    let server = Server::start();
    let reference = in_repair(&server);
    let gate = sign_in(ANTING, &server.url, "gate").await;
    board(&gate, &server.url).await;
    open_visit(&gate, &reference).await;
    gate.see(&test("order-table")).await;
    for hidden in ["promise", "extra-work", "show-phone", "private-link", "open-statement", "preparations"] {
        assert!(!gate.has(&test(hidden)).await, "the gate sees {hidden}");
    }
    let keys = "return [...document.querySelectorAll('footer .keys kbd')].map(key => key.textContent)";
    assert_eq!(gate.run(keys, vec![]).await, serde_json::json!(["Esc"]), "promise and extra work have no key here");
    // The address of an editor is known, and shows what may be read.
    gate.press(&test("open-order")).await;
    gate.see(&test("order-sum")).await;
    assert!(!gate.has(&test("save-order")).await && !gate.has(&test("add-item")).await);
    gate.close().await;

    let desk = sign_in(ANTING, &server.url, "adviser").await;
    board(&desk, &server.url).await;
    open_visit(&desk, &reference).await;
    for shown in ["promise", "extra-work", "show-phone", "private-link", "open-statement"] {
        desk.see(&test(shown)).await;
    }
    assert!(!desk.has(&test("phone")).await, "the number is shown when it is asked for");
    desk.run("document.activeElement.blur()", vec![]).await;
    desk.keys("t").await;
    assert_eq!(desk.text(&test("phone")).await, "138 1234 5678");
    view(&desk, "desk: a visit with the customer's number").await;
    for (name, size) in [("phone", PHONE), ("tablet", TABLET), ("desktop", DESKTOP)] {
        desk.resize(size).await;
        desk.fits(&format!("a visit, {name}")).await;
        desk.picture(&format!("desk-visit-{name}")).await;
    }
    desk.keys("t").await;
    desk.see_gone(&test("phone")).await;
    // Back on the board, the card that was left has the focus.
    desk.key(Key::Escape).await;
    let card = format!("return document.activeElement.dataset.test === 'card-{reference}'");
    desk.wait_for(&card, "the focus on the card that was left").await;
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn editors_have_room_for_their_words_on_every_screen() {
    let server = Server::start();
    let reference = in_repair(&server);
    let desk = sign_in(ANTING, &server.url, "adviser").await;
    board(&desk, &server.url).await;
    open_visit(&desk, &reference).await;
    let visit = desk.run("return location.href", vec![]).await.as_str().expect("an address").to_owned();
    for page in ["order", "statement"] {
        desk.go(&format!("{visit}/{page}")).await;
        desk.see(&test("line-name")).await;
        for (name, size, least) in [("phone", PHONE, 180), ("tablet", TABLET, 180), ("desktop", DESKTOP, 180)] {
            desk.resize(size).await;
            desk.fits(&format!("{page}, {name}")).await;
            let narrowest = format!(
                "return Math.min(...[...document.querySelectorAll('[data-test=line-name]')]
                    .map(e => e.getBoundingClientRect().width)) >= {least}"
            );
            desk.wait_for(&narrowest, &format!("names of at least {least} pixels, {page}, {name}")).await;
            desk.picture(&format!("desk-{page}-{name}")).await;
        }
    }
    // Escape leads back to the visit.
    desk.resize(DESKTOP).await;
    desk.run("document.activeElement.blur()", vec![]).await;
    desk.key(Key::Escape).await;
    desk.see(&test("log")).await;
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_board_stays_while_the_server_is_away() {
    let mut server = Server::start();
    let reference = in_repair(&server);
    let desk = sign_in(ANTING, &server.url, "manager").await;
    desk.press("nav a").await;
    let card = test(&format!("card-{reference}"));
    desk.see(&card).await;
    for (name, size) in [("phone", PHONE), ("tablet", TABLET), ("desktop", DESKTOP)] {
        desk.resize(size).await;
        desk.fits(&format!("the board, {name}")).await;
        desk.picture(&format!("desk-board-{name}")).await;
    }
    server.stop();
    desk.see(&test("kept-board")).await;
    assert!(desk.has(&card).await);
    view(&desk, "desk: the board without a server").await;
    desk.press("nav a[href$='/waitlist']").await;
    desk.see_gone(&card).await;
    desk.press("nav a").await;
    desk.see(&card).await;
    desk.see(&test("kept-board")).await;
    // The language and the way out stand under the name.
    desk.press(&test("signed-in")).await;
    desk.see(&test("sign-out")).await;
    view(&desk, "desk: the menu under the name").await;
    desk.close().await;
}
