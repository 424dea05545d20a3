//! Staff who work by hand what the desk's page works by buttons.

use crate::http::{Client, Reply};
use crate::server::{PASSWORD, Server};
use crate::world::At;
use bayside_api::codes::{ScreenKind, Step, Urgency};
use bayside_api::desk::{
    DeskVisit, ExtraWorkRequest, Line, Login, Session, StatementDraft, StepRequest, VisitCard, VisitList,
};
use bayside_api::path;
use bayside_api::screen::{Claimed, Pairing, PairingRequest, ScreenConfirm};
use bayside_domain::ids::VisitId;
use serde::Serialize;

/// A member of staff who is signed in.
pub struct Desk {
    /// Who is signed in.
    pub session: Session,
    /// By whom the calls go out.
    pub client: Client,
    dealer: &'static str,
}

impl Desk {
    /// Signs in.
    pub fn sign_in(server: &Server, at: At, login: &str) -> Self {
        let mut client = server.client();
        let body = Login { dealer: at.dealer.into(), login: login.into(), password: PASSWORD.into() };
        let reply = client.post(&path::session(), &body);
        client.keep_cookies(&reply);
        Self { session: reply.json(200), client, dealer: at.dealer }
    }

    /// The same, sending each write twice.
    #[must_use]
    pub fn repeating(mut self) -> Self {
        self.client = self.client.repeating();
        self
    }

    /// That day's list.
    pub fn list(&self, date: &str) -> VisitList {
        self.client.get(&format!("{}?date={date}", path::desk_visits(self.dealer))).json(200)
    }

    /// The card of a booking.
    pub fn card(&self, date: &str, reference: &str) -> VisitCard {
        let list = self.list(date);
        let card = list.visits.into_iter().find(|card| card.reference == reference);
        card.unwrap_or_else(|| panic!("{reference} is not on the board of {date}"))
    }

    /// One visit.
    pub fn visit(&self, id: VisitId) -> DeskVisit {
        self.client.get(&path::desk_visit(self.dealer, id)).json(200)
    }

    /// One visit and its `ETag`.
    pub fn read(&self, id: VisitId) -> (DeskVisit, String) {
        let reply = self.client.get(&path::desk_visit(self.dealer, id));
        let tag = reply.header("etag").to_owned();
        (reply.json(200), tag)
    }

    /// Takes a step on what was just read.
    pub fn try_step(&self, id: VisitId, step: Step, body: &StepRequest) -> Reply {
        let (_, tag) = self.read(id);
        self.client.post_with(&path::desk_step(self.dealer, id, step.as_str()), &[("if-match", &tag)], body)
    }

    /// Takes a step; once more if the visit changed between reading and writing, as the clock changes it when a
    /// promise comes near.
    #[track_caller]
    pub fn step(&self, id: VisitId, step: Step, body: &StepRequest) -> DeskVisit {
        let first = self.try_step(id, step, body);
        let reply = if first.status == 412 { self.try_step(id, step, body) } else { first };
        reply.json(200)
    }

    /// Takes a step that needs nothing else.
    #[track_caller]
    pub fn plain(&self, id: VisitId, step: Step) -> DeskVisit {
        self.step(id, step, &StepRequest::default())
    }

    /// Takes a step of every job.
    #[track_caller]
    pub fn each_job(&self, id: VisitId, step: Step) {
        for job in self.visit(id).jobs {
            let technician = (step == Step::Dispatch).then(|| self.session.technicians[0].id.clone());
            self.step(id, step, &StepRequest { job: Some(job.id), technician, ..StepRequest::default() });
        }
    }

    /// Puts or posts a change of what was just read.
    pub fn change(&self, id: VisitId, method: &str, path: &str, body: &impl Serialize) -> Reply {
        let (_, tag) = self.read(id);
        let headers = [("if-match", tag.as_str())];
        if method == "PUT" {
            self.client.put_with(path, &headers, body)
        } else {
            self.client.post_with(path, &headers, body)
        }
    }

    /// The car comes, and the customer signs the order as it was drafted from the booking.
    pub fn receive(&self, id: VisitId) -> DeskVisit {
        self.step(id, Step::Arrive, &StepRequest { mileage_km: Some(58_240), ..StepRequest::default() });
        self.plain(id, Step::Inspect);
        self.step(id, Step::SignOrder, &StepRequest { name: Some("王小明".into()), ..StepRequest::default() })
    }

    /// Quotes extra work that is urgent: its price in minor units, and how many minutes it adds.
    #[track_caller]
    pub fn quote(&self, id: VisitId, title: &str, price_amount: i64, extra_minutes: u32) -> DeskVisit {
        let quote = ExtraWorkRequest {
            id: None,
            title: title.to_owned(),
            reason: "剩余 2 毫米".to_owned(),
            urgency: Urgency::Now,
            price_amount,
            extra_minutes,
        };
        self.change(id, "POST", &path::desk_extra_work(self.dealer, id), &quote).json(200)
    }

    /// From the signed order to the last check.
    pub fn repair(&self, id: VisitId) {
        self.each_job(id, Step::Dispatch);
        self.each_job(id, Step::Start);
        self.each_job(id, Step::Complete);
        self.plain(id, Step::SelfCheck);
        self.plain(id, Step::FinalInspection);
        if self.visit(id).allowed.contains(&Step::Wash) {
            self.plain(id, Step::Wash);
        }
    }

    /// A statement that charges exactly the order's lines, and its release.
    pub fn release_statement(&self, id: VisitId) -> DeskVisit {
        let lines = self.visit(id).work_order.lines;
        let draft = draft(lines);
        let saved = self.change(id, "PUT", &path::desk_statement(self.dealer, id), &draft);
        assert_eq!(saved.status, 200, "{}", saved.text());
        self.plain(id, Step::PrepareDelivery);
        self.plain(id, Step::Ready)
    }

    /// Everything from the car's arrival until it leaves.
    pub fn serve(&self, id: VisitId) {
        self.receive(id);
        self.repair(id);
        self.release_statement(id);
        for step in [Step::Accept, Step::Settle] {
            self.step(id, step, &StepRequest { name: Some("王小明".into()), ..StepRequest::default() });
        }
        self.step(id, Step::HandOver, &StepRequest { mileage_km: Some(58_244), ..StepRequest::default() });
    }

    /// Pairs a screen and gives its token.
    pub fn pair(&self, server: &Server, kind: ScreenKind) -> Claimed {
        let screen = server.client();
        let pairing: Pairing = screen.post(&path::pairing(), &PairingRequest { kind }).json(201);
        let confirm = ScreenConfirm { code: pairing.code, name: "休息区".into(), viewing: None };
        let confirmed = self.client.post(&path::desk_screens(self.dealer), &confirm);
        assert!((200..300).contains(&confirmed.status), "{}", confirmed.text());
        let claimed = screen.post(&path::pairing_claim(&pairing.poll_token), &serde_json::json!({}));
        claimed.json(200)
    }
}

/// A statement with these charges.
pub fn draft(lines: Vec<Line>) -> StatementDraft {
    StatementDraft { lines, mileage_out_km: Some(58_244), ..StatementDraft::default() }
}
