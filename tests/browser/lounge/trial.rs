//! A house whose cars come, change and go, and its lounge's screen behind a line, for tests that make things go wrong.

use crate::booking::phone::test;
use crate::lounge::truth::{Seen, Truth, WATCH, now_ms, pages_of, strip_differs, wanted};
use bayside_api::codes::{Decision, ScreenKind, Step, Urgency};
use bayside_api::desk::{ExtraWorkRequest, PromiseRequest, StepRequest};
use bayside_api::path;
use bayside_api::screen::{Lounge, ScreenConfirm};
use bayside_api::visit::DecisionRequest;
use bayside_domain::ids::VisitId;
use bayside_test_support::browser::{WALL, Window};
use bayside_test_support::desk::{Desk, draft};
use bayside_test_support::http::Client;
use bayside_test_support::line::Line;
use bayside_test_support::server::{Engine, Server, TUESDAY};
use bayside_test_support::world::{ANTING, At};
use chrono::TimeDelta;
use std::time::{Duration, Instant};

const DAY: &str = "2026-06-09";
/// A screen that was cut off is level with the server again after this.
pub const LEVEL_WITHIN: Duration = Duration::from_secs(30);
/// Without contact for this long a screen says so.
const SAID_WITHIN: Duration = Duration::from_secs(32);
/// The strip's fillings come by within this.
const STRIP_WITHIN: Duration = Duration::from_mins(1);
/// What lies between a change, its way to the page, the page's next second and the look at it.
pub const SLACK_MS: i64 = 3_000;

/// A house with cars that go to and fro between repair and inspection, a guest who comes and goes, and a screen behind
/// a line.
pub struct Trial {
    pub server: Server,
    pub desk: Desk,
    pub reader: Client,
    pub line: Line,
    pub wall: Window,
    pub cars: Vec<(VisitId, u16)>,
    guest: Option<(VisitId, usize)>,
    truth: Truth,
    pub seen: Vec<Seen>,
}

impl Trial {
    pub async fn begin() -> Self {
        let server = Server::on(Engine::Sqlite, TUESDAY);
        let desk = Desk::sign_in(&server, ANTING, "manager");
        let reader = server.client().with_token(&desk.pair(&server, ScreenKind::Lounge).device_token);
        let cars: Vec<(VisitId, u16)> = (0..3).map(|_| car_in_repair(&server, &desk)).collect();
        let line = Line::to(&server.url);
        let mut truth = Truth::default();
        truth.notes(&board(&reader), 0);
        let wall = screen(&line, &desk, ANTING).await;
        Self { server, desk, reader, line, wall, cars, guest: None, truth, seen: Vec::new() }
    }

    /// Does something at the desk and notes what is true from then on.
    fn does<T>(&mut self, act: impl FnOnce(&Desk) -> T) -> T {
        let since_ms = now_ms();
        let done = act(&self.desk);
        self.truth.notes(&board(&self.reader), since_ms);
        done
    }

    /// The next change of the public stage: to inspection, or back to repair.
    pub fn change(&mut self, count: usize) {
        let (id, _) = self.cars[count % self.cars.len()];
        let is_inspected = count / self.cars.len() % 2 == 1;
        self.does(|desk| {
            if is_inspected {
                let failed =
                    StepRequest {
                        passed: Some(false), findings: Some("灯光未调好".into()), ..StepRequest::default()
                    };
                desk.step(id, Step::FinalInspection, &failed);
            } else {
                desk.plain(id, Step::SelfCheck);
            }
        });
    }

    /// The guest goes on by one step, from booking to leaving the board; then the next one books.
    pub fn guest_goes_on(&mut self) {
        let Some((id, step)) = self.guest else {
            let customer = self.server.client();
            let id = self.does(|desk| booked(&customer, desk));
            self.guest = Some((id, 0));
            return;
        };
        let customer = self.server.client();
        self.does(|desk| guest_step(&customer, desk, id, step));
        self.guest = (step < GUEST_STEPS - 1).then_some((id, step + 1));
    }

    /// Kills the server and starts it again, elsewhere.
    pub fn restart(&mut self) {
        self.server.kill();
        self.starts_again();
    }

    /// The server that was killed runs again, elsewhere.
    pub fn starts_again(&mut self) {
        self.server.run();
        self.moves();
    }

    /// The dealer's lines are others, after a restart.
    pub fn notices_change(&mut self) {
        let file = include_str!("../../../crates/server/src/demo/anting.toml");
        let next = file.replacen("zh-CN = \"下次预约较空的时段，省 ¥80。\"", "zh-CN = \"今天下午洗车区停用。\"", 1);
        assert_ne!(next, file);
        self.server.import(&next);
        self.moves();
    }

    fn moves(&mut self) {
        self.line.leads_to(&self.server.url);
        self.desk.client.moved_to(&self.server.url);
        self.reader.moved_to(&self.server.url);
        self.does(|_| ());
    }

    /// Takes over what the page showed since the last time.
    pub async fn look(&mut self) {
        self.seen.extend(seen_by(&self.wall).await);
    }

    /// Waits until the page says that it is not live.
    pub async fn says_that_it_is_not_live(&mut self) {
        let start = Instant::now();
        while !self.seen.last().is_some_and(|seen| seen.is_stale) {
            assert!(start.elapsed() < SAID_WITHIN, "the screen does not say so: {}", self.wall.page().await);
            tokio::time::sleep(Duration::from_millis(100)).await;
            self.look().await;
        }
    }

    /// What stood there with this plate is not held against the screen.
    pub fn forgives(&mut self, plate: &str) {
        self.seen.retain(|look| look.cars.iter().all(|car| car.plate != plate));
    }

    /// A clock that was set looks like a sleep of the machine: until the server has answered, the screen says that it
    /// does not know how old its rows are.
    pub fn doubts_no_longer_than(&self, most_ms: i64) {
        for looks in self.seen.chunk_by(|one, next| one.is_stale == next.is_stale) {
            let ends = (looks.first().filter(|look| look.is_stale), looks.last());
            if let (Some(first), Some(last)) = ends {
                assert!(last.at_ms - first.at_ms <= most_ms, "{looks:?}");
            }
        }
        assert!(self.seen.last().is_none_or(|look| !look.is_stale), "the server has answered");
    }

    /// The screen shows what the server has, and says that it is live.
    pub async fn is_level(&self) {
        is_level_at(&self.wall, &self.reader, ANTING).await;
    }

    /// The screen comes to show what the server has, and until then showed nothing older than it said.
    pub async fn ends(mut self, slack_ms: i64) {
        self.is_level().await;
        self.look().await;
        let mut looks = Vec::new();
        let start = Instant::now();
        loop {
            self.does(|_| ());
            looks.extend(seen_by(&self.wall).await);
            let differs = strip_differs(&board(&self.reader), &looks);
            if differs.is_empty() {
                break;
            }
            assert!(start.elapsed() < STRIP_WITHIN, "the strip lacks or has too much: {differs:?} in {looks:?}");
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
        self.seen.extend(looks);
        self.truth.bears(&self.seen, slack_ms);
        assert!(self.seen.len() > 10, "there was something to see: {:?}", self.seen);
        self.wall.is_quiet("the screen").await;
        self.wall.close().await;
    }
}

/// A booking of today.
fn booked(customer: &Client, desk: &Desk) -> VisitId {
    let slots = ANTING.slots(customer, DAY, DAY);
    desk.card(DAY, &ANTING.book(customer, &slots[0].offer).reference).id
}

/// A booking of today whose car has come and is done but for its checks.
fn car_in_repair(server: &Server, desk: &Desk) -> (VisitId, u16) {
    let id = booked(&server.client(), desk);
    desk.receive(id);
    for step in [Step::Dispatch, Step::Start, Step::Complete] {
        desk.each_job(id, step);
    }
    (id, desk.visit(id).card.number.expect("it has come"))
}

const GUEST_STEPS: usize = 13;

/// What happens to a guest's car, one thing after the other.
fn guest_step(customer: &Client, desk: &Desk, id: VisitId, step: usize) {
    let arrival = StepRequest { mileage_km: Some(58_240), ..StepRequest::default() };
    let signs = StepRequest { name: Some("王小明".into()), ..StepRequest::default() };
    match step {
        0 => drop(desk.step(id, Step::Arrive, &arrival)),
        1 => drop(desk.plain(id, Step::Inspect)),
        2 => drop(desk.step(id, Step::SignOrder, &signs)),
        3 => [Step::Dispatch, Step::Start].into_iter().for_each(|step| desk.each_job(id, step)),
        4 => {
            let promised_at = desk.visit(id).card.promised_at.expect("it is signed").0 + TimeDelta::minutes(35);
            let promise = PromiseRequest { promised_at: bayside_api::Instant(promised_at), reason: "等配件".into() };
            let changed = desk.change(id, "POST", &path::desk_promise(ANTING.dealer, id), &promise);
            assert_eq!(changed.status, 200, "{}", changed.text());
        }
        5 => {
            let extra = ExtraWorkRequest {
                id: None,
                title: "前刹车片".into(),
                reason: "剩余 2 毫米".into(),
                urgency: Urgency::Now,
                price_amount: 48_000,
                extra_minutes: 35,
            };
            let offered = desk.change(id, "POST", &path::desk_extra_work(ANTING.dealer, id), &extra);
            assert!((200..300).contains(&offered.status), "{}", offered.text());
        }
        6 => {
            let visit = desk.visit(id);
            let link = visit.private_url.expect("a car on the premises has a private page");
            let token = link.split_once('#').expect("a link carries its token").1;
            let item = visit.extra_work.last().expect("it was offered");
            let answer =
                DecisionRequest { decision: Decision::Decline, quote_version: item.quote_version, shown: None };
            let decided = customer.post(&path::decision(token, item.id), &answer);
            assert!((200..300).contains(&decided.status), "{}", decided.text());
        }
        7 => desk.each_job(id, Step::Complete),
        8 => drop(desk.plain(id, Step::SelfCheck)),
        9 => drop(desk.plain(id, Step::FinalInspection)),
        10 => {
            if desk.visit(id).allowed.contains(&Step::Wash) {
                desk.plain(id, Step::Wash);
            }
            let draft = draft(desk.visit(id).work_order.lines);
            let saved = desk.change(id, "PUT", &path::desk_statement(ANTING.dealer, id), &draft);
            assert_eq!(saved.status, 200, "{}", saved.text());
            desk.plain(id, Step::PrepareDelivery);
        }
        11 => drop(desk.plain(id, Step::Ready)),
        _ => drop(desk.step(id, Step::Accept, &signs)),
    }
}

/// A screen of a dealer at the end of a line, paired and with its board.
pub async fn screen(line: &Line, desk: &Desk, at: At) -> Window {
    let wall = Window::open(WALL, "zh-CN").await;
    wall.before_each_page(WATCH).await;
    wall.go(&format!("{}/{}/lounge", line.url, at.dealer)).await;
    let code = wall.text(&test("pairing-code")).await;
    let confirmed =
        desk.client.post(&path::desk_screens(at.dealer), &ScreenConfirm { code, name: "休息区".into(), viewing: None });
    assert_eq!(confirmed.status, 201, "{}", confirmed.text());
    wall.see(&test("age")).await;
    wall
}

/// What a screen showed since it was last asked.
pub async fn seen_by(wall: &Window) -> Vec<Seen> {
    let seen = wall.run("return window.seen.splice(0)", vec![]).await;
    serde_json::from_value(seen).expect("what the page was told to keep")
}

pub fn board_of(reader: &Client, at: At) -> Lounge {
    reader.get(&path::lounge(at.dealer)).json(200)
}

pub fn board(reader: &Client) -> Lounge {
    board_of(reader, ANTING)
}

/// A screen shows what the server has, and says that it is live.
pub async fn is_level_at(wall: &Window, reader: &Client, at: At) {
    let start = Instant::now();
    loop {
        let (shown, mut wanted) = (pages_of(wall).await, wanted(&board_of(reader, at)));
        if wall.has(&test("closed")).await {
            // At night nobody is there to be called.
            wanted.0.iter_mut().chain(&mut wanted.1).for_each(|car| car.is_flagged = false);
        }
        if shown == wanted && !wall.has(&test("stale")).await {
            return;
        }
        assert!(start.elapsed() < LEVEL_WITHIN, "the screen shows {shown:?}, the server has {wanted:?}");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}
