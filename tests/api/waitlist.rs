//! The waitlist: freed room goes to the first whom it fits, and then to the next.

use bayside_api::booking::{Booking, BookingCreated, Slot};
use bayside_api::path;
use bayside_api::waitlist::{DeskWaitlist, Waitlist, WaitlistCreated, WaitlistStatus};
use bayside_test_support::clock::until;
use bayside_test_support::desk::Desk;
use bayside_test_support::http::Reply;
use bayside_test_support::server::{ENGINES, Engine, Server, TUESDAY};
use bayside_test_support::world::ANTING;
use serde_json::{Value, json};
use std::sync::Barrier;
use std::time::Duration;

const DAY: &str = "2026-06-15";
const LATER: &str = "2026-06-16";

/// A wish for exactly this start with this adviser.
pub fn wish(slot: &Slot, phone: &str) -> Value {
    let request = serde_json::to_value(ANTING.request("")).unwrap();
    let mut customer = request["customer"].clone();
    customer["phone"] = json!(phone);
    let mut body = window(slot);
    for (name, value) in [
        ("services", json!(["oil"])),
        ("stay", json!("wait")),
        ("vehicle", request["vehicle"].clone()),
        ("customer", customer),
        ("consent", request["consent"].clone()),
    ] {
        body[name] = value;
    }
    body
}

/// The day and the hour of this start, and its adviser.
fn window(slot: &Slot) -> Value {
    let date = slot.start.date();
    let from = slot.start.0.format("%H:%M").to_string();
    let to = (slot.start.0 + Duration::from_mins(1)).format("%H:%M").to_string();
    json!({ "from": date, "to": date, "hours": [{ "from": from, "to": to }], "adviser": slot.adviser })
}

pub fn wait(server: &Server, body: &Value) -> WaitlistCreated {
    server.client().post(&path::waitlist("anting"), body).json(201)
}

pub fn of(server: &Server, token: &str) -> Waitlist {
    server.client().get(&path::wish(token)).json(200)
}

pub fn accept(server: &Server, token: &str) -> Reply {
    server.client().post(&path::accept_wish(token), &json!({}))
}

fn cancel(server: &Server, booked: &BookingCreated) {
    let reply = server.client().post(&path::cancel(&booked.manage_token), &json!({}));
    assert_eq!(reply.status, 200, "{}", reply.text());
}

pub fn advance(server: &Server, minutes: i64) {
    assert_eq!(server.client().post("/api/v1/demo/clock", &json!({ "advance_seconds": minutes * 60 })).status, 200);
}

/// A start that somebody has booked, and their booking.
pub fn taken(server: &Server, day: &str, place: usize) -> (Slot, BookingCreated) {
    let slot = ANTING.slots(&server.client(), day, day).swap_remove(place);
    let booked = ANTING.book(&server.client(), &slot.offer);
    (slot, booked)
}

/// Waits until the server has seen that a hold's time is over; any change at the dealer makes it look.
fn until_status(server: &Server, token: &str, status: WaitlistStatus) -> Waitlist {
    until("a wish's status", Duration::from_secs(40), || Some(of(server, token)).filter(|wish| wish.status == status))
}

fn is_free(server: &Server, slot: &Slot) -> bool {
    let path = path::availability("anting");
    let date = slot.start.date();
    let query = format!("{path}?from={date}&to={date}&services=oil&stay=wait&adviser={}", slot.adviser);
    let days: bayside_api::booking::Availability = server.client().get(&query).json(200);
    days.days[0].slots.iter().flatten().any(|free| free.start == slot.start)
}

#[test]
fn a_freed_start_is_held_for_the_first_and_then_for_the_next() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let (slot, booked) = taken(&server, DAY, 2);
        let first = wait(&server, &wish(&slot, "13800000001"));
        let second = wait(&server, &wish(&slot, "13800000002"));
        assert_eq!((first.ahead, second.ahead), (0, 1));
        assert_eq!(of(&server, &first.token).status, WaitlistStatus::Waiting);
        accept(&server, &first.token).problem(410, "hold-expired");

        cancel(&server, &booked);
        let offered = of(&server, &first.token);
        let offer = offered.offer.expect("it was freed and fits");
        assert_eq!((offered.status, offer.start, &offer.adviser), (WaitlistStatus::Offered, slot.start, &slot.adviser));
        assert!((29 * 60..=30 * 60).contains(&offer.expires_at.seconds_since(&offered.now)), "half an hour to answer");
        assert_eq!(of(&server, &second.token).status, WaitlistStatus::Waiting);
        assert!(!is_free(&server, &slot), "what is offered is held as by anybody");

        advance(&server, 31);
        until_status(&server, &second.token, WaitlistStatus::Offered);
        assert_eq!(of(&server, &first.token).status, WaitlistStatus::Waiting);
        let late = accept(&server, &first.token).problem(410, "hold-expired");
        assert!(late.alternatives.is_some_and(|others| !others.is_empty()));
        let made: BookingCreated = accept(&server, &second.token).json(200);
        assert_eq!(made.start, slot.start);
        let again: BookingCreated = accept(&server, &second.token).json(200);
        assert_eq!(again.reference, made.reference, "asked twice, answered alike");
        let booking: Booking = server.client().get(&path::booking(&made.manage_token)).json(200);
        assert_eq!((booking.start, booking.phone.as_str()), (slot.start, "138****0002"));
        assert_eq!(of(&server, &second.token).booking.unwrap().reference, made.reference);
        assert_eq!(server.client().delete(&path::wish(&second.token)).status, 409);
    }
}

#[test]
fn a_booking_moves_to_the_earlier_start_and_keeps_its_name() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let (slot, early) = taken(&server, DAY, 2);
        let (later_slot, later) = taken(&server, "2026-06-17", 2);
        let mut body = window(&slot);
        body["manage_token"] = json!(later.manage_token);
        let wished = wait(&server, &body);
        assert_eq!(of(&server, &wished.token).booking.unwrap().reference, later.reference);
        cancel(&server, &early);
        let moved: BookingCreated = accept(&server, &wished.token).json(200);
        assert_eq!((&moved.reference, &moved.manage_token), (&later.reference, &later.manage_token));
        let booking: Booking = server.client().get(&path::booking(&later.manage_token)).json(200);
        assert_eq!((booking.start, booking.sequence), (slot.start, 1), "{engine:?}");
        assert!(is_free(&server, &later_slot) && !is_free(&server, &slot));
    }
}

#[test]
fn a_start_that_was_declined_goes_to_the_next_at_once_and_never_comes_back() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let (slot, booked) = taken(&server, DAY, 2);
        let first = wait(&server, &wish(&slot, "13800000001"));
        let second = wait(&server, &wish(&slot, "13800000002"));
        cancel(&server, &booked);
        assert_eq!(server.client().post(&path::decline_wish(&first.token), &json!({})).status, 204);
        assert_eq!(of(&server, &first.token).status, WaitlistStatus::Waiting);
        assert_eq!(of(&server, &second.token).status, WaitlistStatus::Offered);
        assert_eq!(server.client().delete(&path::wish(&second.token)).status, 204);
        assert_eq!(of(&server, &second.token).status, WaitlistStatus::Ended);
        assert_eq!(of(&server, &first.token).status, WaitlistStatus::Waiting, "it let this start pass");
        assert!(is_free(&server, &slot), "{engine:?}: nobody is left who wants it");
        accept(&server, &second.token).problem(409, "already-done");
    }
}

#[test]
fn cancelling_and_accepting_at_once_gives_the_place_to_one() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let beside = (engine == Engine::Postgres).then(|| server.beside());
        let other = beside.as_ref().unwrap_or(&server);
        let (slot, booked) = taken(&server, DAY, 2);
        let tokens: Vec<String> =
            (1..=6).map(|number| wait(&server, &wish(&slot, &format!("1380000000{number}"))).token).collect();
        let everybody = Barrier::new(tokens.len() + 1);
        let statuses: Vec<u16> = std::thread::scope(|scope| {
            let threads: Vec<_> = tokens
                .iter()
                .map(|token| {
                    let everybody = &everybody;
                    scope.spawn(move || {
                        everybody.wait();
                        accept(other, token).status
                    })
                })
                .collect();
            everybody.wait();
            cancel(&server, &booked);
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        let after: Vec<WaitlistStatus> = tokens.iter().map(|token| of(&server, token).status).collect();
        let won = statuses.iter().filter(|status| **status == 200).count();
        assert!(won <= 1 && statuses[1..].iter().all(|status| *status == 410), "{engine:?} {statuses:?}");
        assert_eq!(after[0] == WaitlistStatus::Accepted, won == 1, "{engine:?} {after:?}");
        assert!(matches!(after[0], WaitlistStatus::Accepted | WaitlistStatus::Offered), "{after:?}");
        assert!(after[1..].iter().all(|status| *status == WaitlistStatus::Waiting), "{after:?}");
        let made: BookingCreated = accept(&server, &tokens[0]).json(200);
        assert_eq!(made.start, slot.start);
    }
}

#[test]
fn an_offer_outlives_the_server() {
    for engine in ENGINES {
        let mut server = Server::on(engine, TUESDAY);
        let (slot, booked) = taken(&server, DAY, 2);
        let first = wait(&server, &wish(&slot, "13800000001"));
        let second = wait(&server, &wish(&slot, "13800000002"));
        cancel(&server, &booked);
        server.kill();
        server.run();
        assert_eq!(of(&server, &first.token).status, WaitlistStatus::Offered, "{engine:?}");
        advance(&server, 31);
        server.kill();
        server.run();
        // The clock of a demo begins anew with the program.
        advance(&server, 31);
        until_status(&server, &second.token, WaitlistStatus::Offered);
    }
}

#[test]
fn room_that_is_freed_at_night_is_offered_in_the_morning() {
    let server = Server::on(Engine::Sqlite, "2026-06-09T22:00:00+08:00");
    let (slot, booked) = taken(&server, DAY, 2);
    let first = wait(&server, &wish(&slot, "13800000001"));
    cancel(&server, &booked);
    assert_eq!(of(&server, &first.token).status, WaitlistStatus::Waiting, "nobody is disturbed at night");
    advance(&server, 10 * 60 + 5);
    until_status(&server, &first.token, WaitlistStatus::Offered);
}

#[test]
fn an_adviser_who_is_well_again_receives_who_waited() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let slot = ANTING.slots(&server.client(), DAY, DAY).swap_remove(2);
        let desk = Desk::sign_in(&server, ANTING, "manager");
        let body = json!({
            "resource": format!("adviser:{}", slot.adviser), "places": null, "reason": "sickness",
            "from": "2026-06-15T00:00", "to": "2026-06-16T00:00",
        });
        let made: bayside_api::capacity::Outage = desk.client.post(&path::desk_outages("anting"), &body).json(201);
        let wished = wait(&server, &wish(&slot, "13800000001"));
        assert_eq!(of(&server, &wished.token).status, WaitlistStatus::Waiting, "{engine:?}");
        assert_eq!(desk.client.delete(&path::desk_outage("anting", made.id)).status, 204);
        assert_eq!(of(&server, &wished.token).offer.map(|offer| offer.start), Some(slot.start), "{engine:?}");
    }
}

#[test]
fn the_desk_sees_who_waits_in_the_order_in_which_they_are_asked() {
    let server = Server::start();
    let (slot, booked) = taken(&server, DAY, 2);
    wait(&server, &wish(&slot, "13800000001"));
    wait(&server, &wish(&slot, "13800000002"));
    cancel(&server, &booked);
    let desk = Desk::sign_in(&server, ANTING, "reception");
    let list: DeskWaitlist = desk.client.get(&path::desk_waitlist("anting")).json(200);
    let seen: Vec<(&str, WaitlistStatus)> = list.wishes.iter().map(|wish| (wish.phone.as_str(), wish.status)).collect();
    let expected = [
        // The demo's own came before, and waits for other days.
        ("+8613900000132", WaitlistStatus::Waiting),
        ("+8613800000001", WaitlistStatus::Offered),
        ("+8613800000002", WaitlistStatus::Waiting),
    ];
    assert_eq!(seen, expected);
    assert_eq!(list.wishes[1].offered, Some(slot.start));
    Desk::sign_in(&server, ANTING, "gate").client.get(&path::desk_waitlist("anting")).problem(403, "forbidden");
}

#[test]
fn a_wrong_wish_is_told_where_it_is_wrong() {
    let server = Server::start();
    let slot = ANTING.slots(&server.client(), DAY, DAY).swap_remove(2);
    let booked = ANTING.book(&server.client(), &slot.offer);
    let refused = |change: &dyn Fn(&mut Value)| {
        let mut body = wish(&slot, "13800000001");
        change(&mut body);
        let problem = server.client().post(&path::waitlist("anting"), &body).problem(422, "invalid");
        format!("{} {}", problem.errors[0].pointer, problem.errors[0].code)
    };
    assert_eq!(refused(&|body| body["to"] = json!("2026-06-14")), "/to before-from");
    assert_eq!(refused(&|body| body["from"] = json!("2026-01-14")), "/to too-many-days");
    assert_eq!(
        refused(&|body| {
            body["from"] = json!("2026-06-01");
            body["to"] = json!("2026-06-08");
        }),
        "/to past"
    );
    assert_eq!(
        refused(&|body| {
            body["from"] = json!("2026-11-01");
            body["to"] = json!("2026-11-08");
        }),
        "/to too-far"
    );
    assert_eq!(
        refused(&|body| body["hours"] = json!([{ "from": "9:00", "to": "10:00" }])),
        "/hours/0/from time-format"
    );
    assert_eq!(refused(&|body| body["hours"] = json!([{ "from": "10:00", "to": "10:00" }])), "/hours/0/to before-from");
    assert_eq!(refused(&|body| body["services"] = json!(["oil", "oil"])), "/services/1 duplicate");
    assert_eq!(refused(&|body| body["services"] = json!(["wings"])), "/services/0 unknown-service");
    assert_eq!(refused(&|body| body["adviser"] = json!("nobody")), "/adviser unknown-adviser");
    assert_eq!(refused(&|body| body["stay"] = Value::Null), "/stay required");
    assert_eq!(refused(&|body| body["customer"]["phone"] = json!("12")), "/customer/phone phone-format");
    assert_eq!(refused(&|body| body["manage_token"] = json!("nonsense")), "/customer known-by-booking");
    assert_eq!(
        refused(&|body| {
            *body = window(&slot);
            body["manage_token"] = json!("nonsense");
        }),
        "/manage_token unknown-booking"
    );
    assert_eq!(
        refused(&|body| {
            *body = window(&slot);
            body["manage_token"] = json!(booked.manage_token);
            body["services"] = json!(["ac"]);
        }),
        "/services differs-from-booking"
    );
    server.client().get(&path::wish("nonsense")).problem(404, "not-found");
    server.client().get(&path::wish(&booked.manage_token)).problem(404, "not-found");
}

#[test]
fn a_booking_tells_of_its_running_wish_and_of_nobody_elses() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let (slot, rival) = taken(&server, DAY, 2);
        let (_, mine) = taken(&server, LATER, 0);
        let of_mine = || -> Booking { server.client().get(&path::booking(&mine.manage_token)).json(200) };
        assert_eq!(of_mine().wish, None, "{engine:?}");
        let other = wait(&server, &wish(&slot, "13800000001"));
        assert_eq!(of_mine().wish, None, "another's");
        let mut body = window(&slot);
        body["manage_token"] = json!(mine.manage_token);
        let asked = wait(&server, &body);
        let running = of_mine().wish.unwrap();
        assert_eq!((running.status, running.offer), (WaitlistStatus::Waiting, None));
        assert_eq!((running.from, running.to), (slot.start.date(), slot.start.date()));
        assert_eq!(running.token, asked.token);

        server.client().delete(&path::wish(&other.token));
        cancel(&server, &rival);
        let running = of_mine().wish.unwrap();
        assert_eq!(running.status, WaitlistStatus::Offered);
        assert_eq!(running.offer, of(&server, &asked.token).offer);
        assert_eq!(running.offer.unwrap().start, slot.start);
        accept(&server, &running.token).json::<BookingCreated>(200);
        let moved = of_mine();
        assert_eq!((moved.start, moved.wish), (slot.start, None));
    }
}
