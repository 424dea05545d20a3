//! The lounge's screen while everything around it goes wrong: after each trial it shows what the server has, and during
//! it nothing is older than the screen says.

use crate::booking::test;
use bayside_api::desk::StepRequest;
use bayside_api::path;
use bayside_api::screen::{Lounge, LoungeRow, ScreenConfirm};
use bayside_api::words::{ScreenKind, Stage, Step};
use bayside_tests::browser::{WALL, Window};
use bayside_tests::desk::Desk;
use bayside_tests::http::Client;
use bayside_tests::line::{Line, Weather};
use bayside_tests::server::{Engine, Server, TUESDAY};
use bayside_tests::world::{ALLER, ANTING, At};
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeMap;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

const DAY: &str = "2026-06-09";
/// A screen that was cut off is level with the server again after this.
const LEVEL_WITHIN: Duration = Duration::from_secs(30);
/// Without contact for this long a screen says so.
const SAID_WITHIN: Duration = Duration::from_secs(32);
/// A screen that cannot know how much time has passed is told by the server within this.
const DOUBT_MS: i64 = 3_000;
/// What lies between a change, its way to the page, the page's next second and the look at it.
const SLACK_MS: i64 = 3_000;

/// Keeps what the page shows whenever that changes, also over a reload, and lets the page's wall clock be set.
const WATCH: &str = "(() => {
    const RealDate = Date, now = Date.now.bind(Date);
    window.skewMs = Number(sessionStorage.getItem('skewMs') || 0);
    window.Date = class extends RealDate {
        constructor(...parts) { if (parts.length) super(...parts); else super(now() + window.skewMs); }
        static now() { return now() + window.skewMs; }
    };
    let last = '';
    window.seen = [];
    setInterval(() => {
        const age = document.querySelector('[data-test=age]');
        if (!age) return;
        const rows = [...document.querySelectorAll('.car')].map(row => [+row.dataset.test.slice(4), row.dataset.stage]);
        const shown = { age_seconds: +age.dataset.seconds, is_stale: !!document.querySelector('[data-test=stale]'), rows };
        const text = JSON.stringify(shown);
        if (text === last) return;
        last = text;
        window.seen.push({ at_ms: now(), ...shown });
    }, 40);
})()";

/// What a page showed from an instant on.
#[derive(Debug, Clone, Deserialize)]
struct Seen {
    at_ms: i64,
    age_seconds: i64,
    is_stale: bool,
    rows: Vec<(u16, Stage)>,
}

fn now_ms() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).expect("it is later than 1970").as_millis() as i64
}

/// What was true when: each car's stages, with the first and the last instant at which each may have been true.
#[derive(Default)]
struct Truth(BTreeMap<u16, Vec<(Option<Stage>, i64, i64)>>);

impl Truth {
    fn of(board: &Lounge) -> Self {
        let mut truth = Self::default();
        for row in &board.rows {
            truth.changes(row.number, 0, Some(row.stage));
        }
        truth
    }

    /// A car came to this stage by a call that began at `since_ms` and is answered now; `None`: it left the board.
    fn changes(&mut self, number: u16, since_ms: i64, stage: Option<Stage>) {
        let spans = self.0.entry(number).or_default();
        if let Some(before) = spans.last_mut() {
            before.2 = now_ms();
        }
        spans.push((stage, since_ms, i64::MAX));
    }

    /// Every car that was shown stood at its stage no longer ago than the screen said.
    #[track_caller]
    fn bears(&self, seen: &[Seen], slack_ms: i64) {
        for look in seen {
            let oldest_ms = look.at_ms - look.age_seconds * 1_000 - slack_ms;
            for (number, stage) in &look.rows {
                let spans = self.0.get(number).unwrap_or_else(|| panic!("there never was a car {number}: {look:?}"));
                let was_true = spans.iter().any(|(own, since_ms, until_ms)| {
                    *own == Some(*stage) && *since_ms <= look.at_ms && *until_ms >= oldest_ms
                });
                assert!(was_true, "{number} at {stage} is older than said in {look:?}, which had {spans:?}");
            }
        }
    }
}

/// A house with cars that go to and fro between repair and inspection, and a screen behind a line.
struct Trial {
    server: Server,
    desk: Desk,
    reader: Client,
    line: Line,
    wall: Window,
    cars: Vec<(i64, u16)>,
    truth: Truth,
    seen: Vec<Seen>,
}

impl Trial {
    async fn begin() -> Self {
        let server = Server::on(Engine::Sqlite, TUESDAY);
        let desk = Desk::sign_in(&server, ANTING, "manager");
        let reader = server.client().with_token(&desk.pair(&server, ScreenKind::Lounge).device_token);
        let cars: Vec<(i64, u16)> = (0..3).map(|_| car_in_repair(&server, &desk)).collect();
        let line = Line::to(&server.url);
        let wall = screen(&line, &desk, ANTING).await;
        let truth = Truth::of(&board(&reader));
        Self { server, desk, reader, line, wall, cars, truth, seen: Vec::new() }
    }

    /// The next change of the public stage: to inspection, or back to repair.
    fn change(&mut self, count: usize) {
        let (id, number) = self.cars[count % self.cars.len()];
        let is_inspected = count / self.cars.len() % 2 == 1;
        let since_ms = now_ms();
        let stage = if is_inspected {
            let failed =
                StepRequest { passed: Some(false), findings: Some("灯光未调好".into()), ..StepRequest::default() };
            self.desk.step(id, Step::FinalInspection, &failed);
            Stage::Repair
        } else {
            self.desk.plain(id, Step::SelfCheck);
            Stage::Inspection
        };
        self.truth.changes(number, since_ms, Some(stage));
    }

    /// Kills the server and starts it again, elsewhere.
    fn restart(&mut self) {
        self.server.kill();
        self.server.run();
        self.line.leads_to(&self.server.url);
        self.desk.client.moved_to(&self.server.url);
        self.reader.moved_to(&self.server.url);
    }

    /// Takes over what the page showed since the last time.
    async fn look(&mut self) {
        let seen = self.wall.run("return window.seen.splice(0)", vec![]).await;
        self.seen.extend(serde_json::from_value::<Vec<Seen>>(seen).expect("what the page was told to keep"));
    }

    /// Waits until the page says that it is not live.
    async fn says_that_it_is_not_live(&mut self) {
        let start = Instant::now();
        while !self.seen.last().is_some_and(|seen| seen.is_stale) {
            assert!(start.elapsed() < SAID_WITHIN, "the screen does not say so: {}", self.wall.page().await);
            tokio::time::sleep(Duration::from_millis(100)).await;
            self.look().await;
        }
    }

    /// A clock that was set looks like a sleep of the machine: until the server has answered, the screen says that it
    /// does not know how old its rows are.
    fn doubts_no_longer_than(&self, most_ms: i64) {
        for looks in self.seen.chunk_by(|one, next| one.is_stale == next.is_stale) {
            let ends = (looks.first().filter(|look| look.is_stale), looks.last());
            if let (Some(first), Some(last)) = ends {
                assert!(last.at_ms - first.at_ms <= most_ms, "{looks:?}");
            }
        }
        assert!(self.seen.last().is_none_or(|look| !look.is_stale), "the server has answered");
    }

    /// The screen comes to show what the server has, and until then showed nothing older than it said.
    async fn ends(mut self, slack_ms: i64) {
        is_level(&self.wall, &self.reader).await;
        self.look().await;
        self.truth.bears(&self.seen, slack_ms);
        assert!(self.seen.len() > 10, "there was something to see: {:?}", self.seen);
        self.wall.is_quiet("the screen").await;
        self.wall.close().await;
    }
}

/// A booking of today whose car has come and is done but for its checks.
fn car_in_repair(server: &Server, desk: &Desk) -> (i64, u16) {
    let customer = server.client();
    let slots = ANTING.slots(&customer, DAY, DAY);
    let id = desk.card(DAY, &ANTING.book(&customer, &slots[0].offer).reference).id;
    desk.receive(id);
    for step in [Step::Dispatch, Step::Start, Step::Complete] {
        desk.each_job(id, step);
    }
    (id, desk.visit(id).card.number.expect("it has come"))
}

/// A screen of a dealer at the end of a line, paired and with its board.
async fn screen(line: &Line, desk: &Desk, at: At) -> Window {
    let wall = Window::open(WALL, "zh-CN").await;
    wall.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": WATCH })).await;
    wall.go(&format!("{}/{}/lounge", line.url, at.dealer)).await;
    pair(&wall, desk, at).await;
    wall
}

async fn pair(wall: &Window, desk: &Desk, at: At) {
    let code = wall.text(&test("pairing-code")).await;
    let confirmed = desk.client.post(&path::desk_screens(at.dealer), &ScreenConfirm { code, name: "休息区".into() });
    assert_eq!(confirmed.status, 201, "{}", confirmed.text());
    wall.see(&test("age")).await;
}

fn board_of(reader: &Client, at: At) -> Lounge {
    reader.get(&path::lounge(at.dealer)).json(200)
}

fn board(reader: &Client) -> Lounge {
    board_of(reader, ANTING)
}

/// What somebody sees who turns all pages: number, plate, stage and adviser.
type Shown = BTreeMap<u16, [String; 3]>;

fn shown_of(rows: &[LoungeRow]) -> Shown {
    let shown = |row: &LoungeRow| [row.plate.clone(), row.stage.as_str().to_owned(), row.adviser.clone()];
    rows.iter().map(|row| (row.number, shown(row))).collect()
}

/// Turns all pages and reads them.
async fn pages_of(wall: &Window) -> Shown {
    let script = "const done = arguments[arguments.length - 1];
        const pages = document.querySelectorAll('[data-test=page] i').length || 1;
        const all = {};
        const read = left => {
            for (const row of document.querySelectorAll('.car'))
                all[row.dataset.test.slice(4)] = [
                    row.querySelector('.pl8').textContent, row.dataset.stage, row.querySelector('.who').textContent];
            if (!left) return done(all);
            dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight' }));
            setTimeout(() => requestAnimationFrame(() => read(left - 1)), 50);
        };
        read(pages);";
    serde_json::from_value(wall.run_async(script).await).expect("rows")
}

/// The screen shows what the server has, and says that it is live.
async fn is_level(wall: &Window, reader: &Client) {
    is_level_at(wall, reader, ANTING).await;
}

async fn is_level_at(wall: &Window, reader: &Client, at: At) {
    let start = Instant::now();
    loop {
        let (shown, wanted) = (pages_of(wall).await, shown_of(&board_of(reader, at).rows));
        if shown == wanted && !wall.has(&test("stale")).await {
            return;
        }
        assert!(start.elapsed() < LEVEL_WITHIN, "the screen shows {shown:?}, the server has {wanted:?}");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_killed_fifty_times_during_five_hundred_changes() {
    let mut trial = Trial::begin().await;
    for count in 0..500 {
        trial.change(count);
        if count % 10 == 4 {
            trial.restart();
        }
        trial.look().await;
    }
    trial.ends(SLACK_MS).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_is_slow_and_cut_and_closed_by_halves() {
    const PAUSE: Duration = Duration::from_millis(300);
    let mut trial = Trial::begin().await;
    for count in 0..90 {
        trial.change(count);
        match count % 9 {
            0 => trial.line.is(Weather::Slow(PAUSE)),
            2 => trial.line.cut(),
            4 => trial.line.half_close_answers(),
            6 => trial.line.half_close_questions(),
            8 => trial.line.is(Weather::Fair),
            _ => {}
        }
        trial.look().await;
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    trial.line.is(Weather::Fair);
    trial.ends(SLACK_MS + PAUSE.as_millis() as i64 * 2).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_dies_without_a_word_and_a_server_that_is_away() {
    let mut trial = Trial::begin().await;
    for (count, weather) in [Weather::Silent, Weather::Down].into_iter().enumerate() {
        trial.line.is(weather);
        if weather == Weather::Down {
            trial.line.cut();
        }
        trial.change(count);
        trial.says_that_it_is_not_live().await;
        assert!(!trial.wall.has(&test("pairing-code")).await, "the last state stays");
        trial.line.is(Weather::Fair);
        is_level(&trial.wall, &trial.reader).await;
        trial.look().await;
    }
    trial.ends(SLACK_MS).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_is_altered_on_its_way() {
    let mut trial = Trial::begin().await;
    for count in 0..4 {
        // Two letters exchanged: still a row, still a plate.
        let number = trial.cars[count % trial.cars.len()].1;
        let row = board(&trial.reader).rows.into_iter().find(|row| row.number == number).expect("it is on the board");
        let false_plate = row.plate.replace("345", "543");
        assert_ne!(row.plate, false_plate);
        trial.line.alter(&row.plate, &false_plate);
        trial.change(count);
        let start = Instant::now();
        while !trial.line.has_altered() {
            assert!(start.elapsed() < LEVEL_WITHIN, "no row came by");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        is_level(&trial.wall, &trial.reader).await;
    }
    trial.ends(SLACK_MS).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wall_clock_that_jumps_by_a_day() {
    let mut trial = Trial::begin().await;
    for (count, skew_ms) in [86_400_000_i64, -86_400_000, 0, 3_600_000].into_iter().enumerate() {
        let set = "window.skewMs = arguments[0]; sessionStorage.setItem('skewMs', arguments[0])";
        trial.wall.run(set, vec![json!(skew_ms)]).await;
        trial.change(count);
        is_level(&trial.wall, &trial.reader).await;
        trial.look().await;
        let ages: Vec<i64> = trial.seen.iter().map(|seen| seen.age_seconds).collect();
        assert!(ages.iter().all(|age| (0..30).contains(age)), "the wall clock is no measure of age: {ages:?}");
        trial.doubts_no_longer_than(DOUBT_MS);
        if skew_ms > 0 {
            trial.wall.reload().await;
        }
    }
    // Also a line that dies is noticed while the clock is wrong, and its age is the true one.
    trial.line.is(Weather::Silent);
    trial.change(4);
    trial.says_that_it_is_not_live().await;
    trial.line.is(Weather::Fair);
    trial.ends(SLACK_MS).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_screens_of_two_dealers_know_nothing_of_each_other() {
    let mut trial = Trial::begin().await;
    let desk = Desk::sign_in(&trial.server, ALLER, "manager");
    let mut reader = trial.server.client().with_token(&desk.pair(&trial.server, ScreenKind::Lounge).device_token);
    let other = screen(&trial.line, &desk, ALLER).await;
    for count in 0..30 {
        trial.change(count);
        if count % 10 == 4 {
            trial.restart();
            reader.moved_to(&trial.server.url);
        }
        trial.look().await;
    }
    is_level_at(&other, &reader, ALLER).await;
    let (own, others) = (board(&trial.reader), board_of(&reader, ALLER));
    for (page, foreign) in [(trial.wall.source().await, &others), (other.source().await, &own)] {
        for row in &foreign.rows {
            assert!(!page.contains(&row.plate), "{} of the other dealer is in {page}", row.plate);
        }
    }
    // The screen of one dealer that is sent to the other's page begins there as if new.
    trial.wall.go(&format!("{}/aller/lounge", trial.line.url)).await;
    trial.wall.see(&test("pairing-code")).await;
    let page = trial.wall.source().await;
    assert!(own.rows.iter().all(|row| !page.contains(&row.plate)), "{page}");
    trial.wall.go(&format!("{}/anting/lounge", trial.line.url)).await;
    other.close().await;
    trial.ends(SLACK_MS).await;
}
