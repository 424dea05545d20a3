//! Holds that are exchanged for others, and that outlast what the dealer changes.

use bayside_api::booking::{Availability, Booking, BookingCreated, Hold, HoldRequest, Slot};
use bayside_api::{Instant, path};
use bayside_test_support::http::{Client, Reply};
use bayside_test_support::server::{ENGINES, Engine, Server, TUESDAY};
use bayside_test_support::world::{ANTING, At, CORNER, CORNER_FILE};
use serde_json::json;

const DAY: &str = "2026-06-15";

/// A garage with room for one car at a time.
pub fn garage(engine: Engine) -> Server {
    let mut server = Server::on(engine, TUESDAY);
    server.import(CORNER_FILE);
    server
}

fn swap(at: At, client: &Client, hold: &str, offer: &str) -> Reply {
    let body = HoldRequest { offer: offer.to_owned(), replaces: Some(hold.to_owned()) };
    client.post(&path::holds(at.dealer), &body)
}

pub fn redeem(at: At, client: &Client, hold: &str) -> Reply {
    client.post(&path::bookings(at.dealer), &at.request_by_hold(hold))
}

/// All free starts of a day, none if it is full.
pub fn free(at: At, client: &Client, day: &str) -> Vec<Slot> {
    at.availability(client, "oil", day, day).days.remove(0).slots.unwrap_or_default()
}

/// Those of one adviser.
fn free_with(client: &Client, adviser: &str) -> Vec<Slot> {
    let question = format!("from={DAY}&to={DAY}&services=oil&stay=wait&adviser={adviser}");
    let found: Availability = client.get(&format!("{}?{question}", path::availability("anting"))).json(200);
    found.days.into_iter().flat_map(|day| day.slots.unwrap_or_default()).collect()
}

/// Starts as people see them: when and with whom.
pub fn starts(slots: &[Slot]) -> Vec<(Instant, &str)> {
    slots.iter().map(|slot| (slot.start, slot.adviser.as_str())).collect()
}

#[test]
fn an_exchanged_hold_frees_its_room_and_has_the_other() {
    for engine in ENGINES {
        let server = garage(engine);
        let (holder, rival) = (server.client(), server.client());
        let before = free(CORNER, &holder, DAY);
        let (early, late) = (&before[0], &before[8]);
        let first = CORNER.hold(&holder, &early.offer);
        let second: Hold = swap(CORNER, &holder, &first.hold, &late.offer).json(201);
        assert!(second.renewable && second.hold != first.hold);
        CORNER.try_book(&rival, &late.offer).problem(409, "slot-taken");
        let booked = CORNER.book(&rival, &early.offer);
        assert_eq!(booked.start, early.start, "{engine:?}: the room of the first is free");
        // The first is gone: it books nothing that is taken, and what it held is not given back twice.
        redeem(CORNER, &holder, &first.hold).problem(410, "hold-expired");
        assert_eq!(holder.delete(&path::hold("corner", &first.hold)).status, 204);
        CORNER.try_book(&server.client(), &early.offer).problem(409, "slot-taken");
        let created: BookingCreated = redeem(CORNER, &holder, &second.hold).json(201);
        assert_eq!(created.start, late.start, "{engine:?}");
        for token in [booked.manage_token, created.manage_token] {
            holder.post(&path::cancel(&token), &json!({})).json::<Booking>(200);
        }
        assert_eq!(starts(&free(CORNER, &holder, DAY)), starts(&before), "{engine:?}");
    }
}

#[test]
fn an_exchange_that_is_refused_leaves_the_hold_as_it_was() {
    for engine in ENGINES {
        let server = garage(engine);
        let (holder, rival) = (server.client(), server.client());
        let before = free(CORNER, &holder, DAY);
        let hold = CORNER.hold(&holder, &before[0].offer);
        CORNER.book(&rival, &before[8].offer);
        let refused = swap(CORNER, &holder, &hold.hold, &before[8].offer).problem(409, "slot-taken");
        let others = refused.alternatives.expect("other starts");
        assert!(others.iter().all(|other| other.start != before[8].start), "{others:?}");
        CORNER.try_book(&rival, &before[0].offer).problem(409, "slot-taken");
        let renewed: Hold = holder.post(&path::renew("corner", &hold.hold), &json!({})).json(200);
        assert_eq!(renewed.hold, hold.hold, "{engine:?}");
        // What was named as an alternative, with the hold still there, can be had for it.
        let other: Hold = swap(CORNER, &holder, &hold.hold, &others[0].offer).json(201);
        let created: BookingCreated = redeem(CORNER, &holder, &other.hold).json(201);
        assert_eq!(created.start, others[0].start, "{engine:?}");
    }
}

#[test]
fn a_hold_is_exchanged_for_room_that_it_takes_itself() {
    for engine in ENGINES {
        let server = garage(engine);
        let (holder, rival) = (server.client(), server.client());
        let before = free(CORNER, &holder, DAY);
        let first = CORNER.hold(&holder, &before[4].offer);
        // The very same start, and the next quarter of an hour, in which the only place is still taken.
        CORNER.try_book(&rival, &before[4].offer).problem(409, "slot-taken");
        let same: Hold = swap(CORNER, &holder, &first.hold, &before[4].offer).json(201);
        CORNER.try_book(&rival, &before[5].offer).problem(409, "slot-taken");
        let near: Hold = swap(CORNER, &holder, &same.hold, &before[5].offer).json(201);
        let created: BookingCreated = redeem(CORNER, &holder, &near.hold).json(201);
        assert_eq!(created.start, before[5].start, "{engine:?}");
        // The same start with another adviser.
        let (one, other) = (free_with(&holder, "li-min"), free_with(&holder, "chen-hao"));
        let first = ANTING.hold(&holder, &one[0].offer);
        let second: Hold = swap(ANTING, &holder, &first.hold, &other[0].offer).json(201);
        let created: BookingCreated = redeem(ANTING, &holder, &second.hold).json(201);
        assert_eq!((created.start, created.adviser.as_str()), (one[0].start, "chen-hao"), "{engine:?}");
        assert_eq!(ANTING.book(&rival, &one[0].offer).adviser, "li-min", "{engine:?}");
    }
}

#[test]
fn a_hold_and_an_offer_bind_the_price_whatever_the_dealer_asks_from_then_on() {
    for engine in ENGINES {
        let mut server = garage(engine);
        let customer = server.client();
        let before = free(CORNER, &customer, DAY);
        let hold = CORNER.hold(&customer, &before[0].offer);
        server.import(&CORNER_FILE.replace("price_from = 90", "price_from = 120"));
        let customer = server.client();
        let mut after = free(CORNER, &customer, DAY);
        assert_eq!((before[0].price.amount, after[0].price.amount), (9_000, 12_000), "{engine:?}");
        assert!(!starts(&after).contains(&(before[0].start, "anna")), "{engine:?}: it is still held");
        let held: BookingCreated = redeem(CORNER, &customer, &hold.hold).json(201);
        assert_eq!((held.start, &held.price), (before[0].start, &before[0].price), "{engine:?}");
        let offered = CORNER.book(&customer, &before[8].offer);
        assert_eq!(offered.price, before[8].price, "{engine:?}");
        let shown: Booking = customer.get(&path::booking(&held.manage_token)).json(200);
        assert_eq!(shown.price, before[0].price, "{engine:?}");
        let fresh = after.pop().expect("a start of the late morning");
        assert_eq!(CORNER.book(&customer, &fresh.offer).price, fresh.price, "{engine:?}");
    }
}
