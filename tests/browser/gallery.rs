//! Every view in its states: accessible in light and dark, in Chinese and English, and a picture of
//! each in `target/screenshots/`, so that a change of looks can be seen.

use crate::booking::phone::{open_ways, phone, test};
use crate::desk::board::sign_in;
use crate::visit::signature::{MORNING, cards, here, links};
use bayside_api::booking::Availability;
use bayside_api::codes::{Flag, ScreenKind, Stage};
use bayside_api::desk::Phase;
use bayside_api::path;
use bayside_domain::ids::VisitId;
use bayside_test_support::browser::{DESKTOP, PHONE, Window};
use bayside_test_support::desk::Desk;
use bayside_test_support::hand::{Pointer, STROKE};
use bayside_test_support::server::{Engine, PASSWORD, Server};
use bayside_test_support::world::ANTING;
use serde_json::json;

/// A view on this page: accessible in both schemes and both languages, in pictures at these sizes.
pub async fn view(window: &Window, name: &str, sizes: &[(u32, u32)]) {
    shots(window, name, sizes).await;
    window.is_accessible(name).await;
    window.dark(true).await;
    window.has_readable_colours(&format!("{name}, dark")).await;
    window.picture(&format!("{name}-dark")).await;
    window.dark(false).await;
    speak(window, "en").await;
    window.is_accessible(&format!("{name}, English")).await;
    window.fits(&format!("{name}, English")).await;
    // The longest words are German.
    speak(window, "de").await;
    window.fits(&format!("{name}, German")).await;
    window.picture(&format!("{name}-de")).await;
    speak(window, "zh-CN").await;
    window.is_quiet(name).await;
}

/// A state that a change of language would end: a dialog, a refusal.
pub async fn state(window: &Window, name: &str, sizes: &[(u32, u32)]) {
    shots(window, name, sizes).await;
    window.is_accessible(name).await;
    window.dark(true).await;
    window.has_readable_colours(&format!("{name}, dark")).await;
    window.dark(false).await;
    window.is_quiet(name).await;
}

async fn shots(window: &Window, name: &str, sizes: &[(u32, u32)]) {
    window.run("scrollTo({ top: 0, behavior: 'instant' })", vec![]).await;
    for size in sizes {
        if sizes.len() > 1 {
            window.resize(*size).await;
        }
        window.fits(&format!("{name} at {size:?}")).await;
        let kind = match *size {
            PHONE => "phone",
            _ => "desktop",
        };
        window.picture(&format!("{name}-{kind}")).await;
    }
    if sizes.len() > 1 {
        window.resize(sizes[0]).await;
    }
}

pub async fn speak(window: &Window, language: &str) {
    // At the desk the languages stand under the name.
    window.run("document.querySelector('details.me')?.setAttribute('open', '')", vec![]).await;
    window.press(&test(&format!("lang-{language}"))).await;
    let script = format!("return document.documentElement.lang === '{language}' && !document.querySelector('.skel')");
    window.wait_for(&script, language).await;
}

pub const BOTH: [(u32, u32); 2] = [PHONE, DESKTOP];

#[tokio::test(flavor = "multi_thread")]
async fn booking_in_every_state() {
    let server = Server::start();
    let person = phone(ANTING).await;
    person.go(&server.url).await;
    person.see(&test("dealer-anting")).await;
    view(&person, "home", &BOTH).await;
    person.go(&format!("{}/booking#nobody", server.url)).await;
    person.see(&test("link-unknown")).await;
    view(&person, "booking-link-unknown", &[PHONE]).await;

    person.go(&format!("{}/anting/book", server.url)).await;
    person.press(&test("next")).await;
    person.see(&test("errors")).await;
    state(&person, "booking-1-nothing-chosen", &[PHONE]).await;
    person.tick(&test("job-oil")).await;
    person.see_gone(&test("errors")).await;
    view(&person, "booking-1", &BOTH).await;
    person.press(&test("next")).await;
    person.write("#plate", "沪A12").await;
    person.press(&test("next")).await;
    person.see("#plate[aria-invalid=true]").await;
    state(&person, "booking-2-wrong-fields", &[PHONE]).await;
    person.write("#plate", "沪AD12345").await;
    person.write("#model", "途观 L PHEV").await;
    person.write("#km", "58200").await;
    view(&person, "booking-2", &BOTH).await;
    person.press(&test("next")).await;
    person.see(".best [data-test^=slot-]").await;
    view(&person, "booking-3", &BOTH).await;

    a_time_that_goes(&server, &person).await;
    person.see("#name").await;
    person.press(&test("confirm")).await;
    person.see("#consent[aria-invalid=true]").await;
    state(&person, "booking-4-wrong-fields", &[PHONE]).await;
    person.write("#name", "王小明").await;
    person.write("#phone", "13812345678").await;
    person.tick(&test("salutation-mr")).await;
    person.tick("#consent").await;
    view(&person, "booking-4", &BOTH).await;
    person.press(&test("confirm")).await;
    person.see(&test("reference")).await;
    view(&person, "booking-5", &BOTH).await;

    person.press(&test("manage")).await;
    person.see(&test("start")).await;
    view(&person, "booking-manage", &BOTH).await;
    person.press(&test("change")).await;
    person.see(".best [data-test^=slot-]").await;
    view(&person, "booking-move", &[PHONE]).await;
    person.press(&test("day-2026-06-12")).await;
    person.press("[data-test=day-times] [data-test^=\"slot-2026-06-12\"]").await;
    person.see(&test("versus")).await;
    state(&person, "booking-move-compared", &BOTH).await;
    person.press(&test("confirm-change")).await;
    person.see(&test("moved")).await;
    state(&person, "booking-moved", &[PHONE]).await;
    person.press(&test("cancel")).await;
    person.see(&test("cancel-yes")).await;
    state(&person, "booking-cancel", &BOTH).await;
    person.press(&test("cancel-yes")).await;
    person.see("[data-status=cancelled]").await;
    view(&person, "booking-cancelled", &[PHONE]).await;
    person.close().await;
}

/// Somebody else takes the very time, and the next one is taken instead.
async fn a_time_that_goes(server: &Server, person: &Window) {
    open_ways(person).await;
    person.tick(&test("adviser-li-min")).await;
    let day = "2026-06-11";
    person.press(&test(&format!("day-{day}"))).await;
    let first = format!("{} [data-test^=\"slot-{day}\"]", test("day-times"));
    let slot = person.attribute(&first, "data-test").await.unwrap();
    view(person, "booking-3-day", &BOTH).await;
    // Another language asks for the times anew.
    person.press(&test(&format!("day-{day}"))).await;
    person.see(&first).await;
    let start = slot.strip_prefix("slot-").unwrap();
    let question =
        format!("{}?from={day}&to={day}&services=oil&stay=wait&adviser=li-min", path::availability("anting"));
    let rival = server.client();
    let free: Availability = rival.get(&question).json(200);
    let mut slots = free.days.into_iter().flat_map(|day| day.slots.unwrap_or_default());
    let offer = slots.find(|slot| slot.start.0.to_rfc3339() == start).expect("the shown time is offered").offer;
    ANTING.hold(&rival, &offer);
    person.press(&format!("{} {}", test("day-times"), test(&slot))).await;
    person.see(&test("slot-gone")).await;
    state(person, "booking-3-slot-gone", &BOTH).await;
    person.press("[data-test^=slot-2]").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_private_page_in_every_state() {
    let server = Server::on(Engine::Sqlite, MORNING);
    let desk = Desk::sign_in(&server, ANTING, "manager");
    let person = phone(ANTING).await;
    let open = async |link: &str, css: &str| {
        person.go("about:blank").await;
        person.go(&here(&server, link)).await;
        person.see(css).await;
        person.see("[data-test=number]").await;
    };
    open(&links(&desk, Stage::Received)[0], &test("progress")).await;
    view(&person, "visit-received", &[PHONE]).await;
    open(&links(&desk, Stage::Inspection)[0], &test("promised")).await;
    view(&person, "visit-progress", &BOTH).await;

    let flagged = cards(&desk).into_iter().find(|card| card.flag == Some(Flag::SeeAdviser));
    let flagged = desk.visit(flagged.expect("the demo has extra work to decide").id);
    open(flagged.private_url.as_ref().unwrap(), "[data-test^=approve-]").await;
    view(&person, "visit-extra-work", &BOTH).await;
    person.press("[data-test^=approve-]").await;
    person.see_gone("[data-test^=approve-]").await;
    state(&person, "visit-extra-work-approved", &[PHONE]).await;

    open(&links(&desk, Stage::Ready)[0], &test("part-9")).await;
    view(&person, "visit-delivery", &BOTH).await;
    whole(&person, "visit-delivery-whole").await;
    person.draw(&test("sign-pad"), Pointer::Finger, &STROKE).await;
    person.press(&test("accept")).await;
    person.see(&test("signature")).await;
    view(&person, "visit-accepted", &BOTH).await;

    person.go("about:blank").await;
    person.go(&format!("{}/visit#nobody", server.url)).await;
    person.see(&test("gone")).await;
    state(&person, "visit-link-unknown", &[PHONE]).await;
    person.close().await;
}

/// One long picture of all that is on the page, its lines opened.
async fn whole(window: &Window, name: &str) {
    let script = "document.querySelectorAll('details').forEach(e => e.open = true);
        return Math.min(document.documentElement.scrollHeight, 9000)";
    for (width, kind) in [(PHONE.0, "phone"), (DESKTOP.0, "desktop")] {
        window.resize((width, PHONE.1)).await;
        let height = window.run(script, vec![]).await.as_u64().and_then(|height| u32::try_from(height).ok());
        window.resize((width, height.expect("a height"))).await;
        window.picture(&format!("{name}-{kind}")).await;
    }
    window.is_accessible(&format!("{name}, opened")).await;
    window.resize(PHONE).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desk_in_every_state() {
    let server = Server::on(Engine::Sqlite, MORNING);
    let api = Desk::sign_in(&server, ANTING, "manager");
    let desk = Window::open(DESKTOP, "zh-CN").await;
    let only = [DESKTOP];
    desk.go(&format!("{}/desk/aller", server.url)).await;
    desk.see("#login").await;
    let worn = "return document.documentElement.style.getPropertyValue('--accent') !== ''";
    desk.wait_for(worn, "the dealer's own colours").await;
    state(&desk, "desk-sign-in-aller", &only).await;
    desk.go(&format!("{}/desk/anting", server.url)).await;
    desk.see("#login").await;
    view(&desk, "desk-sign-in", &only).await;
    desk.write("#login", "manager").await;
    desk.write("#password", "wrong-and-wrong-again").await;
    desk.press(&test("sign-in")).await;
    desk.see("#password[aria-invalid=true]").await;
    state(&desk, "desk-sign-in-refused", &only).await;
    desk.write("#password", PASSWORD).await;
    desk.press(&test("sign-in")).await;
    desk.see("[data-test^=card-]").await;
    view(&desk, "desk-today", &only).await;

    let at = |stage: Stage| cards(&api).into_iter().find(|card| card.stage == Some(stage)).unwrap().id;
    let page = |id: VisitId, more: &str| format!("{}/desk/anting/visits/{id}{more}", server.url);
    let booked = cards(&api).into_iter().find(|card| card.phase == Phase::Booked).unwrap().id;
    desk.go(&page(booked, "")).await;
    desk.see(&test("step-arrive")).await;
    view(&desk, "desk-visit-booked", &only).await;
    desk.go(&page(at(Stage::Repair), "")).await;
    desk.see(&test("promise")).await;
    view(&desk, "desk-visit", &only).await;
    desk.press(&test("promise")).await;
    desk.press(&test("save-promise")).await;
    desk.see("#promise-reason[aria-invalid=true]").await;
    state(&desk, "desk-promise", &only).await;
    desk.go(&page(at(Stage::Received), "/order")).await;
    desk.see(&test("order-sum")).await;
    view(&desk, "desk-order", &only).await;
    desk.go(&page(at(Stage::Preparing), "/statement")).await;
    desk.see(&test("charged")).await;
    view(&desk, "desk-statement", &only).await;
    let house = Desk::sign_in(&server, ANTING, "manager");
    for said in ["version=0.1.0&viewport=1920x1080&reload=0", "version=0.1.0&viewport=1080x1920&reload=0"] {
        let screen = server.client().with_token(&house.pair(&server, ScreenKind::Lounge).device_token);
        assert_eq!(screen.get(&format!("{}?{said}", path::lounge("anting"))).status, 200);
    }
    house.pair(&server, ScreenKind::Arrival);
    desk.go(&format!("{}/desk/anting/screens?code=482916", server.url)).await;
    desk.see("[data-test^=reload-]").await;
    view(&desk, "desk-screens", &only).await;
    desk.press("tbody tr:first-child [data-test^=revoke-]").await;
    desk.see("#order-keep").await;
    state(&desk, "desk-screens-revoke", &only).await;
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desks_telephone_in_every_state() {
    let server = Server::on(Engine::Sqlite, MORNING);
    let request = serde_json::to_value(ANTING.request("")).unwrap();
    let asks = json!({
        "kind": "adviser", "concern": "充到 80 就停，电池灯亮了一下。",
        "vehicle": request["vehicle"], "customer": request["customer"], "consent": request["consent"],
    });
    assert_eq!(server.client().post(&path::callbacks("anting"), &asks).status, 201);
    let waits = json!({
        "services": ["oil"], "stay": "wait", "from": "2026-06-15", "to": "2026-06-16",
        "hours": [{ "from": "06:00", "to": "06:10" }],
        "vehicle": request["vehicle"], "customer": request["customer"], "consent": request["consent"],
    });
    assert_eq!(server.client().post(&path::waitlist("anting"), &waits).status, 201);
    let desk = sign_in(ANTING, &server.url, "manager").await;
    let open = async |page: &str| desk.go(&format!("{}/desk/anting/{page}", server.url)).await;

    open("phone").await;
    for (field, text) in
        [("plate", "沪B23456"), ("phone", "13912345678"), ("name", "李雷"), ("model", "朗逸"), ("km", "42000")]
    {
        desk.write(&format!("#who-{field}"), text).await;
    }
    desk.tick(&test("job-oil")).await;
    desk.see(&test("phone-times")).await;
    view(&desk, "desk-phone", &BOTH).await;
    desk.tick(&test("consent")).await;
    desk.press(&test("phone-book")).await;
    desk.see(&test("phone-done")).await;
    state(&desk, "desk-phone-booked", &BOTH).await;

    open("messages").await;
    desk.see("[data-test^=message-]").await;
    view(&desk, "desk-messages", &BOTH).await;

    open("callbacks").await;
    // The demo's own call-back stands beside ours.
    desk.wait_for("return document.querySelectorAll('[data-test=take]').length === 2", "two calls to take").await;
    desk.press(&test("take")).await;
    desk.wait_for("return document.querySelectorAll('[data-test=take]').length === 1", "one call to be taken").await;
    desk.write("#callback-note", "已致电，周末到店。").await;
    state(&desk, "desk-callback-taken", &BOTH).await;
    desk.press(&test("outcome-advice")).await;
    desk.see_gone("#callback-note").await;
    view(&desk, "desk-callbacks", &BOTH).await;
    open("waitlist").await;
    desk.see("[data-test^=wish-]").await;
    view(&desk, "desk-waitlist", &BOTH).await;
    open("calls").await;
    desk.see("[data-test^=confirm-]").await;
    view(&desk, "desk-calls", &BOTH).await;

    let house = Desk::sign_in(&server, ANTING, "manager");
    let kiosk = server.client().with_token(&house.pair(&server, ScreenKind::Arrival).device_token);
    for reason in ["tyres", "maintenance", "other"] {
        assert_eq!(kiosk.post(&path::arrivals("anting"), &json!({ "walk_in": reason })).status, 201);
    }
    desk.go(&format!("{}/desk/anting", server.url)).await;
    desk.press("[data-test^=call-]").await;
    desk.see(&format!("{} [data-k=ok]", test("tickets"))).await;
    view(&desk, "desk-tickets", &BOTH).await;
    desk.press("[data-test^=take-]").await;
    desk.see("#who-plate").await;
    state(&desk, "desk-ticket-taken", &BOTH).await;

    open("room").await;
    desk.see(&test("no-blocks")).await;
    desk.set("#block-from", "2026-06-10T08:00").await;
    desk.set("#block-to", "2026-06-10T18:00").await;
    desk.press(&test("block")).await;
    desk.see("[data-test^=hit-]").await;
    view(&desk, "desk-room", &BOTH).await;
    desk.press("[data-test^=lift-]").await;
    desk.see(&test("no-blocks")).await;
    desk.close().await;
}
