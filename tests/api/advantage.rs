//! The advantage of a booking is really given: in the draft, in what is signed, in what is charged.

use bayside_api::booking::{BookingCreated, RescheduleRequest, Slot};
use bayside_api::capacity::PhoneBooking;
use bayside_api::codes::{LineKind, Load, Step};
use bayside_api::desk::{DeskVisit, Line, StepRequest};
use bayside_api::path;
use bayside_api::statement::{BridgeKind, Statement};
use bayside_api::waitlist::WaitlistCreated;
use bayside_test_support::desk::{Desk, draft};
use bayside_test_support::server::{ENGINES, Server, TUESDAY};
use bayside_test_support::world::{ANTING, walk_in};
use serde_json::json;

const DAY: &str = "2026-06-15";
/// Of the dealer's file: what a quiet hour saves.
const QUIET: i64 = 8_000;

fn slots(server: &Server) -> Vec<Slot> {
    ANTING.slots(&server.client(), DAY, DAY)
}

fn quiet(server: &Server) -> Slot {
    let slot = slots(server).into_iter().find(|slot| slot.load == Load::Quiet).expect("a quiet hour");
    assert_eq!(slot.benefit.amount, QUIET);
    slot
}

/// Fills hours until one is not quiet any more.
fn not_quiet(server: &Server) -> Slot {
    for _ in 0..40 {
        let slots = slots(server);
        if let Some(slot) = slots.iter().find(|slot| slot.load != Load::Quiet) {
            assert_eq!(slot.benefit.amount, 0);
            return slot.clone();
        }
        // Several cars at the same hour, each long in the workshop.
        let other = ANTING.availability(&server.client(), "service-60k,ac", DAY, DAY).days.remove(0);
        let slot = other.slots.unwrap_or_default().swap_remove(0);
        let mut request = ANTING.request(&slot.offer);
        request.services = vec!["service-60k".into(), "ac".into()];
        server.client().post(&path::bookings("anting"), &request).json::<BookingCreated>(201);
    }
    panic!("every hour stays quiet");
}

fn discounts(lines: &[Line]) -> Vec<&Line> {
    lines.iter().filter(|line| line.kind == LineKind::Discount).collect()
}

/// The draft has this advantage, on lines that are there, and it is part of the estimate.
#[track_caller]
fn has(visit: &DeskVisit, amount: i64) {
    let lines = &visit.work_order.lines;
    let discounts = discounts(lines);
    assert_eq!(discounts.iter().map(|line| line.unit_price_amount).sum::<i64>(), -amount);
    for discount in &discounts {
        let reduced = discount.reduces.as_ref().and_then(|id| lines.iter().find(|line| line.id == *id));
        assert!(reduced.is_some_and(|line| line.kind != LineKind::Discount), "{discount:?}");
    }
    let others = lines.iter().filter(|line| line.kind != LineKind::Discount);
    let sum: i64 = others.map(|line| (line.quantity_thousandths * line.unit_price_amount + 500) / 1000).sum();
    assert_eq!((visit.benefit.amount, visit.estimate.amount), (amount, sum - amount));
    assert_eq!(visit.statement.differences, [], "it is no difference");
}

fn visit(desk: &Desk, booked: &BookingCreated) -> DeskVisit {
    desk.visit(desk.card(DAY, &booked.reference).id)
}

#[test]
fn a_quiet_hour_is_cheaper_from_the_draft_to_the_statement() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let today = ANTING.slots(&server.client(), "2026-06-09", "2026-06-09");
        let slot = today.into_iter().find(|slot| slot.benefit.amount == QUIET).expect("a quiet hour");
        let booked = ANTING.book(&server.client(), &slot.offer);
        assert_eq!(booked.benefit.amount, QUIET);
        let desk = Desk::sign_in(&server, ANTING, "manager");
        let id = desk.card("2026-06-09", &booked.reference).id;
        has(&desk.visit(id), QUIET);
        let signed = desk.receive(id);
        has(&signed, QUIET);
        assert_eq!(signed.authorised, signed.estimate, "{engine:?}");
        assert!(signed.estimate.amount > 0);
        desk.repair(id);
        // What the desk did not write is drafted from the order, and says the same.
        assert_eq!(discounts(&desk.visit(id).statement.lines).len(), 1);
        let released = desk.release_statement(id);
        assert_eq!(released.charged, signed.estimate);

        let url = released.private_url.expect("the private link is given on arrival");
        let token = url.split_once('#').expect("the token stands after #").1;
        let statement: Statement = server.client().get(&path::statement(token)).json(200);
        let off: Vec<_> = statement.lines.iter().filter(|line| line.kind == LineKind::Discount).collect();
        assert_eq!((off.len(), off[0].amount.amount), (1, -QUIET), "{engine:?}");
        let reduced = off[0].reduces.as_ref().and_then(|id| statement.lines.iter().find(|line| line.id == *id));
        assert!(reduced.is_some_and(|line| line.amount.amount >= QUIET), "it names the line that it reduces");
        let steps: Vec<_> = statement.bridge.iter().map(|step| (step.kind, step.amount.amount)).collect();
        let whole = signed.estimate.amount;
        assert!(steps.iter().all(|(kind, _)| *kind != BridgeKind::Difference), "{steps:?}");
        assert!(steps.iter().all(|(_, amount)| *amount == whole), "{engine:?}: {steps:?}");
    }
}

#[test]
fn another_hour_has_its_own_advantage_and_leaves_the_rest_as_the_desk_wrote_it() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let (busy, calm) = (not_quiet(&server), quiet(&server));
        let booked = ANTING.book(&server.client(), &calm.offer);
        let desk = Desk::sign_in(&server, ANTING, "adviser");
        let before = visit(&desk, &booked);
        has(&before, QUIET);
        // The adviser looks at the file and adds a part before the customer comes.
        let mut order = before.work_order.clone();
        let mut filter = order.lines.iter().find(|line| line.kind == LineKind::Material).expect("a part").clone();
        filter.id = "wiper".into();
        filter.name = "雨刮片".into();
        filter.quantity_thousandths = 2000;
        filter.unit_price_amount = 6_500;
        order.lines.push(filter);
        order.repeat_repair = true;
        let written = desk.change(before.card.id, "PUT", &path::desk_work_order("anting", before.card.id), &order);
        assert_eq!(written.status, 200, "{}", written.text());
        has(&visit(&desk, &booked), QUIET);

        for (slot, amount) in [(busy, 0), (calm, QUIET)] {
            // The offer is from before the booking: its hour is the same, its signature is fresh.
            let now = slots(&server).into_iter().find(|now| now.start == slot.start);
            let offer = now.unwrap_or(slot).offer;
            let body = RescheduleRequest { hold: None, offer: Some(offer) };
            let moved = server.client().post(&path::reschedule(&booked.manage_token), &body);
            assert_eq!(moved.status, 200, "{engine:?}: {}", moved.text());
            let after = visit(&desk, &booked);
            has(&after, amount);
            assert!(after.work_order.repeat_repair);
            assert!(
                after.work_order.lines.iter().any(|line| line.id == "wiper"),
                "{engine:?}: what the desk wrote stays"
            );
        }
        let id = before.card.id;
        desk.client.get(&path::desk_visit("anting", id)).json::<DeskVisit>(200);
        assert_eq!(draft(Vec::new()).differences, []);
    }
}

#[test]
fn who_walks_in_has_none_and_who_calls_has_it() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let desk = Desk::sign_in(&server, ANTING, "reception");
        let mut booking = ANTING.request(&quiet(&server).offer);
        booking.hold = None;
        let body = PhoneBooking { booking, overriding: None };
        let called: BookingCreated = desk.client.post(&path::desk_bookings("anting"), &body).json(201);
        has(&visit(&desk, &called), QUIET);
        let walked: DeskVisit =
            desk.client.post(&path::desk_visits("anting"), &walk_in(ANTING.request(""), "li-min")).json(201);
        has(&walked, 0);
        assert!(!walked.card.express && walked.express_minutes.is_none(), "{engine:?}");
    }
}

#[test]
fn whoever_waited_gets_the_advantage_of_the_hour_that_is_offered() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let slot = quiet(&server);
        let early = ANTING.book(&server.client(), &slot.offer);
        let later = ANTING.book(&server.client(), &not_quiet(&server).offer);
        let desk = Desk::sign_in(&server, ANTING, "reception");
        has(&visit(&desk, &later), 0);
        let to = (slot.start.0 + std::time::Duration::from_mins(1)).format("%H:%M").to_string();
        let hours = json!([{ "from": slot.start.0.format("%H:%M").to_string(), "to": to }]);
        let wish = json!({
            "from": DAY, "to": DAY, "hours": hours, "adviser": slot.adviser, "manage_token": later.manage_token,
        });
        let wished = server.client().post(&path::waitlist("anting"), &wish);
        if slot.start < later.start {
            let wished: WaitlistCreated = wished.json(201);
            let gone = server.client().post(&path::cancel(&early.manage_token), &json!({}));
            assert_eq!(gone.status, 200, "{}", gone.text());
            let moved: BookingCreated = server.client().post(&path::accept_wish(&wished.token), &json!({})).json(200);
            assert_eq!((moved.start, moved.benefit.amount), (slot.start, QUIET), "{engine:?}");
            has(&visit(&desk, &later), QUIET);
        } else {
            panic!("the quiet hour lies before the others: {} {}", slot.start.0, later.start.0);
        }
        // It is signed as it was offered.
        server.set_clock(&slot.start.0.to_rfc3339());
        let desk = Desk::sign_in(&server, ANTING, "manager");
        let id = desk.card(DAY, &later.reference).id;
        has(&desk.receive(id), QUIET);
        desk.step(
            id,
            Step::Dispatch,
            &StepRequest {
                job: Some("oil".into()),
                technician: Some(desk.session.technicians[0].id.clone()),
                ..StepRequest::default()
            },
        );
    }
}

#[test]
fn who_booked_is_received_first_where_the_dealer_says_so() {
    let server = Server::start();
    let customer = server.client();
    assert!(ANTING.face(&customer).booking.express_reception);
    assert!(!bayside_test_support::world::ALLER.face(&customer).booking.express_reception);
    let booked = ANTING.book(&customer, &quiet(&server).offer);
    let desk = Desk::sign_in(&server, ANTING, "gate");
    let card = desk.card(DAY, &booked.reference);
    assert!(card.express);
    assert_eq!(desk.visit(card.id).express_minutes, Some(0), "at once");
}
