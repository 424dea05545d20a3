//! Stores of earlier programs: they open, and every page answers as it did then.

use bayside_domain::codes::MessageState;
use bayside_domain::event::{Recorded, VisitEvent};
use bayside_domain::visit::Visit;
use bayside_test_support::recorded::{self, Answer, Page, Reader, Recording};
use bayside_test_support::server::{ENGINES, Engine, Server};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// Fields that differ each time or since, wherever they stand, and why.
const DIFFERENT: &[(&str, &str)] = &[
    ("now", "the clock goes on while it is read"),
    ("as_of", "the clock goes on while it is read"),
    ("best", "the two are chosen from the same starts by another rule"),
];

/// Fields that replies have gained since, and why.
const GAINED: &[(&str, &str)] = &[
    ("offsets", "the wall clock is told, so that no browser needs to know the zone"),
    ("currency_digits", "no program needs a table of currencies"),
    ("version", "a statement says which release it is"),
    ("detail", "the log says what exactly happened"),
    ("written_in", "text in another language is read aloud as such"),
    ("stay_minutes", "a job says how long it keeps the car, from start to ready"),
    ("lamp", "a warning lamp is shown by its symbol"),
    ("afterwards", "advice names the job that helps afterwards"),
    ("rights", "a page draws only what one may press"),
    ("country", "a number is shown as it is dialled there"),
    ("place", "the wall says where to go"),
    ("adviser_names", "the wall names advisers in its own language"),
    ("names", "the wall names guests in its own language"),
    ("ready_at", "a ready car has no time to come"),
    ("calls", "a called number is shown"),
    ("viewing", "a screen knows from how far it is read"),
    ("take_back_until", "an answer can be taken back for a moment"),
    ("country", "the list of dealers says where each is"),
    ("address", "the list of dealers says where each is"),
    ("phone", "the list of dealers says how to call"),
    ("phone_display", "the list of dealers says how to call"),
    ("opening_hours", "the list of dealers says who is open"),
    ("closures", "the list of dealers says who is open"),
    ("now", "the list of dealers says who is open"),
    ("waitlist", "who waits is told how they will be asked"),
    ("history", "a booking says what happened to it"),
];

/// Lines of a text that differ each time or since, by how they begin, and why.
const DIFFERENT_LINES: &[(&str, &str)] = &[
    ("DTSTAMP:", "when the calendar's file was written"),
    ("PRODID:", "the program names itself, not its library"),
    ("ORGANIZER;", "a published entry names who organizes it (RFC 5546, 3.2.1)"),
];

/// How people are called now, and how they were: family names keep their particles, and whoever reads a language in
/// which a name is not written reads it in English; the desk calls jobs of the catalogue in its reader's language.
const CALLED: &[(&str, &str)] = &[
    ("Frau von der Heide", "Frau Heide"),
    ("Ms von der Heide", "Ms Heide"),
    ("Chen Li", "陈立"),
    ("He Jing", "何静"),
    ("He Wei", "何伟"),
    ("Huang Li", "黄丽"),
    ("Li Jianjun", "李建军"),
    ("Li Min", "李敏"),
    ("Lin Hai", "林海"),
    ("Lin Xue", "林雪"),
    ("Ma Jun", "马俊"),
    ("Qian Bing", "钱兵"),
    ("Sun Jianguo", "孙建国"),
    ("Wu Xiaojun", "吴小军"),
    ("Zhao Qiang", "赵强"),
    ("Zheng Guoping", "郑国平"),
    ("Zhou Min", "周敏"),
    ("Zhou Tao", "周涛"),
    ("Oil and filter change", "机油与机滤更换"),
    ("Electric drive check", "三电检测"),
    ("Air-conditioning clean and filter", "空调清洗与滤芯"),
    ("Oil and filter change", "Öl- und Filterwechsel"),
    ("Air-conditioning clean and cabin filter", "Klimaanlagenreinigung und Innenraumfilter"),
    ("Brake check", "Bremsenprüfung"),
    ("Electric drive check", "Elektroantrieb prüfen"),
];

/// Whether a link differs only in its token's signature: new tokens do not end in a hyphen or an underscore, which
/// programs that look for links in texts leave behind. Those of before open all the same.
fn is_signed_anew(then: &str, now: &str) -> bool {
    // 16 bytes in base64url, and the character that they share with the id.
    const SIGNATURE_CHARS: usize = 22;
    let signed = |text: &str| text.len().checked_sub(SIGNATURE_CHARS).map(|from| text[..from].to_owned());
    then.is_ascii()
        && now.is_ascii()
        && then.ends_with(['-', '_'])
        && signed(then).is_some_and(|same| signed(now) == Some(same))
}

/// Every kind of event that the program of 26 November 2026 produced. `visit.flagged` was produced by nothing.
const KINDS: &[&str] = &[
    "booking.cancelled",
    "booking.created",
    "booking.no-show",
    "booking.rescheduled",
    "callback.asked",
    "callback.closed",
    "callback.passed-on",
    "callback.taken",
    "callback.tried",
    "extra-work.decided",
    "extra-work.quoted",
    "job.completed",
    "job.dispatched",
    "job.paused",
    "job.resumed",
    "job.started",
    "order.signed",
    "order.written",
    "screen.highlighted",
    "screen.paired",
    "screen.reloaded",
    "screen.revoked",
    "settings.origins-changed",
    "statement.released",
    "statement.unclear",
    "statement.written",
    "ticket.called",
    "ticket.drawn",
    "ticket.ended",
    "visit.accepted",
    "visit.arrived",
    "visit.closed",
    "visit.delivered",
    "visit.delivery-prepared",
    "visit.final-inspected",
    "visit.followed-up",
    "visit.follow-up-preferred",
    "visit.inspected",
    "visit.prepared",
    "visit.promise-changed",
    "visit.self-checked",
    "visit.settled",
    "visit.washed",
    "waitlist.accepted",
    "waitlist.ended",
    "waitlist.joined",
    "waitlist.offered",
    "waitlist.passed",
];

/// Fields of stored documents that programs before did not write, with what their absence means.
const NEWER_FIELDS: &[(&str, &str, &str)] =
    &[("person", "marks", "[]"), ("person", "follow_up", "null"), ("wish", "marks", "[]")];

/// Takes out what differs each time.
fn alike(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|name, _| DIFFERENT.iter().all(|(known, _)| known != name));
            fields.values_mut().for_each(alike);
        }
        Value::Array(items) => {
            let differs = |line: &str| DIFFERENT_LINES.iter().any(|(start, _)| line.starts_with(start));
            items.retain(|item| !item.as_str().is_some_and(differs));
            items.iter_mut().for_each(alike);
        }
        _ => {}
    }
}

fn without_differences(answer: &Answer) -> Answer {
    let mut answer = answer.clone();
    alike(&mut answer.body);
    answer
}

/// Where two values differ first, as a pointer with both.
fn difference(then: &Value, now: &Value, pointer: &str) -> Option<String> {
    match (then, now) {
        (Value::Object(old), Value::Object(new))
            if old.keys().all(|name| new.contains_key(name))
                && new.keys().all(|name| old.contains_key(name) || GAINED.iter().any(|(gained, _)| gained == name)) =>
        {
            old.iter().find_map(|(name, old)| difference(old, &new[name], &format!("{pointer}/{name}")))
        }
        (Value::Array(old), Value::Array(new)) if old.len() == new.len() => {
            let mut pairs = old.iter().zip(new).enumerate();
            pairs.find_map(|(place, (old, new))| difference(old, new, &format!("{pointer}/{place}")))
        }
        (Value::String(old), Value::String(new)) if is_signed_anew(old, new) => None,
        (Value::String(old), Value::String(new)) if CALLED.contains(&(new.as_str(), old.as_str())) => None,
        _ => (then != now).then(|| format!("{pointer}: {then:.600} is now {now:.600}")),
    }
}

/// What a page says now in place of what it said then.
fn changed(page: &Page, answer: &Answer) -> Option<String> {
    let (then, now) = (without_differences(&page.answer), without_differences(answer));
    let heads = [&then, &now].map(|answer| (answer.status, answer.media_type.clone(), answer.version.clone()));
    let bodies = difference(&then.body, &now.body, "");
    let told = if heads[0] == heads[1] { bodies? } else { format!("{:?} is now {:?}: {bodies:?}", heads[0], heads[1]) };
    Some(format!("{:?}\n    {told}", page.question))
}

/// Asks a program for every page of a recording; those that say something else.
#[track_caller]
pub fn every_page_answers_as_then(server: &Server, recording: &Recording, what: &str) {
    let mut reader = Reader::new(server, &recording.clock);
    let changes: Vec<String> =
        recording.pages.iter().filter_map(|page| changed(page, &reader.ask(&page.question))).collect();
    let (count, all) = (changes.len(), recording.pages.len());
    assert!(changes.is_empty(), "{what}: {count} of {all} pages differ\n{}", changes[..count.min(12)].join("\n"));
}

/// Every recording on one engine.
pub fn recordings(engine: Engine) -> impl Iterator<Item = (String, Recording)> {
    let folders = recorded::all();
    assert!(!folders.is_empty(), "there is a recording");
    folders
        .into_iter()
        .map(move |folder| (format!("{engine:?} of {}", folder.display()), Recording::read(&folder, engine)))
}

#[test]
fn a_file_of_an_earlier_program_opens_and_every_page_answers_as_it_did() {
    for (what, recording) in recordings(Engine::Sqlite) {
        let mut server = recording.server(Engine::Sqlite);
        server.run();
        every_page_answers_as_then(&server, &recording, &what);
    }
}

#[test]
fn a_database_of_an_earlier_program_opens_and_every_page_answers_as_it_did() {
    for (what, recording) in recordings(Engine::Postgres) {
        let mut server = recording.server(Engine::Postgres);
        server.run();
        every_page_answers_as_then(&server, &recording, &what);
    }
}

#[test]
fn rows_of_still_earlier_programs_lack_what_was_not_known_and_mean_the_same() {
    // Documents are the same text on both engines.
    for (what, recording) in recordings(Engine::Sqlite) {
        let mut server = recording.server(Engine::Sqlite);
        for (table, field, absent) in NEWER_FIELDS {
            assert!(forget(&server, table, field, absent) > 0, "{what}: {field} of {table}");
        }
        server.run();
        every_page_answers_as_then(&server, &recording, &what);
    }
}

/// Takes a field out of every document of a table where it says what its absence means; how many those are.
fn forget(server: &Server, table: &str, field: &str, absent: &str) -> usize {
    let store = server.store();
    let absent: Value = serde_json::from_str(absent).unwrap();
    let key = if table == "person" { "visit" } else { "id" };
    let rows = store.rows(&format!("SELECT CAST(dealer AS TEXT), CAST({key} AS TEXT), body FROM {table}"));
    let mut changes = String::new();
    let mut count = 0;
    for row in rows {
        let mut body: Value = serde_json::from_str(&row[2]).unwrap();
        if body.get(field) != Some(&absent) {
            continue;
        }
        body.as_object_mut().unwrap().remove(field);
        let text = body.to_string().replace('\'', "''");
        let (dealer, id) = (&row[0], &row[1]);
        writeln!(changes, "UPDATE {table} SET body = '{text}' WHERE dealer = {dealer} AND {key} = {id};").unwrap();
        count += 1;
    }
    store.run(&changes);
    count
}

#[test]
fn a_recording_holds_everything_that_can_happen() {
    for engine in ENGINES {
        for (what, recording) in recordings(engine) {
            let server = recording.server(engine);
            let column = |sql: &str| server.store().column(sql).into_iter().collect::<BTreeSet<String>>();
            let kinds: BTreeSet<String> = column("SELECT body FROM event").iter().map(|body| kind(body)).collect();
            let missing: Vec<&&str> = KINDS.iter().filter(|kind| !kinds.contains(**kind)).collect();
            assert!(missing.is_empty(), "{what} has no {missing:?}");

            let told =
                ["cancelled", "changed", "confirmation", "day-before", "hour-before", "invitation", "waitlist-offer"];
            assert_eq!(column("SELECT kind FROM message"), words(&told), "{what}");
            let states = column("SELECT state FROM message");
            let lasting = MessageState::ALL.iter().filter(|state| **state != MessageState::Sending);
            assert!(lasting.into_iter().all(|state| states.contains(state.as_str())), "{what}: {states:?}");
            assert_eq!(column("SELECT state FROM wish"), words(&["accepted", "ended", "offered", "waiting"]), "{what}");
            assert_eq!(column("SELECT kind FROM screen"), words(&["arrival", "lounge", "welcome"]), "{what}");
            assert_eq!(column("SELECT purpose FROM signature"), words(&["delivery", "order"]), "{what}");
            assert_eq!(column("SELECT purpose FROM contact"), words(&["confirmation", "invitation"]), "{what}");
            assert!(column("SELECT state FROM hold").contains("live"), "{what}");
            let phases: BTreeSet<String> = column("SELECT state FROM visit").iter().map(|state| phase(state)).collect();
            let all = ["accepted", "booked", "cancelled", "closed", "left", "no-show", "on-site"];
            assert_eq!(phases, words(&all), "{what}");
            let empty: Vec<&str> = TABLES.iter().copied().filter(|table| count(&server, table) == 0).collect();
            assert!(empty.is_empty(), "{what}: nothing in {empty:?}");
        }
    }
}

/// The tables of the program of 26 November 2026, without `freed`, which is full at night only.
const TABLES: &[&str] = &[
    "block",
    "callback",
    "capacity",
    "contact",
    "dealer",
    "event",
    "hold",
    "message",
    "meta",
    "note",
    "pairing",
    "paper",
    "person",
    "screen",
    "session",
    "signature",
    "signing_key",
    "staff",
    "ticket",
    "visit",
    "widget",
    "wish",
];

fn count(server: &Server, table: &str) -> usize {
    server.store().rows(&format!("SELECT 'row' FROM {table}")).len()
}

fn words(all: &[&str]) -> BTreeSet<String> {
    all.iter().map(|word| (*word).to_owned()).collect()
}

fn field(document: &str, name: &str) -> String {
    let document: Value = serde_json::from_str(document).unwrap();
    document[name].as_str().unwrap_or_default().to_owned()
}

fn kind(event: &str) -> String {
    field(event, "type")
}

fn phase(visit: &str) -> String {
    field(visit, "phase")
}

#[test]
fn every_recorded_visit_is_its_events() {
    for engine in ENGINES {
        for (what, recording) in recordings(engine) {
            let server = recording.server(engine);
            let store = server.store();
            let columns = ["dealer", "visit", "number", "at"].map(|name| format!("CAST({name} AS TEXT)")).join(", ");
            let rows =
                store.rows(&format!("SELECT {columns}, actor, body FROM event WHERE EXISTS (SELECT 1 FROM visit WHERE visit.dealer = event.dealer AND visit.id = event.visit) ORDER BY event.dealer, event.number"));
            let mut events: BTreeMap<(String, String), Vec<Recorded<VisitEvent>>> = BTreeMap::new();
            for row in rows {
                let text =
                    format!("{{\"number\":{},\"at\":{},\"by\":{},\"event\":{}}}", row[2], row[3], row[4], row[5]);
                let event = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{what}: {error} in {text}"));
                events.entry((row[0].clone(), row[1].clone())).or_default().push(event);
            }
            for row in store.rows("SELECT CAST(dealer AS TEXT), CAST(id AS TEXT), state FROM visit") {
                let visit: Visit = serde_json::from_str(&row[2]).unwrap();
                assert_eq!(Visit::replay(&events[&(row[0].clone(), row[1].clone())]), Some(visit), "{what}");
            }
        }
    }
}
