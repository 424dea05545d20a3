//! What the lounge's screen says aloud.

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

/// A voice that writes down what it is told to say; it may be forbidden to.
const VOICE: &str = "window.said = []; window.isForbidden = sessionStorage.getItem('forbidden') === 'yes';
    window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
    const voices = sessionStorage.getItem('voices') === 'none' ? [] :
        [{ lang: 'zh-HK', localService: true, name: 'hk' }, { lang: 'zh-CN', localService: true, name: 'cn' }];
    const speak = u => {
        const heard = !window.isForbidden;
        if (heard && u.volume > 0) window.said.push([u.text, u.voice?.name ?? '']);
        setTimeout(() => heard ? u.onend?.(new Event('end')) : u.onerror?.({ error: 'not-allowed' }), 20);
    };
    Object.defineProperty(window, 'speechSynthesis', { value: { getVoices: () => voices, speak, cancel() {} } });";

/// The dealer wants announcements.
fn loud() -> Server {
    let mut server = Server::on(Engine::Sqlite, MORNING);
    let file = include_str!("../../../crates/server/src/demo/anting.toml");
    let loud = file.replacen("announce = false", "announce = true", 1);
    assert_ne!(loud, file);
    server.import(&loud);
    server
}

struct Told<'a> {
    front: &'a Front,
    id: i64,
}

impl Told<'_> {
    /// The board that the screen is told next, by asking: which of two cars are ready.
    fn tell(&mut self, clock: &str, ready: &[u16]) {
        self.id += 1;
        let stage = |number| if ready.contains(&number) { Stage::Ready } else { Stage::Wash };
        let rows = [27, 31, 33].map(|number| row(number, "沪A·**345", stage(number), Some("11:40"), "李敏"));
        let board = board(clock, self.id, rows.into());
        self.front.answer(&path::lounge("anting"), "application/json", serde_json::to_vec(&board).unwrap());
    }
}

async fn said(wall: &Window) -> Vec<(String, String)> {
    serde_json::from_value(wall.run("return window.said", vec![]).await).unwrap()
}

async fn says(wall: &Window, count: usize) -> Vec<(String, String)> {
    wall.wait_for(&format!("return window.said.length >= {count}"), "something to be said").await;
    said(wall).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ready_car_is_called_by_its_number_twice_and_once_more_and_never_after_a_new_start() {
    let server = loud();
    let front = Front::before(&server);
    front.hold_streams(true);
    let mut told = Told { front: &front, id: 1_000 };
    told.tell("10:24", &[31]);
    let wall = Window::open(WALL, "zh-CN").await;
    wall.before_each_page(VOICE).await;
    wall.go(&format!("{}/anting/lounge", front.url)).await;
    wall.is_paired(&server, ANTING).await;
    wall.see("[data-test=row-31][data-ready]").await;
    assert!(!wall.has(&test("sound-off")).await);

    told.tell("10:25", &[27, 31]);
    wall.see("[data-test=row-27][data-ready]").await;
    let call = ("27 号，您的车可以交车了，请到一楼交车区。".to_owned(), "cn".to_owned());
    assert_eq!(says(&wall, 2).await, [call.clone(), call.clone()], "and not what was ready before");

    // After five minutes once more, in one answer after the other so that nothing looks like an outage.
    for clock in ["10:26", "10:28", "10:30"] {
        told.tell(clock, &[27, 31]);
        let now = format!("return document.querySelector('.clock').textContent === '{clock}'");
        wall.wait_for(&now, clock).await;
    }
    assert_eq!(says(&wall, 4).await, vec![call.clone(); 4]);

    // A new start hands over what was said; what becomes ready meanwhile is said.
    wall.mark_page().await;
    told.tell("10:31", &[27, 31, 33]);
    wall.go(&format!("{}/anting/lounge", front.url)).await;
    wall.see_new_page().await;
    let next = says(&wall, 2).await;
    assert!(next.iter().all(|(text, _)| text.starts_with("33 号")), "{next:?}");

    // At noon the dealer wants quiet.
    told.tell("12:31", &[]);
    wall.see_gone(".car[data-ready]").await;
    told.tell("12:32", &[27]);
    wall.see("[data-test=row-27][data-ready]").await;
    told.tell("13:29", &[27, 31]);
    wall.see("[data-test=row-31][data-ready]").await;
    assert_eq!(said(&wall).await, next);
    let all = wall.run("return window.said.flat().join('')", vec![]).await;
    assert!(["王", "李", "沪"].iter().all(|name| !all.as_str().unwrap().contains(name)), "{all}");
    wall.is_quiet("announcements").await;
    wall.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_sound_is_forbidden_or_there_is_no_voice_the_screen_says_so() {
    let server = loud();
    let wall = Window::open(WALL, "zh-CN").await;
    wall.before_each_page(VOICE).await;
    wall.go(&format!("{}/anting/lounge", server.url)).await;
    wall.run("sessionStorage.setItem('forbidden', 'yes')", vec![]).await;
    wall.go(&format!("{}/anting/lounge", server.url)).await;
    wall.is_paired(&server, ANTING).await;
    wall.see("[data-test=sound-off][data-why=forbidden]").await;
    assert_eq!(said(&wall).await, []);
    // A touch allows it, and does not stop the pages.
    wall.run("window.isForbidden = false; sessionStorage.clear()", vec![]).await;
    wall.press("h1").await;
    wall.see_gone(&test("sound-off")).await;
    assert_eq!(says(&wall, 1).await[0].0, "声音已打开。");
    assert!(!wall.text(".foot").await.contains("已停止翻页"));

    wall.run("sessionStorage.setItem('voices', 'none')", vec![]).await;
    wall.go(&format!("{}/anting/lounge", server.url)).await;
    wall.see("[data-test=sound-off][data-why=no-voice]").await;
    wall.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dealer_who_wants_no_announcements_has_none_and_no_sign() {
    let server = Server::on(Engine::Sqlite, MORNING);
    let wall = Window::open(WALL, "zh-CN").await;
    wall.before_each_page(
        &VOICE
            .replace("window.said = [];", "window.said = []; window.asked = 0;")
            .replace("getVoices: () =>", "getVoices: () => ++window.asked &&"),
    )
    .await;
    wall.go(&format!("{}/anting/lounge", server.url)).await;
    wall.is_paired(&server, ANTING).await;
    wall.see(".car").await;
    assert_eq!(wall.run("return [window.asked, window.said]", vec![]).await, json!([0, Value::Array(vec![])]));
    assert!(!wall.has(&test("sound-off")).await);
    wall.close().await;
}
