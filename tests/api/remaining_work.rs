//! The room of a car in the house follows its work: faster, slower, and more of it.

use bayside_api::booking::{BookingCreated, Slot};
use bayside_api::codes::Step;
use bayside_api::desk::{DeskVisit, StepRequest};
use bayside_api::path;
use bayside_api::visit::Visit;
use bayside_domain::ids::VisitId;
use bayside_test_support::desk::Desk;
use bayside_test_support::server::{ENGINES, Engine, Server, TUESDAY};
use bayside_test_support::world::ANTING;
use serde_json::json;

/// A Monday six days on, with nothing booked by the demo.
const DAY: &str = "2026-06-15";
/// From [`TUESDAY`] until that day at 08:00.
const UNTIL_EIGHT: u64 = 6 * 86_400 - 30 * 60;

/// A workshop with one place for maintenance, in which one car is booked for 10:00; it is 08:00 of that day.
struct House {
    server: Server,
    desk: Desk,
    id: VisitId,
}

impl House {
    fn of(engine: Engine) -> Self {
        let server = Server::on(engine, TUESDAY);
        put_out_of_use(&Desk::sign_in(&server, ANTING, "manager"), 2);
        let slots = ANTING.availability(&server.client(), "service-60k", DAY, DAY).days.remove(0).slots;
        let slot = at_ten(slots.unwrap_or_default()).expect("10:00 is free");
        let mut request = ANTING.request(&slot.offer);
        request.services = vec!["service-60k".to_owned()];
        let booked: BookingCreated = server.client().post(&path::bookings("anting"), &request).json(201);
        server.advance(UNTIL_EIGHT);
        let desk = Desk::sign_in(&server, ANTING, "manager");
        let id = desk.card(DAY, &booked.reference).id;
        Self { server, desk, id }
    }

    /// Whether another car could be waited for from 10:00 on.
    fn is_free_at_ten(&self) -> bool {
        let slots = ANTING.availability(&self.server.client(), "oil", DAY, DAY).days.remove(0).slots;
        at_ten(slots.unwrap_or_default()).is_some()
    }

    fn is_out_of_room(&self) -> bool {
        self.desk.visit(self.id).card.out_of_room
    }

    fn approve_extra_work(&self, signed: &DeskVisit, extra_minutes: u32) {
        self.desk.quote(self.id, "更换前制动片", 68_000, extra_minutes);
        let url = signed.private_url.as_deref().expect("the car is here");
        let (token, customer) = (url.split('#').nth(1).expect("a token"), self.server.client());
        let page: Visit = customer.get(&path::visit(token)).json(200);
        let item = &page.extra_work[0];
        let body = json!({ "decision": "approve", "quote_version": item.quote_version });
        let reply = customer.post(&path::decision(token, item.id), &body);
        assert!((200..300).contains(&reply.status), "{}", reply.text());
    }
}

fn at_ten(slots: Vec<Slot>) -> Option<Slot> {
    slots.into_iter().find(|slot| slot.start.0.format("%H:%M").to_string() == "10:00")
}

/// Takes places of the maintenance team out for the day.
fn put_out_of_use(desk: &Desk, places: u16) {
    let body = json!({ "resource": "team:maintenance", "places": places, "from": "2026-06-15T00:00",
        "to": "2026-06-16T00:00", "reason": "training" });
    let reply = desk.client.post(&path::desk_outages("anting"), &body);
    assert_eq!(reply.status, 201, "{}", reply.text());
}

#[test]
fn a_car_that_comes_early_leaves_its_hour_to_others_once_its_order_is_signed() {
    for engine in ENGINES {
        let house = House::of(engine);
        assert!(!house.is_free_at_ten(), "{engine:?}: one place, and it is booked");
        house.desk.step(house.id, Step::Arrive, &StepRequest { mileage_km: Some(58_240), ..StepRequest::default() });
        assert!(!house.is_free_at_ten(), "{engine:?}: nobody knows yet what is to be done");
        house.desk.step(
            house.id,
            Step::SignOrder,
            &StepRequest { name: Some("王小明".into()), ..StepRequest::default() },
        );
        assert!(house.is_free_at_ten(), "{engine:?}: it is repaired from eight to nine");
    }
}

#[test]
fn approved_extra_work_takes_the_place_for_longer_and_an_early_end_gives_it_back() {
    for engine in ENGINES {
        let house = House::of(engine);
        let signed = house.desk.receive(house.id);
        assert!(house.is_free_at_ten());
        house.approve_extra_work(&signed, 150);
        assert!(!house.is_free_at_ten(), "{engine:?}: from eight until half past eleven");
        for step in [Step::Dispatch, Step::Start, Step::Complete] {
            house.desk.each_job(house.id, step);
        }
        assert!(house.is_free_at_ten(), "{engine:?}: done at once");
        assert!(!house.is_out_of_room());
    }
}

#[test]
fn a_job_that_takes_longer_than_its_room_is_a_conflict_and_takes_nothing_from_others() {
    for engine in ENGINES {
        let mut house = House::of(engine);
        house.desk.receive(house.id);
        house.desk.each_job(house.id, Step::Dispatch);
        house.desk.each_job(house.id, Step::Start);
        assert!(!house.is_out_of_room());
        house.server.advance(3_540);
        house.desk = Desk::sign_in(&house.server, ANTING, "manager");
        assert!(!house.is_out_of_room(), "{engine:?}: one minute is left");
        house.server.advance(60);
        assert!(house.is_out_of_room(), "{engine:?}");
        let list = house.desk.list(DAY);
        assert!(list.visits.iter().any(|card| card.id == house.id && card.out_of_room));
        // What was sold for eleven stays sold: the overrun is people's to solve.
        assert!(
            ANTING.availability(&house.server.client(), "oil", DAY, DAY).days[0].slots.iter().flatten().count() > 0
        );
        house.desk.each_job(house.id, Step::Complete);
        assert!(!house.is_out_of_room(), "{engine:?}: what is left has room");
    }
}

#[test]
fn a_walk_in_without_room_is_a_conflict_from_its_arrival() {
    for engine in ENGINES {
        let house = House::of(engine);
        put_out_of_use(&house.desk, 1);
        let person = serde_json::to_value(ANTING.request("")).unwrap();
        let body = json!({ "services": ["oil"], "concern": "", "stay": "leave", "adviser": "wang-lei",
            "vehicle": person["vehicle"], "customer": person["customer"], "consent": person["consent"] });
        let walk_in: DeskVisit = house.desk.client.post(&path::desk_visits("anting"), &body).json(201);
        assert!(!walk_in.card.out_of_room, "{engine:?}: it has not come yet");
        assert!(house.desk.plain(walk_in.card.id, Step::Arrive).card.out_of_room, "{engine:?}");
    }
}
