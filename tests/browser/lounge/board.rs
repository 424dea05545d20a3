//! What the lounge's screen keeps to by itself.

use crate::booking::phone::test;
use bayside_api::path;
use bayside_test_support::browser::{COLUMN, WALL, Window};
use bayside_test_support::front::Front;
use bayside_test_support::server::{Engine, Server};
use bayside_test_support::wall::designed;
use bayside_test_support::world::ANTING;
use fantoccini::key::Key;

#[tokio::test(flavor = "multi_thread")]
async fn the_pairing_code_fits_whatever_its_digits_and_wherever_the_pixels_wander() {
    let server = Server::start();
    for language in ["zh-CN", "en-GB", "de-DE"] {
        let wall = Window::open(WALL, language).await;
        wall.go(&format!("{}/anting/lounge", server.url)).await;
        wall.see(&test("pairing-code")).await;
        for size in [WALL, COLUMN, (1280, 720), (720, 1280), (3840, 2160)] {
            wall.resize(size).await;
            for (digits, shift) in [("000 000", "4px"), ("888 888", "-4px"), ("111 111", "2px")] {
                let script = format!(
                    "document.querySelector('[data-test=pairing-code]').textContent = '{digits}';
                    const lounge = document.querySelector('.lounge');
                    lounge.style.setProperty('--shift-x', '{shift}');
                    lounge.style.setProperty('--shift-y', '{shift}');"
                );
                wall.run(&script, vec![]).await;
                wall.fits(&format!("lounge: pairing with {digits} at {size:?} in {language}")).await;
                wall.fits_downwards(&format!("lounge: pairing at {size:?} in {language}")).await;
            }
        }
        wall.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_turn_by_themselves_until_somebody_stops_them_and_ready_cars_stay_on_top() {
    let server = Server::on(Engine::Sqlite, "2026-06-09T10:24:00+08:00");
    let front = Front::before(&server);
    front.hold_streams(true);
    front.answer(&path::lounge("anting"), "application/json", serde_json::to_vec(&designed()).unwrap());
    let wall = Window::open(WALL, "zh-CN").await;
    wall.go(&format!("{}/anting/lounge", front.url)).await;
    wall.is_paired(&server, ANTING).await;
    let page = test("page");
    assert_eq!(wall.text(&page).await, "第 1 页，共 2 页");
    assert_eq!(wall.numbers().await, [14, 19, 17, 22, 21, 24, 27], "as full as the next, or by one fuller");
    let second = format!("return document.querySelector('{page}').textContent.startsWith('第 2 页')");
    wall.wait_for(&second, "the second page").await;
    assert_eq!(wall.numbers().await, [14, 19, 31, 33, 35, 36]);
    wall.press("body").await;
    assert_eq!(wall.text(&page).await, "已停止翻页，再按一次继续");
    wall.lives_on(13_000).await;
    let before = wall.attribute(&test("age"), "data-seconds").await.unwrap();
    let later = format!("return document.querySelector('[data-test=age]').dataset.seconds !== '{before}'");
    wall.wait_for(&later, "time to pass").await;
    assert_eq!(wall.numbers().await, [14, 19, 31, 33, 35, 36], "it stands still");
    wall.key(Key::Left).await;
    let first = "return document.querySelector('.no:nth-child(1)') && document.querySelectorAll('.car').length === 7";
    wall.wait_for(first, "the first page again").await;
    wall.key(Key::Enter).await;
    assert_eq!(wall.text(&page).await, "第 1 页，共 2 页");
    wall.wait_for(&second, "the pages to go on").await;
    wall.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_made_up_day_needs_no_pairing_says_what_it_is_and_passes_in_a_minute() {
    let server = Server::start();
    let wall = Window::open(WALL, "zh-CN").await;
    wall.go(&format!("{}/anting/lounge?demo", server.url)).await;
    wall.see(&test("demo")).await;
    assert_eq!(wall.text(&test("demo")).await, "演示，车辆均为虚构");
    let keep = "window.seen = new Set(); setInterval(() => {
        document.querySelectorAll('.car').forEach(e => window.seen.add(e.dataset.stage));
        ['ask', 'changed', 'fresh', 'arrivals', 'notice', 'closed'].filter(it => document.querySelector('[data-test=' + it + ']'))
            .forEach(it => window.seen.add(it));
        if (document.querySelector('.flag')) window.seen.add('flag');
    }, 100)";
    wall.run(keep, vec![]).await;
    // It shows all that there is to show, and then begins again.
    for what in ["received", "arrivals", "ask", "ready", "changed", "flag", "notice", "closed"] {
        let shown = format!("return window.seen.has('{what}')");
        let start = std::time::Instant::now();
        while wall.run(&shown, vec![]).await == false {
            assert!(start.elapsed().as_secs() < 90, "{what} is not shown in a whole day");
            tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        }
    }
    let kept = "return Object.keys(localStorage).filter(key => /token|board/.test(key)).length";
    assert_eq!(wall.run(kept, vec![]).await, 0, "nothing of it is kept");
    let calls = "return performance.getEntriesByType('resource').filter(it => /lounge|pairing/.test(it.name)).length";
    assert_eq!(wall.run(calls, vec![]).await, 0, "nobody is asked for it");
    wall.is_quiet("the made-up day").await;
    wall.close().await;
}
