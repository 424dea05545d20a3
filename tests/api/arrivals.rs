//! The arrival kiosk: one number for who has a booking, one answer for every miss.

use bayside_api::arrival::{ArrivalQueue, CheckIn};
use bayside_api::booking::{BookingCreated, BookingRequest, Slot};
use bayside_api::codes::{CheckInOutcome, ScreenKind, Stage, Step};
use bayside_api::desk::DeskChange;
use bayside_api::path;
use bayside_api::screen::Lounge;
use bayside_api::visit::Visit;
use bayside_domain::event::VisitEventKind;
use bayside_test_support::desk::Desk;
use bayside_test_support::http::{Client, Reply};
use bayside_test_support::server::{ENGINES, Server, TUESDAY};
use bayside_test_support::world::{ALLER, ANTING};
use serde_json::{Value, json};

const DAY: &str = "2026-06-09";

/// A kiosk of the dealer at an address of its own.
pub fn kiosk(server: &Server, desk: &Desk) -> Client {
    server.client().with_token(&desk.pair(server, ScreenKind::Arrival).device_token)
}

pub fn slots(server: &Server, day: &str) -> Vec<Slot> {
    ANTING.slots(&server.client(), day, day)
}

/// Books this slot for a car and a phone.
pub fn book(server: &Server, slot: &Slot, plate: &str, phone: &str) -> BookingCreated {
    let mut request: BookingRequest = ANTING.request(&slot.offer);
    plate.clone_into(&mut request.vehicle.plate);
    phone.clone_into(&mut request.customer.phone);
    server.client().post(&path::bookings("anting"), &request).json(201)
}

pub fn arrive(kiosk: &Client, body: &Value) -> Reply {
    kiosk.post(&path::arrivals("anting"), body)
}

fn by_car(plate: &str, digits: &str) -> Value {
    json!({ "plate": plate, "phone_digits": digits })
}

/// The text in full-width letters.
fn wide(text: &str) -> String {
    text.chars().map(|letter| char::from_u32(u32::from(letter) + 0xFEE0).unwrap()).collect()
}

/// What a scanner types that takes a French keyboard for an English one.
fn on_french_keys(text: &str) -> String {
    let keys =
        [('1', '&'), ('2', 'é'), ('3', '"'), ('4', '\''), ('5', '('), ('6', '-'), ('7', 'è'), ('8', '_'), ('9', 'ç')];
    let letters = [('q', 'a'), ('a', 'q'), ('w', 'z'), ('m', ',')];
    let typed =
        |letter: char| keys.iter().chain(&letters).find(|(key, _)| *key == letter).map_or(letter, |(_, typed)| *typed);
    text.to_lowercase().chars().map(typed).collect()
}

#[test]
fn a_booking_checks_in_by_any_way_once_and_is_known_everywhere_at_once() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let desk = Desk::sign_in(&server, ANTING, "manager");
        let kiosks = [kiosk(&server, &desk), kiosk(&server, &desk)];
        let screen = server.client().with_token(&desk.pair(&server, ScreenKind::Lounge).device_token);
        let ways: [fn(&BookingCreated) -> Value; 10] = [
            |booked| json!({ "reference": booked.reference.to_lowercase() }),
            |booked| json!({ "qr": format!(" {}\r\n", booked.reference) }),
            |booked| json!({ "qr": booked.manage_url }),
            |booked| json!({ "qr": booked.manage_token }),
            |_| by_car("沪a·50004", "0004"),
            |_| by_car("滬Ａ—５０００５", "０００５"),
            |booked| json!({ "reference": wide(&booked.reference) }),
            |booked| json!({ "qr": format!("\u{1d}]Q1{}", booked.reference) }),
            |booked| json!({ "qr": format!("]d1{}", booked.manage_url) }),
            |booked| json!({ "qr": on_french_keys(&booked.reference) }),
        ];
        let mut numbers = Vec::new();
        for (at, way) in ways.iter().enumerate() {
            let kiosk = &kiosks[at / 5];
            let plate = format!("沪A5000{at}");
            let slot = &slots(&server, DAY)[0];
            let booked = book(&server, slot, &plate, &format!("1380000000{at}"));
            server.set_clock(&(slot.start.0 - chrono::Duration::minutes(90)).to_rfc3339());
            let id = desk.card(DAY, &booked.reference).id;
            let stream = desk.client.events(&path::desk_events("anting"), &[]);
            let reply = arrive(kiosk, &way(&booked));
            assert_eq!(reply.header("cache-control"), "no-store");
            let checked_in: CheckIn = reply.json(201);
            assert_eq!((checked_in.outcome, checked_in.start), (CheckInOutcome::CheckedIn, Some(booked.start)));
            assert!(checked_in.adviser.as_ref().is_some_and(|name| !name.is_empty()) && checked_in.ahead.is_none());

            // The desk hears of it, the board shows it, and the private page opens.
            let heard = std::iter::repeat_with(|| stream.receive_kind("change").json::<DeskChange>())
                .find(|change| change.visits.contains(&id));
            assert!(heard.is_some());
            let card = desk.card(DAY, &booked.reference);
            assert_eq!((card.number, card.stage), (Some(checked_in.number), Some(Stage::Received)), "{engine:?}");
            let board: Lounge = screen.get(&path::lounge("anting")).json(200);
            let row = board.rows.iter().find(|row| row.number == checked_in.number).expect("the car is on the board");
            assert_eq!(
                (row.plate.as_str(), Some(&row.adviser)),
                (format!("沪A·**00{at}").as_str(), checked_in.adviser.as_ref())
            );
            let link = checked_in.private_url.clone().expect("the private link is given");
            let (_, token) = link.split_once('#').expect("the token stands after #");
            let page: Visit = server.client().get(&path::visit(token)).json(200);
            assert_eq!(page.number, checked_in.number);

            // Again, by the same way or by the private page's own code, it is the same number.
            for body in [way(&booked), json!({ "qr": link })] {
                let again: CheckIn = arrive(kiosk, &body).json(200);
                let expected = CheckIn { outcome: CheckInOutcome::Already, ..checked_in.clone() };
                assert_eq!(again, expected, "{engine:?} {body}");
            }
            let arrivals = desk.visit(id).log.into_iter().filter(|entry| entry.kind == VisitEventKind::Arrived).count();
            assert_eq!(arrivals, 1);
            numbers.push(checked_in.number);
        }
        numbers.dedup();
        assert_eq!(numbers.len(), ways.len(), "{engine:?}: everybody has a number of their own");
    }
}

#[test]
fn every_miss_has_the_same_answer() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let desk = Desk::sign_in(&server, ANTING, "manager");
        let kiosk = kiosk(&server, &desk);
        let free = slots(&server, DAY);
        book(&server, &free[0], "沪A50000", "13800000000");
        let left = book(&server, &free[1], "沪A50001", "13800000001");
        let id = desk.card(DAY, &left.reference).id;
        desk.receive(id);
        desk.repair(id);
        desk.release_statement(id);
        desk.plain(id, Step::Accept);
        desk.plain(id, Step::Settle);
        desk.plain(id, Step::HandOver);
        let others = ALLER.slots(&server.client(), DAY, DAY);
        let elsewhere = ALLER.book(&server.client(), &others[0].offer);
        let misses = [
            by_car("沪A50000", "9999"),
            by_car("沪A59999", "0000"),
            by_car("沪A59999", "9999"),
            json!({ "plate": "沪A50000", "plate_kind": "other", "phone_digits": "0000" }),
            json!({ "reference": "ZZZZZZ" }),
            json!({ "reference": "" }),
            json!({ "qr": "https://example.org/anything#AAAAAQAAAAEAAAAAAAAAAAAAAAAAAAAA" }),
            json!({ "qr": "WIFI:S:guest;;" }),
            json!({ "qr": elsewhere.manage_url }),
            json!({ "reference": elsewhere.reference }),
            by_car("沪A50001", "0001"),
            json!({ "qr": left.manage_url }),
        ];
        let answers: Vec<String> = misses
            .iter()
            .map(|body| {
                let reply = arrive(&kiosk, body);
                reply.problem(404, "not-found");
                reply.text()
            })
            .collect();
        assert!(answers.iter().all(|answer| *answer == answers[0]), "{engine:?}: {answers:?}");
        // None of them has done anything.
        assert!(desk.list(DAY).visits.iter().all(|card| card.plate != "沪A·50000" || card.number.is_none()));
    }
}

#[test]
fn who_comes_on_another_day_or_too_early_or_in_vain_is_told_so() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let desk = Desk::sign_in(&server, ANTING, "manager");
        let kiosk = kiosk(&server, &desk);
        let today = slots(&server, DAY);
        let late = today.last().expect("a slot of the afternoon");
        let early = book(&server, late, "沪A50000", "13800000000");
        arrive(&kiosk, &json!({ "qr": early.reference })).problem(409, "arrival-too-early");
        let tomorrow = slots(&server, "2026-06-10");
        book(&server, &tomorrow[0], "沪A50001", "13800000001");
        let refused = arrive(&kiosk, &by_car("沪A50001", "0001"));
        refused.problem(409, "arrival-other-day");
        assert!(!refused.text().contains("2026"), "nothing that was not entered is told: {}", refused.text());
        let given_up = book(&server, &today[today.len() - 2], "沪A50002", "13800000002");
        assert_eq!(server.client().post(&path::cancel(&given_up.manage_token), &json!({})).status, 200);
        arrive(&kiosk, &json!({ "reference": given_up.reference })).problem(409, "arrival-void");
        // Of a car with a booking today and one tomorrow, today's counts.
        book(&server, &tomorrow[1], "沪A50003", "13800000003");
        let both = book(&server, &today[0], "沪A50003", "13800000003");
        let checked_in: CheckIn = arrive(&kiosk, &by_car("沪A50003", "0003")).json(201);
        assert_eq!(checked_in.start, Some(both.start), "{engine:?}");
        // Two hours before its start the early one is welcome.
        let start = late.start.0 - chrono::Duration::minutes(120);
        server.set_clock(&start.to_rfc3339());
        let checked_in: CheckIn = arrive(&kiosk, &json!({ "qr": early.reference })).json(201);
        assert_eq!(checked_in.outcome, CheckInOutcome::CheckedIn, "{engine:?}");
    }
}

#[test]
fn a_request_says_who_comes_in_one_way_and_each_mistake_has_its_place() {
    let server = Server::start();
    let desk = Desk::sign_in(&server, ANTING, "manager");
    let kiosk = kiosk(&server, &desk);
    for (body, pointer, code) in [
        (json!({}), "", "one-way"),
        (json!({ "reference": "7K4M2P", "walk_in": "tyres" }), "", "one-way"),
        (json!({ "plate": "沪I12345", "phone_digits": "5678" }), "/plate", "plate-format"),
        (json!({ "plate": "沪A12345" }), "/phone_digits", "digits-format"),
        (json!({ "plate": "沪A12345", "phone_digits": "56789" }), "/phone_digits", "digits-format"),
        (json!({ "plate": "沪A12345", "phone_digits": "５６７" }), "/phone_digits", "digits-format"),
        (json!({ "qr": "7K4M2P", "phone_digits": "5678" }), "/phone_digits", "without-plate"),
        (json!({ "qr": "x".repeat(513) }), "/qr", "too-long"),
        (json!({ "walk_in": "coffee" }), "/walk_in", "unknown-word"),
    ] {
        let problem = arrive(&kiosk, &body).problem(422, "invalid");
        let error = &problem.errors[0];
        assert_eq!((error.pointer.as_str(), error.code.as_str()), (pointer, code), "{body}");
    }
    arrive(&kiosk, &json!({ "name": "王小明" })).problem(422, "unknown-field");
}

#[test]
fn only_a_kiosk_of_the_house_takes_anybody_in() {
    let server = Server::start();
    let desk = Desk::sign_in(&server, ANTING, "manager");
    let body = json!({ "walk_in": "tyres" });
    let calls = |client: &Client| [arrive(client, &body), client.get(&path::arrivals("anting"))];
    for reply in calls(&server.client()) {
        reply.problem(401, "unauthenticated");
    }
    for reply in calls(&server.client().with_token("no-token")) {
        reply.problem(401, "unauthenticated");
    }
    for kind in [ScreenKind::Lounge, ScreenKind::Welcome] {
        let other = server.client().with_token(&desk.pair(&server, kind).device_token);
        for reply in calls(&other) {
            reply.problem(403, "forbidden");
        }
    }
    let next_door = Desk::sign_in(&server, ALLER, "manager");
    let other = server.client().with_token(&next_door.pair(&server, ScreenKind::Arrival).device_token);
    for reply in calls(&other) {
        reply.problem(403, "forbidden");
    }
    let kiosk = kiosk(&server, &desk);
    kiosk.get(&path::lounge("anting")).problem(403, "forbidden");
    let queue: ArrivalQueue = kiosk.get(&path::arrivals("anting")).json(200);
    assert_eq!(queue.ahead, 0, "none of them drew a number");
    assert_eq!(queue.receiving, 4, "the house is open, and nobody is away");
}

#[test]
fn the_cookie_of_a_kiosk_stands_beside_that_of_a_lounge_and_other_sites_cannot_use_it() {
    let server = Server::start();
    let desk = Desk::sign_in(&server, ANTING, "manager");
    let mut browser = server.client();
    for kind in [ScreenKind::Arrival, ScreenKind::Lounge] {
        let pairing: bayside_api::screen::Pairing = browser.post(&path::pairing(), &json!({ "kind": kind })).json(201);
        let confirm = json!({ "code": pairing.code, "name": "入口" });
        assert_eq!(desk.client.post(&path::desk_screens("anting"), &confirm).status, 201);
        let claimed = browser.post(&path::pairing_claim(&pairing.poll_token), &json!({}));
        browser.keep_cookies(&claimed);
    }
    assert_eq!(browser.get(&path::lounge("anting")).status, 200);
    let body = json!({ "walk_in": "other" });
    assert_eq!(arrive(&browser, &body).status, 201);
    let foreign = [("sec-fetch-site", "cross-site")];
    browser.post_with(&path::arrivals("anting"), &foreign, &body).problem(403, "forbidden");
    let own = [("sec-fetch-site", "same-origin")];
    assert_eq!(browser.post_with(&path::arrivals("anting"), &own, &body).status, 201);
}

#[test]
fn who_tries_too_often_has_to_wait() {
    let server = Server::start();
    let desk = Desk::sign_in(&server, ANTING, "manager");
    let (guesser, other) = (kiosk(&server, &desk), kiosk(&server, &desk));
    for guess in 0..20 {
        // Of each plate the digits have a limit of their own.
        arrive(&guesser, &by_car(&format!("沪A5{guess:04}"), "0000")).problem(404, "not-found");
    }
    let refused = arrive(&guesser, &by_car("沪A50020", "0000"));
    refused.problem(429, "too-many-requests");
    assert!(refused.header("retry-after").parse::<u32>().is_ok_and(|seconds| seconds > 0));
    arrive(&other, &by_car("沪A50000", "0020")).problem(404, "not-found");
}

#[test]
fn a_key_makes_a_lost_answer_come_again_without_a_second_number() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let desk = Desk::sign_in(&server, ANTING, "manager");
        let kiosk = kiosk(&server, &desk);
        let booked = book(&server, &slots(&server, DAY)[0], "沪A50000", "13800000000");
        let bodies = [json!({ "walk_in": "body" }), by_car("沪A50000", "0000"), json!({ "qr": booked.reference })];
        for (at, body) in bodies.into_iter().enumerate() {
            let name = format!("key-{at}");
            let key = [("idempotency-key", name.as_str())];
            let first = kiosk.post_with(&path::arrivals("anting"), &key, &body);
            let second = kiosk.post_with(&path::arrivals("anting"), &key, &body);
            assert_eq!((second.status, second.text()), (first.status, first.text()), "{engine:?} {body}");
            let other = json!({ "walk_in": "other" });
            kiosk.post_with(&path::arrivals("anting"), &key, &other).problem(422, "idempotency-key-reused");
        }
        assert_eq!(kiosk.get(&path::arrivals("anting")).json::<ArrivalQueue>(200).ahead, 1, "{engine:?}");
    }
}

#[test]
fn two_kiosks_at_once_give_one_number_to_one_car_and_two_to_two_people() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let desk = Desk::sign_in(&server, ANTING, "manager");
        let kiosks: Vec<Client> = (0..4).map(|_| kiosk(&server, &desk)).collect();
        let at_once = |body: &Value| -> Vec<(u16, CheckIn)> {
            std::thread::scope(|scope| {
                let calls: Vec<_> = kiosks.iter().map(|kiosk| scope.spawn(move || arrive(kiosk, body))).collect();
                let replies = calls.into_iter().map(|call| call.join().expect("an answer"));
                replies.map(|reply| (reply.status, reply.json(reply.status))).collect()
            })
        };
        let booked = book(&server, &slots(&server, DAY)[0], "沪A50000", "13800000000");
        let replies = at_once(&json!({ "qr": booked.reference }));
        assert_eq!(replies.iter().filter(|(status, _)| *status == 201).count(), 1, "{engine:?}: {replies:?}");
        assert!(replies.iter().all(|(_, reply)| reply.number == replies[0].1.number), "{engine:?}: {replies:?}");
        let tickets = at_once(&json!({ "walk_in": "maintenance" }));
        let mut numbers: Vec<u16> = tickets.iter().map(|(_, ticket)| ticket.number).collect();
        numbers.push(replies[0].1.number);
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), 5, "{engine:?}: {tickets:?}");
        let mut ahead: Vec<Option<u32>> = tickets.iter().map(|(_, ticket)| ticket.ahead).collect();
        ahead.sort_unstable();
        assert_eq!(ahead, [Some(0), Some(1), Some(2), Some(3)], "{engine:?}");
    }
}

#[test]
fn answers_and_log_hold_nothing_that_names_anybody() {
    let server = Server::start();
    let desk = Desk::sign_in(&server, ANTING, "manager");
    let kiosk = kiosk(&server, &desk);
    let booked = book(&server, &slots(&server, DAY)[0], "沪A12345", "13812345678");
    let replies = [
        arrive(&kiosk, &by_car("沪A12345", "0000")),
        arrive(&kiosk, &by_car("沪A12345", "5678")),
        arrive(&kiosk, &json!({ "qr": booked.manage_url })),
        arrive(&kiosk, &json!({ "walk_in": "pickup" })),
    ];
    let text: String = replies.iter().map(Reply::text).collect();
    for secret in ["A12345", "A·12345", "5678", "王小明", "wang@example.org", "oil", "price"] {
        assert!(!text.contains(secret), "{secret} is told: {text}");
    }
    let log = server.log_text();
    assert!(log.contains("/arrivals"), "the kiosk's calls are in the log");
    for secret in ["A12345", "A·12345", "5678", "王小明", &booked.manage_token, &booked.reference] {
        assert!(!log.contains(secret), "{secret} is in the log");
    }
}
