//! The public screen: what it may know, and that it never misses anything.

use bayside_api::codes::{ScreenKind, Stage, Step};
use bayside_api::desk::{DeskVisit, PromiseRequest, StepRequest};
use bayside_api::path;
use bayside_api::screen::{Lounge, LoungeRow, Pairing, PairingRequest, PairingState, PairingStatus, RowChange, Tick};
use bayside_domain::ids::VisitId;
use bayside_test_support::clock;
use bayside_test_support::desk::Desk;
use bayside_test_support::events::Event;
use bayside_test_support::http::Client;
use bayside_test_support::server::{ENGINES, Engine, METRICS_TOKEN, Server, TUESDAY};
use bayside_test_support::world::{ALLER, ANTING, walk_in};
use std::collections::BTreeMap;
use std::time::Duration;

const DAY: &str = "2026-06-09";

fn screen(server: &Server, desk: &Desk) -> Client {
    server.client().with_token(&desk.pair(server, ScreenKind::Lounge).device_token)
}

fn snapshot(screen: &Client) -> Lounge {
    screen.get(&path::lounge("anting")).json(200)
}

/// A booking of today, and its visit.
fn visit_of_today(server: &Server, desk: &Desk) -> VisitId {
    let customer = server.client();
    let slots = ANTING.slots(&customer, DAY, DAY);
    let created = ANTING.book(&customer, &slots[0].offer);
    desk.card(DAY, &created.reference).id
}

/// What a screen makes of the stream.
fn apply(rows: &mut BTreeMap<u16, LoungeRow>, event: &Event) {
    if event.kind == "row" {
        match event.json() {
            RowChange::Upsert { row } => drop(rows.insert(row.number, row)),
            RowChange::Remove { number } => drop(rows.remove(&number)),
        }
    }
}

fn by_number(lounge: &Lounge) -> BTreeMap<u16, LoungeRow> {
    lounge.rows.iter().map(|row| (row.number, row.clone())).collect()
}

/// One visit through everything that the board shows.
fn drive(desk: &Desk, id: VisitId) {
    let signed = desk.receive(id);
    let promised_at = bayside_api::Instant(signed.card.promised_at.unwrap().0 + chrono::Duration::minutes(40));
    let promise = PromiseRequest { promised_at, reason: "等待配件".into() };
    assert_eq!(desk.change(id, "POST", &path::desk_promise("anting", id), &promise).status, 200);
    desk.repair(id);
    desk.release_statement(id);
    desk.plain(id, Step::Accept);
}

#[test]
fn the_stream_applied_to_a_snapshot_gives_the_next_snapshot() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let desk = Desk::sign_in(&server, ANTING, "manager");
        let screen = screen(&server, &desk);
        let before = snapshot(&screen);
        let mut rows = by_number(&before);
        let stream = screen.events(&format!("{}?after={}", path::lounge_events("anting"), before.last_event_id), &[]);
        drive(&desk, visit_of_today(&server, &desk));
        let one_more = visit_of_today(&server, &desk);
        desk.plain(one_more, Step::Arrive);

        let after = snapshot(&screen);
        let mut stages = Vec::new();
        loop {
            let event = stream.receive();
            apply(&mut rows, &event);
            if let (true, Ok(RowChange::Upsert { row })) = (event.kind == "row", serde_json::from_str(&event.data)) {
                stages.push(row.stage);
            }
            if event.id.is_some_and(|id| id >= after.last_event_id) {
                break;
            }
        }
        assert_eq!(rows, by_number(&after), "{engine:?}");
        stages.dedup();
        assert_eq!(stages.first(), Some(&Stage::Received), "{engine:?}: {stages:?}");
        for stage in Stage::ALL {
            assert!(stages.contains(stage), "{engine:?}: {stage} is missing in {stages:?}");
        }
        let tick: Tick = stream.receive_kind("tick").json();
        assert_eq!((tick.last_event_id, tick.digest), (after.last_event_id, after.digest), "{engine:?}");
    }
}

#[test]
fn a_stream_that_was_cut_is_resumed_without_a_gap() {
    for engine in ENGINES {
        let mut server = Server::on(engine, TUESDAY);
        let desk = Desk::sign_in(&server, ANTING, "manager");
        let mut screen = screen(&server, &desk);
        let before = snapshot(&screen);
        let mut rows = by_number(&before);
        let mut last = before.last_event_id;
        let path = path::lounge_events("anting");

        // One part is read while it happens, the rest after the line was cut.
        let first = screen.events(&path, &[("last-event-id", &last.to_string())]);
        let driven = visit_of_today(&server, &desk);
        desk.receive(driven);
        let event = first.receive_kind("row");
        apply(&mut rows, &event);
        last = event.id.expect("a row has a number");
        drop(first);
        desk.repair(driven);
        desk.release_statement(driven);
        desk.plain(driven, Step::Accept);
        desk.receive(visit_of_today(&server, &desk));
        let after = snapshot(&screen);
        let rest = screen.events(&path, &[("last-event-id", &last.to_string())]);
        while last < after.last_event_id {
            let event = rest.receive();
            apply(&mut rows, &event);
            last = event.id.unwrap_or(last);
        }
        assert_eq!(rows, by_number(&after), "{engine:?}");

        // A server that was killed starts with the same board, and resumes what others have served.
        server.kill();
        server.run();
        screen.moved_to(&server.url);
        assert_eq!(by_number(&snapshot(&screen)), rows, "{engine:?}");
        let stream = screen.events(&path, &[("last-event-id", &before.last_event_id.to_string())]);
        let mut resumed = by_number(&before);
        let tick: Tick = loop {
            let event = stream.receive();
            assert_ne!(event.kind, "reset", "{engine:?}");
            apply(&mut resumed, &event);
            if event.kind == "tick" {
                break event.json();
            }
        };
        assert_eq!(resumed, rows, "{engine:?}");
        assert_eq!((tick.last_event_id, &tick.digest), (after.last_event_id, &after.digest), "{engine:?}");
    }
}

#[test]
fn servers_on_one_store_deliver_the_same_stream() {
    let server = Server::on(Engine::Postgres, TUESDAY);
    let beside = server.beside();
    let desks = [&server, &beside].map(|server| Desk::sign_in(server, ANTING, "manager"));
    let here = screen(&server, &desks[0]);
    let mut there = here.clone();
    there.moved_to(&beside.url);
    let before = snapshot(&here);
    assert_eq!(by_number(&before), by_number(&snapshot(&there)));
    let mut rows = by_number(&before);
    let mut last = before.last_event_id;
    let after = format!("{}?after={last}", path::lounge_events("anting"));
    let streams = [&here, &there].map(|screen| screen.events(&after, &[]));
    // What is done at one server is heard at both, in the same order, under the same numbers.
    let id = visit_of_today(&server, &desks[0]);
    let mut on_both = |rows: &mut BTreeMap<u16, LoungeRow>| {
        let [one, other] = [0, 1].map(|at| streams[at].receive_kind("row"));
        assert_eq!(one, other);
        apply(rows, &one);
        let number = one.id.expect("a row has a number");
        assert!(number > last, "{number} comes after {last}");
        last = number;
    };
    desks[1].plain(id, Step::Arrive);
    on_both(&mut rows);
    let sign = StepRequest { name: Some("王小明".into()), ..StepRequest::default() };
    let signed = desks[0].step(id, Step::SignOrder, &sign);
    on_both(&mut rows);
    for (minutes, desk) in [(10, &desks[0]), (20, &desks[1]), (30, &desks[0]), (40, &desks[1])] {
        let promised_at = bayside_api::Instant(signed.card.promised_at.unwrap().0 + chrono::Duration::minutes(minutes));
        let promise = PromiseRequest { promised_at, reason: "等待配件".into() };
        assert_eq!(desk.change(id, "POST", &path::desk_promise("anting", id), &promise).status, 200);
        on_both(&mut rows);
    }
    let [one, other] = [snapshot(&here), snapshot(&there)];
    assert_eq!((&one.rows, &one.digest, one.last_event_id), (&other.rows, &other.digest, other.last_event_id));
    assert_eq!(by_number(&one), rows);
    // And who heard one server goes on at the other.
    let moved = there.events(&path::lounge_events("anting"), &[("last-event-id", &last.to_string())]);
    let tick: Tick = loop {
        let event = moved.receive();
        assert!(event.kind != "reset" && event.kind != "row", "{event:?}");
        if event.kind == "tick" {
            break event.json();
        }
    };
    assert_eq!((tick.last_event_id, tick.digest), (one.last_event_id, one.digest));
}

#[test]
fn who_reads_too_slowly_is_cut_off_and_catches_up() {
    let server = Server::start();
    let desk = Desk::sign_in(&server, ANTING, "manager");
    let screen = screen(&server, &desk);
    let before = snapshot(&screen);
    let mut rows = by_number(&before);
    let path = format!("{}?after={}", path::lounge_events("anting"), before.last_event_id);
    let held = screen.unread_events(&path);
    let id = visit_of_today(&server, &desk);
    desk.receive(id);
    // More than the system holds for a connection that nobody reads.
    let promised = desk.visit(id).card.promised_at.unwrap();
    let change = |minutes| {
        let promised_at = bayside_api::Instant(promised.0 + chrono::Duration::minutes(minutes));
        let promise = PromiseRequest { promised_at, reason: "等待配件".into() };
        assert_eq!(desk.change(id, "POST", &path::desk_promise("anting", id), &promise).status, 200);
    };
    let is_open = || {
        let counters = server.client().with_token(METRICS_TOKEN).get("/metrics").text();
        counters.contains("bayside_live_streams{kind=\"lounge\"} 1")
    };
    assert!(is_open());
    for minutes in (10..20).cycle().take(150) {
        change(minutes);
    }
    clock::until("the slow reader to be cut off", Duration::from_mins(2), || (!is_open()).then_some(()));
    // What was sent before is whole, as far as it goes; the rest is resumed.
    let mut last = before.last_event_id;
    for event in held.read_to_end() {
        apply(&mut rows, &event);
        last = event.id.unwrap_or(last);
    }
    let after = snapshot(&screen);
    assert!(last < after.last_event_id, "it was cut off before the end");
    let rest = screen.events(&path::lounge_events("anting"), &[("last-event-id", &last.to_string())]);
    loop {
        let event = rest.receive();
        apply(&mut rows, &event);
        if event.kind == "tick" {
            break;
        }
    }
    assert_eq!(rows, by_number(&after));
}

#[test]
fn an_unknown_event_number_resets_the_screen() {
    let server = Server::start();
    let desk = Desk::sign_in(&server, ANTING, "manager");
    let screen = screen(&server, &desk);
    for unknown in ["999999999", "-1", "-9223372036854775808"] {
        let stream = screen.events(&format!("{}?after={unknown}", path::lounge_events("anting")), &[]);
        assert_eq!(stream.receive().kind, "reset", "{unknown}");
    }
}

#[test]
fn no_byte_of_the_feed_names_a_person_a_fault_or_a_price() {
    let server = Server::start();
    let desk = Desk::sign_in(&server, ANTING, "manager");
    let screen = screen(&server, &desk);
    let before = snapshot(&screen);
    let stream = screen.events(&format!("{}?after={}", path::lounge_events("anting"), before.last_event_id), &[]);
    let id = visit_of_today(&server, &desk);
    desk.receive(id);
    desk.quote(id, "更换前制动片", 68_013, 35);

    let reply = screen.get(&path::lounge("anting"));
    let after: Lounge = reply.json(200);
    let mut bytes = reply.text();
    loop {
        let event = stream.receive();
        bytes.push_str(&event.data);
        if event.id.is_some_and(|id| id >= after.last_event_id) {
            break;
        }
    }
    let number = desk.visit(id).card.number.unwrap();
    let row = after.rows.iter().find(|row| row.number == number).expect("the car is on the board");
    assert_eq!((row.plate.as_str(), row.stage), ("沪A·**345", Stage::Waiting));
    assert!(row.flag.is_some(), "extra work is undecided");
    let secrets = [
        "13812345678",
        "5678",
        "LSVAB2BR1JN000001",
        "沪A12345",
        "A12345",
        "王小明",
        "小明",
        "wang@example.org",
        "冷车",
        "异响",
        "制动片",
        "两毫米",
        "68013",
        "680.13",
        "58200",
        "58240",
        "oil",
        "phone",
        "vin",
        "concern",
        "price",
    ];
    for secret in secrets {
        assert!(!bytes.contains(secret), "{secret} is in the feed:\n{bytes}");
    }
}

#[test]
fn advisers_are_named_in_every_language_of_the_dealer_and_ready_cars_say_since_when() {
    let server = Server::start();
    let desk = Desk::sign_in(&server, ANTING, "manager");
    let screen = screen(&server, &desk);
    let came: DeskVisit =
        desk.client.post(&path::desk_visits("anting"), &walk_in(ANTING.request(""), "chen-hao")).json(201);
    desk.plain(came.card.id, Step::Arrive);
    let number = desk.visit(came.card.id).card.number;
    let row = || snapshot(&screen).rows.into_iter().find(|row| Some(row.number) == number).expect("its row");
    let names = [("zh-CN", "陈浩"), ("en", "Chen Hao"), ("de", "Chen Hao"), ("fr", "陈浩")];
    for (tag, name) in names {
        assert_eq!(row().adviser_in(tag), name, "{tag}");
    }
    assert_eq!(row().ready_at, None);
    let id = visit_of_today(&server, &desk);
    desk.receive(id);
    desk.repair(id);
    desk.release_statement(id);
    let board = snapshot(&screen);
    let ready =
        board.rows.iter().find(|row| row.stage == Stage::Ready && Some(row.number) == desk.visit(id).card.number);
    assert!(ready.and_then(|row| row.ready_at).is_some_and(|at| at <= board.as_of));
}

#[test]
fn a_screen_is_paired_by_the_code_it_shows() {
    let server = Server::start();
    let desk = Desk::sign_in(&server, ANTING, "manager");
    let screen = server.client();
    let pairing: Pairing = screen.post(&path::pairing(), &PairingRequest { kind: ScreenKind::Lounge }).json(201);
    assert!(pairing.code.len() == 6 && pairing.code.chars().all(|digit| digit.is_ascii_digit()));
    let status = path::pairing_status(&pairing.poll_token);
    let waiting: PairingState = screen.get(&status).json(200);
    assert_eq!(waiting.status, PairingStatus::Waiting);
    screen.post(&path::pairing_claim(&pairing.poll_token), &serde_json::json!({})).problem(409, "pairing-waiting");

    let wrong = serde_json::json!({ "code": "000000", "name": "休息区" });
    if pairing.code != "000000" {
        let problem = desk.client.post(&path::desk_screens("anting"), &wrong).problem(422, "invalid");
        assert_eq!((problem.errors[0].pointer.as_str(), problem.errors[0].code.as_str()), ("/code", "pairing-unknown"));
    }
    let right = serde_json::json!({ "code": pairing.code, "name": "休息区" });
    assert!((200..300).contains(&desk.client.post(&path::desk_screens("anting"), &right).status));
    let confirmed: PairingState = screen.get(&status).json(200);
    assert_eq!(confirmed.status, PairingStatus::Confirmed);
    let reply = screen.post(&path::pairing_claim(&pairing.poll_token), &serde_json::json!({}));
    let cookie = reply.header("set-cookie").to_owned();
    for part in ["HttpOnly", "SameSite=Strict", "Path=/api/v1/dealers/anting"] {
        assert!(cookie.contains(part), "{part} is missing in {cookie}");
    }
    let claimed: bayside_api::screen::Claimed = reply.json(200);
    assert_eq!(claimed.dealer, "anting");
    assert_eq!(screen.with_token(&claimed.device_token).get(&path::lounge("anting")).status, 200);
}

#[test]
fn a_screen_sees_its_own_dealer_and_nothing_else() {
    let server = Server::start();
    let desk = Desk::sign_in(&server, ANTING, "manager");
    let screen = screen(&server, &desk);
    for refused in [
        screen.get(&path::lounge("aller")),
        screen.get(&path::lounge_events("aller")),
        screen.get(&path::desk_visits("anting")),
        screen.get(&path::session()),
        server.client().get(&path::lounge("anting")),
        server.client().with_token("x").get(&path::lounge("anting")),
        server.client().get(&path::lounge_events("anting")),
    ] {
        assert!([401, 403, 404].contains(&refused.status), "{} {}", refused.status, refused.text());
        assert_eq!(refused.header("content-type"), bayside_api::problem::MEDIA_TYPE);
    }
    // And the desk of another dealer cannot confirm a code for this one.
    let other = Desk::sign_in(&server, ALLER, "manager");
    let refused =
        other.client.post(&path::desk_screens("anting"), &serde_json::json!({ "code": "123456", "name": "x" }));
    assert!([401, 403, 404].contains(&refused.status), "{}", refused.text());
}

#[test]
fn a_promise_that_changes_shows_the_one_before() {
    let server = Server::start();
    let desk = Desk::sign_in(&server, ANTING, "adviser");
    let manager = Desk::sign_in(&server, ANTING, "manager");
    let screen = screen(&server, &manager);
    let id = visit_of_today(&server, &desk);
    desk.step(id, Step::Arrive, &StepRequest::default());
    let number = desk.visit(id).card.number.unwrap();
    let row =
        |lounge: Lounge| lounge.rows.into_iter().find(|row| row.number == number).expect("the car is on the board");
    assert_eq!(row(snapshot(&screen)).promised_at, None, "nothing is promised before the order is signed");
    let signed = desk.step(id, Step::SignOrder, &StepRequest { name: Some("王小明".into()), ..StepRequest::default() });
    let first = signed.card.promised_at.unwrap();
    assert_eq!((row(snapshot(&screen)).promised_at, row(snapshot(&screen)).promised_before), (Some(first), None));

    let promised_at = bayside_api::Instant(first.0 + chrono::Duration::minutes(25));
    let path = path::desk_promise("anting", id);
    let without_reason = PromiseRequest { promised_at, reason: "  ".into() };
    let problem = desk.change(id, "POST", &path, &without_reason).problem(422, "invalid");
    assert_eq!(problem.errors[0].pointer, "/reason");
    let with_reason = PromiseRequest { promised_at, reason: "等待配件".into() };
    assert_eq!(desk.change(id, "POST", &path, &with_reason).status, 200);
    let changed = row(snapshot(&screen));
    assert_eq!((changed.promised_at, changed.promised_before), (Some(promised_at), Some(first)));
}
