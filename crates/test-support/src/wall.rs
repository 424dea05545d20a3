//! A screen on a wall, and what is written on it.

use crate::browser::Window;
use crate::desk::Desk;
use crate::server::Server;
use crate::world::At;
use bayside_api::Instant;
use bayside_api::codes::{Flag, Stage};
use bayside_api::path;
use bayside_api::screen::{Arrival, Lounge, LoungeRow, NumberCall, ScreenConfirm};
use bayside_domain::ids::EventNumber;
use bayside_domain::lounge::{DigestRow, digest};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::Duration;

impl Window {
    /// Runs a script in every page of this window before the page's own.
    pub async fn before_each_page(&self, script: &str) {
        self.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script })).await;
    }

    /// The desk confirms the code that this screen shows.
    pub async fn is_paired(&self, server: &Server, at: At) {
        let code = self.text("[data-test=pairing-code]").await.replace(' ', "");
        let desk = Desk::sign_in(server, at, "manager");
        let confirmed =
            desk.client.post(&path::desk_screens(at.dealer), &ScreenConfirm { code, name: "1".into(), viewing: None });
        assert!((200..300).contains(&confirmed.status), "{}", confirmed.text());
        self.see("[data-test=age]").await;
    }

    /// Time passes in the screen's life, and for nobody else.
    pub async fn lives_on(&self, ms: u64) {
        let script = "const now = performance.now.bind(performance);
            Object.defineProperty(performance, 'now', { configurable: true, value: () => now() + arguments[0] })";
        self.run(script, vec![json!(ms)]).await;
    }

    /// The screen's time stands still from now on.
    pub async fn stands_still(&self) {
        let script = "const at = performance.now();
            Object.defineProperty(performance, 'now', { configurable: true, value: () => at })";
        self.run(script, vec![]).await;
    }

    /// The screen has looked at the time again.
    pub async fn see_beat(&self) {
        let age = "document.querySelector('[data-test=age]').dataset.seconds";
        let before = self.run(&format!("return {age}"), vec![]).await;
        self.wait_for(&format!("return {age} !== {before}"), "a second to pass").await;
    }

    /// The page stops, with its timers and all that comes to it, as on a machine that sleeps.
    pub async fn sleeps(&self) {
        self.run("setTimeout(() => alert())", vec![]).await;
        let start = std::time::Instant::now();
        while self.client.get_alert_text().await.is_err() {
            assert!(start.elapsed() < Duration::from_secs(5), "the page does not stop");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// It goes on where it stopped.
    pub async fn wakes(&self) {
        self.client.dismiss_alert().await.expect("it sleeps");
    }

    /// The next page is another than this one.
    pub async fn mark_page(&self) {
        self.run("window.isBefore = true", vec![]).await;
    }

    /// The page has begun anew since it was marked.
    pub async fn see_new_page(&self) {
        self.wait_for("return !window.isBefore && !!document.querySelector('.lounge')", "the page to begin anew").await;
    }

    /// The worker has all files and rules this page.
    pub async fn see_worker(&self) {
        self.wait_for("return !!navigator.serviceWorker.controller", "the worker to keep the page").await;
    }

    /// Runs a script that calls `done` some time, with what it found.
    pub async fn run_until_done(&self, script: &str) -> Value {
        let script = format!("const done = arguments[arguments.length - 1]; {script}");
        self.client.execute_async(&script, vec![]).await.unwrap_or_else(|error| panic!("{error} in {script}"))
    }

    /// What the worker keeps: the names of its stores.
    pub async fn stores(&self) -> Vec<String> {
        let names = self.run_until_done("caches.keys().then(done)").await;
        serde_json::from_value(names).expect("names")
    }

    /// The numbers on the shown page, from the top.
    pub async fn numbers(&self) -> Vec<u16> {
        let script = "return [...document.querySelectorAll('.car .no')].map(e => Number(e.textContent))";
        serde_json::from_value(self.run(script, vec![]).await).expect("numbers")
    }
}

fn at(clock: &str) -> Instant {
    Instant::parse(&format!("2026-06-09T{clock}:00+08:00")).expect("an instant")
}

/// A row, with a promise where there is one.
pub fn row(number: u16, plate: &str, stage: Stage, promised: Option<&str>, adviser: &str) -> LoungeRow {
    LoungeRow {
        number,
        plate: plate.to_owned(),
        stage,
        flag: None,
        promised_at: promised.map(at),
        promised_before: None,
        ready_at: None,
        adviser: adviser.to_owned(),
        adviser_names: in_latin(adviser),
    }
}

/// The board of these rows at this time of the ninth of June.
pub fn board(clock: &str, last_event_id: i64, mut rows: Vec<LoungeRow>) -> Lounge {
    rows.sort_by_key(|row| row.number);
    let digest = digest(rows.iter().map(DigestRow::from));
    Lounge {
        as_of: at(clock),
        last_event_id: EventNumber::new(last_event_id),
        digest,
        rows,
        arrivals: Vec::new(),
        notices: Vec::new(),
        calls: Vec::new(),
        viewing: None,
        command: None,
    }
}

/// A board of one full page, and three rows more on a second one.
pub fn designed() -> Lounge {
    let flagged =
        LoungeRow { flag: Some(Flag::SeeAdviser), ..row(27, "沪A·**345", Stage::Repair, Some("11:40"), "李敏") };
    let changed = LoungeRow {
        promised_before: Some(at("11:00")),
        ..row(24, "沪C·**518", Stage::Inspection, Some("11:20"), "李敏")
    };
    let rows = vec![
        ready(14, "沪B·**771", "10:14", "李敏"),
        ready(19, "苏E·D***08", "10:02", "陈浩"),
        row(17, "皖A·**263", Stage::Repair, Some("10:15"), "王磊"),
        row(22, "沪A·D***62", Stage::Preparing, Some("10:50"), "王磊"),
        row(21, "浙F·**90K", Stage::Wash, Some("11:00"), "陈浩"),
        changed,
        flagged,
        row(31, "沪A·F***17", Stage::Waiting, Some("12:30"), "周婷"),
        row(33, "沪A·**902", Stage::Repair, Some("14:10"), "王磊"),
        row(35, "浙A·D***55", Stage::Waiting, Some("15:00"), "周婷"),
        row(36, "沪A·**118", Stage::Received, None, "李敏"),
    ];
    let arrivals =
        [("10:30", ["张先生", "Mr Zhang", "Herr Zhang"], "李敏"), ("10:45", ["刘女士", "Ms Liu", "Frau Liu"], "周婷")];
    let arrivals = arrivals.map(|(time, [name, english, german], adviser)| Arrival {
        at: at(time),
        name: name.into(),
        names: [("en".into(), english.into()), ("de".into(), german.into())].into(),
        adviser: adviser.into(),
        adviser_names: in_latin(adviser),
    });
    Lounge { arrivals: arrivals.into(), ..board("10:24", 7, rows) }
}

/// A row of a car that is ready; what was promised lies in the future.
pub fn ready(number: u16, plate: &str, since: &str, adviser: &str) -> LoungeRow {
    LoungeRow { ready_at: Some(at(since)), ..row(number, plate, Stage::Ready, Some("11:15"), adviser) }
}

/// An adviser's name on German and English boards.
fn in_latin(adviser: &str) -> BTreeMap<String, String> {
    let name = match adviser {
        "李敏" => "Li Min",
        "陈浩" => "Chen Hao",
        "王磊" => "Wang Lei",
        "周婷" => "Zhou Ting",
        _ => return BTreeMap::new(),
    };
    ["en", "de"].map(|tag| (tag.to_owned(), name.to_owned())).into()
}

/// A call of a number at this time of the ninth of June.
pub fn call(number: u16, clock: &str) -> NumberCall {
    NumberCall { number, at: at(clock) }
}
