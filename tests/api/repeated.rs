//! A lost answer is not a no: a write that is repeated with its key counts once, and who changed a field meanwhile, or
//! goes on in another tab, is told what was done.

use bayside_api::booking::{Booking, BookingCreated, Hold, HoldRequest};
use bayside_api::callback::CallbackCreated;
use bayside_api::codes::{ScreenKind, Step};
use bayside_api::desk::{DeskVisit, StepRequest};
use bayside_api::path;
use bayside_api::statement::Statement;
use bayside_api::visit::Visit;
use bayside_test_support::desk::Desk;
use bayside_test_support::http::{Reply, random_key};
use bayside_test_support::server::{ENGINES, Server, TUESDAY};
use bayside_test_support::world::{ANTING, walk_in};
use serde_json::{Value, json};

const TODAY: &str = "2026-06-09";
const FROM: &str = "2026-06-15";
const TO: &str = "2026-06-19";

fn kept(reply: &Reply) -> Value {
    serde_json::from_slice::<Value>(&reply.body).unwrap()["kept"].take()
}

fn call_back() -> Value {
    let request = serde_json::to_value(ANTING.request("")).unwrap();
    json!({ "kind": "adviser", "concern": "充到 80 就停", "vehicle": request["vehicle"], "customer": request["customer"], "consent": request["consent"] })
}

#[test]
fn every_write_of_a_customer_counts_once_per_key() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let customer = server.client().repeating();
        let slots = ANTING.slots(&customer, FROM, TO);
        let events = || {
            server
                .store()
                .rows("SELECT CAST(COUNT(*) AS TEXT) FROM event")
                .swap_remove(0)
                .swap_remove(0)
                .parse::<u32>()
                .unwrap()
        };

        let hold = ANTING.hold(&customer, &slots[0].offer);
        let renewed: Hold = customer.post(&path::renew("anting", &hold.hold), &json!({})).json(200);
        assert!(!renewed.renewable, "{engine:?}");
        let other = ANTING.hold(&customer, &slots[4].offer);
        assert_eq!(customer.delete(&path::hold("anting", &other.hold)).status, 204);

        let before = events();
        let booked: BookingCreated =
            customer.post(&path::bookings("anting"), &ANTING.request_by_hold(&renewed.hold)).json(201);
        assert_eq!(events(), before + 1, "{engine:?}");
        let moved: Booking =
            customer.post(&path::reschedule(&booked.manage_token), &json!({ "offer": slots[8].offer })).json(200);
        assert_eq!((moved.start, events()), (slots[8].start, before + 2), "{engine:?}");
        let cancelled = customer.post(&path::cancel(&booked.manage_token), &json!({ "reason": "" }));
        assert_eq!((cancelled.status, events()), (200, before + 3), "{engine:?}");
        let _: CallbackCreated = customer.post(&path::callbacks("anting"), &call_back()).json(201);
        assert_eq!(events(), before + 4, "{engine:?}");
    }
}

#[test]
fn every_write_of_a_visit_counts_once_per_key() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let desk = Desk::sign_in(&server, ANTING, "manager").repeating();
        let request = ANTING.request("");
        let visit: DeskVisit = desk.client.post(&path::desk_visits("anting"), &walk_in(request, "li-min")).json(201);
        let id = visit.card.id;
        let signed = desk.receive(id);
        let token = signed.private_url.as_deref().and_then(|url| url.split_once('#')).expect("a link").1.to_owned();
        let customer = server.client().repeating();

        desk.quote(id, "更换前制动片", 68_000, 35);
        let seen: Visit = customer.get(&path::visit(&token)).json(200);
        assert_eq!(seen.extra_work.len(), 1, "{engine:?}: quoted once");
        let decision = json!({ "decision": "decline", "quote_version": seen.extra_work[0].quote_version });
        let decided: Visit = customer.post(&path::decision(&token, seen.extra_work[0].id), &decision).json(200);
        assert!(decided.extra_work[0].decision.is_some(), "{engine:?}");
        let promise = json!({ "promised_at": desk.visit(id).card.ready_estimate, "reason": "等待配件" });
        assert_eq!(desk.change(id, "POST", &path::desk_promise("anting", id), &promise).status, 200);
        desk.repair(id);
        desk.release_statement(id);
        let statement: Statement = customer.get(&path::statement(&token)).json(200);
        let line = json!({ "line": statement.lines[0].id });
        assert_eq!(customer.post(&path::unclear(&token), &line).status, 204);
        let name = json!({ "name": "王小明", "statement_version": statement.version });
        let accepted: Visit = customer.post(&path::acceptance(&token), &name).json(200);
        assert!(accepted.accepted_at.is_some(), "{engine:?}");
        let named = StepRequest { name: Some("王小明".into()), ..StepRequest::default() };
        desk.step(id, Step::Settle, &named);
        desk.step(id, Step::HandOver, &StepRequest { mileage_km: Some(58_244), ..StepRequest::default() });
    }
}

#[test]
fn every_other_write_of_the_desk_counts_once_per_key() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let desk = Desk::sign_in(&server, ANTING, "manager").repeating();
        // A screen is paired, told to load anew and forgotten.
        desk.pair(&server, ScreenKind::Lounge);
        let screens: Value = desk.client.get(&path::desk_screens("anting")).json(200);
        let paired = screens["screens"].as_array().unwrap().iter().find(|screen| screen["name"] == "休息区").unwrap();
        let screen = format!("{}/{}", path::desk_screens("anting"), paired["id"]);
        assert_eq!(desk.client.post(&format!("{screen}/reload"), &json!({})).status, 200);
        assert_eq!(desk.client.delete(&screen).status, 204);
        // A call-back is taken and closed.
        let asked: CallbackCreated = server.client().post(&path::callbacks("anting"), &call_back()).json(201);
        assert!(!asked.reference.is_empty());
        let list: Value = desk.client.get("/api/v1/desk/anting/callbacks").json(200);
        let open = &list["callbacks"].as_array().unwrap()[0];
        let call = format!("/api/v1/desk/anting/callbacks/{}", open["id"]);
        assert_eq!(desk.client.post(&format!("{call}/take"), &json!({})).status, 200);
        assert_eq!(
            desk.client.post(&format!("{call}/outcome"), &json!({ "outcome": "advice", "note": "先补气" })).status,
            200
        );
        // A bay is put out of use, and used again.
        let block = json!({
            "resource": "adviser:li-min", "places": 1, "from": "2026-07-01T08:00", "to": "2026-07-01T12:00", "reason": "sickness",
        });
        let made: Value = desk.client.post("/api/v1/desk/anting/blocks", &block).json(201);
        assert_eq!(desk.client.delete(&format!("/api/v1/desk/anting/blocks/{}", made["id"])).status, 204);
        let blocks = server.store().rows("SELECT CAST(COUNT(*) AS TEXT) FROM block");
        assert_eq!(blocks[0][0], "0", "{engine:?}");
        let origins = json!({ "widget": { "origins": ["https://www.dealer.example"] } });
        assert_eq!(desk.client.put_with(&path::desk_settings("anting"), &[], &origins).status, 200);
    }
}

#[test]
fn a_changed_request_under_a_secret_key_is_told_what_was_done() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let customer = server.client();
        let hold = ANTING.hold(&customer, &ANTING.slots(&customer, FROM, TO)[0].offer);
        let (path, request) = (path::bookings("anting"), ANTING.request_by_hold(&hold.hold));
        let mut renamed = request.clone();
        renamed.customer.name.push('一');

        let key = random_key();
        let first: BookingCreated = customer.post_with(&path, &[("idempotency-key", &key)], &request).json(201);
        // Another body under the same key, from whatever address.
        let reply = server.client().post_with(&path, &[("idempotency-key", &key)], &renamed);
        reply.problem(422, "idempotency-key-reused");
        assert_eq!(kept(&reply), serde_json::to_value(&first).unwrap(), "{engine:?}");
        // The hold is used; a new key has nothing kept.
        let reply = customer.post_with(&path, &[("idempotency-key", &random_key())], &renamed);
        reply.problem(409, "hold-used");
        assert_eq!(kept(&reply), Value::Null, "{engine:?}");
        // After the day the key is forgotten, but the hold still says whose it was.
        server.advance(24 * 60 * 60 + 1);
        let reply = customer.post_with(&path, &[("idempotency-key", &key)], &renamed);
        reply.problem(409, "hold-used");
        assert_eq!(kept(&reply), serde_json::to_value(&first).unwrap(), "{engine:?}");

        // Keys that can be guessed tell nothing.
        for guessed in ["1", "booking-1", "00000000000000000000000000000000"] {
            let slots = ANTING.slots(&customer, "2026-06-22", "2026-06-26");
            let (one, other) = (ANTING.request(&slots[0].offer), ANTING.request(&slots[1].offer));
            let key = [("idempotency-key", guessed)];
            assert_eq!(customer.post_with(&path, &key, &one).status, 201);
            let reply = customer.post_with(&path, &key, &other);
            reply.problem(422, "idempotency-key-reused");
            assert_eq!(kept(&reply), Value::Null, "{engine:?} {guessed}");
        }
    }
}

#[test]
fn a_lost_hold_is_held_again_by_its_key() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let customer = server.client();
        let slot = ANTING.slots(&customer, FROM, TO).swap_remove(0);
        let (key, body) = (random_key(), HoldRequest { offer: slot.offer.clone(), replaces: None });
        let post = |key: &str| customer.post_with(&path::holds("anting"), &[("idempotency-key", key)], &body);
        let (first, again): (Hold, Hold) = (post(&key).json(201), post(&key).json(201));
        assert_eq!(first, again, "{engine:?}");
    }
}

#[test]
fn the_desks_keys_count_for_eight_days() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let slot = ANTING.slots(&server.client(), TODAY, TODAY).swap_remove(0);
        let booked = ANTING.book(&server.client(), &slot.offer);
        let desk = Desk::sign_in(&server, ANTING, "manager");
        let id = desk.card(TODAY, &booked.reference).id;
        let (key, body) = (random_key(), StepRequest { mileage_km: Some(58_240), ..StepRequest::default() });
        let arrive = |desk: &Desk, key: &str| {
            desk.client.post_with(
                &path::desk_step("anting", id, Step::Arrive.as_str()),
                &[("idempotency-key", key)],
                &body,
            )
        };
        let first: DeskVisit = arrive(&desk, &key).json(200);
        arrive(&desk, &random_key()).problem(409, "step-not-allowed");
        // The clock runs on while the program answers.
        server.advance(8 * 24 * 60 * 60 - 60);
        let desk = Desk::sign_in(&server, ANTING, "manager");
        let again: DeskVisit = arrive(&desk, &key).json(200);
        assert_eq!(again.version, first.version, "{engine:?}");
        server.advance(61);
        arrive(&desk, &key).problem(409, "step-not-allowed");
    }
}
