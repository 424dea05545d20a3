//! Bookings that are moved or given up: until when, and what is said of it.

use crate::holds::garage;
use bayside_api::booking::{Booking, BookingChangeKind, BookingCreated, CancelRequest, RescheduleRequest};
use bayside_api::codes::Step;
use bayside_api::desk::Phase;
use bayside_api::{Instant, path};
use bayside_domain::event::VisitEventKind;
use bayside_test_support::clock::until;
use bayside_test_support::desk::Desk;
use bayside_test_support::http::Reply;
use bayside_test_support::server::{ENGINES, Server, TUESDAY};
use bayside_test_support::world::{ANTING, At, CORNER};
use chrono::Duration;

const DAY: &str = "2026-06-15";

fn move_to(server: &Server, booked: &BookingCreated, offer: &str) -> Reply {
    let body = RescheduleRequest { hold: None, offer: Some(offer.to_owned()) };
    server.client().post(&path::reschedule(&booked.manage_token), &body)
}

fn cancel(server: &Server, booked: &BookingCreated, reason: Option<&str>) -> Reply {
    let body = CancelRequest { reason: reason.map(str::to_owned) };
    server.client().post(&path::cancel(&booked.manage_token), &body)
}

fn offer(server: &Server, at: At, day: &str) -> String {
    at.slots(&server.client(), day, day).swap_remove(0).offer
}

/// What is answered within a second of the clock.
fn at_second(server: &Server, second: Instant, act: impl Fn() -> Reply) -> Reply {
    until("an answer within the second", std::time::Duration::from_secs(30), || {
        server.set_clock(&second.0.to_rfc3339());
        let reply = act();
        let now = CORNER.face(&server.client()).now;
        (reply.status == 200 || now.0 < second.0 + Duration::seconds(1)).then_some(reply)
    })
}

#[test]
fn a_booking_is_changed_up_to_the_dealers_cut_off_and_not_a_second_later() {
    for engine in ENGINES {
        let server = garage(engine);
        let customer = server.client();
        let face = CORNER.face(&customer);
        assert_eq!(face.booking.change_cutoff_minutes, 45, "another one than by default");
        let slots = CORNER.slots(&customer, DAY, DAY);
        let [moved, given_up, late] = [0, 4, 8].map(|at| CORNER.book(&customer, &slots[at].offer));
        let last = |booked: &BookingCreated| {
            let booking: Booking = customer.get(&path::booking(&booked.manage_token)).json(200);
            assert_eq!(booking.change_until.0, booked.start.0 - Duration::minutes(45));
            booking.change_until
        };
        let reply =
            at_second(&server, last(&moved), || move_to(&server, &moved, &offer(&server, CORNER, "2026-06-16")));
        assert_eq!(reply.json::<Booking>(200).reference, moved.reference, "{engine:?}");
        let reply = at_second(&server, last(&given_up), || cancel(&server, &given_up, None));
        reply.json::<Booking>(200);

        server.set_clock(&(last(&late).0 + Duration::seconds(1)).to_rfc3339());
        move_to(&server, &late, &offer(&server, CORNER, "2026-06-16")).problem(409, "too-late");
        cancel(&server, &late, None).problem(409, "too-late");
        let kept: Booking = customer.get(&path::booking(&late.manage_token)).json(200);
        assert_eq!((kept.start, kept.sequence), (late.start, 0), "{engine:?}");
    }
}

#[test]
fn whoever_is_here_changes_nothing_any_more() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let today = "2026-06-09";
        let late = ANTING.slots(&server.client(), today, today).pop().expect("a start of the afternoon");
        let booked = ANTING.book(&server.client(), &late.offer);
        let desk = Desk::sign_in(&server, ANTING, "reception");
        desk.plain(desk.card(today, &booked.reference).id, Step::Arrive);
        // In time for a change, but for that.
        let booking: Booking = server.client().get(&path::booking(&booked.manage_token)).json(200);
        assert!(ANTING.face(&server.client()).now < booking.change_until, "{engine:?}");
        cancel(&server, &booked, None).problem(409, "not-changeable");
        move_to(&server, &booked, &offer(&server, ANTING, DAY)).problem(409, "not-changeable");
    }
}

#[test]
fn the_desk_reads_why_a_booking_was_given_up() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let desk = Desk::sign_in(&server, ANTING, "reception");
        let booked = ANTING.book(&server.client(), &offer(&server, ANTING, DAY));
        let id = desk.card(DAY, &booked.reference).id;
        let long = "很".repeat(501);
        let problem = cancel(&server, &booked, Some(&long)).problem(422, "invalid");
        let told: Vec<_> = problem.errors.iter().map(|error| (error.pointer.as_str(), error.code.as_str())).collect();
        assert_eq!(told, [("/reason", "too-long")], "{engine:?}");
        assert_eq!(desk.visit(id).card.phase, Phase::Booked, "{engine:?}: a refused word changes nothing");

        let reason = format!("车已卖出。{}", "很".repeat(495));
        cancel(&server, &booked, Some(&reason)).json::<Booking>(200);
        let visit = desk.visit(id);
        assert_eq!(visit.card.phase, Phase::Cancelled);
        let entry =
            visit.log.into_iter().find(|entry| entry.kind == VisitEventKind::Cancelled).expect("it is in the log");
        assert_eq!((entry.note.as_deref(), entry.by.as_str()), (Some(reason.as_str()), ""), "{engine:?}");
    }
}

#[test]
fn a_booking_says_what_happened_to_it_also_in_the_reply_to_a_change() {
    for engine in ENGINES {
        let server = garage(engine);
        let customer = server.client();
        let booked = CORNER.book(&customer, &offer(&server, CORNER, DAY));
        let moved: Booking = move_to(&server, &booked, &offer(&server, CORNER, "2026-06-16")).json(200);
        let given_up: Booking = cancel(&server, &booked, Some("The price")).json(200);
        let read: Booking = customer.get(&path::booking(&booked.manage_token)).json(200);
        assert_eq!(read.history, given_up.history, "{engine:?}");
        let history: Vec<_> = read.history.iter().map(|change| (change.what, change.start)).collect();
        let expected = [
            (BookingChangeKind::Booked, Some(booked.start)),
            (BookingChangeKind::Moved, Some(moved.start)),
            (BookingChangeKind::Cancelled, None),
        ];
        assert_eq!(history, expected, "{engine:?}");
        assert_eq!(moved.history, read.history[..2]);
    }
}
