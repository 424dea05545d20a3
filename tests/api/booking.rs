//! Booking, from the question to the private link.

use bayside_api::booking::{Availability, Booking, BookingCreated, BookingStatus, Hold};
use bayside_api::{Date, Instant, path};
use bayside_test_support::http::Reply;
use bayside_test_support::server::{ENGINES, Server, TUESDAY};
use bayside_test_support::world::{ALLER, ANTING};
use std::collections::HashSet;

const FROM: &str = "2026-06-15";
const TO: &str = "2026-06-19";

#[test]
fn a_shown_start_can_be_booked_and_is_then_no_longer_shown() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let customer = server.client();
        let face = ANTING.face(&customer);
        assert_eq!((face.zone.as_str(), face.currency.as_str()), ("Asia/Shanghai", "CNY"));

        let slot = ANTING.slots(&customer, FROM, TO).swap_remove(3);
        let created = ANTING.book(&customer, &slot.offer);
        assert_eq!((created.start, created.ready_estimate), (slot.start, slot.ready_estimate), "{engine:?}");
        assert_eq!(created.told_to, None, "nobody is promised a message that nothing can send");
        assert_eq!((&created.adviser, &created.price, &created.benefit), (&slot.adviser, &slot.price, &slot.benefit));
        assert_eq!(created.reference.chars().count(), 6);
        assert!(created.manage_url.ends_with(&format!("/booking#{}", created.manage_token)), "{}", created.manage_url);

        let booking: Booking = customer.get(&path::booking(&created.manage_token)).json(200);
        assert_eq!((booking.status, &booking.reference), (BookingStatus::Booked, &created.reference));
        assert_eq!((booking.dealer.as_str(), booking.sequence, booking.prepared), ("anting", 0, false));
        assert_eq!(booking.concern, "冷车启动时有异响");
        let shown = serde_json::to_string(&booking).unwrap();
        for secret in ["13812345678", "沪A12345", "王小明", "LSVAB2BR1JN000001", "wang@example.org"] {
            assert!(!shown.contains(secret), "{secret} is in {shown}");
        }

        let day = format!("{}", slot.start.date());
        let path = path::availability("anting");
        let asked = format!("{path}?from={day}&to={day}&services=oil&stay=wait&adviser={}", slot.adviser);
        let again: Availability = customer.get(&asked).json(200);
        let starts = again.days[0].slots.iter().flatten().map(|slot| slot.start);
        assert!(!starts.into_iter().any(|start| start == slot.start), "{engine:?}: the adviser is taken");
    }
}

#[test]
fn a_booked_car_never_shares_its_advisers_start() {
    let server = Server::start();
    let customer = server.client();
    let mut seen = HashSet::new();
    for slot in ANTING.slots(&customer, FROM, FROM) {
        let reply = ANTING.try_book(&server.client(), &slot.offer);
        if reply.status == 201 {
            let created: BookingCreated = reply.json(201);
            assert!(seen.insert((created.start, created.adviser.clone())), "{created:?}");
        } else {
            reply.problem(409, "slot-taken");
        }
    }
    assert!(!seen.is_empty());
}

#[test]
fn every_start_lies_inside_the_opening_hours_and_every_day_is_told() {
    let server = Server::start();
    let availability = ANTING.availability(&server.client(), "oil", "2026-06-15", "2026-06-21");
    let dates: Vec<Date> = availability.days.iter().map(|day| day.date).collect();
    assert_eq!(dates.len(), 7);
    assert_eq!(format!("{} {}", dates[0], dates[6]), "2026-06-15 2026-06-21");
    assert!(availability.best.len() <= 2);
    let mut shortest = i64::MAX;
    for slot in availability.days.iter().flat_map(|day| day.slots.iter().flatten()) {
        let (weekday, local) = (slot.start.0.format("%a").to_string(), slot.start.0.format("%H:%M").to_string());
        let open: &[(&str, &str)] =
            if weekday == "Sat" { &[("08:00", "17:30")] } else { &[("08:00", "12:00"), ("13:00", "18:00")] };
        assert!(open.iter().any(|(from, to)| (*from..*to).contains(&local.as_str())), "{weekday} {local}");
        assert!(slot.ready_estimate > slot.start);
        shortest = shortest.min(slot.ready_estimate.minutes_since(&slot.start));
        assert_eq!(slot.start.0.offset().to_string(), "+08:00");
    }
    let face = ANTING.face(&server.client());
    let oil = face.services.iter().find(|service| service.id == "oil").expect("it is offered");
    assert_eq!(i64::from(oil.stay_minutes), shortest, "the card says what the times say: from start to ready");
    // Sunday.
    assert_eq!(serde_json::to_value(availability.days[6].state).unwrap(), "closed");
}

#[test]
fn without_the_slots_the_days_stay_the_same() {
    let server = Server::start();
    let customer = server.client();
    let path = path::availability("anting");
    let question = format!("{path}?from={FROM}&to={TO}&services=oil&stay=wait");
    let mut whole: Availability = customer.get(&question).json(200);
    let days: Availability = customer.get(&format!("{question}&detail=days")).json(200);
    for day in &mut whole.days {
        day.slots = None;
    }
    assert_eq!(days.days, whole.days);
}

#[test]
fn an_unchanged_availability_is_not_sent_twice() {
    let server = Server::start();
    let customer = server.client();
    let question = format!("{}?from={FROM}&to={TO}&services=oil&stay=wait", path::availability("anting"));
    let first = customer.get(&question);
    let tag = first.header("etag").to_owned();
    assert!(!tag.is_empty());
    assert_eq!(customer.get_with(&question, &[("if-none-match", &tag)]).status, 304);
    ANTING.book(&customer, &ANTING.slots(&customer, FROM, TO)[0].offer);
    assert_eq!(customer.get_with(&question, &[("if-none-match", &tag)]).status, 200);
}

#[test]
fn a_kept_availability_is_stale_once_its_offers_or_a_hold_have_expired() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let customer = server.client();
        let question = format!("{}?from={FROM}&to={TO}&services=oil&stay=wait", path::availability("anting"));
        let tag = |reply: &Reply| reply.header("etag").to_owned();
        let starts = |reply: &Reply| -> Vec<(Instant, String)> {
            let days = reply.json::<Availability>(200).days;
            let slots = days.into_iter().flat_map(|day| day.slots.unwrap_or_default());
            slots.map(|slot| (slot.start, slot.adviser)).collect()
        };
        let is_kept = |tag: &str| customer.get_with(&question, &[("if-none-match", tag)]).status == 304;

        // The same epoch to its end, and another from then on, with other offers for the same starts.
        server.set_clock("2026-06-09T08:32:00+08:00");
        let first = customer.get(&question);
        server.set_clock("2026-06-09T08:34:50+08:00");
        assert!(is_kept(&tag(&first)), "{engine:?}");
        server.set_clock("2026-06-09T08:35:00+08:00");
        let second = customer.get(&question);
        assert!(tag(&second) != tag(&first) && second.text() != first.text(), "{engine:?}");
        assert_eq!(starts(&second), starts(&first), "{engine:?}");

        // Within one epoch a hold ends, which is all that happens.
        server.set_clock("2026-06-09T08:36:00+08:00");
        let hold = ANTING.hold(&customer, &ANTING.slots(&customer, FROM, TO)[0].offer);
        server.set_clock("2026-06-09T08:40:30+08:00");
        let held = customer.get(&question);
        assert!(starts(&held) != starts(&first) && is_kept(&tag(&held)), "{engine:?}");
        server.set_clock(&hold.expires_at.0.to_rfc3339());
        assert!(!is_kept(&tag(&held)), "{engine:?}: {} is over", hold.expires_at.0);
        assert_eq!(starts(&customer.get(&question)), starts(&first), "{engine:?}");
    }
}

#[test]
fn a_hold_keeps_its_room_and_books_once() {
    let server = Server::start();
    let (holder, rival) = (server.client(), server.client());
    let slot = ANTING.slots(&holder, FROM, TO).swap_remove(0);
    let hold = ANTING.hold(&holder, &slot.offer);

    let refused = ANTING.try_book(&rival, &slot.offer).problem(409, "slot-taken");
    let alternatives = refused.alternatives.expect("a loser is offered other times");
    assert!(!alternatives.is_empty() && alternatives.len() <= 3);
    ANTING.book(&rival, &alternatives[0].offer);

    let renewed: Hold = holder.post(&path::renew("anting", &hold.hold), &serde_json::json!({})).json(200);
    assert!(renewed.expires_at >= hold.expires_at && !renewed.renewable);
    holder.post(&path::renew("anting", &hold.hold), &serde_json::json!({})).problem(409, "hold-renewed");

    let request = ANTING.request_by_hold(&hold.hold);
    let created: BookingCreated = holder.post(&path::bookings("anting"), &request).json(201);
    assert_eq!((created.start, created.adviser), (slot.start, slot.adviser));
    holder.post(&path::bookings("anting"), &request).problem(409, "hold-used");
}

#[test]
fn a_hold_that_is_given_back_frees_its_room() {
    let server = Server::start();
    let (holder, rival) = (server.client(), server.client());
    let slot = ANTING.slots(&holder, FROM, TO).swap_remove(0);
    let hold = ANTING.hold(&holder, &slot.offer);
    let given_back = holder.delete(&path::hold("anting", &hold.hold));
    assert!((200..300).contains(&given_back.status), "{}", given_back.text());
    ANTING.book(&rival, &slot.offer);
}

#[test]
fn the_same_key_and_body_book_once() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let customer = server.client();
        let slots = ANTING.slots(&customer, FROM, TO);
        let request = ANTING.request(&slots[0].offer);
        let key = [("idempotency-key", "b0a7-once")];
        let path = path::bookings("anting");

        // Twins at the same moment, then one who comes later.
        let twins: Vec<BookingCreated> = std::thread::scope(|scope| {
            let send = || customer.post_with(&path, &key, &request).json(201);
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(send)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        let later: BookingCreated = customer.post_with(&path, &key, &request).json(201);
        assert!(twins.iter().all(|twin| *twin == later), "{engine:?}: {twins:?}");

        let other = ANTING.request(&slots[1].offer);
        customer.post_with(&path, &key, &other).problem(422, "idempotency-key-reused");
    }
}

#[test]
fn a_german_booking_crosses_the_october_clock_change() {
    let server = Server::on(bayside_test_support::server::Engine::Sqlite, "2026-10-23T09:00:00+02:00");
    let customer = server.client();
    let day = &ALLER.availability(&customer, "emergency", "2026-10-25", "2026-10-25").days[0];
    let slots = day.slots.as_deref().unwrap_or_default();
    let repeated: Vec<String> = slots
        .iter()
        .map(|slot| slot.start.0.to_rfc3339())
        .filter(|start| start.starts_with("2026-10-25T02:30"))
        .collect();
    assert_eq!(repeated, ["2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+01:00"], "an hour that comes twice");

    let second = slots.iter().find(|slot| slot.start.0.to_rfc3339() == repeated[1]).unwrap();
    let mut request = ALLER.request(&second.offer);
    request.services = vec!["emergency".into()];
    let created: BookingCreated = customer.post(&path::bookings("aller"), &request).json(201);
    assert_eq!(created.start.0.to_rfc3339(), repeated[1]);
    let ics = customer.get(&path::calendar(&created.manage_token)).text();
    assert!(ics.contains("20261025T013000Z"), "02:30 the second time is 01:30 UTC:\n{ics}");
}

#[test]
fn a_reference_is_drawn_for_the_gate_and_nothing_else_is() {
    let server = Server::start();
    let client = server.client();
    let drawn = client.get(&path::reference_code("7K4M2P"));
    assert_eq!((drawn.status, drawn.header("content-type")), (200, "image/svg+xml"));
    assert!(drawn.text().starts_with("<svg ") && drawn.header("cache-control").contains("immutable"));
    for text in ["7K4M2", "7K4M2PX", "7K4M2%22", "https:%2F%2Fexample.org"] {
        client.get(&path::reference_code(text)).problem(404, "not-found");
    }
}
