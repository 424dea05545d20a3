//! What the desk decides about room: blocks, explanations, bookings by phone, calls.

use bayside_api::booking::{BookingCreated, Slot};
use bayside_api::capacity::{
    ConfirmationList, ContactRequest, Explanation, Outage, OutageList, Override, PhoneBooking,
};
use bayside_api::codes::{CallOutcome, Stay};
use bayside_api::path;
use bayside_domain::ids::{OutageId, VisitId};
use bayside_test_support::desk::Desk;
use bayside_test_support::http::Reply;
use bayside_test_support::server::{ENGINES, Engine, Server, TUESDAY};
use bayside_test_support::world::ANTING;
use serde_json::json;

/// A Monday six days on, with nothing booked by the demo at that hour.
const DAY: &str = "2026-06-15";

fn put_out_of_use(desk: &Desk, resource: &str, places: Option<u16>, from: &str, to: &str) -> Reply {
    let body = json!({ "resource": resource, "places": places, "from": from, "to": to, "reason": "sickness" });
    desk.client.post(&path::desk_outages("anting"), &body)
}

fn slots(server: &Server) -> Vec<Slot> {
    ANTING.availability(&server.client(), "oil", DAY, DAY).days.remove(0).slots.unwrap_or_default()
}

fn explain(desk: &Desk, start: &str, services: &str, stay: Stay) -> Explanation {
    let start = start.replace('+', "%2B");
    desk.client
        .get(&format!("{}?start={start}&services={services}&stay={stay}", path::desk_explain("anting")))
        .json(200)
}

#[test]
fn a_sick_team_takes_its_room_along_at_once_and_names_who_must_be_called() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let desk = Desk::sign_in(&server, ANTING, "workshop");
        let slot = slots(&server).swap_remove(2);
        let booked = ANTING.book(&server.client(), &slot.offer);
        let kept = ANTING.hold(&server.client(), &slots(&server).swap_remove(0).offer);

        let made: Outage =
            put_out_of_use(&desk, "team:maintenance", None, "2026-06-15T00:00", "2026-06-16T00:00").json(201);
        assert_eq!((made.resource.id.as_str(), made.blocked), ("team:maintenance", 3));
        let hit = made.hits.iter().find(|hit| hit.reference == booked.reference).expect("the booking is hit");
        assert_eq!((hit.start, hit.phone.as_str()), (booked.start, "+8613812345678"));
        assert!(hit.short_at >= hit.start);
        assert_eq!(slots(&server), [], "{engine:?}: nothing is offered any more");
        ANTING.try_book(&server.client(), &slot.offer).problem(409, "slot-taken");
        // A live hold outlasts later blocks, and what was booked stands.
        let customer = server.client();
        customer.post(&path::bookings("anting"), &ANTING.request_by_hold(&kept.hold)).json::<BookingCreated>(201);
        customer.get(&path::booking(&booked.manage_token)).json::<bayside_api::booking::Booking>(200);

        let list: OutageList = desk.client.get(&path::desk_outages("anting")).json(200);
        assert_eq!(
            (list.blocks.len(), list.blocks[0].id, list.blocks[0].hits.len()),
            (1, made.id, made.hits.len() + 1)
        );
        assert!(list.resources.iter().any(|resource| resource.id == "adviser:li-min" && resource.name == "李敏"));
        assert_eq!(desk.client.delete(&path::desk_outage("anting", made.id)).status, 204);
        desk.client.delete(&path::desk_outage("anting", made.id)).problem(404, "not-found");
        assert!(!slots(&server).is_empty(), "{engine:?}: the room is back at once");
    }
}

#[test]
fn a_cancelled_booking_gives_its_room_back_below_a_block() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let desk = Desk::sign_in(&server, ANTING, "manager");
        let before = slots(&server);
        let booked = ANTING.book(&server.client(), &before[3].offer);
        let made: Outage = put_out_of_use(&desk, "seat", None, "2026-06-15T00:00", "2026-06-16T00:00").json(201);
        let cancelled = server.client().post(&path::cancel(&booked.manage_token), &json!({}));
        assert_eq!(cancelled.status, 200, "{engine:?}: {}", cancelled.text());
        assert_eq!(desk.client.delete(&path::desk_outage("anting", made.id)).status, 204);
        let starts = |slots: &[Slot]| slots.iter().map(|slot| slot.start).collect::<Vec<_>>();
        assert_eq!(starts(&slots(&server)), starts(&before), "{engine:?}");
    }
}

#[test]
fn another_server_on_the_same_store_respects_a_block_at_once() {
    let first = Server::on(Engine::Postgres, TUESDAY);
    let second = first.beside();
    assert!(!slots(&second).is_empty());
    let desk = Desk::sign_in(&first, ANTING, "manager");
    assert_eq!(put_out_of_use(&desk, "team:inspection", None, "2026-06-15T00:00", "2026-06-16T00:00").status, 201);
    assert_eq!(slots(&second), []);
}

#[test]
fn a_wrong_block_is_refused_where_it_is_wrong() {
    let server = Server::start();
    let desk = Desk::sign_in(&server, ANTING, "manager");
    let (from, to) = ("2026-06-15T09:00", "2026-06-15T11:00");
    for (reply, pointer, code) in [
        (put_out_of_use(&desk, "team:paint", None, from, to), "/resource", "unknown-resource"),
        (put_out_of_use(&desk, "team:wash", Some(3), from, to), "/places", "out-of-range"),
        (put_out_of_use(&desk, "team:wash", Some(0), from, to), "/places", "out-of-range"),
        (put_out_of_use(&desk, "seat", None, to, from), "/to", "before-from"),
        (put_out_of_use(&desk, "seat", None, "2026-06-01T09:00", "2026-06-02T09:00"), "/to", "past"),
        (put_out_of_use(&desk, "seat", None, from, "2036-06-15T09:00"), "/to", "too-far"),
        (put_out_of_use(&desk, "seat", None, "tomorrow", to), "/from", "wall-time"),
    ] {
        let problem = reply.problem(422, "invalid");
        assert_eq!((problem.errors[0].pointer.as_str(), problem.errors[0].code.as_str()), (pointer, code));
    }
    let gate = Desk::sign_in(&server, ANTING, "gate");
    put_out_of_use(&gate, "seat", None, from, to).problem(403, "forbidden");
    gate.client.delete(&path::desk_outage("anting", OutageId::new(1))).problem(403, "forbidden");
}

#[test]
fn explain_says_bookable_exactly_where_a_start_is_offered() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let desk = Desk::sign_in(&server, ANTING, "adviser");
        let made: Outage =
            put_out_of_use(&desk, "team:maintenance", None, "2026-06-15T09:00", "2026-06-15T11:00").json(201);
        let offered = slots(&server);
        for quarter in 28..80 {
            let start = format!("{DAY}T{:02}:{:02}", quarter / 4, quarter % 4 * 15);
            let why = explain(&desk, &start, "oil", Stay::Wait);
            let slot = offered.iter().find(|slot| slot.start == why.start);
            assert_eq!(why.bookable, slot.is_some(), "{engine:?} {start}: {:?}", why.code);
            assert_eq!(why.slot.as_ref().map(|slot| slot.start), slot.map(|slot| slot.start));
            assert_eq!(why.code.is_none(), why.bookable);
        }
        let why = explain(&desk, &format!("{DAY}T09:00"), "oil", Stay::Wait);
        let refused = &why.refused[0];
        assert_eq!(refused.resource.as_ref().map(|resource| resource.id.as_str()), Some("team:maintenance"));
        assert_eq!((refused.from, refused.to), (Some(made.from), Some(made.to)), "{engine:?}");
        assert_eq!(refused.reason, Some(made.reason));
        assert!(why.help.iter().any(|help| help.kind == "unblock"), "{:?}", why.help);
        assert_eq!(why.alternatives.len(), 3);
        let asked_again = explain(&desk, &why.alternatives[0].start.0.to_rfc3339(), "oil", Stay::Wait);
        assert!(asked_again.bookable, "an instant is understood as well");
    }
}

fn by_phone(desk: &Desk, offer: Option<&str>, overriding: Option<Override>) -> Reply {
    let mut booking = ANTING.request("");
    booking.offer = offer.map(str::to_owned);
    desk.client.post(&path::desk_bookings("anting"), &PhoneBooking { booking, overriding })
}

#[test]
fn who_books_by_phone_gets_what_who_books_online_gets() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let desk = Desk::sign_in(&server, ANTING, "reception");
        let offer = slots(&server).swap_remove(1).offer;
        let created: BookingCreated = by_phone(&desk, Some(&offer), None).json(201);
        let card = desk.card(DAY, &created.reference);
        assert_eq!(card.start, created.start);
        let visit = desk.visit(card.id);
        assert_eq!(visit.log[0].by, "林雪", "{engine:?}: the log says who took the call");
        by_phone(&desk, Some(&offer), None).problem(409, "slot-taken");
        let mut wrong = ANTING.request(&offer);
        wrong.vehicle.plate = "?".into();
        let body = PhoneBooking { booking: wrong, overriding: None };
        let problem = desk.client.post(&path::desk_bookings("anting"), &body).problem(422, "invalid");
        assert_eq!(problem.errors[0].pointer, "/booking/vehicle/plate");
        Desk::sign_in(&server, ANTING, "gate")
            .client
            .post(&path::desk_bookings("anting"), &body)
            .problem(403, "forbidden");
    }
}

#[test]
fn only_a_manager_overrides_with_a_reason_and_never_beyond_the_places() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        // Half an hour from now: too little notice for anybody else.
        let at = |start: &str, reason: &str| Some(Override { start: start.into(), reason: reason.into() });
        let reception = Desk::sign_in(&server, ANTING, "reception");
        by_phone(&reception, None, at("2026-06-09T10:00", "stands at the gate")).problem(403, "forbidden");
        let manager = Desk::sign_in(&server, ANTING, "manager");
        assert!(!explain(&manager, "2026-06-09T10:00", "oil", Stay::Wait).bookable);
        by_phone(&manager, None, at("2026-06-09T10:00", " ")).problem(422, "invalid");
        by_phone(&manager, None, at("ten", "a good reason")).problem(422, "invalid");
        let made: BookingCreated = by_phone(&manager, None, at("2026-06-09T10:00", "the fleet of the city")).json(201);
        let card = manager.card("2026-06-09", &made.reference);
        assert!(manager.visit(card.id).log[0].note.as_deref() == Some("the fleet of the city"), "{engine:?}");
        put_out_of_use(&manager, "team:maintenance", None, "2026-06-15T00:00", "2026-06-16T00:00").json::<Outage>(201);
        by_phone(&manager, None, at("2026-06-15T10:00", "please")).problem(409, "slot-taken");
    }
}

#[test]
fn tomorrows_bookings_are_called_and_what_came_of_it_is_kept() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let desk = Desk::sign_in(&server, ANTING, "reception");
        let offer = ANTING.slots(&server.client(), "2026-06-10", "2026-06-10").swap_remove(0).offer;
        let booked = ANTING.book(&server.client(), &offer);
        let list = || desk.client.get(&path::desk_confirmations("anting")).json::<ConfirmationList>(200);
        let call = |list: ConfirmationList| list.calls.into_iter().find(|call| call.reference == booked.reference);
        assert_eq!(list().date.to_string(), "2026-06-10");
        assert!(list().calls.is_sorted_by_key(|call| call.start));
        let waiting = call(list()).expect("tomorrow's booking is to be called");
        assert_eq!((waiting.phone.as_str(), waiting.contact), ("+8613812345678", None));
        for outcome in [CallOutcome::NoAnswer, CallOutcome::Agreed] {
            let path = path::desk_confirmation("anting", waiting.id);
            assert_eq!(desk.client.post(&path, &ContactRequest { outcome }).status, 204);
        }
        let contact = call(list()).and_then(|call| call.contact).expect("what came of it");
        assert_eq!((contact.outcome, contact.by.as_str()), (CallOutcome::Agreed, "林雪"), "{engine:?}");
        let nobody = path::desk_confirmation("anting", VisitId::new(999_999));
        desk.client.post(&nobody, &json!({ "outcome": "agreed" })).problem(404, "not-found");
    }
}
