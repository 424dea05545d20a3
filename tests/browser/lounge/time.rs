//! The lounge's screen tells how old its data is, whatever the machine's clock says and whatever lets streams through.

use crate::booking::phone::test;
use bayside_api::codes::Stage;
use bayside_api::path;
use bayside_test_support::browser::{WALL, Window};
use bayside_test_support::front::Front;
use bayside_test_support::server::{Engine, Server};
use bayside_test_support::wall::{board, row};
use bayside_test_support::world::ANTING;
use serde_json::{Value, json};

const MORNING: &str = "2026-06-09T10:24:00+08:00";

/// A screen behind a front, its clock a day wrong from the beginning.
async fn screen(server: &Server, front: &Front, skew: &str) -> Window {
    let wall = Window::open(WALL, "zh-CN").await;
    wall.before_each_page(&format!(
        "const real = Date.now.bind(Date); window.skew = {skew}; Date.now = () => real() + window.skew"
    ))
    .await;
    wall.go(&format!("{}/anting/lounge", front.url)).await;
    wall.is_paired(server, ANTING).await;
    wall
}

/// The least and the most age that the screen said since this began to watch, and whether it ever said "not live".
const WATCH: &str = "window.seen = { ages: [], stale: false };
    const look = () => {
        const age = document.querySelector('[data-test=age]');
        if (age) window.seen.ages.push(Number(age.dataset.seconds));
        window.seen.stale ||= !!document.querySelector('[data-test=stale]');
    };
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true });
    look();";

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_is_a_day_wrong_or_is_set_while_it_runs_changes_nothing() {
    let server = Server::on(Engine::Sqlite, MORNING);
    let front = Front::before(&server);
    for skew in ["86_400_000", "-86_400_000"] {
        let wall = screen(&server, &front, skew).await;
        let clock = wall.text(".clock").await;
        assert!(clock.starts_with("10:2"), "{clock} is the server's time");
        wall.run(WATCH, vec![]).await;
        for jump in [86_400_000_i64, -86_400_000, 3_600_000] {
            wall.run("window.skew += arguments[0]", vec![json!(jump)]).await;
            let more = "const n = window.seen.ages.length;
                const look = () => window.seen.ages.length > n + 2 ? done() : setTimeout(look, 50); look()";
            wall.run_until_done(more).await;
        }
        let seen = wall.run("return window.seen", vec![]).await;
        let ages: Vec<i64> = serde_json::from_value(seen["ages"].clone()).unwrap();
        assert!(ages.len() > 6 && ages.iter().all(|age| (0..=15).contains(age)), "{ages:?}");
        assert_eq!(seen["stale"], false, "it was live all the time");
        assert!(wall.text(".clock").await.starts_with("10:2"));
        wall.is_quiet("a clock that jumps").await;
        wall.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_contact_the_age_goes_on_however_the_clock_is_set() {
    let mut server = Server::on(Engine::Sqlite, MORNING);
    let front = Front::before(&server);
    let wall = screen(&server, &front, "0").await;
    server.kill();
    wall.lives_on(29_000).await;
    wall.see(&test("stale")).await;
    assert!(wall.text(&test("stale")).await.contains("自 10:2"), "{}", wall.text(&test("stale")).await);
    // A clock that is set back makes nothing fresh, and one that is set forward does not make it older.
    for jump in [-86_400_000_i64, 172_800_000] {
        wall.run("window.skew += arguments[0]", vec![json!(jump)]).await;
        let before = wall.attribute(&test("age"), "data-seconds").await.unwrap();
        let on = format!("return document.querySelector('[data-test=age]').dataset.seconds !== '{before}'");
        wall.wait_for(&on, "the age to go on").await;
        assert!(wall.has(&test("stale")).await);
        let age: i64 = wall.attribute(&test("age"), "data-seconds").await.unwrap().parse().unwrap();
        assert!((29..=90).contains(&age), "{age}");
    }
    server.run();
    front.lead_to(&server);
    wall.see_gone(&test("stale")).await;
    let age: i64 = wall.attribute(&test("age"), "data-seconds").await.unwrap().parse().unwrap();
    assert!(age <= 10, "{age}");
    wall.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_a_proxy_holds_streams_the_board_is_asked_for_and_the_stream_is_tried_again() {
    let server = Server::on(Engine::Sqlite, MORNING);
    let front = Front::before(&server);
    let snapshot = path::lounge("anting");
    let tell = |id: i64, stage: Stage| {
        let board = board("10:24", id, vec![row(27, "沪A·**345", stage, Some("11:40"), "李敏")]);
        front.answer(&snapshot, "application/json", serde_json::to_vec(&board).unwrap());
    };
    front.hold_streams(true);
    tell(1_000, Stage::Repair);
    let wall = screen(&server, &front, "0").await;
    let stage = |word: &str| format!("[data-test=row-27][data-stage={word}]");
    wall.see(&stage("repair")).await;
    wall.see("[data-via=poll]").await;
    wall.run(WATCH, vec![]).await;
    for (id, next, word) in [(1_001, Stage::Inspection, "inspection"), (1_002, Stage::Wash, "wash")] {
        tell(id, next);
        wall.see(&stage(word)).await;
        assert!(wall.has("[data-test=row-27][data-new]").await, "what changed is marked as by the stream");
    }
    // Rows that were altered on the way prove themselves wrong and are not shown.
    let mut altered =
        serde_json::to_value(board("10:24", 1_003, vec![row(27, "沪A·**345", Stage::Ready, None, "李敏")])).unwrap();
    altered["rows"][0]["number"] = json!(72);
    front.answer(&snapshot, "application/json", altered.to_string());
    wall.lives_on(30_000).await;
    wall.see(&test("stale")).await;
    assert_eq!(wall.numbers().await, [27]);
    let seen = wall.run("return window.seen", vec![]).await;
    assert!(seen["ages"].as_array().is_some_and(|ages| ages.len() > 5), "{seen}");
    // The proxy is gone: what the stream brings is shown, and nobody asks any more.
    front.pass_on(&snapshot);
    front.hold_streams(false);
    wall.see_gone(&test("stale")).await;
    wall.see("[data-via=stream]").await;
    let shown = wall.run("return document.querySelectorAll('.car').length", vec![]).await;
    assert_ne!(shown, Value::from(0), "the server's own cars");
    wall.close().await;
}
