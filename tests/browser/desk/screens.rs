//! A wall and the desk that has it: paired by its QR code's page, told to begin anew, trusted no longer, and asked by
//! a customer's phone to glow.

use crate::booking::phone::{phone, test};
use crate::desk::board::sign_in;
use crate::visit::signature::{here, links};
use bayside_api::codes::{Stage, Step};
use bayside_api::desk::StepRequest;
use bayside_test_support::browser::{COLUMN, WALL, Window};
use bayside_test_support::desk::Desk;
use bayside_test_support::server::{Engine, Server};
use bayside_test_support::world::ANTING;

/// A Tuesday in the middle of the demo's day.
const LATE_MORNING: &str = "2026-06-09T10:24:00+08:00";

/// Opens the desk's page that a wall's QR code leads to, and confirms the wall there.
async fn pair(server: &Server, name: &str) -> (Window, Window) {
    let desk = sign_in(ANTING, &server.url, "manager").await;
    let wall = Window::open(WALL, "zh-CN").await;
    wall.go(&format!("{}/anting/lounge", server.url)).await;
    let digits: String = wall.text(&test("pairing-code")).await.split_whitespace().collect();
    desk.go(&format!("{}/desk/anting/screens?code={digits}", server.url)).await;
    desk.wait_for(
        &format!("return document.querySelector('#pairing-code')?.value.replace(' ', '') === '{digits}'"),
        "the code to be filled in",
    )
    .await;
    desk.write("#screen-name", name).await;
    // Size and distance are asked here; the wall's letters follow.
    desk.write("#screen-inches", "55").await;
    desk.write("#screen-distance", "6,6 m").await;
    desk.press(&test("pair")).await;
    desk.see(&test("paired")).await;
    wall.see("li.car").await;
    let scale =
        "return Math.abs(getComputedStyle(document.querySelector('.lounge')).getPropertyValue('--k') - 1.1) < 1e-6";
    wall.wait_for(scale, "letters for a longer distance").await;
    (desk, wall)
}

/// The wall's page is marked, to see whether it is loaded anew.
async fn mark(wall: &Window) {
    wall.run("window.isOld = true", vec![]).await;
}

async fn see_new(wall: &Window) {
    wall.wait_for("return !window.isOld && !!document.querySelector('li.car')", "the page to begin anew").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desk_sees_a_wall_and_tells_it_what_to_do() {
    let server = Server::on(Engine::Sqlite, LATE_MORNING);
    let (desk, wall) = pair(&server, "休息区东").await;
    desk.wait_for(
        "return /0\\.1\\.0.*1920 × 1080/.test(document.querySelector('tbody tr')?.innerText)",
        "version and size of the wall",
    )
    .await;
    assert!(desk.has("tbody .st[data-k=ok]").await);
    desk.is_accessible("desk: screens").await;

    // It may be kept, by the button that has the focus.
    mark(&wall).await;
    desk.press("[data-test^=reload-]").await;
    desk.see("#order-keep:focus").await;
    desk.is_accessible("desk: question before a reload").await;
    desk.press("#order-keep").await;
    desk.see_gone("dialog[open]").await;
    assert!(!desk.has(&test("order-done")).await);

    desk.press("[data-test^=reload-]").await;
    desk.press(&test("do-order")).await;
    desk.see(&test("order-done")).await;
    see_new(&wall).await;
    // Once is once: what it hears next does not bring it back to the beginning.
    mark(&wall).await;
    let heard = "const age = Number(document.querySelector('[data-test=age]').dataset.seconds);
        window.ages = (window.ages || 0) + (age < (window.age ?? 0) ? 1 : 0);
        window.age = age;
        return window.ages >= ";
    // It hears something every ten seconds: each tick has a patience of its own.
    for (ticks, name) in [(1, "a tick"), (2, "another tick")] {
        wall.wait_for(&format!("{heard}{ticks}"), name).await;
    }
    assert_eq!(wall.run("return window.isOld === true", vec![]).await, true);
    wall.is_quiet("lounge: after a reload").await;

    desk.press("[data-test^=revoke-]").await;
    desk.press(&test("do-order")).await;
    desk.see(&test("order-done")).await;
    desk.see_gone("tbody [data-test^=revoke-]").await;
    wall.see(&test("pairing-code")).await;
    assert!(!wall.has("li.car").await);
    wall.close().await;
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_makes_its_row_glow_on_the_wall() {
    let server = Server::on(Engine::Sqlite, LATE_MORNING);
    let (desk, wall) = pair(&server, "休息区").await;
    let house = Desk::sign_in(&server, ANTING, "manager");
    let link = links(&house, Stage::Repair).swap_remove(0);
    let customer = phone(ANTING).await;
    customer.go(&here(&server, &link)).await;
    let number: String = customer.text(&test("number")).await.chars().filter(char::is_ascii_digit).collect();
    customer.press(&test("glow")).await;
    wall.see(&format!("[data-test=row-{number}][data-glow]")).await;
    wall.stands_still().await;
    assert_eq!(wall.count("[data-glow]").await, 1);
    wall.is_readable_from_afar("lounge: a row glows").await;
    for (size, kind) in [(COLUMN, "portrait"), (WALL, "landscape")] {
        wall.resize(size).await;
        wall.see("[data-glow]").await;
        wall.picture(&format!("lounge-glow-{kind}")).await;
    }
    customer
        .wait_for(
            &format!("return document.querySelector('[data-test=glow-said]').innerText.includes('{number}')"),
            "what the phone says of it",
        )
        .await;
    customer.is_accessible("private page: the row glows").await;
    customer.picture("visit-glow-phone").await;
    wall.lives_on(60_000).await;
    wall.see_gone("[data-glow]").await;
    customer.close().await;
    wall.close().await;
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stage_change_touches_only_its_own_row() {
    let server = Server::on(Engine::Sqlite, LATE_MORNING);
    let (desk, wall) = pair(&server, "休息区").await;
    let house = Desk::sign_in(&server, ANTING, "manager");
    let cards = house.list("2026-06-09").visits;
    let shown = wall.count("li.car").await;
    assert!(shown > 3, "a board of {shown} rows proves little");
    let card = cards.iter().find(|card| card.stage == Some(Stage::Waiting)).expect("a car waits for a bay");
    let number = card.number.expect("it is on the board");
    wall.wait_for(&format!("return !!document.querySelector('[data-test=row-{number}]')"), "its page").await;
    wall.see_marks_gone().await;
    wall.watch_rows().await;
    let technician = Some(house.session.technicians[0].id.clone());
    let job = Some(house.visit(card.id).jobs[0].id.clone());
    house.step(card.id, Step::Dispatch, &StepRequest { job: job.clone(), technician, ..StepRequest::default() });
    house.step(card.id, Step::Start, &StepRequest { job, ..StepRequest::default() });
    wall.see(&format!("[data-test=row-{number}][data-stage=repair]")).await;
    let touched = wall.rows_touched().await;
    assert_eq!(touched.into_iter().collect::<Vec<_>>(), [format!("row-{number}")]);
    wall.close().await;
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wall_with_a_lasting_address_begins_after_its_storage_was_emptied() {
    let server = Server::on(Engine::Sqlite, LATE_MORNING);
    let (desk, wall) = pair(&server, "休息区东").await;
    wall.close().await;
    desk.press("[data-test^=address-]").await;
    desk.press(&test("do-order")).await;
    let address = desk.value(&test("screen-address")).await;
    desk.is_accessible("desk: a screen's lasting address").await;
    desk.fits("desk: a screen's lasting address").await;
    let behind = address.split_once("/anting/lounge#s=").expect("the wall's address").1.to_owned();
    // Two mornings, each in a browser that knows nothing.
    for _ in 0..2 {
        let wall = Window::open(WALL, "zh-CN").await;
        wall.go(&format!("{}/anting/lounge#s={behind}", server.url)).await;
        wall.see("li.car").await;
        let kept = "return Object.values(localStorage).filter(kept => kept.includes(arguments[0])).length";
        assert_eq!(wall.run(kept, vec![behind.clone().into()]).await, 0, "the cookie has the token");
        wall.run("localStorage.clear(); sessionStorage.clear(); location.reload()", vec![]).await;
        wall.see("li.car").await;
        wall.close().await;
    }
    desk.reload().await;
    desk.see("tbody tr[data-test^=screen-]").await;
    assert_eq!(desk.count("tbody tr[data-test^=screen-]").await, 1, "one and the same");
    // A kiosk's or an old address asks for a pairing.
    let wall = Window::open(WALL, "zh-CN").await;
    wall.go(&format!("{}/anting/lounge#s=AAAAAQAAAAdhYmNkZWZnaGlqa2xtbm9w", server.url)).await;
    wall.see(&test("pairing-code")).await;
    for window in [desk, wall] {
        window.close().await;
    }
}
