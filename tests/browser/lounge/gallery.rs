//! The lounge's screen in its states: accessible, read from afar, whole in both orientations, and a picture of each
//! in `target/screenshots/`, so that a change of looks can be seen.

use crate::booking::phone::test;
use bayside_api::codes::Stage;
use bayside_api::path;
use bayside_api::screen::Lounge;
use bayside_test_support::browser::{COLUMN, WALL, Window};
use bayside_test_support::front::Front;
use bayside_test_support::server::{Engine, Server};
use bayside_test_support::wall::{board, call, designed, row};
use bayside_test_support::world::{ALLER, ANTING, At};
use fantoccini::key::Key;

const MORNING: &str = "2026-06-09T10:24:00+08:00";
const BOTH: [((u32, u32), &str); 2] = [(COLUMN, "portrait"), (WALL, "landscape")];
const SIZES: [((u32, u32), &str); 5] =
    [((1280, 720), "720p"), ((720, 1280), "720p-portrait"), ((3840, 2160), "4k"), BOTH[0], BOTH[1]];

/// A state of the screen at these sizes.
async fn state(wall: &Window, name: &str, sizes: &[((u32, u32), &str)]) {
    shots(wall, name, sizes).await;
    wall.is_accessible(name).await;
    wall.is_quiet(name).await;
}

/// The same of what cannot be told by landmarks: read from afar, whole, and in pictures.
async fn shots(wall: &Window, name: &str, sizes: &[((u32, u32), &str)]) {
    for (size, kind) in sizes {
        wall.resize(*size).await;
        let view = format!("{name}-{kind}");
        wall.picture(&view).await;
        wall.fits(&view).await;
        wall.fits_downwards(&view).await;
        nothing_is_cut_off(wall, &view).await;
        wall.is_large_from_afar(&view).await;
        main_words_have_sixteen_minutes(wall, &view).await;
    }
    // Colours are the same at every size.
    wall.is_readable_from_afar(name).await;
}

/// Every row, and every word of it, lies inside the board and beside its neighbours.
async fn nothing_is_cut_off(wall: &Window, view: &str) {
    let script = "const over = [];
        const box = e => e.getBoundingClientRect();
        const edge = { right: innerWidth + 4, bottom: innerHeight + 4 };
        for (const car of document.querySelectorAll('.car')) {
            const row = box(car);
            const parts = [...car.querySelectorAll('.no, .pl8, .due > *, .who, .said > *')]
                .filter(e => e.textContent && box(e).width);
            for (const part of parts) {
                const it = box(part);
                const out = it.top < row.top - 2 || it.bottom > row.bottom + 2 || it.right > edge.right || it.left < -4;
                if (out) over.push(car.dataset.test + ': ' + part.textContent + ' leaves its row');
            }
            parts.forEach((a, n) => parts.slice(n + 1).forEach(b => {
                const [p, q] = [box(a), box(b)];
                const w = Math.min(p.right, q.right) - Math.max(p.left, q.left);
                const h = Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top);
                if (w > 2 && h > 6 && !a.contains(b) && !b.contains(a)) over.push(car.dataset.test + ': ' + a.textContent + ' covers ' + b.textContent);
            }));
            if (row.bottom > edge.bottom) over.push(car.dataset.test + ' is below the edge');
        }
        const foot = document.querySelector('.foot');
        const cars = [...document.querySelectorAll('.board > .car')];
        if (foot && cars.length && box(cars.at(-1)).bottom > box(foot).top + 3) over.push('the last row covers the strip');
        return over";
    let over: Vec<String> = serde_json::from_value(wall.run(script, vec![]).await).unwrap();
    assert!(over.is_empty(), "{view}:\n{}", over.join("\n"));
}

/// Number, plate, stage and promised time are seen under 16 arc minutes (ISO 9241-303) from six metres, on 55 inches of
/// 16:9: by the height of a capital or of a Han character as it is drawn, not by the size of its type.
async fn main_words_have_sixteen_minutes(wall: &Window, view: &str) {
    let script = "const mm = arguments[0] / Math.min(innerWidth, innerHeight);
        const pen = document.createElement('canvas').getContext('2d');
        return [...document.querySelectorAll('.car :is(.no, .pl8, .word, [data-test=due])')].map(e => {
            const style = getComputedStyle(e);
            pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
            const isHan = /^\\p{Script=Han}+$/u.test(e.textContent);
            const { actualBoundingBoxAscent: up, actualBoundingBoxDescent: down } = pen.measureText(isHan ? '国' : 'H');
            return [e.textContent, (up + (isHan ? down : 0)) * mm];
        });";
    let short_mm = 55.0 * 25.4 * 9.0 / 9.0_f64.hypot(16.0);
    let high: Vec<(String, f64)> = serde_json::from_value(wall.run(script, vec![short_mm.into()]).await).unwrap();
    let needed = 6_000.0 * (16.0_f64 / 60.0).to_radians().tan();
    let small: Vec<_> = high.iter().filter(|(_, mm)| *mm < needed).collect();
    assert!(small.is_empty(), "{view}: {needed:.1} mm are needed: {small:?}");
}

/// A screen that is told the board by the tests.
struct Told {
    server: Server,
    front: Front,
    wall: Window,
}

impl Told {
    async fn start(at: At, language: &str, lounge: &Lounge) -> Self {
        let server = Server::on(Engine::Sqlite, MORNING);
        let front = Front::before(&server);
        front.hold_streams(true);
        let wall = Window::open(WALL, language).await;
        wall.before_each_page("navigator.serviceWorker.register = () => new Promise(() => {})").await;
        let told = Self { server, front, wall };
        told.tell(at, lounge);
        told.wall.go(&format!("{}/{}/lounge", told.front.url, at.dealer)).await;
        told.wall.is_paired(&told.server, at).await;
        told
    }

    fn tell(&self, at: At, lounge: &Lounge) {
        self.front.answer(&path::lounge(at.dealer), "application/json", serde_json::to_vec(lounge).unwrap());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_designed_board_in_all_sizes_changed_stale_and_dead() {
    let told = Told::start(ANTING, "zh-CN", &designed()).await;
    let wall = &told.wall;
    wall.see("[data-via=poll]").await;
    wall.see("[data-test=row-27] .flag").await;
    // Both amber sentences, told apart by word and sign; no time of a car that is ready.
    assert_eq!(wall.text("[data-test=row-27] [data-test=decide]").await, "请联系服务顾问");
    assert_eq!(wall.text("[data-test=row-27] [data-test=reason]").await, "等您\n确认");
    assert_eq!(wall.text("[data-test=row-17] [data-test=late]").await, "已超时");
    assert_eq!(wall.text("[data-test=row-17] [data-test=ask]").await, "请咨询服务顾问");
    assert_eq!(wall.text("[data-test=row-14] [data-test=place]").await, "请到一楼交车区");
    assert_eq!(wall.text("[data-test=row-14] [data-test=since]").await, "10:14 起");
    assert!(!wall.has("[data-test=row-14] [data-test=due]").await, "11:15 was promised, and counts no more");
    wall.see("[data-test=row-24] [data-test=changed]").await;
    wall.see_gone("[data-new]").await;
    assert_eq!(wall.numbers().await[..2], [14, 19], "ready cars first");
    state(wall, "lounge-board", &SIZES).await;
    // Asked for or brought by the stream, it is the same board.
    shots(wall, "lounge-polling", &BOTH).await;
    wall.key(Key::Right).await;
    wall.wait_for("return document.querySelector('.pg').textContent.startsWith('已停止')", "the second page").await;
    state(wall, "lounge-page-2-stopped", &BOTH).await;
    wall.key(Key::Enter).await;

    let mut next = designed();
    next.last_event_id = next.last_event_id.next();
    let car = next.rows.iter_mut().find(|row| row.number == 21).unwrap();
    car.stage = Stage::Preparing;
    let rows = next.rows.clone();
    let calls = vec![call(27, "10:24"), call(26, "10:23")];
    let next = Lounge { digest: board("10:24", 0, rows).digest, calls, ..next };
    told.tell(ANTING, &next);
    wall.see("[data-test=row-21][data-new]").await;
    assert_eq!(wall.text(&test("calls")).await, "请 27、26 号到前台");
    wall.stands_still().await;
    assert!(wall.has("[data-test=fresh]").await);
    state(wall, "lounge-changed", &BOTH).await;
    // A car that turned ready keeps its green ground while it is marked.
    let became = "const row = document.querySelector('[data-test=row-14]');
        const ground = () => getComputedStyle(row).backgroundColor + getComputedStyle(row).backgroundImage;
        const before = ground();
        row.dataset.new = '';
        const after = ground();
        delete row.dataset.new;
        return before === after";
    assert_eq!(wall.run(became, vec![]).await, true);
    told.front.shut();
    wall.lives_on(48_000).await;
    wall.see(&test("stale")).await;
    assert!(!wall.has(&test("calls")).await, "nobody waits for an old call");
    state(wall, "lounge-stale", &BOTH).await;
    wall.run("document.documentElement.dataset.dead = ''", vec![]).await;
    shots(wall, "lounge-restarting", &BOTH).await;
    told.wall.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_other_boards_in_german_light_empty_and_seen_from_afar() {
    let told = Told::start(ANTING, "de-DE", &designed()).await;
    let wall = &told.wall;
    let page = |query: &str| format!("{}/anting/lounge?{query}", told.front.url);
    for language in ["de", "en"] {
        wall.go(&page(&format!("lang={language}"))).await;
        wall.see("[data-test=row-27] .flag").await;
        wall.see_gone("[data-new]").await;
        assert_eq!(wall.text("[data-test=row-24] .who").await, "Li Min");
        let guest = if language == "de" { "Herr Zhang" } else { "Mr Zhang" };
        assert!(wall.text(&test("arrivals")).await.contains(guest));
        let place = if language == "de" {
            "Abholung: Auslieferung im Erdgeschoss"
        } else {
            "Come to the delivery bay on the ground floor"
        };
        assert_eq!(wall.text("[data-test=row-14] [data-test=place]").await.replace('\u{ad}', ""), place);
        state(wall, &format!("lounge-board-{language}"), &BOTH).await;
    }
    // The longest that can come: flagged on a late station, with a changed promise of another day.
    let long: Vec<_> = (1..=8_u16)
        .map(|n| {
            let stage =
                [Stage::Received, Stage::Waiting, Stage::Repair, Stage::Inspection, Stage::Wash, Stage::Preparing];
            let mut row = row(990 + n, "VER·**71", stage[usize::from(n) % 6], Some("11:40"), "Öztürk");
            row.flag = Some(bayside_api::codes::Flag::SeeAdviser);
            row.promised_before = row.promised_at;
            row
        })
        .collect();
    told.tell(ANTING, &board("10:24", 9, long));
    wall.see("[data-test=row-991]").await;
    wall.see_gone("[data-new]").await;
    state(wall, "lounge-long-en", &BOTH).await;
    wall.go(&page("lang=de")).await;
    wall.see("[data-test=row-991] .flag").await;
    state(wall, "lounge-long-de", &BOTH).await;

    told.tell(ANTING, &designed());
    wall.go(&page("lang=zh-CN&distance=8")).await;
    wall.see("[data-test=row-14]").await;
    wall.see_gone("[data-new]").await;
    let scale = wall.run("return getComputedStyle(document.querySelector('.lounge')).getPropertyValue('--k')", vec![]);
    assert!(scale.await.as_str().is_some_and(|scale| scale.starts_with("1.3")));
    state(wall, "lounge-far", &BOTH).await;
    wall.go(&page("distance=6")).await;
    wall.see("[data-test=row-14]").await;

    told.tell(ANTING, &board("10:24", 10, vec![]));
    wall.see(&test("empty")).await;
    state(wall, "lounge-empty", &BOTH).await;
    told.wall.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_light_board_and_a_silent_one() {
    let mut server = Server::on(Engine::Sqlite, MORNING);
    let file = include_str!("../../../crates/server/src/demo/anting.toml");
    let file =
        file.replacen("announce = false", "announce = true", 1).replacen("scheme = \"dark\"", "scheme = \"light\"", 1);
    server.import(&file);
    let front = Front::before(&server);
    front.hold_streams(true);
    let told = serde_json::to_vec(&designed()).unwrap();
    front.answer(&path::lounge("anting"), "application/json", told);
    let wall = Window::open(WALL, "zh-CN").await;
    wall.before_each_page(
        "const getVoices = () => sessionStorage.getItem('voices') === 'none' ? [] : [{ lang: 'zh-CN' }];
        const speak = u => setTimeout(() => u.onerror?.({ error: 'not-allowed' }), 5);
        window.SpeechSynthesisUtterance = class {};
        Object.defineProperty(window, 'speechSynthesis', { value: { getVoices, speak, cancel() {} } });",
    )
    .await;
    wall.go(&format!("{}/anting/lounge", front.url)).await;
    wall.is_paired(&server, ANTING).await;
    wall.see(&test("sound-off")).await;
    wall.see_gone("[data-new]").await;
    state(&wall, "lounge-light", &BOTH).await;
    wall.run("sessionStorage.setItem('voices', 'none')", vec![]).await;
    wall.go(&format!("{}/anting/lounge", front.url)).await;
    wall.see("[data-test=sound-off][data-why=no-voice]").await;
    wall.see_gone("[data-new]").await;
    state(&wall, "lounge-no-voice", &BOTH).await;
    front.shut();
    wall.lives_on(48_000).await;
    wall.see(&test("stale")).await;
    state(&wall, "lounge-light-stale", &BOTH).await;
    wall.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_screens_other_states() {
    let mut server = Server::on(Engine::Sqlite, MORNING);
    let front = Front::before(&server);
    let german = Window::open(WALL, "de-DE").await;
    let verden = Server::on(Engine::Sqlite, "2026-06-09T10:24:00+02:00");
    german.go(&format!("{}/aller/lounge", verden.url)).await;
    german.is_paired(&verden, ALLER).await;
    german.see_gone("[data-new]").await;
    state(&german, "lounge-aller", &BOTH).await;
    let accent = "return getComputedStyle(document.documentElement).getPropertyValue('--accent').trim()";
    assert_eq!(german.run(accent, vec![]).await, "#7fc9c8", "the dealer's own");
    let changed = "const row = document.querySelector('.car:not([data-ready])');
        row.dataset.new = '';
        row.querySelector('.said').insertAdjacentHTML('beforeend', '<b class=new>neu</b>')";
    german.run(changed, vec![]).await;
    german.is_readable_from_afar("lounge-aller, changed").await;
    german.close().await;

    let wall = Window::open(WALL, "zh-CN").await;
    wall.go(&format!("{}/nobody/lounge", front.url)).await;
    wall.see(".word h1").await;
    state(&wall, "lounge-unknown", &BOTH).await;
    wall.go(&format!("{}/anting/lounge", front.url)).await;
    wall.see(&test("pairing-code")).await;
    state(&wall, "lounge-pairing", &BOTH).await;
    wall.is_paired(&server, ANTING).await;
    wall.see_worker().await;
    server.kill();
    wall.go(&format!("{}/anting/lounge", front.url)).await;
    wall.see(&test("stale")).await;
    state(&wall, "lounge-cold-start", &BOTH).await;
    wall.run("localStorage.removeItem('bayside.lounge.anting.board')", vec![]).await;
    wall.go(&format!("{}/anting/lounge", front.url)).await;
    wall.see(".word h2").await;
    state(&wall, "lounge-waiting", &BOTH).await;
    wall.run("localStorage.removeItem('bayside.lounge.anting.token')", vec![]).await;
    wall.go(&format!("{}/anting/lounge", front.url)).await;
    wall.wait_for("return document.querySelector('.left7')?.textContent === '正在等待服务器'", "no code to come").await;
    state(&wall, "lounge-pairing-offline", &BOTH).await;
    wall.go(&format!("{}/anting/lounge?demo", front.url)).await;
    wall.wait_for("return document.querySelectorAll('.car').length >= 6", "a full page of the made-up day").await;
    wall.wait_for("return !!document.querySelector('[data-ready]')", "a ready car").await;
    state(&wall, "lounge-demo", &BOTH).await;
    wall.close().await;

    for (clock, name) in
        [("2026-06-09T22:30:00+08:00", "lounge-closed"), ("2027-02-07T10:00:00+08:00", "lounge-holidays")]
    {
        let mut night = Server::on(Engine::Sqlite, clock);
        let wall = Window::open(WALL, "zh-CN").await;
        wall.go(&format!("{}/anting/lounge", night.url)).await;
        wall.is_paired(&night, ANTING).await;
        wall.see(&test("closed")).await;
        assert!(!wall.has(".late, .flag").await, "nobody is asked for anything at night");
        state(&wall, name, &BOTH).await;
        night.kill();
        wall.lives_on(48_000).await;
        wall.see(&test("stale")).await;
        state(&wall, &format!("{name}-stale"), &BOTH).await;
        wall.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_faint_or_small_is_found_whatever_lies_behind_it() {
    let page =
        "data:text/html;charset=utf-8,<!doctype html><body style='background:black;color:white;font:40px sans-serif'>
        <p>well</p><p style='background:linear-gradient(90deg,rgb(90 90 90),transparent)'>gradient</p>
        <p style='opacity:.5'>veiled</p><p style='color:rgb(255 255 255/.5)'>thin</p>
        <p style='font-size:26px'>small</p><p style='font-size:30px'>小</p><p style='font-size:28px'>太小</p>";
    let wall = Window::open(WALL, "en").await;
    wall.go(page).await;
    let words = |texts: Vec<String>| -> Vec<String> {
        texts.iter().filter_map(|text| text.split(' ').next().map(str::to_owned)).collect()
    };
    assert_eq!(words(wall.faint_texts().await), ["gradient", "veiled", "thin"]);
    assert_eq!(words(wall.small_texts().await), ["small", "太小"]);
    wall.close().await;
}
