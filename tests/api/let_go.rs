//! A hold that was let go: what it still books, for how long, and what it never books again.

use crate::holds::{free, redeem};
use bayside_api::booking::{Booking, BookingCreated, Hold, HoldRequest, RescheduleRequest, Slot};
use bayside_api::path;
use bayside_api::waitlist::{Waitlist, WaitlistCreated, WaitlistStatus};
use bayside_test_support::http::{Client, Reply};
use bayside_test_support::server::{ENGINES, Engine, Server, TUESDAY};
use bayside_test_support::world::{CORNER, CORNER_FILE};
use serde_json::json;

const MONDAY: &str = "2026-06-15";
const FRIDAY: &str = "2026-06-19";

/// The garage, which takes bookings and changes until the very start unless it asks for some minutes of notice.
fn garage(engine: Engine, notice_minutes: u32, clock: &str) -> Server {
    let mut server = Server::on(engine, TUESDAY);
    let policy = format!("[booking]\nnotice_minutes = {notice_minutes}");
    let file = CORNER_FILE.replace("change_cutoff_minutes = 45", "change_cutoff_minutes = 0");
    server.import(&file.replace("[booking]", &policy));
    server.set_clock(clock);
    server
}

fn slot_at(client: &Client, time: &str) -> Slot {
    let slots = free(CORNER, client, MONDAY);
    slots.into_iter().find(|slot| slot.start.0.format("%H:%M").to_string() == time).expect("it is free")
}

/// Moves a booking to a hold.
fn move_to(client: &Client, booked: &BookingCreated, hold: &str) -> Reply {
    let body = RescheduleRequest { hold: Some(hold.to_owned()), offer: None };
    client.post(&path::reschedule(&booked.manage_token), &body)
}

/// Whatever is done with a hold, it is refused with others that are free, and nothing is booked.
#[track_caller]
fn books_nothing(client: &Client, hold: &Hold, booked: &BookingCreated) {
    for reply in [redeem(CORNER, client, &hold.hold), move_to(client, booked, &hold.hold)] {
        let refused = reply.problem(410, "hold-expired");
        assert!(refused.alternatives.is_some_and(|others| !others.is_empty()));
    }
    let kept: Booking = client.get(&path::booking(&booked.manage_token)).json(200);
    assert_eq!((kept.start, kept.sequence), (booked.start, 0));
}

fn booked_on_friday(client: &Client) -> BookingCreated {
    CORNER.book(client, &free(CORNER, client, FRIDAY)[0].offer)
}

#[test]
fn nobody_books_a_start_that_is_over() {
    for engine in ENGINES {
        let server = garage(engine, 0, "2026-06-15T08:20:00+02:00");
        let customer = server.client();
        let booked = booked_on_friday(&customer);
        let hold = CORNER.hold(&customer, &slot_at(&customer, "09:30").offer);
        for clock in ["2026-06-15T15:00:00+02:00", "2026-06-16T04:20:00+02:00"] {
            server.set_clock(clock);
            books_nothing(&customer, &hold, &booked);
        }
    }
}

#[test]
fn a_hold_that_was_given_back_books_nothing_even_where_all_is_free() {
    for engine in ENGINES {
        let server = garage(engine, 0, TUESDAY);
        let customer = server.client();
        let booked = booked_on_friday(&customer);
        let released = CORNER.hold(&customer, &slot_at(&customer, "09:30").offer);
        assert_eq!(customer.delete(&path::hold("corner", &released.hold)).status, 204);
        books_nothing(&customer, &released, &booked);
        // Nor does one that was exchanged for another.
        let exchanged = CORNER.hold(&customer, &slot_at(&customer, "09:30").offer);
        let body = HoldRequest { offer: slot_at(&customer, "10:45").offer, replaces: Some(exchanged.hold.clone()) };
        customer.post(&path::holds("corner"), &body).json::<Hold>(201);
        books_nothing(&customer, &exchanged, &booked);
        customer.post(&path::renew("corner", &released.hold), &json!({})).problem(410, "hold-expired");
        assert_eq!(customer.delete(&path::hold("corner", &released.hold)).status, 204, "given back is given back");
    }
}

#[test]
fn an_expired_hold_is_good_for_ten_minutes_and_not_a_minute_longer() {
    for engine in ENGINES {
        let server = garage(engine, 0, TUESDAY);
        let customer = server.client();
        let booked = booked_on_friday(&customer);
        let (first, second, third) = ("08:00", "09:30", "10:45");
        let [first, second, third] =
            [first, second, third].map(|time| CORNER.hold(&customer, &slot_at(&customer, time).offer));
        // They have been over for nine minutes, for which the room was anybody's.
        server.advance(14 * 60);
        let created: BookingCreated = redeem(CORNER, &customer, &first.hold).json(201);
        assert_eq!(created.start.0.format("%H:%M").to_string(), "08:00", "{engine:?}");
        let moved: Booking = move_to(&customer, &created, &second.hold).json(200);
        assert_eq!(moved.start.0.format("%H:%M").to_string(), "09:30", "{engine:?}");
        server.advance(60);
        books_nothing(&customer, &third, &booked);
    }
}

#[test]
fn an_expired_hold_keeps_the_notice_that_is_asked_now() {
    for engine in ENGINES {
        let server = garage(engine, 60, "2026-06-15T08:30:00+02:00");
        let customer = server.client();
        let booked = booked_on_friday(&customer);
        let near = CORNER.hold(&customer, &slot_at(&customer, "09:30").offer);
        let far = CORNER.hold(&customer, &slot_at(&customer, "10:45").offer);
        server.advance(6 * 60);
        books_nothing(&customer, &near, &booked);
        redeem(CORNER, &customer, &far.hold).json::<BookingCreated>(201);
    }
}

#[test]
fn an_offer_and_a_hold_end_when_their_start_begins() {
    for engine in ENGINES {
        let server = garage(engine, 0, "2026-06-15T09:27:00+02:00");
        let customer = server.client();
        let booked = booked_on_friday(&customer);
        let slot = slot_at(&customer, "09:30");
        let hold = CORNER.hold(&customer, &slot.offer);
        assert_eq!(hold.expires_at, slot.start, "{engine:?}: it holds no longer than that");
        server.set_clock("2026-06-15T09:31:00+02:00");
        books_nothing(&customer, &hold, &booked);
        CORNER.try_book(&customer, &slot.offer).problem(409, "slot-taken");
    }
}

#[test]
fn a_wish_is_not_accepted_for_a_start_that_has_begun() {
    for engine in ENGINES {
        let server = garage(engine, 0, "2026-06-15T09:10:00+02:00");
        let customer = server.client();
        let slot = slot_at(&customer, "09:30");
        let taken = CORNER.book(&customer, &slot.offer);
        let request = serde_json::to_value(CORNER.request("")).unwrap();
        let wish = json!({
            "from": MONDAY, "to": MONDAY, "hours": [{ "from": "09:30", "to": "09:31" }],
            "services": ["oil"], "stay": "wait",
            "vehicle": request["vehicle"], "customer": request["customer"], "consent": request["consent"],
        });
        let token = customer.post(&path::waitlist("corner"), &wish).json::<WaitlistCreated>(201).token;
        customer.post(&path::cancel(&taken.manage_token), &json!({})).json::<Booking>(200);
        let offered: Waitlist = customer.get(&path::wish(&token)).json(200);
        assert_eq!(offered.status, WaitlistStatus::Offered, "{engine:?}");
        assert_eq!(offered.offer.unwrap().expires_at, slot.start, "{engine:?}");
        server.set_clock("2026-06-15T09:32:00+02:00");
        customer.post(&path::accept_wish(&token), &json!({})).problem(410, "hold-expired");
    }
}
