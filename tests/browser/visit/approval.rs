//! Extra work on the customer's phone: one tap buys one thing, and a slip can be taken back.

use crate::booking::phone::{test, view};
use crate::visit::signature::here;
use bayside_api::codes::Decision;
use bayside_test_support::browser::{PHONE, Window};
use bayside_test_support::desk::Desk;
use bayside_test_support::server::Server;
use bayside_test_support::world::ANTING;

const TODAY: &str = "2026-06-09";

/// Presses at a place twice within 100 ms, whatever stands there at the second time.
async fn double_tap(window: &Window, css: &str) {
    window.see(css).await;
    let script = format!(
        "const done = arguments[arguments.length - 1];
        const button = document.querySelector({css:?});
        button.scrollIntoView({{ block: 'center', behavior: 'instant' }});
        const {{ left, top, width, height }} = button.getBoundingClientRect();
        const tap = () => document.elementFromPoint(left + width / 2, top + height / 2)?.click();
        tap();
        setTimeout(tap, 60);
        setTimeout(() => {{ tap(); done(null); }}, 100);"
    );
    window.run_async(&script).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_double_tap_buys_one_thing_and_a_slip_is_taken_back() {
    let server = Server::start();
    let desk = Desk::sign_in(&server, ANTING, "manager");
    let slot = ANTING.slots(&server.client(), TODAY, TODAY).swap_remove(0);
    let id = desk.card(TODAY, &ANTING.book(&server.client(), &slot.offer).reference).id;
    desk.receive(id);
    desk.quote(id, "更换前制动片", 68_000, 35);
    let visit = desk.quote(id, "更换雨刮片", 12_000, 0);
    let given = || desk.visit(id).extra_work.iter().map(|item| item.decision).collect::<Vec<_>>();

    let customer = Window::open(PHONE, "zh-CN").await;
    customer.go(&here(&server, &visit.private_url.expect("a private page"))).await;
    double_tap(&customer, &test("approve-1")).await;
    customer.see(&test("receipt-1")).await;
    customer.see(&format!("{}:not([disabled])", test("approve-2"))).await;
    assert_eq!(given(), [Some(Decision::Approve), None], "one tap, one thing");
    assert!(customer.text(&test("receipt-1")).await.contains("680"));
    customer.press(&test("take-back-1")).await;
    customer.see(&test("approve-1")).await;
    assert_eq!(given(), [None, None]);
    customer.see(&format!("{}:not([disabled])", test("decline-1"))).await;
    customer.press(&test("decline-1")).await;
    customer.see(&test("receipt-1")).await;
    customer.see(&format!("{}:not([disabled])", test("approve-2"))).await;
    customer.press(&test("approve-2")).await;
    customer.see(&test("receipt-2")).await;
    assert_eq!(given(), [Some(Decision::Decline), Some(Decision::Approve)]);
    view(&customer, "private page: a receipt").await;
    for (name, size) in [("phone", PHONE), ("small", (320, 640))] {
        customer.resize(size).await;
        customer.fits(&format!("receipt, {name}")).await;
        customer.picture(&format!("visit-receipt-{name}")).await;
    }

    customer.close().await;
}
