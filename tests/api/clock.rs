//! A clock that jumps, as a machine's does whose time is set: nothing is sold twice and nothing is lost.

use bayside_api::booking::{Availability, Booking, BookingCreated, Slot};
use bayside_api::path;
use bayside_test_support::http::Client;
use bayside_test_support::server::{ENGINES, Server, TUESDAY};
use bayside_test_support::world::ANTING;

const FROM: &str = "2026-06-15";
const TO: &str = "2026-06-19";

/// Every free start with its adviser.
fn free(customer: &Client) -> Vec<(String, String)> {
    let named = |slot: Slot| (slot.start.0.to_rfc3339(), slot.adviser);
    ANTING.slots(customer, FROM, TO).into_iter().map(named).collect()
}

/// The same start with the same adviser, as it is offered now.
fn again(customer: &Client, slot: &Slot) -> Option<Slot> {
    let day = slot.start.date();
    let path = path::availability("anting");
    let question = format!("{path}?from={day}&to={day}&services=oil&stay=wait&adviser={}", slot.adviser);
    let answer: Availability = customer.get(&question).json(200);
    answer.days.into_iter().flat_map(|day| day.slots.unwrap_or_default()).find(|found| found.start == slot.start)
}

#[test]
fn a_hold_outlives_a_clock_that_is_set_back() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let (holder, rival) = (server.client(), server.client());
        let slot = ANTING.slots(&holder, FROM, TO).swap_remove(2);
        let hold = ANTING.hold(&holder, &slot.offer);
        for earlier in ["2026-06-09T07:30:00+08:00", "2026-06-08T23:59:00+08:00"] {
            server.set_clock(earlier);
            assert_eq!(again(&rival, &slot), None, "{engine:?}: it is still held at {earlier}");
            ANTING.try_book(&rival, &slot.offer).problem(409, "slot-taken");
        }
        let booked = holder.post(&path::bookings("anting"), &ANTING.request_by_hold(&hold.hold));
        let booked: BookingCreated = booked.json(201);
        assert_eq!((booked.start, booked.adviser), (slot.start, slot.adviser), "{engine:?}");
    }
}

#[test]
fn room_of_a_hold_that_a_jump_ends_is_given_back_once() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let (holder, rival) = (server.client(), server.client());
        let before = free(&rival);
        let slot = ANTING.slots(&holder, FROM, TO).swap_remove(2);
        let hold = ANTING.hold(&holder, &slot.offer);
        assert_ne!(free(&rival), before, "{engine:?}: it is held");
        // Forth, back, and forth again over the end of the hold.
        for jump in ["2026-06-09T09:30:00+08:00", TUESDAY, "2026-06-09T09:30:00+08:00", TUESDAY] {
            server.set_clock(jump);
            let fresh = again(&rival, &slot);
            // Before a write has dropped it, a hold that was not over yet counts again.
            if jump != TUESDAY {
                assert!(fresh.is_some(), "{engine:?}: over at {jump}");
            }
        }
        server.set_clock("2026-06-09T08:45:00+08:00");
        let fresh = again(&rival, &slot).expect("it is over");
        ANTING.book(&rival, &fresh.offer);
        assert_eq!(again(&rival, &slot), None, "{engine:?}: one place, one booking");
        let late = holder.post(&path::bookings("anting"), &ANTING.request_by_hold(&hold.hold));
        assert!(late.problem(410, "hold-expired").alternatives.is_some_and(|others| !others.is_empty()), "{engine:?}");
    }
}

#[test]
fn bookings_stand_and_days_pass_whatever_the_clock_does() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let customer = server.client();
        let slot = ANTING.slots(&customer, FROM, TO).swap_remove(2);
        let booked = ANTING.book(&customer, &slot.offer);
        let before = free(&customer);
        // Behind the visit, nothing of that week is offered any more.
        server.set_clock("2026-06-23T09:00:00+08:00");
        let past = ANTING.availability(&customer, "oil", FROM, TO);
        assert!(past.best.is_empty() && past.days.iter().all(|day| day.free == 0), "{engine:?}");
        ANTING.try_book(&customer, &slot.offer).problem(410, "offer-expired");
        assert!(!ANTING.slots(&customer, "2026-06-24", "2026-06-26").is_empty(), "{engine:?}: there are new days");
        // Years ahead, and back: what was free is free, what was booked is booked.
        server.set_clock("2031-01-01T00:00:00+08:00");
        assert!(ANTING.availability(&customer, "oil", FROM, TO).best.is_empty(), "{engine:?}");
        server.set_clock(TUESDAY);
        assert_eq!(free(&customer), before, "{engine:?}");
        let kept: Booking = customer.get(&path::booking(&booked.manage_token)).json(200);
        assert_eq!((kept.start, &kept.reference), (booked.start, &booked.reference), "{engine:?}");
        assert_eq!(again(&customer, &slot), None, "{engine:?}");
    }
}
