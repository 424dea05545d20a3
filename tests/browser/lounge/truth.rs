//! What a lounge's screen shows, and what was true when.

use bayside_api::Instant as Time;
use bayside_api::codes::{Flag, Stage};
use bayside_api::screen::{Lounge, LoungeRow};
use bayside_test_support::browser::Window;
use chrono::{Datelike, TimeDelta, Timelike};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::time::{SystemTime, UNIX_EPOCH};

/// The server's clock goes on by no more than this in a trial, however often it begins anew.
const TRIAL_MINUTES: i64 = 5;

/// Keeps what the page shows whenever that changes, also over a reload, and lets the page's wall clock be set and its
/// steady clock stand still while it sleeps. Between two looks a page that sleeps shows to nobody what it shows.
pub const WATCH: &str = "(() => {
    const RealDate = Date, now = Date.now.bind(Date), steady = performance.now.bind(performance);
    window.skewMs = Number(sessionStorage.getItem('skewMs') || 0);
    window.Date = class extends RealDate {
        constructor(...parts) { if (parts.length) super(...parts); else super(now() + window.skewMs); }
        static now() { return now() + window.skewMs; }
    };
    let slept = 0, asked = steady();
    performance.now = () => {
        const at = steady();
        if (window.standsStill && at - asked > 3_000) slept += at - asked;
        asked = at;
        return at - slept;
    };
    const text = (from, css) => from.querySelector(css)?.textContent ?? '';
    window.readCars = () => [...document.querySelectorAll('.car')].map(row => ({
        number: +row.dataset.test.slice(4),
        plate: text(row, '.pl8'),
        stage: row.dataset.stage,
        adviser: text(row, '.who'),
        due: ['late', 'place'].find(it => row.querySelector(`[data-test=${it}]`)) ?? text(row, '[data-test=due]') + text(row, '[data-test=due-day]'),
        before: text(row, '[data-test=changed] del'),
        is_flagged: !!row.querySelector('[data-test=decide]'),
    }));
    window.readStrip = () => [
        ...[...document.querySelectorAll('[data-test=notice]')].map(line => ['', line.textContent, '']),
        ...[...document.querySelectorAll('[data-test=arrivals] > li:has(time)')].map(guest =>
            [text(guest, 'time'), text(guest, 'b'), guest.textContent])];
    let last = '', looked = now();
    window.seen = [];
    setInterval(() => {
        const age = document.querySelector('[data-test=age]');
        const at = now(), slept = at - looked > 1_000;
        looked = at;
        if (!age || slept) return;
        const said = age.textContent;
        const marks = [...document.querySelectorAll('[data-test=page] i')];
        const shown = {
            age_seconds: +age.dataset.seconds,
            is_stale: !!document.querySelector('[data-test=stale]'),
            is_aged: !/\\u6838\\u5bf9|\\u622a\\u81f3/.test(said),
            page: marks.findIndex(mark => mark.getAttribute('aria-current')),
            pages: marks.length,
            cars: window.readCars(),
            strip: window.readStrip(),
        };
        const whole = JSON.stringify(shown);
        if (whole === last && window.seen.length) {
            window.seen.at(-1).until_ms = at;
            return;
        }
        last = whole;
        window.seen.push({ at_ms: at, until_ms: at, ...shown });
    }, 40);
})()";

/// A car as it stands on the board, word for word.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub struct Car {
    pub number: u16,
    pub plate: String,
    pub stage: Stage,
    adviser: String,
    /// Nothing, `late`, `place`, or the promised time with its day, where that is another.
    due: String,
    before: String,
    pub is_flagged: bool,
}

fn clock(at: Time) -> String {
    format!("{:02}:{:02}", at.0.hour(), at.0.minute())
}

impl Car {
    fn of(row: &LoungeRow, now: Time) -> Self {
        let day = |at: Time| match (at.date().0 - now.date().0).num_days() {
            0 => String::new(),
            1 => "明天".to_owned(),
            _ => format!("{} 月 {} 日", at.0.month(), at.0.day()),
        };
        let is_ready = row.stage == Stage::Ready;
        let is_overdue = !is_ready && row.promised_at.is_some_and(|at| at < now);
        Self {
            number: row.number,
            plate: row.plate.clone(),
            stage: row.stage,
            adviser: row.adviser.clone(),
            due: match row.promised_at {
                _ if is_ready => "place".into(),
                Some(_) if is_overdue => "late".into(),
                Some(at) => clock(at) + &day(at),
                None => String::new(),
            },
            before: row.promised_before.filter(|_| !is_overdue && !is_ready).map(clock).unwrap_or_default(),
            is_flagged: row.flag == Some(Flag::SeeAdviser),
        }
    }
}

/// A guest with time, name and adviser, or a line of the dealer's.
pub type Entry = [String; 3];

fn strip_of(board: &Lounge) -> Vec<Entry> {
    let guests = board.arrivals.iter().map(|guest| [clock(guest.at), guest.name.clone(), guest.adviser.clone()]);
    guests.chain(board.notices.iter().map(|line| [String::new(), line.clone(), String::new()])).collect()
}

fn is_said(wanted: &Entry, shown: &Entry) -> bool {
    wanted[..2] == shown[..2] && shown[2].contains(&wanted[2])
}

/// What a page showed from an instant to another.
#[derive(Debug, Clone, Deserialize)]
pub struct Seen {
    pub at_ms: i64,
    until_ms: i64,
    pub age_seconds: i64,
    pub is_stale: bool,
    /// It says how old it is, not only that it does not know.
    is_aged: bool,
    /// Which page; less than nothing where there is but one.
    page: i64,
    pages: i64,
    pub cars: Vec<Car>,
    strip: Vec<Entry>,
}

pub fn now_ms() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).expect("it is later than 1970").as_millis() as i64
}

/// Where a car stands among the others; nowhere, where it is ready and so stands first on every page.
type Place = (bool, Option<Time>, u16);

fn place(row: &LoungeRow) -> Option<Place> {
    (row.stage != Stage::Ready).then_some((row.promised_at.is_none(), row.promised_at, row.number))
}

/// Something that was so from the first of two instants at the earliest until the second at the latest.
#[derive(Debug)]
struct Span<T> {
    what: T,
    since_ms: i64,
    until_ms: i64,
}

fn goes_on<T>(spans: &mut Vec<Span<T>>, since_ms: i64, what: T) {
    if let Some(before) = spans.last_mut() {
        before.until_ms = now_ms();
    }
    spans.push(Span { what, since_ms, until_ms: i64::MAX });
}

/// What was true when: each car, and who and what stood in the strip.
#[derive(Default)]
pub struct Truth {
    cars: BTreeMap<u16, Vec<Span<Option<LoungeRow>>>>,
    strips: Vec<Span<Vec<Entry>>>,
    noted_ms: i64,
    began: Option<Time>,
}

impl Truth {
    /// What the server tells after a call that began at `since_ms`. Who is expected also changes with time alone.
    pub fn notes(&mut self, board: &Lounge, since_ms: i64) {
        let rows: BTreeMap<u16, &LoungeRow> = board.rows.iter().map(|row| (row.number, row)).collect();
        let known = self.cars.keys().copied();
        let numbers: BTreeSet<u16> = known.chain(rows.keys().copied()).collect();
        for number in numbers {
            let row = rows.get(&number).map(|row| (*row).clone());
            let spans = self.cars.entry(number).or_default();
            if spans.last().map_or(&None, |span| &span.what) != &row {
                goes_on(spans, since_ms, row);
            }
        }
        let strip = strip_of(board);
        if self.strips.last().is_none_or(|span| span.what != strip) {
            goes_on(&mut self.strips, self.noted_ms, strip);
        }
        self.noted_ms = now_ms();
        self.began.get_or_insert(board.as_of);
    }

    /// Every car that was shown stood as it was shown no longer ago than the screen said, and every other had come or
    /// gone since; the same of the strip. Nothing that is called live is old.
    #[track_caller]
    pub fn bears(&self, seen: &[Seen], slack_ms: i64) {
        for look in seen {
            let oldest_ms = if look.is_aged { look.until_ms - look.age_seconds * 1_000 - slack_ms } else { 0 };
            let may_be = |since_ms: i64, until_ms: i64| since_ms <= look.at_ms && until_ms >= oldest_ms;
            let mut others = Vec::new();
            for car in &look.cars {
                let spans = self.cars.get(&car.number).unwrap_or_else(|| panic!("there never was {car:?}"));
                let then = spans.iter().filter(|span| may_be(span.since_ms, span.until_ms));
                let row = then.filter_map(|span| span.what.as_ref()).find(|row| self.reads(row, car));
                let row = row.unwrap_or_else(|| panic!("{car:?} is older than said in {look:?}, which had {spans:#?}"));
                others.extend(place(row));
            }
            assert!(others.is_sorted(), "this is no order: {look:?}");
            for (number, spans) in &self.cars {
                if look.cars.iter().any(|car| car.number == *number) {
                    continue;
                }
                let then = spans.iter().filter(|span| may_be(span.since_ms, span.until_ms));
                let stood: Option<BTreeSet<Option<Place>>> = then.map(|span| span.what.as_ref().map(place)).collect();
                let had_not_come = spans.first().is_none_or(|span| span.since_ms.max(0) >= oldest_ms);
                // Where it may have come, gone or moved since, it may stand elsewhere.
                let Some(stood) = stood.filter(|stood| stood.len() == 1 && !had_not_come) else { continue };
                let is_here = match stood.first().expect("one place") {
                    None => true,
                    Some(place) => {
                        let before = others.iter().filter(|own| *own < place).count();
                        (before > 0 || look.page <= 0) && (before < others.len() || look.page == look.pages - 1)
                    }
                };
                assert!(!is_here, "{number} is missing in {look:?}, which had {spans:#?}");
            }
            let strips = || self.strips.iter().filter(|span| may_be(span.since_ms, span.until_ms));
            let stood = |span: &Span<Vec<Entry>>| {
                look.strip.iter().all(|shown| span.what.iter().any(|entry| is_said(entry, shown)))
                    && (look.strip.is_empty() == span.what.is_empty())
            };
            assert!(
                strips().any(stood),
                "the strip is older than said in {look:?}: {:#?}",
                strips().collect::<Vec<_>>()
            );
            assert!(look.is_stale || look.age_seconds < 30, "this is called live: {look:?}");
        }
    }

    /// A promise may pass during the trial.
    fn reads(&self, row: &LoungeRow, car: &Car) -> bool {
        let began = self.began.expect("a car was noted");
        let ends = Time(began.0 + TimeDelta::minutes(TRIAL_MINUTES));
        *car == Car::of(row, began) || *car == Car::of(row, ends)
    }
}

/// What somebody sees who turns all pages: the cars that are ready and the others, each in the order of the board.
pub type Shown = (Vec<Car>, Vec<Car>);

/// What the board says is to be seen.
pub fn wanted(board: &Lounge) -> Shown {
    let mut rows: Vec<&LoungeRow> = board.rows.iter().collect();
    rows.sort_by_key(|row| (place(row), row.number));
    rows.into_iter().map(|row| Car::of(row, board.as_of)).partition(|car| car.stage == Stage::Ready)
}

/// Turns all pages and reads them, and lets them turn by themselves again.
pub async fn pages_of(wall: &Window) -> Shown {
    let script = "const done = arguments[arguments.length - 1];
        const press = key => dispatchEvent(new KeyboardEvent('keydown', { key }));
        const marks = () => [...document.querySelectorAll('[data-test=page] i')];
        const all = [];
        const read = left => {
            all.push([marks().findIndex(mark => mark.getAttribute('aria-current')), window.readCars()]);
            if (left > 1) {
                press('ArrowRight');
                return setTimeout(() => requestAnimationFrame(() => read(left - 1)), 50);
            }
            press(' ');
            done(all);
        };
        press(' ');
        read(marks().length || 1);";
    let mut pages: Vec<(i64, Vec<Car>)> = serde_json::from_value(wall.run_async(script).await).expect("pages");
    pages.sort_by_key(|(mark, _)| *mark);
    let mut shown = Shown::default();
    for (_, cars) in pages {
        assert!(cars.is_sorted_by_key(|car| car.stage != Stage::Ready), "ready cars stand first: {cars:?}");
        for car in cars {
            let part = if car.stage == Stage::Ready { &mut shown.0 } else { &mut shown.1 };
            if !part.contains(&car) {
                part.push(car);
            }
        }
    }
    shown
}

/// Which entries of the strip were never shown in these looks, and which that were shown are none of it.
pub fn strip_differs(board: &Lounge, seen: &[Seen]) -> Vec<Entry> {
    let (wanted, shown) = (strip_of(board), || seen.iter().flat_map(|look| &look.strip));
    let missing = wanted.iter().filter(|entry| !shown().any(|own| is_said(entry, own)));
    let foreign = shown().filter(|own| !wanted.iter().any(|entry| is_said(entry, own)));
    missing.chain(foreign).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use bayside_test_support::wall::{board, row};
    use serde_json::json;

    const CARS: [(u16, Stage, &str); 3] =
        [(14, Stage::Ready, "10:30"), (17, Stage::Repair, "10:50"), (22, Stage::Wash, "11:00")];

    /// A look at these cars of three that stood there long before, on the only page.
    fn bears(shown: &[u16], page: i64) {
        let all =
            board("10:24", 7, CARS.map(|(number, stage, at)| row(number, "沪A·**345", stage, Some(at), "李敏")).into());
        let mut truth = Truth::default();
        truth.notes(&all, 0);
        let cars = CARS.iter().filter(|(number, ..)| shown.contains(number)).map(|(number, stage, at)| {
            let due = if *stage == Stage::Ready { "place" } else { at };
            json!({ "number": number, "plate": "沪A·**345", "stage": stage, "adviser": "李敏", "due": due, "before": "", "is_flagged": false })
        });
        let look = json!({
            "at_ms": 60_000, "until_ms": 60_000, "age_seconds": 3, "is_stale": false, "is_aged": true, "page": page,
            "pages": 2, "cars": cars.collect::<Vec<_>>(), "strip": []
        });
        truth.bears(&[serde_json::from_value(look).expect("a look")], 0);
    }

    #[test]
    fn what_is_shown_whole_is_borne_out() {
        bears(&[14, 17, 22], 0);
        bears(&[14, 17], 0);
        bears(&[14, 22], 1);
    }

    #[test]
    #[should_panic(expected = "14 is missing")]
    fn a_ready_car_is_missing_on_any_page() {
        bears(&[17], 0);
    }

    #[test]
    #[should_panic(expected = "17 is missing")]
    fn a_car_is_missing_before_those_that_come_later() {
        bears(&[14, 22], 0);
    }

    #[test]
    #[should_panic(expected = "there never was")]
    fn a_car_that_is_none_is_too_much() {
        let mut truth = Truth::default();
        truth.notes(&board("10:24", 7, Vec::new()), 0);
        let car = json!({ "number": 9, "plate": "", "stage": "wash", "adviser": "", "due": "", "before": "", "is_flagged": false });
        let look = json!({
            "at_ms": 60_000, "until_ms": 60_000, "age_seconds": 3, "is_stale": false, "is_aged": true, "page": -1,
            "pages": 0, "cars": [car], "strip": []
        });
        truth.bears(&[serde_json::from_value(look).expect("a look")], 0);
    }
}
