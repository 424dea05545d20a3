//! Those who are not booked yet: called back, guided, found again.

use bayside_api::booking::Booking;
use bayside_api::callback::{CallbackCreated, CallbackOutcome, CallbackTeam, DeskCallback, DeskCallbacks};
use bayside_api::desk::DeskChange;
use bayside_api::find::Found;
use bayside_api::path;
use bayside_api::triage::{Remedy, Triage, WarningLamp};
use bayside_test_support::desk::Desk;
use bayside_test_support::http::{Client, Reply};
use bayside_test_support::server::{ENGINES, Server, TUESDAY};
use bayside_test_support::world::{ALLER, ANTING};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// A sound request to be called back.
fn callback(kind: &str) -> Value {
    let request = serde_json::to_value(ANTING.request("")).unwrap();
    json!({
        "kind": kind, "concern": "充到 80 就停，电池灯亮了一下。",
        "vehicle": request["vehicle"], "customer": request["customer"], "consent": request["consent"],
    })
}

fn ask(client: &Client, kind: &str) -> CallbackCreated {
    client.post(&path::callbacks("anting"), &callback(kind)).json(201)
}

fn list(desk: &Desk) -> Vec<DeskCallback> {
    desk.client.get(&path::desk_callbacks("anting")).json::<DeskCallbacks>(200).callbacks
}

fn of(desk: &Desk, reference: &str) -> DeskCallback {
    list(desk).into_iter().find(|callback| callback.reference == reference).expect("it is on the list")
}

fn came_of_it(desk: &Desk, callback: &DeskCallback, body: &Value) -> Reply {
    let tag = format!("\"{}\"", callback.version);
    desk.client.post_with(&path::desk_callback_outcome("anting", callback.id), &[("if-match", &tag)], body)
}

fn advance(server: &Server, minutes: i64) {
    assert_eq!(server.client().post("/api/v1/demo/clock", &json!({ "advance_seconds": minutes * 60 })).status, 200);
}

#[test]
fn a_call_back_has_a_clock_an_owner_and_an_end() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let desk = Desk::sign_in(&server, ANTING, "adviser");
        let stream = desk.client.events(&path::desk_events("anting"), &[]);
        stream.receive_kind("tick");
        let asked = ask(&server.client(), "adviser");
        assert!(asked.reference.starts_with('R') && asked.reference.len() == 7);
        let change: DeskChange = stream.receive_kind("change").json();
        assert!(change.visits.is_empty(), "it is no visit's news");

        let first = of(&desk, &asked.reference);
        assert_eq!((first.due_at, first.minutes_late, &first.owner), (asked.due_at, 0, &None));
        assert_eq!(first.due_at.seconds_since(&first.created_at) / 60, 60);
        assert_eq!((first.phone.as_str(), first.kind), ("+8613812345678", CallbackTeam::Adviser));
        let sooner = ask(&server.client(), "technical");
        assert_eq!(list(&desk)[0].reference, sooner.reference, "the expert promised half an hour");

        advance(&server, 76);
        let shown: DeskCallbacks = desk.client.get(&path::desk_callbacks("anting")).json(200);
        let late = shown.callbacks.iter().find(|row| row.reference == asked.reference).unwrap().minutes_late;
        assert_eq!(
            i64::from(late),
            shown.as_of.seconds_since(&asked.due_at) / 60,
            "whole minutes, by the server's clock"
        );
        assert!(late >= 15, "{late}");
        let taken: DeskCallback = desk.client.post(&path::desk_callback_take("anting", first.id), &json!({})).json(200);
        assert_eq!(taken.owner.map(|owner| owner.id).as_deref(), Some("adviser"));
        came_of_it(&desk, &first, &json!({ "outcome": "advice", "note": "x" })).problem(412, "changed-meanwhile");

        let now = of(&desk, &asked.reference);
        let tried: DeskCallback = came_of_it(&desk, &now, &json!({ "outcome": "not-reached" })).json(200);
        assert_eq!((tried.attempts.len(), tried.closed_at), (1, None));
        assert_eq!(tried.due_at.seconds_since(&tried.attempts[0]) / 60, 10);
        let passed: DeskCallback = came_of_it(&desk, &tried, &json!({ "outcome": "technical" })).json(200);
        assert_eq!((passed.kind, &passed.owner, passed.closed_at), (CallbackTeam::Technical, &None, None));
        let no_words = came_of_it(&desk, &passed, &json!({ "outcome": "advice" })).problem(422, "invalid");
        assert_eq!((no_words.errors[0].pointer.as_str(), no_words.errors[0].code.as_str()), ("/note", "required"));
        let advice = json!({ "outcome": "advice", "note": "先补气，灯灭就好" });
        let closed: DeskCallback = came_of_it(&desk, &passed, &advice).json(200);
        assert_eq!((closed.outcome, closed.minutes_late), (Some(CallbackOutcome::Advice), 0));
        assert_eq!(closed.note.as_deref(), Some("先补气，灯灭就好"));
        came_of_it(&desk, &closed, &advice).problem(409, "already-done");
        assert_eq!(list(&desk).last().unwrap().reference, asked.reference, "closed ones come last");
    }
}

#[test]
fn a_call_back_that_books_names_its_booking() {
    let server = Server::start();
    let desk = Desk::sign_in(&server, ANTING, "reception");
    let asked = of(&desk, &ask(&server.client(), "adviser").reference);
    let booked = ANTING.book(&server.client(), &ANTING.slots(&server.client(), "2026-06-15", "2026-06-15")[0].offer);
    for (body, code) in [
        (json!({ "outcome": "booked" }), "required"),
        (json!({ "outcome": "booked", "reference": "ZZZZZZ" }), "unknown-booking"),
    ] {
        let problem = came_of_it(&desk, &asked, &body).problem(422, "invalid");
        assert_eq!((problem.errors[0].pointer.as_str(), problem.errors[0].code.as_str()), ("/reference", code));
    }
    // As people read it out: the same rule as wherever a reference is typed.
    let read_out = format!("{}-{}", &booked.reference[..3], &booked.reference[3..]).to_lowercase();
    let body = json!({ "outcome": "booked", "reference": read_out });
    let closed: DeskCallback = came_of_it(&desk, &asked, &body).json(200);
    assert_eq!(closed.visit, Some(desk.card("2026-06-15", &booked.reference).id));
    let gate = Desk::sign_in(&server, ANTING, "gate");
    gate.client.get(&path::desk_callbacks("anting")).problem(403, "forbidden");
    Desk::sign_in(&server, ALLER, "manager").client.get(&path::desk_callbacks("anting")).problem(403, "forbidden");
    server.client().get(&path::desk_callbacks("anting")).problem(401, "unauthenticated");
}

#[test]
fn the_promise_begins_when_it_suits_the_customer() {
    let server = Server::start();
    let mut body = callback("technical");
    body["preferred_times"] = json!([{ "from": "2026-06-10T11:45:00+08:00", "to": "2026-06-10T14:00:00+08:00" }]);
    let asked: CallbackCreated = server.client().post(&path::callbacks("anting"), &body).json(201);
    // Fifteen minutes before the noon break, fifteen after it.
    assert_eq!(asked.due_at.0.to_rfc3339(), "2026-06-10T13:15:00+08:00");
}

#[test]
fn a_wrong_request_to_be_called_is_told_where_it_is_wrong() {
    let server = Server::start();
    let window = |from: &str, to: &str| json!([{ "from": from, "to": to }]);
    for (name, value, pointer, code) in [
        ("kind", json!("wizard"), "/kind", "unknown-word"),
        ("concern", json!("  "), "/concern", "required"),
        (
            "preferred_times",
            window("2026-06-09T10:00:00Z", "2026-06-09T09:00:00Z"),
            "/preferred_times/0/to",
            "before-from",
        ),
        ("preferred_times", window("2026-06-01T10:00:00Z", "2026-06-01T11:00:00Z"), "/preferred_times/0/to", "past"),
        (
            "preferred_times",
            window("2027-06-01T10:00:00Z", "2027-06-01T11:00:00Z"),
            "/preferred_times/0/from",
            "too-far",
        ),
    ] {
        let mut body = callback("adviser");
        body[name] = value;
        let problem = server.client().post(&path::callbacks("anting"), &body).problem(422, "invalid");
        assert_eq!((problem.errors[0].pointer.as_str(), problem.errors[0].code.as_str()), (pointer, code));
    }
    let mut body = callback("adviser");
    body["id_card"] = json!("310…");
    server.client().post(&path::callbacks("anting"), &body).problem(422, "unknown-field");
}

#[test]
fn the_same_key_asks_once_and_too_many_are_told_to_wait() {
    let server = Server::start();
    let customer = server.client();
    let post = || customer.post_with(&path::callbacks("anting"), &[("idempotency-key", "k")], &callback("adviser"));
    let (first, second): (CallbackCreated, CallbackCreated) = (post().json(201), post().json(201));
    assert_eq!(first, second);
    // Beside the one that the demo brings.
    let list = list(&Desk::sign_in(&server, ANTING, "manager"));
    assert_eq!(list.iter().filter(|row| row.phone == "+8613812345678").count(), 1);
    assert_eq!(list.len(), 2);
    let last = (0..40).map(|_| post()).find(|reply| reply.status == 429).expect("there is a limit");
    last.problem(429, "too-many-requests");
    assert!(!last.header("retry-after").is_empty());
}

#[test]
fn a_booking_is_found_by_reference_and_phone_and_every_miss_is_alike() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let slot = ANTING.slots(&server.client(), "2026-06-15", "2026-06-15").swap_remove(0);
        let booked = ANTING.book(&server.client(), &slot.offer);
        let find = |dealer: &str, reference: &str, phone: &str| {
            let body = json!({ "reference": reference, "phone": phone });
            server.client().post(&path::find_booking(dealer), &body)
        };
        let (half, rest) = booked.reference.split_at(3);
        for (reference, phone) in [
            (booked.reference.clone(), "13812345678"),
            (format!(" {}-{} ", half.to_lowercase(), rest.to_lowercase()), "+86 138 1234 5678"),
        ] {
            let found: Found = find("anting", &reference, phone).json(200);
            assert_eq!(found.manage_token, booked.manage_token);
            let booking: Booking = server.client().get(&path::booking(&found.manage_token)).json(200);
            assert_eq!(booking.reference, booked.reference);
        }
        let misses = [
            find("anting", &booked.reference, "13812345679"),
            find("anting", "ZZZZZZ", "13812345678"),
            find("anting", "ZZZZZZ", "13812345679"),
            find("anting", "", ""),
            find("anting", &booked.reference, "no phone"),
            find("anting", &"Z".repeat(3000), "13812345678"),
            find("aller", &booked.reference, "13812345678"),
        ];
        for miss in &misses {
            miss.problem(404, "not-found");
            assert_eq!(miss.text(), misses[0].text(), "{engine:?}");
        }
    }
}

#[test]
fn who_guesses_references_is_told_to_wait() {
    let server = Server::start();
    let guesser = server.client();
    let body = json!({ "reference": "ZZZZZZ", "phone": "13812345678" });
    let statuses: Vec<u16> = (0..12).map(|_| guesser.post(&path::find_booking("anting"), &body).status).collect();
    assert_eq!(statuses.iter().filter(|status| **status == 404).count(), 10, "{statuses:?}");
    assert_eq!(statuses[11], 429);
}

#[test]
fn every_way_through_the_questions_ends_and_what_is_unsafe_names_a_number() {
    let server = Server::start();
    for (dealer, locales) in [("anting", &["zh-CN", "en", "de"][..]), ("aller", &["de", "en"][..])] {
        let services = if dealer == "anting" { ANTING } else { ALLER }.face(&server.client()).services;
        let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for locale in locales {
            let path = format!("{}?locale={locale}", path::triage(dealer));
            let triage: Triage = server.client().get(&path).json(200);
            let mut reached = Vec::new();
            let mut open = vec![triage.first.clone().expect("the demo asks")];
            while let Some(id) = open.pop() {
                let question = triage.questions.iter().find(|question| question.id == id).expect("it is there");
                texts.entry(id).or_default().push(question.text.clone());
                for answer in &question.answers {
                    open.extend(answer.next.clone());
                    reached.extend(answer.outcome.clone());
                    assert!(answer.next.is_some() != answer.outcome.is_some(), "{answer:?}");
                }
                assert!(open.len() < 500, "the questions go round in circles");
            }
            for outcome in &triage.outcomes {
                assert!(reached.contains(&outcome.id), "{}", outcome.id);
                assert!(outcome.services.iter().all(|id| services.iter().any(|service| service.id == *id)));
                assert_eq!(outcome.kind == Remedy::Services, !outcome.services.is_empty());
                assert!(outcome.kind == Remedy::Advice || outcome.afterwards.is_empty());
                let known = outcome.afterwards.iter().all(|id| services.iter().any(|service| service.id == *id));
                assert!(known, "{:?}", outcome.afterwards);
            }
            assert!(triage.outcomes.iter().any(|outcome| outcome.afterwards == ["battery"]), "what helps afterwards");
            let lamps = triage.questions.iter().flat_map(|question| &question.answers).filter_map(|answer| answer.lamp);
            let lamps: BTreeSet<&str> = lamps.map(WarningLamp::as_str).collect();
            assert_eq!(lamps.len(), WarningLamp::ALL.len(), "{dealer} shows the symbol of every lamp: {lamps:?}");
            let kinds: Vec<Remedy> = triage.outcomes.iter().map(|outcome| outcome.kind).collect();
            assert!(Remedy::ALL.iter().all(|kind| kinds.contains(kind)), "{dealer} knows every outcome");
            assert!(triage.emergency.expect("a number to call").phone.starts_with('+'));
        }
        for said in texts.values() {
            let mut different = said.clone();
            different.sort();
            different.dedup();
            assert!(different.len() > 1, "{dealer} says {said:?} in every language");
        }
    }
}
