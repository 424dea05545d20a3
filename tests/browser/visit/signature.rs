//! The signature under the delivery: by hand, whatever the hand holds, or as a typed name.

use crate::booking::phone::{test, view};
use bayside_api::codes::Stage;
use bayside_api::desk::VisitCard;
use bayside_api::path;
use bayside_api::statement::Statement;
use bayside_test_support::browser::{PHONE, Window};
use bayside_test_support::desk::Desk;
use bayside_test_support::hand::{Pointer, STROKE};
use bayside_test_support::server::{Engine, Server};
use bayside_test_support::world::ANTING;
use fantoccini::key::Key;

/// In the middle of a Tuesday, when two cars of the demo are ready.
pub const MORNING: &str = "2026-06-09T10:30:00+08:00";

/// The demo's visits of that day.
pub fn cards(desk: &Desk) -> Vec<VisitCard> {
    desk.list("2026-06-09").visits
}

/// The private links of all cars at a stage.
pub fn links(desk: &Desk, stage: Stage) -> Vec<String> {
    let cards = cards(desk).into_iter().filter(|card| card.stage == Some(stage));
    cards.map(|card| desk.visit(card.id).private_url.expect("a car on the premises has a private page")).collect()
}

/// The link at this server, whatever its public address is.
pub fn here(server: &Server, link: &str) -> String {
    let token = link.split_once('#').expect("a link carries its token").1;
    format!("{}/visit#{token}", server.url)
}

/// How many strokes stand on the pad.
async fn strokes(window: &Window) -> usize {
    let script = "return document.querySelector('[data-test=sign-pad] path').getAttribute('d')";
    let path = window.run(script, vec![]).await;
    path.as_str().unwrap_or_default().matches('M').count()
}

#[tokio::test(flavor = "multi_thread")]
async fn finger_stylus_and_mouse_sign_and_nothing_drawn_is_lost() {
    let server = Server::on(Engine::Sqlite, MORNING);
    let desk = Desk::sign_in(&server, ANTING, "manager");
    let link = here(&server, &links(&desk, Stage::Ready)[0]);
    let customer = Window::open(PHONE, "zh-CN").await;
    customer.go(&link).await;
    let pad = test("sign-pad");
    customer.see(&pad).await;

    // What was drawn can be taken away, and nothing is not a signature.
    customer.draw(&pad, Pointer::Finger, &STROKE).await;
    assert_eq!(strokes(&customer).await, 1);
    customer.press(&test("sign-again")).await;
    assert_eq!(strokes(&customer).await, 0);
    customer.press(&test("accept")).await;
    customer.see("[role=alert]").await;
    view(&customer, "private page: nothing signed").await;

    // Several strokes, by whatever is at hand; the page scrolls and turns in between.
    customer.draw(&pad, Pointer::Finger, &STROKE).await;
    customer.see_gone("[role=alert]").await;
    customer.run("scrollTo({ top: 0, behavior: 'instant' })", vec![]).await;
    customer.draw(&pad, Pointer::Stylus, &STROKE).await;
    customer.resize((844, 390)).await;
    customer.draw(&pad, Pointer::Mouse, &STROKE).await;
    customer.resize(PHONE).await;
    assert_eq!(strokes(&customer).await, 3);
    // Off the pad the finger scrolls; on the pad it does not.
    let centre = format!("document.querySelector({pad:?}).scrollIntoView({{ block: 'center', behavior: 'instant' }})");
    customer.run(&centre, vec![]).await;
    let before = customer.run("return scrollY", vec![]).await;
    customer.draw(&pad, Pointer::Finger, &[(0.0, -60.0), (0.0, -20.0), (0.0, 20.0), (0.0, 60.0)]).await;
    let drawn =
        customer.run("return document.querySelector('[data-test=sign-pad] path').getAttribute('d')", vec![]).await;
    assert_eq!(customer.run("return scrollY", vec![]).await, before);
    customer.press(&test("accept")).await;
    customer.see(&test("accepted")).await;
    customer.see(&test("signature")).await;
    view(&customer, "private page: signed by hand").await;

    let token = link.split_once('#').unwrap().1;
    let statement: Statement = server.client().get(&path::statement(token)).json(200);
    assert_eq!(statement.acceptance.unwrap().signature_svg.as_deref(), drawn.as_str());
    customer.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_cannot_draw_signs_with_the_typed_name_by_keys_alone() {
    let server = Server::on(Engine::Sqlite, MORNING);
    let desk = Desk::sign_in(&server, ANTING, "manager");
    let link = here(&server, &links(&desk, Stage::Ready)[0]);
    let customer = Window::open(PHONE, "zh-CN").await;
    customer.go(&link).await;
    customer.see(&test("sign-pad")).await;
    customer.tab_to(&test("sign-mode")).await;
    customer.key(Key::Enter).await;
    customer.see(&test("typed-name")).await;
    customer.wait_for("return document.activeElement.dataset.test === 'typed-name'", "the focus in the field").await;
    customer.tab_to(&test("accept")).await;
    customer.key(Key::Enter).await;
    customer.see("[role=alert]").await;
    customer.write(&test("typed-name"), "王小明").await;
    customer.tab_to(&test("accept")).await;
    customer.key(Key::Enter).await;
    customer.see(&test("accepted")).await;
    assert!(customer.text(&test("signature")).await.contains("王小明"));
    view(&customer, "private page: signed by name").await;
    customer.close().await;
}
