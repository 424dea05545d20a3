//! What a press must not do: run away with a held key, or take what cannot be taken back.

use crate::booking::phone::{test, view};
use crate::desk::board::{open_visit, sign_in};
use bayside_api::codes::Step;
use bayside_api::desk::StepRequest;
use bayside_domain::event::VisitEventKind;
use bayside_test_support::browser::{DESKTOP, Window};
use bayside_test_support::desk::Desk;
use bayside_test_support::server::Server;
use bayside_test_support::world::ANTING;
use fantoccini::key::Key;

const TODAY: &str = "2026-06-09";

/// A key that goes down and then repeats as long as it is held, as a keyboard sends it.
async fn hold(window: &Window, key: &str, repeats: u32) {
    // Thirty a second, longer than an answer takes.
    let script = format!(
        "const done = arguments[arguments.length - 1];
        let times = 0;
        const press = () => {{
            document.body.dispatchEvent(new KeyboardEvent('keydown',
                {{ key: {key:?}, repeat: times > 0, bubbles: true, cancelable: true }}));
            times += 1;
            if (times > {repeats}) done(null); else setTimeout(press, 33);
        }};
        press();"
    );
    window.run_async(&script).await;
}

/// Waits until the focus is on the element with this id.
async fn focused(window: &Window, id: &str) {
    window.wait_for(&format!("return document.activeElement.id === {id:?}"), &format!("the focus on {id}")).await;
}

/// A bracket as a German keyboard writes it: with AltGr, which browsers report as Ctrl and Alt.
const ALT_GR: &str = "document.body.dispatchEvent(new KeyboardEvent('keydown',
    { key: ']', ctrlKey: true, altKey: true, modifierAltGraph: true, bubbles: true, cancelable: true }))";

#[tokio::test(flavor = "multi_thread")]
async fn a_held_key_takes_one_step_and_what_is_final_asks_once() {
    let server = Server::start();
    let staff = Desk::sign_in(&server, ANTING, "manager");
    let slot = ANTING.slots(&server.client(), TODAY, TODAY).swap_remove(0);
    let booked = ANTING.book(&server.client(), &slot.offer);
    let id = staff.card(TODAY, &booked.reference).id;
    staff.receive(id);
    for step in [Step::Dispatch, Step::Start, Step::Complete] {
        staff.each_job(id, step);
    }
    staff.plain(id, Step::SelfCheck);
    let failed =
        StepRequest { passed: Some(false), findings: Some("轮螺栓 95 N·m".into()), ..StepRequest::default() };
    staff.step(id, Step::FinalInspection, &failed);

    let desk = sign_in(ANTING, &server.url, "manager").await;
    desk.go(&format!("{}/desk/anting?date={TODAY}", server.url)).await;
    open_visit(&desk, &booked.reference).await;
    // What was not passed looks so, until it is checked again.
    let banner = test("failed-check");
    desk.see(&banner).await;
    assert!(desk.text(&banner).await.contains("轮螺栓 95 N·m"), "{}", desk.text(&banner).await);
    view(&desk, "desk: a failed inspection").await;
    desk.resize(DESKTOP).await;
    desk.picture("desk-failed-check").await;
    staff.plain(id, Step::SelfCheck);
    staff.plain(id, Step::FinalInspection);
    desk.see_gone(&banner).await;

    let kinds = || staff.visit(id).log.iter().map(|entry| entry.kind).collect::<Vec<_>>();
    desk.see(&test("step-wash")).await;
    let before = kinds().len();
    hold(&desk, ".", 40).await;
    desk.see(&test("step-prepare-delivery")).await;
    assert_eq!((kinds().len(), kinds()[0]), (before + 1, VisitEventKind::Washed));
    focused(&desk, "steps-title").await;
    desk.run(ALT_GR, vec![]).await;
    desk.see(&test("step-ready")).await;
    assert_eq!(kinds()[0], VisitEventKind::DeliveryPrepared);

    // Releasing a statement opens a question; no key and no second press of it answers.
    hold(&desk, ".", 40).await;
    desk.see(&test("consequence")).await;
    focused(&desk, "step-form-title").await;
    desk.key(Key::Enter).await;
    hold(&desk, ".", 40).await;
    view(&desk, "desk: what is final asks once").await;
    desk.picture("desk-release").await;
    assert_eq!(kinds()[0], VisitEventKind::DeliveryPrepared);
    hold(&desk, "Escape", 0).await;
    desk.see_gone("form.stepform").await;
    focused(&desk, "step-ready").await;

    // The board's key leads here and asks the same.
    desk.go(&format!("{}/desk/anting/visits/{id}?do=ready", server.url)).await;
    desk.see(&test("consequence")).await;
    assert_eq!(kinds()[0], VisitEventKind::DeliveryPrepared);
    desk.press(&test("submit-step")).await;
    desk.see_gone("form.stepform").await;
    assert_eq!(kinds()[0], VisitEventKind::StatementReleased);
    desk.close().await;
}
