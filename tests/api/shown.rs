//! What is sent is what was shown: whoever decides or signs under another price or time is told to look again.

use bayside_api::codes::{Decision, Step};
use bayside_api::desk::{DeskVisit, ShownOrder, StepRequest};
use bayside_api::path;
use bayside_api::statement::Statement;
use bayside_api::visit::Visit;
use bayside_domain::ids::VisitId;
use bayside_test_support::desk::Desk;
use bayside_test_support::server::{ENGINES, Server, TUESDAY};
use bayside_test_support::world::ANTING;
use chrono::Duration;
use serde_json::json;

const DAY: &str = "2026-06-09";

/// Books a start of today and takes the car in.
fn arrived(server: &Server, desk: &Desk) -> VisitId {
    let slot = &ANTING.slots(&server.client(), DAY, DAY)[0];
    let booked = ANTING.book(&server.client(), &slot.offer);
    let id = desk.card(DAY, &booked.reference).id;
    desk.step(id, Step::Arrive, &StepRequest { mileage_km: Some(58_240), ..StepRequest::default() });
    desk.plain(id, Step::Inspect);
    id
}

fn token(visit: &DeskVisit) -> String {
    visit.private_url.as_deref().and_then(|url| url.split_once('#')).expect("a private link").1.to_owned()
}

fn signed_under(shown: ShownOrder) -> StepRequest {
    StepRequest { name: Some("王小明".into()), shown: Some(shown), ..StepRequest::default() }
}

#[test]
fn an_order_is_signed_at_the_estimate_and_the_time_that_were_shown() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let desk = Desk::sign_in(&server, ANTING, "manager");
        // A caller that says nothing of what was shown is served as before, and tells the estimate.
        let first = arrived(&server, &desk);
        let signed =
            desk.step(first, Step::SignOrder, &StepRequest { name: Some("王小明".into()), ..StepRequest::default() });
        let estimate_amount = Some(signed.estimate.amount);
        assert!(signed.estimate.amount > 0, "{engine:?}");

        let id = arrived(&server, &desk);
        let ready = desk.visit(id).card.ready_estimate;
        let promised_at = Some(ready);
        let others = [
            ShownOrder { estimate_amount: Some(signed.estimate.amount + 1), promised_at },
            ShownOrder { estimate_amount, promised_at: Some(bayside_api::Instant(ready.0 + Duration::minutes(5))) },
        ];
        for other in others {
            desk.try_step(id, Step::SignOrder, &signed_under(other)).problem(409, "order-changed");
            assert!(desk.visit(id).signed_at.is_none(), "{engine:?}");
        }
        desk.step(id, Step::SignOrder, &signed_under(ShownOrder { estimate_amount, promised_at }));
    }
}

#[test]
fn extra_work_is_approved_at_the_price_and_the_time_that_were_shown() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let desk = Desk::sign_in(&server, ANTING, "manager");
        let id = arrived(&server, &desk);
        let signed =
            desk.step(id, Step::SignOrder, &StepRequest { name: Some("王小明".into()), ..StepRequest::default() });
        let (token, customer) = (token(&signed), server.client());
        desk.quote(id, "更换前制动片", 68_000, 35);
        let seen: Visit = customer.get(&path::visit(&token)).json(200);
        let item = &seen.extra_work[0];
        let moved = bayside_api::Instant(seen.promised_at.unwrap().0 + Duration::minutes(35));
        let decide = |decision: &str, price: i64, promised_at: bayside_api::Instant| {
            let body = json!({
                "decision": decision, "version": item.quote_version,
                "shown": { "price_amount": price, "promised_at": promised_at },
            });
            customer.post(&path::decision(&token, item.id), &body)
        };
        decide("approve", 67_999, moved).problem(409, "quote-changed");
        decide("approve", 68_000, seen.promised_at.unwrap()).problem(409, "quote-changed");
        decide("decline", 67_999, moved).problem(409, "quote-changed");
        let still: Visit = customer.get(&path::visit(&token)).json(200);
        assert!(still.extra_work[0].decision.is_none(), "{engine:?}");
        let approved: Visit = decide("approve", 68_000, moved).json(200);
        assert_eq!(approved.extra_work[0].decision, Some(Decision::Approve), "{engine:?}");
    }
}

#[test]
fn a_delivery_is_signed_under_the_total_that_was_shown() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let desk = Desk::sign_in(&server, ANTING, "manager");
        let id = arrived(&server, &desk);
        desk.step(id, Step::SignOrder, &StepRequest { name: Some("王小明".into()), ..StepRequest::default() });
        desk.repair(id);
        let released = desk.release_statement(id);
        let (token, customer) = (token(&released), server.client());
        let statement: Statement = customer.get(&path::statement(&token)).json(200);
        assert_eq!(statement.version, 1, "{engine:?}");
        let total = released.charged.amount;
        let sign = |version: u32, total: i64| {
            let body = json!({ "name": "王小明", "statement_version": version, "shown": { "total_amount": total } });
            customer.post(&path::acceptance(&token), &body)
        };
        sign(1, total + 1).problem(409, "statement-changed");
        sign(2, total).problem(409, "statement-changed");
        assert!(customer.get(&path::visit(&token)).json::<Visit>(200).accepted_at.is_none(), "{engine:?}");
        assert_eq!(sign(1, total).status, 200, "{engine:?}");
    }
}
