//! The kiosk under fingers, keys alone and the browser's own reader of codes, and while the desk changes its mind.

use crate::booking::phone::test;
use crate::kiosk::check_in::{DAY, booked, enter_plate, kiosk, number, press_keys};
use bayside_api::path;
use bayside_api::screen::Screens;
use bayside_domain::ids::ScreenId;
use bayside_test_support::browser::Window;
use bayside_test_support::desk::Desk;
use bayside_test_support::server::Server;
use bayside_test_support::world::ANTING;
use fantoccini::key::Key;
use serde_json::json;

/// A kiosk that asks how many wait ten times as often as it would.
async fn eager_kiosk(server: &Server) -> Window {
    let kiosk = kiosk(server, ANTING).await;
    let hurry =
        "const set = setTimeout; window.setTimeout = (f, ms, ...more) => set(f, ms === 1_000 ? 100 : ms, ...more)";
    kiosk.before_each_page(hurry).await;
    kiosk.go(&format!("{}/anting/arrival", server.url)).await;
    kiosk.see(&test("way-scan")).await;
    kiosk
}

/// Its only screen, as the desk lists it.
fn listed(desk: &Desk) -> ScreenId {
    let screens: Screens = desk.client.get(&path::desk_screens(ANTING.dealer)).json(200);
    let [screen] = screens.screens.as_slice() else { panic!("{screens:?}") };
    screen.id
}

async fn outcome(kiosk: &Window) -> String {
    kiosk.attribute(&test("done"), "data-outcome").await.expect("an outcome")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reference_is_typed_on_the_screen_and_the_adviser_is_named() {
    let server = Server::start();
    let booking = booked(&server);
    let kiosk = kiosk(&server, ANTING).await;
    kiosk.press(&test("way-scan")).await;
    kiosk.press(&test("to-reference")).await;
    press_keys(&kiosk, &booking.reference).await;
    kiosk.press(&test("next")).await;
    number(&kiosk).await;
    assert_eq!(outcome(&kiosk).await, "checked-in");
    let desk = Desk::sign_in(&server, ANTING, "manager");
    let adviser = desk.card(DAY, &booking.reference).adviser;
    assert_eq!(kiosk.text(&test("who")).await, format!("{}来接您", adviser.name));

    // The last seconds are said to who does not see them.
    let said = "document.querySelector('.foot [role=status]').textContent";
    assert_eq!(kiosk.run(&format!("return {said}"), vec![]).await, "");
    kiosk.lives_on(31_000).await;
    kiosk.wait_for(&format!("return {said} === '还有 15 秒回到首页，按「我还在」继续'"), "the words").await;
    kiosk.lives_on(15_000).await;
    kiosk.see(&test("way-scan")).await;
    kiosk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kiosk_that_the_desk_revokes_while_somebody_stands_there_shows_nothing_of_before() {
    let server = Server::start();
    let booking = booked(&server);
    let desk = Desk::sign_in(&server, ANTING, "manager");
    let kiosk = eager_kiosk(&server).await;
    enter_plate(&kiosk, "A12345", "5678").await;
    let drawn = number(&kiosk).await;
    let link = kiosk.attribute(&test("link"), "data-url").await.expect("the way to the private page");
    assert_eq!(desk.client.delete(&path::desk_screen(ANTING.dealer, listed(&desk))).status, 204);
    kiosk.see(&test("pairing-code")).await;
    let token = link.split_once('#').expect("a link carries its token").1;
    let page = kiosk.source().await;
    for secret in [token, "A12345", "5678", &booking.reference] {
        assert!(!page.contains(secret), "{secret} is on the page");
    }
    // Paired again at once, it greets the next person.
    let code = kiosk.text(&test("pairing-code")).await.replace(' ', "");
    let body = json!({ "code": code, "name": "入口" });
    assert_eq!(desk.client.post(&path::desk_screens(ANTING.dealer), &body).status, 201);
    kiosk.see(".kiosk main").await;
    kiosk.see(&test("way-scan")).await;
    assert!(!kiosk.has(&test("done")).await, "{drawn} was somebody else's");
    kiosk.is_quiet("kiosk: revoked").await;
    kiosk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reload_waits_until_nobody_stands_there() {
    let server = Server::start();
    let desk = Desk::sign_in(&server, ANTING, "manager");
    let kiosk = eager_kiosk(&server).await;
    kiosk.press(&test("way-plate")).await;
    press_keys(&kiosk, "A12").await;
    kiosk.run("window.isOld = true", vec![]).await;
    let reload = path::desk_screen_reload(ANTING.dealer, listed(&desk));
    assert_eq!(desk.client.post(&reload, &json!({})).status, 200);
    let asked = "performance.getEntriesByType('resource').filter(it => it.name.includes('/arrivals')).length";
    let before = kiosk.run(&format!("return {asked}"), vec![]).await;
    kiosk.wait_for(&format!("return {asked} > {before} + 1"), "the kiosk to hear of it").await;
    assert_eq!(kiosk.run("return window.isOld === true", vec![]).await, true);
    assert!(kiosk.text(&test("plate")).await.replace(['\n', ' '], "").contains("沪A12"), "who types goes on");
    kiosk.press(&test("back")).await;
    kiosk.wait_for("return !window.isOld && !!document.querySelector('[data-test=way-scan]')", "the page anew").await;
    kiosk.close().await;
}

/// A camera that films nothing, and a reader of codes that sees what `window.code` says.
const READER: &str = "const canvas = document.createElement('canvas');
    canvas.getContext('2d').fillRect(0, 0, 9, 9);
    Object.assign(window, { tracks: [], looks: 0 });
    navigator.mediaDevices.getUserMedia = async () => {
        const stream = canvas.captureStream(20);
        setInterval(() => canvas.getContext('2d').fillRect(0, 0, 9, 9), 50);
        window.tracks.push(...stream.getTracks());
        return stream;
    };
    window.BarcodeDetector = class {
        static async getSupportedFormats() { return ['aztec', 'qr_code']; }
        constructor({ formats }) { window.formats = formats; }
        async detect(picture) {
            window.looks += picture instanceof HTMLVideoElement;
            return window.code ? [{ rawValue: window.code }] : [];
        }
    };";

#[tokio::test(flavor = "multi_thread")]
async fn the_browsers_own_reader_is_used_where_there_is_one() {
    let server = Server::start();
    let booking = booked(&server);
    let kiosk = kiosk(&server, ANTING).await;
    kiosk.run(READER, vec![]).await;
    kiosk.press(&test("way-scan")).await;
    kiosk.see("[data-camera=looking]").await;
    kiosk.wait_for("return window.looks > 2", "the reader to look").await;
    assert_eq!(kiosk.run("return window.formats", vec![]).await, json!(["qr_code"]));
    kiosk.run("window.code = arguments[0]", vec![json!(booking.reference)]).await;
    number(&kiosk).await;
    assert_eq!(outcome(&kiosk).await, "checked-in");
    let ended = "return window.tracks.length > 0 && window.tracks.every(track => track.readyState === 'ended')";
    kiosk.wait_for(ended, "the camera to be let go").await;
    kiosk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_alone_lead_through_scan_reference_and_walk_in() {
    let server = Server::start();
    let booking = booked(&server);
    let kiosk = kiosk(&server, ANTING).await;
    let go = async |name: &str| {
        kiosk.tab_to(&test(name)).await;
        kiosk.key(Key::Enter).await;
    };
    go("way-scan").await;
    kiosk.see("[data-camera=none]").await;
    go("to-reference").await;
    kiosk.see(&test("reference")).await;
    kiosk.keys(&booking.reference.to_lowercase()).await;
    go("next").await;
    let first = number(&kiosk).await;
    go("finish").await;

    kiosk.see(&test("way-scan")).await;
    go("way-scan").await;
    kiosk.see(&test("scan")).await;
    kiosk.scan(&booking.reference).await;
    assert_eq!(number(&kiosk).await, first);
    kiosk.key(Key::Escape).await;

    kiosk.see(&test("way-walk-in")).await;
    go("way-walk-in").await;
    kiosk.see(&test("reason-tyres")).await;
    go("reason-tyres").await;
    assert_ne!(number(&kiosk).await, first);
    assert_eq!(outcome(&kiosk).await, "ticket");
    kiosk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_finger_on_the_glass_leads_to_a_number() {
    let server = Server::start();
    booked(&server);
    let kiosk = kiosk(&server, ANTING).await;
    kiosk.run("addEventListener('touchstart', () => { window.touches = (window.touches ?? 0) + 1 })", vec![]).await;
    let letters = "A12345".chars().map(|key| format!("key-{key}"));
    let digits = "5678".chars().map(|key| format!("key-{key}"));
    let all = std::iter::once("way-plate".to_owned()).chain(letters).chain(["next".into()]).chain(digits);
    for name in all.chain(["next".into()]) {
        kiosk.touch(&test(&name)).await;
    }
    number(&kiosk).await;
    assert_eq!(outcome(&kiosk).await, "checked-in");
    assert_eq!(kiosk.run("return window.touches", vec![]).await, 13);
    kiosk.close().await;
}
