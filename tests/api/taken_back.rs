//! An answer to extra work that was a slip: for a moment it can be taken back, and all is as before.

use bayside_api::codes::{Decision, Flag, Step};
use bayside_api::desk::{DeskVisit, StepRequest};
use bayside_api::path;
use bayside_api::visit::{DecisionRequest, TakeBackRequest, Visit};
use bayside_domain::event::VisitEventKind;
use bayside_domain::ids::ExtraWorkId;
use bayside_test_support::desk::Desk;
use bayside_test_support::http::{Client, Reply};
use bayside_test_support::server::{ENGINES, Server, TUESDAY};
use bayside_test_support::world::ANTING;

const DAY: &str = "2026-06-09";

struct Customer {
    client: Client,
    token: String,
}

impl Customer {
    fn page(&self) -> Visit {
        self.client.get(&path::visit(&self.token)).json(200)
    }

    fn decide(&self, at: usize, decision: Decision) -> Visit {
        let item = &self.page().extra_work[at];
        let body = DecisionRequest { decision, quote_version: item.quote_version, shown: None };
        self.client.post(&path::decision(&self.token, item.id), &body).json(200)
    }

    fn take_back(&self, at: usize, quote_version: u32) -> Reply {
        let item = self.page().extra_work[at].id;
        self.client.post(&path::take_back(&self.token, item), &TakeBackRequest { quote_version })
    }
}

/// A car whose order is signed and that has two quotes.
fn quoted(server: &Server, desk: &Desk) -> (DeskVisit, Customer) {
    let slot = &ANTING.slots(&server.client(), DAY, DAY)[0];
    let id = desk.card(DAY, &ANTING.book(&server.client(), &slot.offer).reference).id;
    desk.receive(id);
    desk.quote(id, "更换前制动片", 68_000, 35);
    let visit = desk.quote(id, "更换雨刮片", 12_000, 0);
    let token = visit.private_url.as_deref().and_then(|url| url.split_once('#')).expect("a private link").1.to_owned();
    (visit, Customer { client: server.client(), token })
}

#[test]
fn an_answer_can_be_taken_back_for_twenty_seconds_and_all_is_as_before() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let desk = Desk::sign_in(&server, ANTING, "manager");
        let (visit, customer) = quoted(&server, &desk);
        let before = customer.page();
        for decision in [Decision::Approve, Decision::Decline] {
            let answered = customer.decide(0, decision);
            let until = answered.extra_work[0].take_back_until.expect("it can be taken back");
            assert_eq!((until.0 - answered.extra_work[0].decided_at.unwrap().0).num_seconds(), 20, "{engine:?}");
            customer.take_back(0, 7).problem(409, "quote-changed");
            let after: Visit = customer.take_back(0, 1).json(200);
            let said = |page: &Visit| {
                (page.authorised, page.promised_at, page.jobs.clone(), page.extra_work.clone(), page.flag)
            };
            assert_eq!(said(&after), said(&before), "{engine:?} {decision:?}");
            assert_eq!(after.flag, Some(Flag::SeeAdviser));
            customer.take_back(0, 1).problem(409, "already-done");
        }
        let kinds: Vec<_> = desk.visit(visit.card.id).log.iter().map(|entry| entry.kind).collect();
        assert_eq!(kinds.iter().filter(|kind| **kind == VisitEventKind::ExtraWorkTakenBack).count(), 2, "{engine:?}");

        // Afterwards it is final.
        customer.decide(0, Decision::Approve);
        server.advance(21);
        assert_eq!(customer.decide(1, Decision::Decline).extra_work[0].decision, Some(Decision::Approve));
        customer.take_back(0, 1).problem(409, "too-late");
        customer
            .client
            .post(&path::take_back(&customer.token, ExtraWorkId::new(99)), &TakeBackRequest { quote_version: 1 })
            .problem(404, "not-found");
    }
}

#[test]
fn what_the_workshop_has_begun_is_not_taken_back() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let desk = Desk::sign_in(&server, ANTING, "manager");
        let (visit, customer) = quoted(&server, &desk);
        let id = visit.card.id;
        let approved = customer.decide(0, Decision::Approve);
        let job = desk.visit(id).jobs.pop().expect("the approved work is a job").id;
        let technician = Some(desk.session.technicians[0].id.clone());
        for step in [Step::Dispatch, Step::Start] {
            let technician = technician.clone().filter(|_| step == Step::Dispatch);
            desk.step(id, step, &StepRequest { job: Some(job.clone()), technician, ..StepRequest::default() });
        }
        assert_eq!(customer.page().extra_work[0].take_back_until, None, "{engine:?}");
        customer.take_back(0, approved.extra_work[0].quote_version).problem(409, "too-late");
        assert_eq!(customer.page().extra_work[0].decision, Some(Decision::Approve), "{engine:?}");
    }
}

#[test]
fn a_slip_on_a_car_that_is_done_leaves_its_checks_and_a_wished_call_as_they_were() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let desk = Desk::sign_in(&server, ANTING, "manager");
        let (visit, customer) = quoted(&server, &desk);
        let id = visit.card.id;
        customer.decide(1, Decision::Decline);
        desk.repair(id);
        customer.decide(0, Decision::CallMe);
        let before = desk.visit(id);
        assert_eq!(customer.decide(0, Decision::Approve).stage, Some(bayside_api::codes::Stage::Repair), "{engine:?}");
        customer.take_back(0, 1).json::<Visit>(200);
        let after = desk.visit(id);
        assert_eq!((after.card.stage, &after.allowed), (before.card.stage, &before.allowed), "{engine:?}");
        assert_eq!(after.extra_work[0].decision, Some(Decision::CallMe), "{engine:?}");
    }
}
