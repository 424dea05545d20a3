//! The lounge's screen begins without the network, changes to a new version only when it is whole, and gets up
//! again by itself.

use crate::booking::phone::test;
use bayside_test_support::browser::{WALL, Window};
use bayside_test_support::front::Front;
use bayside_test_support::server::{Engine, Server};
use bayside_test_support::world::{ANTING, CORNER_FILE};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

const MORNING: &str = "2026-06-09T10:24:00+08:00";
const WORKER: &str = "/screen-worker.js";
const PAGE: &str = "/anting/lounge";

async fn screen(server: &Server, front: &Front) -> Window {
    let wall = Window::open(WALL, "zh-CN").await;
    wall.go(&format!("{}{PAGE}", front.url)).await;
    wall.is_paired(server, ANTING).await;
    wall.see_worker().await;
    wall
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cold_start_without_network_shows_the_kept_board_and_from_when_it_is() {
    let mut server = Server::on(Engine::Sqlite, MORNING);
    let front = Front::before(&server);
    let wall = screen(&server, &front).await;
    wall.see(".car").await;
    let shown = wall.numbers().await;
    server.kill();
    wall.mark_page().await;
    // A power cut: the clock stands a year before.
    wall.before_each_page("const real = Date.now.bind(Date); Date.now = () => real() - 31_536_000_000").await;
    wall.go(&format!("{}{PAGE}", front.url)).await;
    wall.see_new_page().await;
    wall.see(&test("stale")).await;
    assert_eq!(wall.numbers().await, shown, "the board that was there");
    let age = wall.text(&test("age")).await;
    assert!(age.contains("6 月 9 日 10:2"), "{age}");
    let stale = wall.text(&test("stale")).await;
    assert!(stale.contains("6 月 9 日 10:2"), "{stale}");
    assert_eq!(wall.text(".clock").await, "", "nobody knows what time it is");
    let drawn = "return document.querySelector('[data-test=stale] use').getBBox().width > 0";
    wall.wait_for(drawn, "the sign of a lost line, which the worker keeps").await;

    server.run();
    front.lead_to(&server);
    wall.see_gone(&test("stale")).await;
    assert!(wall.text(".clock").await.starts_with("10:2"));

    // The worker rules no other page of this origin.
    for page in ["/", "/anting/book", "/desk/anting", "/visit"] {
        wall.go(&format!("{}{page}", front.url)).await;
        assert!(wall.run("return !navigator.serviceWorker.controller", vec![]).await == true, "{page}");
    }
    wall.close().await;
}

fn sha256(text: &str) -> String {
    Sha256::digest(text).iter().fold(String::new(), |mut hash, byte| {
        write!(hash, "{byte:02x}").unwrap();
        hash
    })
}

/// A version of the page that says its number, and the worker that keeps it.
fn release(server: &Server, number: u32) -> (String, String) {
    let client = server.client();
    let (page, worker) = (client.get(PAGE).text(), client.get(WORKER).text());
    let next = page.replacen("<meta charset", &format!("<meta name=\"release\" content=\"{number}\"><meta charset"), 1);
    assert_ne!(next, page);
    let worker = worker.replace(&sha256(&page), &sha256(&next));
    let (before, rest) = worker.split_once("VERSION = \"").unwrap();
    (next, format!("{before}VERSION = \"{number:016}{}", &rest[16..]))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_version_begins_when_the_screen_rests_and_a_broken_one_never() {
    let mut server = Server::on(Engine::Sqlite, MORNING);
    let front = Front::before(&server);
    let wall = screen(&server, &front).await;
    let first = wall.stores().await;
    assert_eq!(first.len(), 1, "{first:?}");

    // Broken: a page with other bytes than its hash, then a file that is missing.
    let (page, worker) = release(&server, 2);
    let torn = "const found = e => { const w = e.target.installing; w.onstatechange = () => w.state === 'redundant' && done(w.state) };
        navigator.serviceWorker.getRegistration().then(it => { it.onupdatefound = found; return it.update(); }).catch(() => {})";
    front.answer(PAGE, "text/html", page.replace("</head>", "<!-- altered --></head>"));
    front.answer(WORKER, "text/javascript", worker.as_str());
    assert_eq!(wall.run_until_done(torn).await, "redundant");
    front.answer(PAGE, "text/html", page.as_str());
    front.answer(WORKER, "text/javascript", worker.replacen("FILES = [", "FILES = [[\"/assets/gone.js\",\"\"],", 1));
    assert_eq!(wall.run_until_done(torn).await, "redundant");
    assert_eq!(wall.stores().await, first, "what was fetched of it is thrown away");
    let release_now = "(document.querySelector('meta[name=release]')?.content ?? '')";
    wall.mark_page().await;
    wall.go(&format!("{}{PAGE}", front.url)).await;
    wall.see_new_page().await;
    assert_eq!(wall.run(&format!("return {release_now}"), vec![]).await, "", "the version before still begins");
    wall.see(&test("age")).await;

    // Whole: the server comes back with it, and the screen changes to it by itself.
    front.answer(WORKER, "text/javascript", worker.as_str());
    wall.mark_page().await;
    server.kill();
    wall.wait_for("return document.querySelector('[data-test=age]').dataset.seconds > 12", "the line to be lost").await;
    server.run();
    front.lead_to(&server);
    wall.wait_for("return document.querySelector('[data-test=age]').dataset.seconds < 12", "the server").await;
    wall.wait_for(&format!("return {release_now} === '2'"), "the new version").await;
    wall.see_new_page().await;
    wall.see_worker().await;
    let second = wall.stores().await;
    assert!(second.len() == 1 && second != first, "{second:?}");
    wall.see(".car").await;
    assert!(!wall.has(&test("pairing-code")).await, "it is still paired");
    wall.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_that_cannot_run_gives_way_to_the_one_before() {
    let server = Server::on(Engine::Sqlite, MORNING);
    let front = Front::before(&server);
    let wall = screen(&server, &front).await;
    wall.before_each_page(HURRY).await;
    wall.go(&format!("{}{PAGE}", front.url)).await;
    wall.see(".car").await;
    // Five minutes of its life.
    wall.run("for (let looks = 0; looks < 60; looks += 1) { bayside.beat('busy'); window.look(); }", vec![]).await;
    wall.wait_for("return caches.keys().then(all => all.some(name => name.endsWith('notes')))", "it to prove sound")
        .await;

    // The next one is whole and falls at its start.
    let (page, worker) = release(&server, 2);
    let fatal = "<script>throw new WebAssembly.RuntimeError('unreachable')</script></body>";
    let broken = page.replace("</body>", fatal);
    front.answer(PAGE, "text/html", broken.as_str());
    front.answer(WORKER, "text/javascript", worker.replace(&sha256(&page), &sha256(&broken)));
    wall.mark_page().await;
    wall.run("window.bayside.look()", vec![]).await;
    wall.see_new_page().await;
    let release_now = "(document.querySelector('meta[name=release]')?.content ?? '')";
    wall.wait_for(&format!("return {release_now} === '2'"), "the broken version's turn").await;
    wall.wait_for(&format!("return document.readyState === 'complete' && {release_now} === ''"), "the one before")
        .await;
    wall.see(".car").await;

    // It runs until there is another.
    let (page, worker) = release(&server, 3);
    front.answer(PAGE, "text/html", page.as_str());
    front.answer(WORKER, "text/javascript", worker.as_str());
    wall.run("window.bayside.look()", vec![]).await;
    wall.wait_for(&format!("return {release_now} === '3'"), "the mended version").await;
    wall.see(".car").await;
    wall.close().await;
}

/// The guard looks ten times as often as it would.
const HURRY: &str = "const set = setInterval; window.setInterval = (f, ms) => {
    const id = set(f, ms === 5_000 ? 500 : ms);
    if (ms === 5_000) [window.guard, window.look] = [id, f];
    return id;
}";

#[tokio::test(flavor = "multi_thread")]
async fn a_house_that_the_server_does_not_know_yet_is_waited_for() {
    let mut server = Server::on(Engine::Sqlite, MORNING);
    let front = Front::before(&server);
    let wall = Window::open(WALL, "de").await;
    wall.go(&format!("{}/corner/lounge", front.url)).await;
    wall.see(".word h1").await;
    server.import(CORNER_FILE);
    front.lead_to(&server);
    wall.see(&test("pairing-code")).await;
    wall.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_panic_and_a_dead_loop_begin_the_page_anew_later_each_time() {
    let server = Server::on(Engine::Sqlite, MORNING);
    let front = Front::before(&server);
    let wall = screen(&server, &front).await;
    wall.before_each_page(HURRY).await;
    wall.go(&format!("{}{PAGE}", front.url)).await;
    wall.see(".car").await;
    let falls = "return Number(sessionStorage.getItem('bayside.screen.falls'))";

    // A browser that takes no listener is something the program cannot go on with; a sleep has it listen anew.
    wall.mark_page().await;
    let panic = "EventTarget.prototype.addEventListener = () => { throw new Error('no'); };
        const real = Date.now.bind(Date); Date.now = () => real() + 86_400_000";
    wall.run(panic, vec![]).await;
    wall.wait_for("return 'dead' in document.documentElement.dataset", "the panic to be seen").await;
    let covered = "const words = getComputedStyle(document.documentElement, '::after').content;
        return [words, getComputedStyle(document.querySelector('.lounge')).visibility]";
    let covered = wall.run(covered, vec![]).await;
    if covered[1] != "visible" {
        assert_eq!(
            covered,
            serde_json::json!(["\"屏幕正在重新启动\"", "hidden"]),
            "nobody reads what is no longer true"
        );
    }
    wall.see_new_page().await;
    wall.see(".car").await;
    assert_eq!(wall.run(falls, vec![]).await, 1);

    // The program's own timers die, the guard's lives.
    wall.mark_page().await;
    wall.run("for (let id = 1; id < 10_000; id += 1) { if (id !== window.guard) clearInterval(id); }", vec![]).await;
    wall.see_new_page().await;
    wall.see(".car").await;
    assert_eq!(wall.run(falls, vec![]).await, 2);
    wall.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn once_a_night_the_page_begins_anew_where_it_was() {
    let server = Server::on(Engine::Sqlite, "2026-06-10T04:30:00+08:00");
    let front = Front::before(&server);
    let wall = screen(&server, &front).await;
    wall.see(&test("closed")).await;
    wall.run("dispatchEvent(new KeyboardEvent('keydown', { key: ' ' }))", vec![]).await;
    wall.mark_page().await;
    wall.lives_on(7 * 3_600_000).await;
    wall.see_new_page().await;
    wall.see(&test("closed")).await;
    let page = "return JSON.parse(localStorage.getItem('bayside.lounge.anting.said')).seen > 0";
    assert!(wall.run(page, vec![]).await == true, "what was said is handed over");
    wall.run("dispatchEvent(new Event('pagehide'))", vec![]).await;
    let page = "return JSON.parse(sessionStorage.getItem('bayside.lounge.anting.page')).is_stopped";
    assert!(wall.run(page, vec![]).await == true, "whoever stopped the pages finds them stopped");
    wall.close().await;
}

/// A wake lock that is written down; whoever has it in hand may take it away.
const LOCKS: &str = "window.locks = [];
    const request = async kind => {
        window.locks.push({ kind, released: false });
        return window.locks.at(-1);
    };
    Object.defineProperty(navigator, 'wakeLock', { value: { request } });";

#[tokio::test(flavor = "multi_thread")]
async fn the_screen_is_kept_awake_whenever_the_lock_was_taken_away() {
    let server = Server::on(Engine::Sqlite, MORNING);
    let wall = Window::open(WALL, "zh-CN").await;
    wall.before_each_page(LOCKS).await;
    wall.go(&format!("{}{PAGE}", server.url)).await;
    let asked = |times: usize| format!("return window.locks.length === {times}");
    wall.wait_for(&asked(1), "the lock to be asked for at the start").await;
    assert_eq!(wall.run("return window.locks[0].kind", vec![]).await, "screen");
    wall.is_paired(&server, ANTING).await;
    // Held, it is not asked for again, however long.
    wall.lives_on(60_000).await;
    wall.see_beat().await;
    assert_eq!(wall.run(&asked(1), vec![]).await, true);
    wall.run("window.locks[0].released = true", vec![]).await;
    wall.wait_for(&asked(2), "the lock that was taken away").await;
    // Nobody asks for a page that is not shown; shown again, it asks at once.
    let hidden = "Object.defineProperty(document, 'hidden', { configurable: true, value: arguments[0] });
        window.locks.at(-1).released = true;
        document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))";
    wall.run(hidden, vec![true.into()]).await;
    wall.lives_on(60_000).await;
    wall.see_beat().await;
    assert_eq!(wall.run(&asked(2), vec![]).await, true);
    wall.run(hidden, vec![false.into()]).await;
    wall.wait_for(&asked(3), "the lock of a page that is shown again").await;
    wall.close().await;
}
