//! A day of a lounge screen in fast motion: `soak URL DEALER PASSWORD EVENTS` pairs the real page in a real browser,
//! drives cars through the desk so that it gets so many row events, as fast as it takes them, and prints a figure a
//! line: name, value. What the page holds is measured after a tenth of the events and at the end, each time with an
//! empty board and after the browser has collected its garbage.
//!
//! `cargo xtask bench soak` runs it against a release.

use bayside_api::codes::Step;
use bayside_api::desk::{Login, StepRequest};
use bayside_api::path;
use bayside_api::screen::ScreenConfirm;
use bayside_domain::ids::VisitId;
use bayside_test_support::browser::{WALL, Window};
use bayside_test_support::http::Client;
use serde_json::{Value, json};
use std::time::Duration;

/// So many cars are on the board at the same time: more than a page shows.
const CARS: usize = 12;
/// How often a car's promise changes on its way.
const PROMISES: usize = 60;
/// Longer than a page may take to show what happened.
const PATIENCE: Duration = Duration::from_mins(1);

/// Counts what the page hears, and keeps its memory at hand.
const WATCH: &str = "
    const soak = window.soak = { rows: 0, last: 0, streams: 0, memory: null };
    addEventListener('TrunkApplicationStarted', event => { soak.memory = event.detail.wasm.memory; });
    const Original = EventSource;
    window.EventSource = class extends Original {
        constructor(...given) {
            super(...given);
            soak.streams += 1;
            super.addEventListener('row', event => { soak.rows += 1; soak.last = Number(event.lastEventId); });
        }
    };";

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [url, dealer, password, events] = arguments.as_slice() else { panic!("URL DEALER PASSWORD EVENTS") };
    let events: u64 = events.parse().expect("a number of events");
    let desk = Desk::sign_in(url, dealer, password);
    let wall = Window::open(WALL, "en").await;
    wall.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": WATCH })).await;
    wall.go(&format!("{url}/{dealer}/lounge")).await;
    let code = wall.text("[data-test=pairing-code]").await;
    desk.confirm(&code);
    wall.see("[data-test=empty]").await;

    let began = std::time::Instant::now();
    let early = soak(&wall, &desk, events / 10).await;
    println!("early_kib {:.1}", early.kib);
    let late = soak(&wall, &desk, events).await;
    println!("late_kib {:.1}", late.kib);
    println!("seconds {:.1}", began.elapsed().as_secs_f64());
    println!("rows {}", late.rows);
    println!("streams {}", late.streams);
    println!("grown_kib {:.1}", late.kib - early.kib);
    println!("wasm_grown_kib {:.1}", late.wasm_kib - early.wasm_kib);
    println!("grown_nodes {}", late.nodes - early.nodes);
    println!("rows_touched {}", rows_touched(&wall, &desk).await);
    wall.close().await;
}

/// What the page holds.
struct Held {
    rows: u64,
    streams: u64,
    kib: f64,
    wasm_kib: f64,
    nodes: i64,
}

/// Drives cars until the page has heard so many events, and measures.
async fn soak(wall: &Window, desk: &Desk, events: u64) -> Held {
    while number(wall, "return soak.rows").await < events as f64 {
        // Every car at the same stage of its way, each by a member of staff of its own.
        let mut cars: Vec<Car> = each((0..CARS).collect(), desk, |desk, _| desk.arrive()).await;
        caught_up(wall, desk).await;
        for part in 0..Car::PARTS {
            cars = each(cars, desk, move |desk, car| desk.go_on(car, part)).await;
            caught_up(wall, desk).await;
        }
    }
    wall.see("[data-test=empty]").await;
    held(wall).await
}

async fn number(wall: &Window, script: &str) -> f64 {
    wall.run(script, vec![]).await.as_f64().expect("a number")
}

/// Does something with each, side by side.
async fn each<A: Send + 'static, B: Send + 'static>(
    all: Vec<A>,
    desk: &Desk,
    work: impl Fn(&Desk, A) -> B + Clone + Send + 'static,
) -> Vec<B> {
    let tasks: Vec<_> = all
        .into_iter()
        .map(|one| {
            let (desk, work) = (desk.clone(), work.clone());
            tokio::task::spawn_blocking(move || work(&desk, one))
        })
        .collect();
    let mut done = Vec::new();
    for task in tasks {
        done.push(task.await.expect("a member of staff does not panic"));
    }
    done
}

/// Waits until the page has heard of the last row that changed.
async fn caught_up(wall: &Window, desk: &Desk) {
    let last = desk.last_event();
    let began = std::time::Instant::now();
    while number(wall, "return soak.last").await < last as f64 {
        assert!(began.elapsed() < PATIENCE, "the page does not hear of event {last}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

async fn held(wall: &Window) -> Held {
    // Twice: what the first collection lets go may hold more.
    for _ in 0..2 {
        wall.devtools("HeapProfiler.collectGarbage", json!({})).await;
        let painted = "return new Promise(done => requestAnimationFrame(() => setTimeout(() => done(true), 0)))";
        wall.wait_for(painted, "a frame").await;
    }
    let usage = wall.devtools("Runtime.getHeapUsage", json!({})).await;
    let heap = usage["usedSize"].as_f64().expect("the browser tells its heap");
    let wasm = number(wall, "return soak.memory.buffer.byteLength").await;
    Held {
        rows: number(wall, "return soak.rows").await as u64,
        streams: number(wall, "return soak.streams").await as u64,
        kib: (heap + wasm) / 1024.0,
        wasm_kib: wasm / 1024.0,
        nodes: number(wall, "return document.querySelectorAll('*').length").await as i64,
    }
}

/// The most rows that one change of a stage had drawn anew, of a board with several cars.
async fn rows_touched(wall: &Window, desk: &Desk) -> usize {
    let mut cars = Vec::new();
    for _ in 0..5 {
        cars.push(desk.arrive());
    }
    caught_up(wall, desk).await;
    let mut most = 0;
    let mut car = cars.swap_remove(2);
    for (stage, steps) in [("repair", 0..2), ("inspection", 2..4), ("wash", 4..5), ("preparing", 5..6)] {
        wall.see_marks_gone().await;
        wall.watch_rows().await;
        for step in steps {
            car = desk.step(car, step);
        }
        wall.see(&format!("[data-test=row-{}][data-stage={stage}]", car.number)).await;
        most = most.max(wall.rows_touched().await.len());
    }
    most
}

/// A member of staff.
#[derive(Clone)]
struct Desk {
    client: Client,
    dealer: String,
    adviser: String,
}

/// A car on the premises.
struct Car {
    id: VisitId,
    number: u64,
    now: Value,
}

impl Car {
    /// Its way in parts after each of which the page is waited for.
    const PARTS: usize = 4;
}

impl Desk {
    fn sign_in(url: &str, dealer: &str, password: &str) -> Self {
        let mut client = Client::new(url);
        let login = Login { dealer: dealer.into(), login: "manager".into(), password: password.into() };
        let reply = client.post(&path::session(), &login);
        assert_eq!(reply.status, 200, "{}", reply.text());
        client.keep_cookies(&reply);
        let face: Value = client.get(&path::dealer(dealer)).json(200);
        let adviser = face["advisers"][0]["id"].as_str().expect("somebody receives").to_owned();
        Self { client, dealer: dealer.to_owned(), adviser }
    }

    fn confirm(&self, code: &str) {
        let body = ScreenConfirm { code: code.to_owned(), name: "Wall".into(), viewing: None };
        let reply = self.client.post(&path::desk_screens(&self.dealer), &body);
        assert_eq!(reply.status, 201, "{}", reply.text());
    }

    /// The dealer's last event, as every list of visits tells it: a day long past has no long list.
    fn last_event(&self) -> i64 {
        let list: Value = self.client.get(&format!("{}?date=2020-01-01", path::desk_visits(&self.dealer))).json(200);
        list["last_event_id"].as_i64().expect("a list has a number")
    }

    fn arrive(&self) -> Car {
        let body = json!({
            "services": ["oil"], "concern": "", "stay": "leave", "adviser": self.adviser,
            "vehicle": { "plate": "VER-AB 71", "plate_kind": "de", "model": "Golf", "mileage_km": 58_200 },
            "customer": { "name": "Ann Bench", "phone": "0151 23456789", "locale": "en" },
            "consent": { "version": "1", "marketing": false, "display_name": false },
        });
        let now: Value = self.client.post(&path::desk_visits(&self.dealer), &body).json(201);
        let id = VisitId::new(now["id"].as_i64().expect("a visit has an id"));
        let mut car = Car { id, number: 0, now };
        if car.now["allowed"].as_array().is_some_and(|allowed| allowed.contains(&json!("arrive"))) {
            car = self.take(car, Step::Arrive, &StepRequest::default());
        }
        car =
            self.take(car, Step::SignOrder, &StepRequest { name: Some("Ann Bench".into()), ..StepRequest::default() });
        car.number = car.now["number"].as_u64().expect("it is on the board");
        car
    }

    fn change(&self, mut car: Car, method: &str, path: &str, body: &Value) -> Car {
        let tag = format!("\"{}\"", car.now["version"]);
        let headers = [("if-match", tag.as_str())];
        let reply = match method {
            "PUT" => self.client.put_with(path, &headers, body),
            _ => self.client.post_with(path, &headers, body),
        };
        car.now = reply.json(200);
        car
    }

    fn take(&self, car: Car, step: Step, body: &StepRequest) -> Car {
        let path = path::desk_step(&self.dealer, car.id, step.as_str());
        self.change(car, "POST", &path, &json!(body))
    }

    /// One step of the workshop.
    fn step(&self, car: Car, number: usize) -> Car {
        let steps = [Step::Dispatch, Step::Start, Step::Complete, Step::SelfCheck, Step::FinalInspection, Step::Wash];
        let step = steps[number];
        let job = (number < 3).then(|| car.now["jobs"][0]["id"].as_str().expect("a job").to_owned());
        self.take(car, step, &StepRequest { job, ..StepRequest::default() })
    }

    /// A part of a car's way, with its share of changed promises.
    fn go_on(&self, mut car: Car, part: usize) -> Car {
        let first = car.now["promised_at"].as_str().expect("the order is signed").to_owned();
        for number in 0..PROMISES / Car::PARTS {
            let promised_at = format!("{}{:02}{}", &first[..14], 58 + number % 2, &first[16..]);
            let path = path::desk_promise(&self.dealer, car.id);
            car = self.change(car, "POST", &path, &json!({ "promised_at": promised_at, "reason": "soak" }));
        }
        match part {
            0 => (0..2).fold(car, |car, step| self.step(car, step)),
            1 => (2..4).fold(car, |car, step| self.step(car, step)),
            2 => (4..6).fold(car, |car, step| self.step(car, step)),
            _ => self.hand_over(car),
        }
    }

    fn hand_over(&self, car: Car) -> Car {
        let statement = json!({
            "found": [], "done": [], "lines": car.now["work_order"]["lines"], "differences": [],
            "replaced_parts": [], "care_tips": [], "mileage_out_km": 58_204,
        });
        let path = path::desk_statement(&self.dealer, car.id);
        let mut car = self.change(car, "PUT", &path, &statement);
        for step in [Step::PrepareDelivery, Step::Ready] {
            car = self.take(car, step, &StepRequest::default());
        }
        self.take(car, Step::Accept, &StepRequest { name: Some("Ann Bench".into()), ..StepRequest::default() })
    }
}
