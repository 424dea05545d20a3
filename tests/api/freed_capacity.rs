//! Room that is freed on the day itself, by who does not come and by who comes early, and who gets it.

use crate::waitlist::{accept, advance, of, taken, wait, wish};
use bayside_api::booking::{Booking, BookingCreated};
use bayside_api::codes::Step;
use bayside_api::desk::StepRequest;
use bayside_api::path;
use bayside_api::waitlist::WaitlistStatus;
use bayside_test_support::desk::Desk;
use bayside_test_support::server::{ENGINES, Server, TUESDAY};
use bayside_test_support::world::ANTING;
use serde_json::json;

#[test]
fn a_no_show_is_marked_after_the_grace_time_only() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let today = "2026-06-09";
        let slots = ANTING.slots(&server.client(), today, today);
        let missed = ANTING.book(&server.client(), &slots[0].offer);
        let desk = Desk::sign_in(&server, ANTING, "reception");
        let id = desk.card(today, &missed.reference).id;
        assert!(!desk.visit(id).allowed.contains(&Step::NoShow));
        let early = desk.try_step(id, Step::NoShow, &StepRequest::default()).problem(409, "step-not-allowed");
        assert!(early.allowed.is_some_and(|allowed| !allowed.contains(&Step::NoShow)));
        let now = ANTING.face(&server.client()).now;
        advance(&server, slots[0].start.seconds_since(&now) / 60 + 16);
        let desk = Desk::sign_in(&server, ANTING, "reception");
        assert!(desk.visit(id).allowed.contains(&Step::NoShow), "{engine:?}");
        desk.plain(id, Step::NoShow);
        let booking: Booking = server.client().get(&path::booking(&missed.manage_token)).json(200);
        assert_eq!(booking.status, bayside_api::booking::BookingStatus::NoShow);
    }
}

#[test]
fn a_no_show_gives_its_loaner_to_who_waits_for_one() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let today = "2026-06-09";
        let customer = server.client();
        let loaners = || {
            let path = path::availability("anting");
            let query = format!("{path}?from={today}&to={today}&services=oil&stay=loaner");
            let mut days: bayside_api::booking::Availability = customer.get(&query).json(200);
            days.days.remove(0).slots.unwrap_or_default()
        };
        let mut booked = Vec::new();
        while let Some(slot) = loaners().into_iter().next() {
            let mut request = ANTING.request(&slot.offer);
            request.stay = bayside_api::codes::Stay::Loaner;
            booked.push(server.client().post(&path::bookings("anting"), &request).json::<BookingCreated>(201));
        }
        assert_eq!(booked.len(), 2, "{engine:?}: the dealer has two loaners");
        let missed = &booked[0];
        let slot = ANTING.slots(&customer, today, today).swap_remove(0);
        let mut body = wish(&slot, "13800000001");
        body["stay"] = json!("loaner");
        for field in ["hours", "adviser"] {
            body.as_object_mut().unwrap().remove(field);
        }
        let wished = wait(&server, &body);
        assert_eq!(of(&server, &wished.token).status, WaitlistStatus::Waiting, "{engine:?}");

        let now = ANTING.face(&server.client()).now;
        advance(&server, missed.start.seconds_since(&now) / 60 + 16);
        let desk = Desk::sign_in(&server, ANTING, "reception");
        desk.plain(desk.card(today, &missed.reference).id, Step::NoShow);
        let offered = of(&server, &wished.token);
        assert_eq!(offered.status, WaitlistStatus::Offered, "{engine:?}: offered when it is freed");
        let offer = offered.offer.expect("the loaner is free");
        assert!(offer.start > missed.start && offer.start.date() == missed.start.date());
        let made: BookingCreated = accept(&server, &wished.token).json(200);
        assert_eq!((made.start, made.stay), (offer.start, bayside_api::codes::Stay::Loaner));
        assert!(loaners().is_empty(), "{engine:?}: it has gone to one");
    }
}

#[test]
fn a_car_that_is_received_early_gives_the_rest_of_its_room_to_who_waits() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let today = "2026-06-09";
        let (slot, booked) = taken(&server, today, 3);
        let wished = wait(&server, &wish(&slot, "13800000001"));
        assert_eq!(of(&server, &wished.token).status, WaitlistStatus::Waiting, "{engine:?}");
        // It came before its time, and its order was signed at once.
        let desk = Desk::sign_in(&server, ANTING, "manager");
        let id = desk.card(today, &booked.reference).id;
        desk.step(id, Step::Arrive, &StepRequest { mileage_km: Some(58_240), ..StepRequest::default() });
        assert_eq!(of(&server, &wished.token).status, WaitlistStatus::Waiting, "{engine:?}: it is to be received");
        desk.step(id, Step::SignOrder, &StepRequest { name: Some("王小明".into()), ..StepRequest::default() });
        let offer = of(&server, &wished.token).offer.expect("its room is offered");
        assert_eq!((offer.start, &offer.adviser), (slot.start, &slot.adviser), "{engine:?}");
        let made: BookingCreated = accept(&server, &wished.token).json(200);
        assert_eq!((made.start, made.adviser), (slot.start, slot.adviser), "{engine:?}");
    }
}
