//! Spam defence without a captcha: what is odd is marked for the desk, nobody is refused, and nobody is told.

use bayside_api::booking::{BookingCreated, BookingRequest, Slot};
use bayside_api::callback::{CallbackCreated, DeskCallbacks};
use bayside_api::capacity::PhoneBooking;
use bayside_api::codes::SpamSignal;
use bayside_api::path;
use bayside_api::waitlist::{DeskWaitlist, WaitlistCreated};
use bayside_test_support::desk::Desk;
use bayside_test_support::server::{ENGINES, Server, TUESDAY};
use bayside_test_support::world::ANTING;
use serde_json::{Value, json};

const DAY: &str = "2026-06-15";

fn slots(server: &Server) -> Vec<Slot> {
    ANTING.slots(&server.client(), DAY, DAY)
}

/// A booking of somebody with this phone and plate, changed.
fn book(server: &Server, phone: &str, plate: &str, change: impl FnOnce(&mut BookingRequest)) -> BookingCreated {
    let mut request = ANTING.request(&slots(server).swap_remove(0).offer);
    request.customer.phone = phone.into();
    request.vehicle.plate = plate.into();
    change(&mut request);
    server.client().post(&path::bookings("anting"), &request).json(201)
}

fn marks(desk: &Desk, booked: &BookingCreated) -> Vec<SpamSignal> {
    let card = desk.card(DAY, &booked.reference);
    let visit = desk.visit(card.id);
    assert_eq!(visit.card.marks, card.marks, "the card and the page say the same");
    card.marks
}

#[test]
fn what_is_odd_about_a_booking_is_marked_at_the_desk_and_answered_like_any_other() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let desk = Desk::sign_in(&server, ANTING, "reception");
        let plain = book(&server, "13800000001", "沪A10001", |_| {});
        assert_eq!(marks(&desk, &plain), [], "{engine:?}");
        let slow = book(&server, "13800000002", "沪A10002", |request| {
            request.filled_seconds = Some(8);
            request.website = Some("  ".into());
        });
        assert_eq!(marks(&desk, &slow), []);
        let program = book(&server, "13800000003", "沪A10003", |request| {
            request.filled_seconds = Some(7);
            request.website = Some("https://spam.example".into());
        });
        assert_eq!(marks(&desk, &program), [SpamSignal::Honeypot, SpamSignal::TooFast], "{engine:?}");
        // Case, spaces and the country's code make no other phone or plate.
        let phone = book(&server, "+86 138 0000 0001", "沪A10004", |_| {});
        assert_eq!(marks(&desk, &phone), [SpamSignal::RepeatedPhone]);
        let plate = book(&server, "13800000005", "沪a·10001", |_| {});
        assert_eq!(marks(&desk, &plate), [SpamSignal::RepeatedPlate]);
        let both = book(&server, "13800000005", "沪A10004", |request| request.filled_seconds = Some(0));
        assert_eq!(marks(&desk, &both), [SpamSignal::TooFast, SpamSignal::RepeatedPhone, SpamSignal::RepeatedPlate]);
        assert_eq!(marks(&desk, &plain), [], "who was first is not marked for who came later");

        // Nothing in the answer tells.
        let answer = |booked: &BookingCreated| -> (Vec<String>, usize) {
            let value = serde_json::to_value(booked).unwrap();
            (value.as_object().unwrap().keys().cloned().collect(), booked.manage_token.len())
        };
        assert_eq!(answer(&program), answer(&plain));
        let own: Value = server.client().get(&path::booking(&program.manage_token)).json(200);
        assert!(own.get("marks").is_none(), "{own}");

        // What was given up is no booking any more.
        for given_up in [&plain, &phone, &plate, &both] {
            let reply = server.client().post(&path::cancel(&given_up.manage_token), &json!({}));
            assert_eq!(reply.status, 200, "{}", reply.text());
        }
        assert_eq!(marks(&desk, &book(&server, "13800000001", "沪A10004", |_| {})), [], "{engine:?}");
    }
}

#[test]
fn a_booking_that_has_passed_repeats_nothing() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let today = ANTING.slots(&server.client(), "2026-06-09", "2026-06-09");
        ANTING.book(&server.client(), &today[0].offer);
        server.advance(12 * 3600);
        let later = ANTING.book(&server.client(), &slots(&server).swap_remove(0).offer);
        let desk = Desk::sign_in(&server, ANTING, "reception");
        assert_eq!(marks(&desk, &later), [], "{engine:?}");
    }
}

/// A request of somebody who is not booked yet.
fn asked(more: &Value) -> Value {
    let request = serde_json::to_value(ANTING.request("")).unwrap();
    let mut body =
        json!({ "vehicle": request["vehicle"], "customer": request["customer"], "consent": request["consent"] });
    for (name, value) in more.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

fn callback(more: &Value) -> Value {
    let mut body = asked(more);
    body["kind"] = json!("adviser");
    body["concern"] = json!("换机油要多久？");
    body
}

/// Waits for exactly the first start of the day.
fn wish(slot: &Slot, more: &Value) -> Value {
    let mut body = if more.get("manage_token").is_some() { more.clone() } else { asked(more) };
    if body.get("manage_token").is_none() {
        body["services"] = json!(["oil"]);
        body["stay"] = json!("wait");
    }
    let to = (slot.start.0 + std::time::Duration::from_mins(1)).format("%H:%M").to_string();
    body["hours"] = json!([{ "from": slot.start.0.format("%H:%M").to_string(), "to": to }]);
    body["adviser"] = json!(slot.adviser);
    body["from"] = json!(slot.start.date());
    body["to"] = json!(slot.start.date());
    body
}

#[test]
fn call_backs_and_wishes_are_marked_as_bookings_are() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let desk = Desk::sign_in(&server, ANTING, "reception");
        let of_callback = |more: Value| {
            let made: CallbackCreated = server.client().post(&path::callbacks("anting"), &callback(&more)).json(201);
            let list: DeskCallbacks = desk.client.get(&path::desk_callbacks("anting")).json(200);
            list.callbacks.into_iter().find(|row| row.reference == made.reference).unwrap().marks
        };
        let slot = slots(&server).swap_remove(0);
        let of_wish = |more: Value| {
            let made: WaitlistCreated = server.client().post(&path::waitlist("anting"), &wish(&slot, &more)).json(201);
            let list: DeskWaitlist = desk.client.get(&path::desk_waitlist("anting")).json(200);
            (made.token, list.wishes.last().unwrap().marks.clone())
        };
        let odd = || json!({ "website": "x", "filled_seconds": 1 });
        assert_eq!(of_callback(json!({})), [], "{engine:?}");
        assert_eq!(of_callback(odd()), [SpamSignal::Honeypot, SpamSignal::TooFast]);
        let booked = ANTING.book(&server.client(), &slot.offer);
        assert_eq!(of_callback(json!({})), [SpamSignal::RepeatedPhone, SpamSignal::RepeatedPlate], "{engine:?}");
        assert_eq!(of_wish(json!({})).1, [SpamSignal::RepeatedPhone, SpamSignal::RepeatedPlate]);
        // Whoever shows the booking repeats nothing.
        let mut own = odd();
        own["manage_token"] = json!(booked.manage_token);
        assert_eq!(of_wish(own).1, [SpamSignal::Honeypot, SpamSignal::TooFast]);

        // A mark goes along from the wish to what is booked for it.
        let mut other = odd();
        other["customer"] = json!({ "name": "赵", "phone": "13800000009", "locale": "zh-CN" });
        other["vehicle"] = json!({ "plate": "沪A10009", "plate_kind": "cn", "model": "朗逸", "mileage_km": 1 });
        let lists: DeskWaitlist = desk.client.get(&path::desk_waitlist("anting")).json(200);
        assert!(lists.wishes.len() >= 3);
        let (token, marked) = of_wish(other);
        assert_eq!(marked, [SpamSignal::Honeypot, SpamSignal::TooFast]);
        let cancelled = server.client().post(&path::cancel(&booked.manage_token), &json!({}));
        assert_eq!(cancelled.status, 200);
        // The first who waits lets it pass.
        let list: DeskWaitlist = desk.client.get(&path::desk_waitlist("anting")).json(200);
        let first = list.wishes.iter().find(|wish| wish.offered.is_some()).expect("the start is offered");
        assert_eq!(first.phone, "+8613812345678");
        server.advance(31 * 60);
        let made =
            bayside_test_support::clock::until("the next is offered", std::time::Duration::from_secs(40), || {
                let reply = server.client().post(&path::accept_wish(&token), &json!({}));
                (reply.status == 200).then(|| reply.json::<BookingCreated>(200))
            });
        let desk = Desk::sign_in(&server, ANTING, "reception");
        assert_eq!(marks(&desk, &made), [SpamSignal::Honeypot, SpamSignal::TooFast], "{engine:?}");
    }
}

#[test]
fn the_desk_is_not_taken_for_a_program_but_told_of_another_booking() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let desk = Desk::sign_in(&server, ANTING, "reception");
        let by_phone = || {
            let booking =
                BookingRequest { filled_seconds: Some(2), ..ANTING.request(&slots(&server).swap_remove(0).offer) };
            desk.client.post(&path::desk_bookings("anting"), &PhoneBooking { booking, overriding: None }).json(201)
        };
        let first: BookingCreated = by_phone();
        let second: BookingCreated = by_phone();
        assert_eq!(marks(&desk, &first), [], "{engine:?}");
        assert_eq!(marks(&desk, &second), [SpamSignal::RepeatedPhone, SpamSignal::RepeatedPlate], "{engine:?}");
    }
}

#[test]
fn fields_that_are_no_text_and_no_seconds_are_refused_where_they_are_wrong() {
    let server = Server::start();
    let slot = slots(&server).swap_remove(0);
    let long = "x".repeat(201);
    for (field, value, code) in [
        ("website", json!(long), "too-long"),
        ("website", json!(7), "wrong-type"),
        ("website", json!({ "a": 1 }), "wrong-type"),
        ("filled_seconds", json!(-1), "invalid"),
        ("filled_seconds", json!(1.5), "wrong-type"),
        ("filled_seconds", json!("9"), "wrong-type"),
        ("filled_seconds", json!(1_000_000_000_000_i64), "invalid"),
    ] {
        let more = json!({ field: value });
        let mut booking = serde_json::to_value(ANTING.request(&slot.offer)).unwrap();
        booking[field] = value.clone();
        for (path, body) in [
            (path::bookings("anting"), booking),
            (path::callbacks("anting"), callback(&more)),
            (path::waitlist("anting"), wish(&slot, &more)),
        ] {
            let problem = server.client().post(&path, &body).problem(422, "invalid");
            let error = &problem.errors[0];
            assert_eq!(
                (error.pointer.as_str(), error.code.as_str()),
                (format!("/{field}").as_str(), code),
                "{path} {value}"
            );
        }
    }
    let desk = Desk::sign_in(&server, ANTING, "reception");
    let booking = BookingRequest { website: Some(long), ..ANTING.request(&slot.offer) };
    let body = PhoneBooking { booking, overriding: None };
    let problem = desk.client.post(&path::desk_bookings("anting"), &body).problem(422, "invalid");
    assert_eq!(problem.errors[0].pointer, "/booking/website");
    // As many characters as any address has.
    let mut fits = ANTING.request(&slot.offer);
    fits.website = Some("址".repeat(200));
    assert_eq!(server.client().post(&path::bookings("anting"), &fits).status, 201);
}

#[test]
fn the_desk_sees_where_a_booking_comes_from_and_what_was_agreed_to_when() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let desk = Desk::sign_in(&server, ANTING, "adviser");
        let before = ANTING.face(&server.client()).now;
        let booked = book(&server, "13800000001", "沪A10001", |request| {
            request.source = Some("wechat".into());
            request.utm = Some([("utm_campaign".to_owned(), "spring".to_owned())].into());
            request.consent.marketing = true;
        });
        let visit = desk.visit(desk.card(DAY, &booked.reference).id);
        assert_eq!(visit.source.as_deref(), Some("wechat"), "{engine:?}");
        assert_eq!(visit.utm.get("utm_campaign").map(String::as_str), Some("spring"));
        assert_eq!((visit.consent.version.as_str(), visit.consent.marketing), ("2026-11", true));
        assert!(visit.consent.display_name && visit.consent.at.seconds_since(&before) >= 0);
        assert!(visit.consent.at <= ANTING.face(&server.client()).now, "the instant of the consent is kept");
    }
}
