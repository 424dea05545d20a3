//! What an offer and a hold are worth: only genuine, only at their dealer, only for what they bind, and for how long.

use crate::refusals::{FROM, TO, offer, points_at, with};
use bayside_api::booking::{Availability, BookingCreated, HoldRequest};
use bayside_api::{Problem, path};
use bayside_test_support::http::{Client, Reply};
use bayside_test_support::server::{ENGINES, Server, TUESDAY};
use bayside_test_support::world::{ALLER, ANTING};
use serde_json::{Value, json};

#[test]
fn an_offer_that_was_tampered_with_is_not_genuine() {
    let server = Server::start();
    let customer = server.client();
    let offer = offer(&customer);
    let mut letters: Vec<char> = offer.chars().collect();
    let middle = letters.len() / 2;
    letters[middle] = if letters[middle] == 'A' { 'B' } else { 'A' };
    let tampered: String = letters.into_iter().collect();
    for forged in [tampered.as_str(), "", "x", &offer[..offer.len() - 2], &"A".repeat(3_000)] {
        let reply = ANTING.try_book(&customer, forged);
        let problem: Problem = reply.json(422);
        assert!(["offer-invalid", "invalid"].contains(&problem.code.as_str()), "{}", reply.text());
        points_at(&problem, "/offer");
    }
    assert_eq!(ANTING.try_book(&customer, &offer).status, 201, "and the untouched one still books");
}

#[test]
fn an_offer_of_one_dealer_is_worth_nothing_at_another() {
    let server = Server::start();
    let customer = server.client();
    let mut request = ALLER.request(&offer(&customer));
    request.vehicle.plate = "VER-AB 71".into();
    let problem = customer.post(&path::bookings("aller"), &request).problem(422, "offer-invalid");
    points_at(&problem, "/offer");
    let elsewhere = HoldRequest { offer: request.offer.clone().unwrap(), replaces: None };
    let problem = customer.post(&path::holds("aller"), &elsewhere).problem(422, "offer-invalid");
    points_at(&problem, "/offer");
    // Nor is a hold, in the body or in the path.
    let hold = ANTING.hold(&customer, &elsewhere.offer).hold;
    request.offer = None;
    request.hold = Some(hold.clone());
    let problem = customer.post(&path::bookings("aller"), &request).problem(422, "invalid");
    assert_eq!(points_at(&problem, "/hold"), "unknown-hold");
    customer.delete(&format!("{}/{hold}", path::holds("aller"))).problem(404, "not-found");
    assert_eq!(customer.delete(&format!("{}/{hold}", path::holds("anting"))).status, 204, "it is still there");
}

#[test]
fn a_hold_is_asked_for_with_a_genuine_offer_and_nothing_else() {
    let server = Server::start();
    let customer = server.client();
    let offer = offer(&customer);
    let ask = |body: &Value| customer.post(&path::holds("anting"), body);
    points_at(&ask(&json!({ "offer": 7 })).problem(422, "invalid"), "/offer");
    points_at(&ask(&json!({ "offer": offer, "adviser": "li-min" })).problem(422, "unknown-field"), "/adviser");
    points_at(&ask(&json!({ "offer": format!("{offer}A") })).problem(422, "offer-invalid"), "/offer");
    points_at(&ask(&json!({ "offer": "A".repeat(30_000) })).problem(422, "offer-invalid"), "/offer");
    points_at(&ask(&json!({ "offer": offer, "replaces": "1-x" })).problem(422, "invalid"), "/replaces");
    advance(&customer, 11);
    points_at(&ask(&json!({ "offer": offer })).problem(410, "offer-expired"), "/offer");
}

#[test]
fn an_offer_binds_services_and_stay() {
    let server = Server::start();
    let customer = server.client();
    let offer = offer(&customer);
    let services = with(&offer, "/services/0", json!("brake-check"));
    customer.post(&path::bookings("anting"), &services).problem(422, "offer-mismatch");
    let stay = with(&offer, "/stay", json!("leave"));
    customer.post(&path::bookings("anting"), &stay).problem(422, "offer-mismatch");
}

#[test]
fn an_expired_offer_names_others() {
    let server = Server::start();
    let customer = server.client();
    let offer = offer(&customer);
    advance(&customer, 11);
    let problem = ANTING.try_book(&customer, &offer).problem(410, "offer-expired");
    points_at(&problem, "/offer");
    let alternatives = problem.alternatives.expect("other starts");
    ANTING.book(&customer, &alternatives[0].offer);
}

#[test]
fn an_expired_hold_still_books_while_its_room_is_free_and_else_names_others() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let (early, late) = (server.client(), server.client());
        let slots = ANTING.slots(&early, FROM, TO);
        let (free, taken) = (ANTING.hold(&early, &slots[0].offer), ANTING.hold(&early, &slots[4].offer));
        advance(&early, 6);

        let booked = early.post(&path::bookings("anting"), &ANTING.request_by_hold(&free.hold));
        let booked: BookingCreated = booked.json(201);
        assert_eq!((booked.start, &booked.adviser), (slots[0].start, &slots[0].adviser), "{engine:?}");

        let day = slots[4].start.date();
        let question = format!("from={day}&to={day}&services=oil&stay=wait&adviser={}", slots[4].adviser);
        let fresh: Availability = late.get(&format!("{}?{question}", path::availability("anting"))).json(200);
        let same = fresh.days[0].slots.iter().flatten().find(|slot| slot.start == slots[4].start).unwrap();
        ANTING.book(&late, &same.offer);
        let refused = early.post(&path::bookings("anting"), &ANTING.request_by_hold(&taken.hold));
        let problem = refused.problem(410, "hold-expired");
        assert!(problem.alternatives.is_some_and(|others| !others.is_empty()), "{engine:?}");
    }
}

fn advance(client: &Client, minutes: i64) -> Reply {
    let reply = client.post("/api/v1/demo/clock", &json!({ "advance_seconds": minutes * 60 }));
    assert!((200..300).contains(&reply.status), "{}", reply.text());
    reply
}
