//! The arrival kiosk as people stand before it: scanner, finger, keyboard, and nobody at all.

use crate::booking::phone::{phone, test};
use crate::desk::board::{Wall, sign_in};
use bayside_api::booking::BookingCreated;
use bayside_api::path;
use bayside_api::screen::ScreenConfirm;
use bayside_test_support::browser::{COLUMN, WALL, Window};
use bayside_test_support::desk::Desk;
use bayside_test_support::server::Server;
use bayside_test_support::world::{ANTING, At};
use fantoccini::key::Key;

pub const DAY: &str = "2026-06-09";

/// A kiosk that belongs to the dealer.
pub async fn kiosk(server: &Server, at: At) -> Window {
    let window = Window::open(COLUMN, if at.dealer == "anting" { "zh-CN" } else { "de-DE" }).await;
    window.go(&format!("{}/{}/arrival", server.url, at.dealer)).await;
    let code = window.text(&test("pairing-code")).await.replace(' ', "");
    let desk = Desk::sign_in(server, at, "manager");
    let confirmed =
        desk.client.post(&path::desk_screens(at.dealer), &ScreenConfirm { code, name: "入口".into(), viewing: None });
    assert_eq!(confirmed.status, 201, "{}", confirmed.text());
    window.see(&test("way-scan")).await;
    window
}

/// A booking of this morning for 沪A·12345 and 138 1234 5678.
pub fn booked(server: &Server) -> BookingCreated {
    let customer = server.client();
    let slots = ANTING.slots(&customer, DAY, DAY);
    ANTING.book(&customer, &slots[0].offer)
}

pub async fn number(kiosk: &Window) -> String {
    kiosk.see(&test("done")).await;
    kiosk.text(&test("number")).await
}

pub async fn press_keys(kiosk: &Window, keys: &str) {
    for key in keys.chars() {
        kiosk.press(&test(&format!("key-{key}"))).await;
    }
}

pub async fn enter_plate(kiosk: &Window, letters: &str, digits: &str) {
    kiosk.press(&test("way-plate")).await;
    press_keys(kiosk, letters).await;
    kiosk.press(&test("next")).await;
    kiosk.see(&test("digits")).await;
    press_keys(kiosk, digits).await;
    kiosk.press(&test("next")).await;
}

/// A state in both orientations: accessible, whole on the screen, and large enough for any finger.
pub async fn state(kiosk: &Window, name: &str) {
    for (size, kind) in [(WALL, "landscape"), (COLUMN, "portrait")] {
        kiosk.resize(size).await;
        let view = format!("{name}-{kind}");
        kiosk.fits(&view).await;
        kiosk.fits_downwards(&view).await;
        let small = "return [...document.querySelectorAll('.kiosk button')].filter(b => {
            const r = b.getBoundingClientRect();
            return r.width > 0 && (r.width < 63.5 || r.height < 63.5);
        }).map(b => `${b.dataset.test} ${b.offsetWidth}x${b.offsetHeight}`).join(', ')";
        assert_eq!(kiosk.run(small, vec![]).await, "", "{view}: targets under 64 px");
        kiosk.picture(&view).await;
    }
    kiosk.is_accessible(name).await;
    kiosk.is_quiet(name).await;
}

/// The words on a page without the seconds that pass.
async fn words(kiosk: &Window) -> String {
    let text = kiosk.run("return document.querySelector('main').innerText", vec![]).await;
    text.as_str().unwrap_or_default().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scan_leads_to_the_number_at_the_desk_on_the_wall_and_on_the_phone() {
    let server = Server::start();
    let booking = booked(&server);
    let desk = sign_in(ANTING, &server.url, "manager").await;
    let wall = Wall::pair(ANTING, &server.url, &desk).await;
    desk.go(&format!("{}/desk/anting", server.url)).await;
    desk.see(&format!("{} {}", test("column-0"), test(&format!("card-{}", booking.reference)))).await;

    let kiosk = kiosk(&server, ANTING).await;
    // Whatever has the focus, the scanner's Enter is not its own.
    kiosk.tab_to(&test("way-walk-in")).await;
    kiosk.scan(&booking.reference).await;
    let number = number(&kiosk).await;
    assert_eq!(kiosk.attribute(&test("done"), "data-outcome").await.as_deref(), Some("checked-in"));
    kiosk.wait_for("return document.activeElement.id === 'heading'", "the focus on the new heading").await;
    desk.see(&format!("{} {}", test("column-1"), test(&format!("card-{}", booking.reference)))).await;
    wall.window.see(&test(&format!("row-{number}"))).await;
    // Nothing but what was entered: no name, no plate, no phone.
    let said = kiosk.source().await;
    for secret in ["王小明", "小明", "A12345", "5678", &booking.reference] {
        assert!(!said.contains(secret), "{secret} is on the page");
    }
    let link = kiosk.attribute(&test("link"), "data-url").await.expect("the way to the private page");
    let person = phone(ANTING).await;
    person.go(&link).await;
    person.wait_for(&format!("return document.body.innerText.includes('{number}')"), "the private page").await;
    assert!(!person.has(&test("link-unknown")).await);

    // The same code again gives the same number; a link of ours does, too.
    kiosk.press(&test("finish")).await;
    kiosk.see(&test("way-scan")).await;
    kiosk.scan(&booking.manage_url).await;
    assert_eq!(self::number(&kiosk).await, number);
    assert_eq!(kiosk.attribute(&test("done"), "data-outcome").await.as_deref(), Some("already"));
    assert!(kiosk.text(&test("who")).await.starts_with("您的服务顾问："), "nobody comes a second time");
    assert_eq!(kiosk.text(&test("progress")).await, "现在已接车。好了大屏会显示");
    assert!(kiosk.text(&test("take-note")).await.contains(&format!("请记住 {number}")), "also without a phone");
    kiosk.is_quiet("kiosk").await;
    for window in [kiosk, person, desk, wall.window] {
        window.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn plate_and_digits_by_finger_say_the_same_of_every_miss_and_keep_what_was_entered() {
    let server = Server::start();
    booked(&server);
    let kiosk = kiosk(&server, ANTING).await;
    enter_plate(&kiosk, "A12354", "5678").await;
    kiosk.see(&test("refused")).await;
    let wrong_plate = words(&kiosk).await;
    assert!(wrong_plate.contains('5'), "the plate stays: {wrong_plate}");
    kiosk.press(&test("home")).await;
    enter_plate(&kiosk, "A12345", "5679").await;
    kiosk.see(&test("refused")).await;
    let wrong_digits = words(&kiosk).await;
    let without = |text: &str, plate: &str| text.replace(['\n', ' '], "").replace(plate, "");
    assert_eq!(without(&wrong_plate, "沪A12354"), without(&wrong_digits, "沪A12345"));

    // The digits are entered anew, a character of the plate is another.
    kiosk.press(&test("way-digits")).await;
    kiosk.press(&test("key-erase")).await;
    press_keys(&kiosk, "8").await;
    kiosk.press(&test("next")).await;
    let first = number(&kiosk).await;
    kiosk.press(&test("finish")).await;
    enter_plate(&kiosk, "A12355", "5678").await;
    kiosk.press(&test("cell-5")).await;
    press_keys(&kiosk, "4").await;
    kiosk.press(&test("next")).await;
    kiosk.press(&test("next")).await;
    assert_eq!(number(&kiosk).await, first);
    kiosk.is_quiet("kiosk: plate").await;
    kiosk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_without_a_booking_is_seen_called_and_taken_in_at_the_desk() {
    let server = Server::start();
    let desk = sign_in(ANTING, &server.url, "manager").await;
    let wall = Wall::pair(ANTING, &server.url, &desk).await;
    desk.go(&format!("{}/desk/anting", server.url)).await;
    let kiosk = kiosk(&server, ANTING).await;
    kiosk.press(&test("way-walk-in")).await;
    kiosk.press(&test("reason-tyres")).await;
    let number = number(&kiosk).await;
    assert_eq!(kiosk.attribute(&test("done"), "data-outcome").await.as_deref(), Some("ticket"));

    desk.see(&test(&format!("ticket-{number}"))).await;
    desk.press(&test(&format!("call-{number}"))).await;
    desk.see(&format!("{} [data-k=ok]", test(&format!("ticket-{number}")))).await;
    desk.is_accessible("desk: waiting with a number").await;
    desk.press(&test(&format!("take-{number}"))).await;
    for (field, text) in
        [("plate", "沪B23456"), ("phone", "13912345678"), ("name", "李雷"), ("model", "朗逸"), ("km", "42000")]
    {
        desk.write(&format!("#who-{field}"), text).await;
    }
    desk.press(&test("walk-in-save")).await;
    desk.see(".pick .err").await;
    desk.tick(&test("job-oil")).await;
    desk.tick(&test("consent")).await;
    desk.is_accessible("desk: taking in a number").await;
    desk.picture("desk-walk-in-desktop").await;
    desk.press(&test("walk-in-save")).await;
    desk.see(&test("number")).await;
    assert!(desk.text(&test("number")).await.contains(&number));
    wall.window.see(&test(&format!("row-{number}"))).await;
    // Nobody waits any more.
    desk.go(&format!("{}/desk/anting", server.url)).await;
    desk.see("[data-test^=card-]").await;
    assert!(!desk.has(&test("tickets")).await);
    for window in [kiosk, desk, wall.window] {
        window.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn it_forgets_who_left_and_waits_for_who_says_so() {
    let server = Server::start();
    let kiosk = kiosk(&server, ANTING).await;
    assert!(!kiosk.has(&test("left")).await, "nothing is to be forgotten yet");
    kiosk.press(&test("lang-en")).await;
    kiosk.press(&test("way-plate")).await;
    press_keys(&kiosk, "A12").await;
    let seconds = "return Number(document.querySelector('[data-test=left]').dataset.seconds)";
    kiosk.wait_for(&format!("{seconds} > 40"), "the whole time").await;
    kiosk.lives_on(38_000).await;
    kiosk.wait_for(&format!("{seconds} <= 7"), "the countdown").await;
    kiosk.press(&test("still-here")).await;
    kiosk.wait_for(&format!("{seconds} > 40"), "the time to begin anew").await;
    kiosk.lives_on(38_000).await;
    kiosk.wait_for(&format!("{seconds} <= 7"), "the countdown again").await;
    assert!(kiosk.text(&test("plate")).await.replace(['\n', ' '], "").contains("沪A12"), "it is still there");
    kiosk.lives_on(8_000).await;
    kiosk.see(&test("way-plate")).await;
    kiosk.wait_for("return document.documentElement.lang === 'zh-CN'", "the house's language").await;
    kiosk.press(&test("way-plate")).await;
    assert_eq!(kiosk.text(&test("plate")).await.replace(['\n', ' '], "").replace("新能源", ""), "沪");
    kiosk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_alone_lead_to_the_number() {
    let server = Server::start();
    booked(&server);
    let kiosk = kiosk(&server, ANTING).await;
    kiosk.tab_to(&test("way-plate")).await;
    kiosk.key(Key::Enter).await;
    kiosk.see(&test("plate")).await;
    kiosk.keys("a1234x").await;
    kiosk.key(Key::Backspace).await;
    kiosk.keys("5").await;
    kiosk.tab_to(&test("next")).await;
    kiosk.key(Key::Enter).await;
    kiosk.see(&test("digits")).await;
    kiosk.keys("5678").await;
    kiosk.tab_to(&test("next")).await;
    kiosk.key(Key::Enter).await;
    number(&kiosk).await;
    kiosk.key(Key::Escape).await;
    kiosk.see(&test("way-scan")).await;
    kiosk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_line_it_says_so_and_keeps_what_was_entered() {
    let server = Server::start();
    booked(&server);
    let kiosk = kiosk(&server, ANTING).await;
    kiosk.press(&test("way-plate")).await;
    press_keys(&kiosk, "A12345").await;
    kiosk.press(&test("next")).await;
    press_keys(&kiosk, "5678").await;
    kiosk.network(false).await;
    kiosk.press(&test("next")).await;
    kiosk.see("[data-test=refused][data-code=offline]").await;
    kiosk.network(true).await;
    kiosk.press(&test("again")).await;
    number(&kiosk).await;
    kiosk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kiosk_that_is_no_longer_trusted_asks_to_be_paired() {
    let server = Server::start();
    let kiosk = kiosk(&server, ANTING).await;
    kiosk.run("localStorage.setItem('bayside.arrival.anting.token', 'no-token')", vec![]).await;
    kiosk.press(&test("way-walk-in")).await;
    kiosk.press(&test("reason-other")).await;
    kiosk.see(&test("pairing-code")).await;
    kiosk.close().await;
}

/// A camera before which somebody holds the code that the page shows now: drawn on a canvas, filmed from there.
pub const FILM: &str = "const code = document.querySelector('svg.qr');
    const side = Number(code.getAttribute('viewBox').split(' ')[2]);
    const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 480 });
    const pen = canvas.getContext('2d');
    const path = new Path2D(code.querySelector('path').getAttribute('d'));
    window.tracks = [];
    const draw = () => {
        pen.setTransform(1, 0, 0, 1, 0, 0);
        pen.fillStyle = '#8a8d90';
        pen.fillRect(0, 0, 640, 480);
        pen.fillStyle = '#e9e6de';
        pen.fillRect(130, 50, 380, 380);
        pen.setTransform(320 / side, 0, 0, 320 / side, 160 + 3 * 320 / side, 80 + 3 * 320 / side);
        pen.fillStyle = '#1c1f22';
        pen.fill(path);
    };
    setInterval(draw, 50);
    navigator.mediaDevices.getUserMedia = async () => {
        const stream = canvas.captureStream(20);
        window.tracks.push(...stream.getTracks());
        return stream;
    };";

#[tokio::test(flavor = "multi_thread")]
async fn a_camera_reads_the_code_and_is_let_go_and_without_one_the_other_ways_stand_there() {
    let server = Server::start();
    let booking = booked(&server);
    let kiosk = kiosk(&server, ANTING).await;
    kiosk.press(&test("way-scan")).await;
    kiosk.see("[data-camera=none]").await;
    kiosk.scan(&booking.reference).await;
    let first = number(&kiosk).await;

    kiosk.run(FILM, vec![]).await;
    kiosk.press(&test("finish")).await;
    kiosk.press(&test("way-scan")).await;
    assert_eq!(number(&kiosk).await, first, "the code leads to the private page, and so to its number");
    let ended = "return window.tracks.length > 0 && window.tracks.every(track => track.readyState === 'ended')";
    kiosk.wait_for(ended, "the camera to be let go").await;

    // Who goes elsewhere lets it go, too; who may not use it is told so.
    kiosk.run(&FILM.replace("getAttribute('d')", "getAttribute('d') && ''"), vec![]).await;
    kiosk.press(&test("finish")).await;
    kiosk.press(&test("way-scan")).await;
    kiosk.see("[data-camera=looking]").await;
    state(&kiosk, "kiosk-camera").await;
    kiosk.press(&test("to-reference")).await;
    kiosk.wait_for(ended, "the camera to be let go").await;
    let refuse = "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'))";
    kiosk.run(refuse, vec![]).await;
    kiosk.press(&test("back")).await;
    kiosk.see("[data-camera=refused]").await;
    state(&kiosk, "kiosk-camera-refused").await;
    kiosk.scan(&booking.reference).await;
    assert_eq!(number(&kiosk).await, first, "the scanner works all the same");
    kiosk.close().await;
}
