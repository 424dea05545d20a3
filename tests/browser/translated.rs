//! Pages whose every text is displaced by a translator's element: what moves goes on moving, and what is sent is what
//! stands there.

use crate::booking::phone::{Wish, starts_of, test, up_to_times, view};
use crate::desk::board::sign_in;
use crate::kiosk::check_in::{kiosk, press_keys};
use crate::notice::answers::to_the_expert;
use crate::visit::signature::{MORNING, cards, here, links};
use bayside_api::codes::{Stage, Step, Urgency};
use bayside_api::desk::{ExtraWorkRequest, PromiseRequest, StepRequest, VisitCard};
use bayside_api::path;
use bayside_api::visit::Visit;
use bayside_test_support::browser::{PHONE, WALL, Window};
use bayside_test_support::desk::Desk;
use bayside_test_support::server::{Engine, Server};
use bayside_test_support::world::ANTING;

/// Puts two elements around every text, as page translators do, as often as new words come: in one move, or with the
/// element first and the text taken away afterwards.
fn translator(in_one_move: bool) -> String {
    let displace = if in_one_move { "text.replaceWith(outer)" } else { "text.before(outer); text.remove()" };
    format!(
        "const displace = () => {{
            const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
            const texts = [];
            while (walker.nextNode()) texts.push(walker.currentNode);
            for (const text of texts) {{
                if (!text.data.trim() || text.parentNode.closest('script, style, title, textarea, option, font')) continue;
                const outer = document.createElement('font'), inner = document.createElement('font');
                inner.textContent = text.data;
                outer.append(inner);
                {displace};
            }}
        }};
        new MutationObserver(displace).observe(document, {{ childList: true, subtree: true, characterData: true }});"
    )
}

/// What stands there, whoever put it there.
async fn says(window: &Window, css: &str, words: &str) {
    let script = format!(
        "return document.querySelector(`{css}`)?.textContent.replaceAll(/\\s+/g, ' ').includes(`{words}`) ?? false"
    );
    window.wait_for(&script, &format!("{css} to say {words}")).await;
}

/// The words of something, seen or not.
async fn content(window: &Window, css: &str) -> String {
    let words = window.run("return document.querySelector(arguments[0]).textContent", vec![css.into()]).await;
    words.as_str().unwrap_or_default().to_owned()
}

async fn is_translated(window: &Window) {
    assert!(window.count("body font font").await > 5, "the translator is at work");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_translated_booking_says_what_it_sends() {
    let server = Server::start();
    for in_one_move in [true, false] {
        let person = Window::open(PHONE, "zh-CN").await;
        person.before_each_page(&translator(in_one_move)).await;
        let wish = Wish::up_to_times(ANTING, "沪A12345");
        up_to_times(&person, &server.url, &wish).await;
        is_translated(&person).await;
        let starts = starts_of(&person, &wish).await;
        let slot = |start: &str| format!("{} {}", test("day-times"), test(&format!("slot-{start}")));
        let clock = |start: &str| start.split_once('T').unwrap().1[..5].to_owned();
        let (first, last) = (starts[0].as_str(), starts[starts.len() - 1].as_str());
        person.press(&slot(first)).await;
        person.see("#name").await;
        says(&person, "aside", &clock(first)).await;
        let left = content(&person, &test("hold-left")).await;
        let script = format!("return document.querySelector('[data-test=hold-left]').textContent !== '{left}'");
        person.wait_for(&script, "the countdown to move").await;
        // Another time: the summary follows, and nothing of the first stays.
        person.press(&test("back")).await;
        starts_of(&person, &wish).await;
        person.press(&slot(last)).await;
        person.see("#name").await;
        says(&person, "aside", &clock(last)).await;
        let summary = content(&person, "aside").await;
        assert!(!summary.contains(&clock(first)), "{summary}");
        view(&person, "booking, translated").await;
        person.write("#name", "王小明").await;
        person.write("#phone", "13812345678").await;
        person.tick("#consent").await;
        person.press(&test("confirm")).await;
        person.see(&test("reference")).await;
        says(&person, "main", &clock(last)).await;
        person.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_translated_private_page_shows_the_price_and_the_time_that_are_true() {
    let server = Server::on(Engine::Sqlite, MORNING);
    let desk = Desk::sign_in(&server, ANTING, "manager");
    let link = here(&server, &links(&desk, Stage::Repair)[0]);
    let token = link.split_once('#').unwrap().1.to_owned();
    let now = || server.client().get(&path::visit(&token)).json::<Visit>(200);
    let is_it = |card: &VisitCard| desk.visit(card.id).private_url.is_some_and(|url| url.ends_with(&token));
    let card = cards(&desk).into_iter().find(is_it).expect("the card of the page");
    let person = Window::open(PHONE, "zh-CN").await;
    person.before_each_page(&translator(true)).await;
    person.go(&link).await;
    let clock = |at: bayside_api::Instant| at.0.format("%H:%M").to_string();
    let promised = now().promised_at.unwrap();
    says(&person, &test("promised"), &clock(promised)).await;
    is_translated(&person).await;

    let later = bayside_api::Instant(promised.0 + chrono::Duration::minutes(25));
    let promise = PromiseRequest { promised_at: later, reason: "等待配件".into() };
    assert_eq!(desk.change(card.id, "POST", &path::desk_promise("anting", card.id), &promise).status, 200);
    says(&person, &test("promised"), &clock(later)).await;
    assert!(!person.text(&test("promised")).await.contains(&clock(promised)));
    says(&person, &test("promise-reason"), "等待配件").await;

    // A quote that is written anew: the card and its button show what is approved.
    let mut quote = ExtraWorkRequest {
        id: None,
        title: "更换前制动片".into(),
        reason: "剩余 2 毫米".into(),
        urgency: Urgency::Now,
        price_amount: 68_000,
        extra_minutes: 35,
    };
    let path = path::desk_extra_work("anting", card.id);
    assert_eq!(desk.change(card.id, "POST", &path, &quote).status, 200);
    let item = now().extra_work.into_iter().find(|item| item.title == quote.title).unwrap();
    let shown = format!("[data-test=extra-{}]", item.id);
    says(&person, &shown, "680").await;
    quote.id = Some(item.id);
    quote.price_amount = 88_800;
    assert_eq!(desk.change(card.id, "POST", &path, &quote).status, 200);
    says(&person, &shown, "888").await;
    assert!(!person.text(&shown).await.contains("680"), "{}", person.text(&shown).await);
    person.press(&test(&format!("approve-{}", item.id))).await;
    person.see(&test("answers")).await;
    let decided = now().extra_work.into_iter().find(|found| found.id == item.id).unwrap();
    assert!(decided.decision.is_some() && decided.price.amount == 88_800, "{decided:?}");
    view(&person, "private page, translated").await;
    person.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn translated_screens_and_the_desk_go_on() {
    let server = Server::on(Engine::Sqlite, MORNING);
    let staff = Desk::sign_in(&server, ANTING, "manager");
    let wall = Window::open(WALL, "zh-CN").await;
    wall.before_each_page(&translator(true)).await;
    wall.go(&format!("{}/anting/lounge", server.url)).await;
    let code = wall.text(&test("pairing-code")).await;
    let confirm = bayside_api::screen::ScreenConfirm { code, name: "休息区".into(), viewing: None };
    assert_eq!(staff.client.post(&path::desk_screens("anting"), &confirm).status, 201);
    wall.see(&test("age")).await;
    is_translated(&wall).await;

    let desk = sign_in(ANTING, &server.url, "manager").await;
    desk.before_each_page(&translator(true)).await;
    desk.go(&format!("{}/desk/anting?date=2026-06-09", server.url)).await;
    let waiting = staff.list("2026-06-09").visits.into_iter().find(|card| card.stage.is_none()).expect("a booking");
    desk.see(&test(&format!("card-{}", waiting.reference))).await;
    is_translated(&desk).await;

    let arrived = StepRequest { mileage_km: Some(58_240), ..StepRequest::default() };
    let number = staff.step(waiting.id, Step::Arrive, &arrived).card.number.expect("a number").to_string();
    says(&wall, &format!("[data-test=row-{number}]"), "已接车").await;
    says(&desk, &format!("[data-test=card-{}]", waiting.reference), &number).await;
    staff.plain(waiting.id, Step::Inspect);
    staff.step(waiting.id, Step::SignOrder, &StepRequest { name: Some("王小明".into()), ..StepRequest::default() });
    says(&wall, &format!("[data-test=row-{number}]"), "待派工").await;
    let row = wall.text(&format!("[data-test=row-{number}]")).await;
    assert!(!row.contains("已接车"), "{row}");
    wall.is_accessible("lounge, translated").await;
    desk.is_accessible("desk, translated").await;
    for window in [wall, desk] {
        window.close().await;
    }

    let kiosk = kiosk(&server, ANTING).await;
    kiosk.before_each_page(&translator(true)).await;
    kiosk.go(&format!("{}/anting/arrival", server.url)).await;
    kiosk.press(&test("way-plate")).await;
    is_translated(&kiosk).await;
    press_keys(&kiosk, "A12").await;
    says(&kiosk, &test("plate"), "A12").await;
    press_keys(&kiosk, "3").await;
    says(&kiosk, &test("plate"), "A123").await;
    kiosk.close().await;

    let person = Window::open(PHONE, "zh-CN").await;
    person.before_each_page(&translator(true)).await;
    person.go(&format!("{}/anting/notice", server.url)).await;
    person.see(&test("question-what")).await;
    to_the_expert(&person).await;
    crate::notice::answers::answer(&person, "what", 1).await;
    is_translated(&person).await;
    view(&person, "notice, translated").await;
    person.close().await;
}
