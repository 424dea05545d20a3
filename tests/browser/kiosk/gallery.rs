//! The kiosk in its states: accessible, whole in both orientations, large enough for any finger, and a picture of each.

use crate::booking::phone::test;
use crate::gallery::speak;
use crate::kiosk::check_in::{DAY, booked, kiosk, press_keys, state};
use bayside_api::path;
use bayside_test_support::browser::{COLUMN, WALL, Window};
use bayside_test_support::server::{Engine, Server, TUESDAY};
use bayside_test_support::world::{ALLER, ANTING};

/// The same in every language; ends in Chinese, upright.
async fn view(kiosk: &Window, name: &str) {
    for language in ["en", "de"] {
        speak(kiosk, language).await;
        state(kiosk, &format!("{name}-{language}")).await;
    }
    speak(kiosk, "zh-CN").await;
    state(kiosk, name).await;
}

/// From now on the server refuses whoever arrives.
const REFUSE: &str = "const [status, code] = arguments;
    window.asks ??= window.fetch;
    const body = JSON.stringify({ type: 'about:blank#' + code, title: code, status, code });
    const refused = () => new Response(body, { status, headers: { 'content-type': 'application/problem+json' } });
    window.fetch = (path, how) =>
        how?.method === 'POST' ? Promise.resolve(refused()) : window.asks(path, how);";

#[tokio::test(flavor = "multi_thread")]
async fn the_kiosk_before_it_belongs_to_anybody_at_the_end_of_time_and_refused() {
    let server = Server::start();
    let booking = booked(&server);
    let nobody = Window::open(COLUMN, "zh-CN").await;
    nobody.go(&format!("{}/nobody/arrival", server.url)).await;
    nobody.see(".kiosk h1").await;
    state(&nobody, "kiosk-unknown").await;
    nobody.go(&format!("{}/anting/arrival", server.url)).await;
    nobody.see(&test("pairing-code")).await;
    state(&nobody, "kiosk-pairing").await;
    nobody.close().await;

    let kiosk = self::kiosk(&server, ANTING).await;
    kiosk.press(&test("way-plate")).await;
    press_keys(&kiosk, "A12").await;
    kiosk.stands_still().await;
    kiosk.lives_on(38_000).await;
    let seconds = "return Number(document.querySelector('[data-test=left]').dataset.seconds) <= 7";
    kiosk.wait_for(seconds, "the countdown").await;
    // Another language would be a sign of life.
    state(&kiosk, "kiosk-countdown").await;
    kiosk.press(&test("back")).await;
    for outcome in ["checked-in", "already"] {
        kiosk.see(&test("way-scan")).await;
        kiosk.scan(&booking.reference).await;
        kiosk.see(&format!("[data-outcome={outcome}]")).await;
        if outcome == "already" {
            view(&kiosk, "kiosk-already").await;
        }
        kiosk.press(&test("finish")).await;
    }
    for (status, code, shown) in
        [(429, "too-many-requests", "too-many"), (409, "queue-full", "queue-full"), (500, "internal", "server")]
    {
        kiosk.run(REFUSE, vec![status.into(), code.into()]).await;
        kiosk.press(&test("way-walk-in")).await;
        kiosk.press(&test("reason-other")).await;
        kiosk.see(&format!("[data-code={shown}]")).await;
        view(&kiosk, &format!("kiosk-{shown}")).await;
        kiosk.press(&test("home")).await;
    }
    kiosk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_kiosk_in_every_state() {
    let server = Server::on(Engine::Sqlite, TUESDAY);
    let booking = booked(&server);
    let kiosk = self::kiosk(&server, ANTING).await;
    // A look at every state takes longer than anybody stands idle.
    kiosk.stands_still().await;
    view(&kiosk, "kiosk-start").await;
    kiosk.press(&test("way-scan")).await;
    kiosk.see("[data-camera=none]").await;
    view(&kiosk, "kiosk-scan").await;
    kiosk.press(&test("to-reference")).await;
    press_keys(&kiosk, "7K4").await;
    view(&kiosk, "kiosk-reference").await;
    kiosk.press(&test("back")).await;
    kiosk.press(&test("to-plate")).await;
    press_keys(&kiosk, "A123").await;
    view(&kiosk, "kiosk-plate").await;
    kiosk.press(&test("cell-0")).await;
    kiosk.see(&test("key-京")).await;
    state(&kiosk, "kiosk-province").await;
    kiosk.press(&test("key-沪")).await;
    press_keys(&kiosk, "A12354").await;
    kiosk.press(&test("next")).await;
    press_keys(&kiosk, "56").await;
    view(&kiosk, "kiosk-digits").await;
    press_keys(&kiosk, "78").await;
    kiosk.press(&test("next")).await;
    kiosk.see("[data-code=not-found]").await;
    view(&kiosk, "kiosk-not-found").await;
    kiosk.press(&test("way-walk-in")).await;
    kiosk.see(&test("reason-other")).await;
    view(&kiosk, "kiosk-walk-in").await;
    kiosk.press(&test("reason-maintenance")).await;
    kiosk.see(&test("done")).await;
    view(&kiosk, "kiosk-ticket").await;
    kiosk.press(&test("finish")).await;
    kiosk.see(&test("way-scan")).await;
    kiosk.scan(&booking.reference).await;
    kiosk.see(&test("done")).await;
    view(&kiosk, "kiosk-number").await;
    kiosk.press(&test("finish")).await;
    kiosk.press(&test("way-plate")).await;
    kiosk.press(&test("other-plate")).await;
    press_keys(&kiosk, "W").await;
    state(&kiosk, "kiosk-other-plate").await;

    // Refusals, and a line that is gone.
    let customer = server.client();
    let tomorrow = ANTING.slots(&customer, "2026-06-10", "2026-06-10");
    let later = ANTING.slots(&customer, DAY, DAY);
    let refusals = [
        ("other-day", ANTING.book(&customer, &tomorrow[0].offer)),
        ("too-early", ANTING.book(&customer, &later[later.len() - 1].offer)),
        ("void", ANTING.book(&customer, &later[later.len() - 2].offer)),
    ];
    assert_eq!(customer.post(&path::cancel(&refusals[2].1.manage_token), &serde_json::json!({})).status, 200);
    for (code, booking) in &refusals {
        kiosk.scan(&booking.reference).await;
        kiosk.see(&format!("[data-code={code}]")).await;
        state(&kiosk, &format!("kiosk-{code}")).await;
    }
    kiosk.scan("ZZZZZZ").await;
    kiosk.see("[data-code=not-found]").await;
    state(&kiosk, "kiosk-code-not-found").await;
    kiosk.dark(true).await;
    kiosk.has_readable_colours("kiosk, dark").await;
    for (size, kind) in [(WALL, "landscape"), (COLUMN, "portrait")] {
        kiosk.resize(size).await;
        kiosk.picture(&format!("kiosk-dark-{kind}")).await;
    }
    kiosk.dark(false).await;
    kiosk.network(false).await;
    kiosk.scan("ZZZZZZ").await;
    kiosk.see("[data-code=offline]").await;
    state(&kiosk, "kiosk-offline").await;
    kiosk.press(&test("home")).await;
    kiosk.see(&test("offline")).await;
    state(&kiosk, "kiosk-start-offline").await;
    kiosk.network(true).await;
    kiosk.close().await;

    let german = self::kiosk(&server, ALLER).await;
    german.stands_still().await;
    german.press(&test("way-plate")).await;
    press_keys(&german, "VER-AB7").await;
    state(&german, "kiosk-plate-aller").await;
    german.close().await;
}
