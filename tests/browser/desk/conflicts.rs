//! What one has open while another changes it, and what the house must do itself because a message could not.

use crate::booking::phone::{test, view};
use crate::desk::board::{open_visit, repeatable_step, sign_in, step};
use bayside_api::codes::{CallOutcome, MessageKind};
use bayside_api::desk::WorkOrder;
use bayside_api::message::UntoldList;
use bayside_api::path;
use bayside_domain::event::VisitEventKind;
use bayside_test_support::browser::{DESKTOP, PHONE};
use bayside_test_support::clock::until;
use bayside_test_support::desk::Desk;
use bayside_test_support::postbox::{Postbox, Security};
use bayside_test_support::server::{Engine, Server, TUESDAY};
use bayside_test_support::world::ANTING;
use std::time::Duration;

const TODAY: &str = "2026-06-09";

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_signs_for_the_sum_that_stands_there() {
    let server = Server::start();
    let slot = ANTING.slots(&server.client(), TODAY, TODAY).swap_remove(0);
    let booked = ANTING.book(&server.client(), &slot.offer);
    let desk = sign_in(ANTING, &server.url, "adviser").await;
    desk.go(&format!("{}/desk/anting?date={TODAY}", server.url)).await;
    open_visit(&desk, &booked.reference).await;
    step(&desk, "arrive").await;
    repeatable_step(&desk, "inspect").await;
    desk.press(&test("step-sign-order")).await;
    let before = desk.text(&test("signed-estimate")).await;
    desk.write("#step-name", "王小明").await;
    view(&desk, "desk: the order is signed").await;
    desk.resize(DESKTOP).await;
    desk.picture("desk-sign-order").await;

    // A colleague makes the first line dearer meanwhile; the page hears of it.
    let colleague = Desk::sign_in(&server, ANTING, "manager");
    let id = colleague.card(TODAY, &booked.reference).id;
    let mut order: WorkOrder = colleague.visit(id).work_order;
    order.lines[0].unit_price_amount += 10_000;
    colleague.change(id, "PUT", &path::desk_work_order("anting", id), &order).json::<serde_json::Value>(200);
    let estimate = colleague.visit(id).estimate;
    desk.press(&test("submit-step")).await;
    desk.see("[role=alert]").await;
    assert_eq!(desk.value("#step-name").await, "王小明", "nothing typed is lost");
    let after = desk.text(&test("signed-estimate")).await;
    assert_ne!(after, before, "what is to be signed for now");
    assert!(colleague.visit(id).log.iter().all(|entry| entry.kind != VisitEventKind::OrderSigned));
    desk.press(&test("submit-step")).await;
    desk.see_gone("form.stepform").await;
    assert_eq!(colleague.visit(id).estimate, estimate);
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_no_message_reached_is_called() {
    let postbox = Postbox::open(Security::Plain);
    postbox.refuse(&["554 no"]);
    let server = Server::with(Engine::Sqlite, TUESDAY, |folder| postbox.flags(folder));
    let slot = ANTING.slots(&server.client(), "2026-06-15", "2026-06-15").swap_remove(2);
    let booked = ANTING.book(&server.client(), &slot.offer);
    let api = Desk::sign_in(&server, ANTING, "adviser");
    let call = until("a call to make", Duration::from_secs(30), || {
        let list: UntoldList = api.client.get(&path::desk_untold("anting")).json(200);
        list.calls.into_iter().next()
    });
    assert_eq!((call.kind, &call.reference), (MessageKind::Confirmation, &booked.reference));

    let desk = sign_in(ANTING, &server.url, "adviser").await;
    desk.see(&test("untold-count")).await;
    assert_eq!(desk.text(&test("untold-count")).await, "1");
    desk.go(&format!("{}/desk/anting/calls", server.url)).await;
    let row = test(&format!("untold-{}", call.message));
    desk.see(&row).await;
    assert!(desk.has(&format!("{row} a[href='tel:+8613812345678']")).await);
    view(&desk, "desk: calls in place of messages").await;
    for (name, size) in [("phone", PHONE), ("desktop", DESKTOP)] {
        desk.resize(size).await;
        desk.fits(&format!("calls, {name}")).await;
        desk.picture(&format!("desk-untold-{name}")).await;
    }
    let agreed = test(&format!("outcome-{}", CallOutcome::Agreed));
    desk.press(&format!("{row} {agreed}")).await;
    desk.see_gone(&row).await;
    desk.go(&format!("{}/desk/anting", server.url)).await;
    desk.see(&test("signed-in")).await;
    assert!(!desk.has(&test("untold-count")).await);
    desk.close().await;
}
