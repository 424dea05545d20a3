//! Every step of a visit's life.

use crate::house::{Booked, House, api, done, list, number, text};
use serde_json::{Value, json};

const SIGNATURE: &str = "M10 80L60 20L90 130L140 40.5";

impl House<'_> {
    /// All that can happen before a car comes.
    pub fn bookings(&self) {
        let (tomorrow, later) = (self.date(1), self.date(6));
        // Held, renewed, exchanged and booked, with where it came from.
        let slots = self.slots(&later, "oil,ac", "leave");
        let hold = self.customer(&self.public("holds"), &json!({ "offer": slots[0]["offer"] }));
        let renew = self.public(&format!("holds/{}/renew", text(&hold["hold"])));
        self.customer(&renew, &json!({}));
        let swap = json!({ "offer": slots[1]["offer"], "replaces": hold["hold"] });
        let hold = self.customer(&self.public("holds"), &swap);
        let mut body = self.request(1, &["oil", "ac"], "leave");
        body["hold"] = hold["hold"].clone();
        body["source"] = json!("widget");
        body["utm"] = json!({ "utm_source": "mail", "utm_campaign": "june" });
        let mut moved = self.book(&body);
        // Moved twice: by an offer and by a hold.
        let offer = self.slots(&tomorrow, "oil,ac", "leave")[1]["offer"].clone();
        let path = api(&format!("bookings/{}/reschedule", moved.token));
        self.customer(&path, &json!({ "offer": offer }));
        let offer = self.slots(&later, "oil,ac", "leave")[2]["offer"].clone();
        let hold = self.customer(&self.public("holds"), &json!({ "offer": offer }));
        moved.start = text(&self.customer(&path, &json!({ "hold": hold["hold"] }))["start"]);
        // Given up: by the customer, at the desk, and by not coming.
        let given_up = self.book_on(2, &later, 3, &["oil"]);
        let reason = json!({ "reason": self.facts.words[1] });
        self.customer(&api(&format!("bookings/{}/cancel", given_up.token)), &reason);
        let refused = self.book_on(3, &later, 3, &["oil"]);
        self.step(refused.id, "cancel", &reason);
        // Odd ones: a filled trap, too fast, and a phone and plate that are known.
        let mut body = self.request(3, &["oil"], "wait");
        body["offer"] = self.slots(&later, "oil", "wait")[1]["offer"].clone();
        body["website"] = json!("https://spam.example");
        body["filled_seconds"] = json!(1);
        self.book(&body);
        // With a loaner, for a car from elsewhere, by somebody who gives no address and no form of address; asked twice.
        let mut body = self.request(14, &["service-60k"], "loaner");
        body["offer"] = self.slots(&later, "service-60k", "loaner")[0]["offer"].clone();
        body["vehicle"]["plate"] = json!("AA-123-ZZ");
        body["vehicle"]["plate_kind"] = json!("other");
        body["vehicle"].as_object_mut().expect("a car").remove("vin");
        body["customer"].as_object_mut().expect("a customer").retain(|name, _| name != "email" && name != "salutation");
        for _ in 0..2 {
            let key = [("idempotency-key", "once")];
            done(&self.server.client().post_with(&self.public("bookings"), &key, &body));
        }
        // By phone, as online.
        let mut booking = self.request(4, &["oil"], "wait");
        booking["offer"] = self.slots(&tomorrow, "oil", "wait")[0]["offer"].clone();
        let reception = self.staff("reception");
        let made = done(&reception.post(&self.desk("bookings"), &json!({ "booking": booking })));
        let called = self.booked(&made);
        for outcome in ["no-answer", "agreed"] {
            self.post(&format!("confirmations/{}", called.id), &json!({ "outcome": outcome }));
        }
        let expected = self.book_on(5, &tomorrow, 2, &["oil"]);
        self.post(&format!("confirmations/{}", expected.id), &json!({ "outcome": "call-again" }));
        for step in ["prepare.adviser", "prepare.parts", "prepare.bay", "prepare.technician"] {
            self.step(expected.id, step, &json!({}));
        }
    }

    /// A car comes, and the customer signs an order that the desk wrote.
    fn receive(&self, booked: &Booked) -> String {
        let id = booked.id;
        self.step(id, "arrive", &json!({ "mileage_km": 58_240 }));
        self.step(id, "inspect", &json!({}));
        let mut order = self.visit(id)["work_order"].clone();
        let first = order["items"][0]["id"].clone();
        push(&mut order["items"], json!({ "id": "lights", "name": self.facts.words[3] }));
        let tax = order["lines"][0]["tax_bp"].clone();
        push(
            &mut order["lines"],
            json!({
                "id": "lights-work", "job": "lights", "kind": "other", "name": self.facts.words[3], "code": "L-07",
                "quantity_thousandths": 333, "unit_price_amount": 10_001, "tax_bp": tax, "payer": "customer",
            }),
        );
        for (at, part_type) in ["equivalent", "original", "remanufactured", "customer-supplied"].into_iter().enumerate()
        {
            let line = json!({
                "id": format!("bulb-{at}"), "job": first, "kind": "material", "name": "H7 55 W", "code": "64210",
                "brand": "Osram", "part_type": part_type, "quantity_thousandths": 2000, "unit_price_amount": 1995 - at,
                "tax_bp": tax, "payer": "customer",
            });
            push(&mut order["lines"], line);
        }
        order["repeat_repair"] = json!(true);
        self.change(id, "PUT", "work-order", &order);
        let sign = json!({ "name": self.facts.names[0], "signature_svg": SIGNATURE, "promised_at": self.instant(200) });
        self.step(id, "sign-order", &sign);
        self.private(id)
    }

    /// Extra work, quoted.
    fn quote(&self, id: i64, item: Option<i64>, urgency: &str, amount: i64) -> Value {
        let body = json!({
            "id": item, "title": self.facts.words[3], "reason": self.facts.words[1], "urgency": urgency,
            "price_amount": amount, "extra_minutes": 25,
        });
        self.change(id, "POST", "extra-work", &body)
    }

    /// The customer answers to the newest quote of an item.
    fn decide(&self, token: &str, item: i64, decision: &str) {
        let page = done(&self.server.client().get(&api(&format!("visits/{token}"))));
        let extra = list(&page["extra_work"]).into_iter().find(|extra| extra["id"] == item).expect("it was quoted");
        let body = json!({ "decision": decision, "quote_version": extra["quote_version"] });
        self.customer(&api(&format!("visits/{token}/extra-work/{item}/decision")), &body);
    }

    /// Work with all that can come between.
    fn work(&self, id: i64, token: &str) {
        let change = json!({ "promised_at": self.instant(240), "reason": self.facts.words[1] });
        self.change(id, "POST", "promise", &change);
        self.each_job(id, "dispatch");
        self.each_job(id, "start");
        let job = self.visit(id)["jobs"][0]["id"].clone();
        self.step(id, "pause", &json!({ "job": job, "reason": self.facts.words[1] }));
        self.step(id, "resume", &json!({ "job": job }));
        // Approved after it was quoted anew; declined; to be talked about and then declined.
        self.quote(id, None, "now", 18_905);
        self.quote(id, Some(1), "now", 17_999);
        self.quote(id, None, "soon", 4200);
        self.quote(id, None, "note", 1500);
        self.decide(token, 1, "approve");
        self.decide(token, 2, "decline");
        self.decide(token, 3, "call-me");
        self.decide(token, 3, "decline");
        self.each_job(id, "dispatch");
        self.each_job(id, "start");
        self.each_job(id, "complete");
    }

    /// Checks that fail first.
    fn check(&self, id: i64) {
        let failed = json!({ "passed": false, "findings": self.facts.words[3] });
        self.step(id, "self-check", &failed);
        self.each_job(id, "start");
        self.each_job(id, "complete");
        self.step(id, "self-check", &json!({ "passed": true, "findings": "" }));
        let inspector = self.staff("inspector");
        self.change_by(&inspector, id, "POST", "steps/final-inspection", &failed);
        let jobs = list(&self.visit(id)["jobs"]);
        let again = jobs.iter().find(|job| list(&job["allowed"]).contains(&json!("start"))).expect("it goes back");
        self.step(id, "start", &json!({ "job": again["id"] }));
        self.step(id, "complete", &json!({ "job": again["id"] }));
        self.step(id, "self-check", &json!({}));
        let passed = json!({
            "passed": true, "findings": self.facts.words[2],
            "checks": [
                { "title": "8,2 mm", "measured": "8.2 mm", "passed": true },
                { "title": self.facts.words[0], "measured": "", "passed": false },
            ],
        });
        self.change_by(&inspector, id, "POST", "steps/final-inspection", &passed);
        if list(&self.visit(id)["allowed"]).contains(&json!("wash")) {
            self.step(id, "wash", &json!({}));
        }
    }

    /// A statement with all that can stand in it.
    fn explain(&self, id: i64) {
        let visit = self.visit(id);
        let mut draft = visit["statement"].clone();
        draft["found"] = json!([
            { "id": "pads", "title": self.facts.words[3], "detail": self.facts.words[0], "gauge": {
                "label": "VA", "unit": "mm", "value_thousandths": 2800, "limit_thousandths": 2000, "new_thousandths": 12_000,
            } },
            { "id": "plain", "title": "OK", "detail": "" },
        ]);
        draft["done"] =
            list(&visit["jobs"]).iter().map(|job| json!({ "job": job["id"], "detail": self.facts.words[2] })).collect();
        draft["replaced_parts"] = json!([
            { "name": "H7", "fate": "taken" }, { "name": "Filter", "fate": "left" }, { "name": "–", "fate": "none" },
        ]);
        draft["engine_no"] = json!("EA888-0815");
        draft["mileage_out_km"] = json!(58_244);
        let tax = draft["lines"][0]["tax_bp"].clone();
        for line in draft["lines"].as_array_mut().expect("a statement has lines") {
            let payers = [("bulb-0", "warranty"), ("bulb-1", "insurance"), ("bulb-3", "goodwill")];
            if let Some((_, payer)) = payers.iter().find(|(bulb, _)| line["id"] == *bulb) {
                line["payer"] = json!(payer);
            }
        }
        push(
            &mut draft["lines"],
            json!({
                "id": "sorry", "job": "lights", "kind": "discount", "name": self.facts.words[1],
                "quantity_thousandths": 1000, "unit_price_amount": -150, "tax_bp": tax, "payer": "customer",
                "reduces": "lights-work",
            }),
        );
        let draft_of = |draft: &Value| self.change(id, "PUT", "statement", draft);
        let saved = draft_of(&draft);
        let off = number(&saved["charged"]["amount"]) - number(&saved["authorised"]["amount"]);
        assert!(off < -2, "less is charged: {off}");
        draft["differences"] = json!([
            { "title": "H7", "reason": self.facts.words[2], "amount": off + 1 },
            { "title": "±", "reason": self.facts.words[1], "amount": -1 },
        ]);
        draft_of(&draft);
        self.step(id, "prepare-delivery", &json!({}));
        let adviser = self.staff("adviser");
        self.change_by(&adviser, id, "POST", "steps/ready", &json!({}));
    }

    /// How the customer wishes to be called afterwards.
    fn prefer(&self, token: &str, channel: &str, hour: u8) {
        let body = json!({ "channel": channel, "hour": hour });
        self.customer(&api(&format!("visits/{token}/follow-up-preference")), &body);
    }

    /// A visit from its booking until its file is closed.
    pub fn whole_life(&self) {
        let booked = self.book_on(6, &self.date(1), 3, &["oil", "ac"]);
        let (id, token) = (booked.id, self.receive(&booked));
        self.customer(&api(&format!("visits/{token}/highlight")), &json!({}));
        self.work(id, &token);
        self.check(id);
        self.explain(id);
        let page = api(&format!("visits/{token}"));
        for line in ["lights-work", "pads", "extra-1", "pads"] {
            self.customer(&format!("{page}/statement/unclear"), &json!({ "line": line }));
        }
        self.prefer(&token, "sms", 18);
        let accept = json!({ "name": self.facts.names[0], "signature_svg": SIGNATURE });
        self.customer(&format!("{page}/acceptance"), &accept);
        self.change_by(&self.staff("cashier"), id, "POST", "steps/settle", &json!({}));
        self.step(id, "leave", &json!({ "mileage_km": 58_246 }));
        self.step(id, "follow-up", &json!({ "reason": self.facts.words[2] }));
        self.step(id, "close", &json!({ "reason": self.facts.words[1] }));
    }

    /// Visits that stay where they are: each in another stage.
    pub fn on_the_way(&self) {
        let tomorrow = self.date(1);
        // Released and not clear.
        let ready = self.book_on(7, &tomorrow, 4, &["oil"]);
        let token = self.receive(&ready);
        self.each_job(ready.id, "start");
        self.each_job(ready.id, "complete");
        self.check(ready.id);
        self.explain(ready.id);
        self.customer(&api(&format!("visits/{token}/statement/unclear")), &json!({ "line": "lights-work" }));
        self.prefer(&token, "phone", 0);
        // Signed by typing at the desk, paid, still here.
        let accepted = self.walk_in(8, None);
        self.step(accepted, "sign-order", &json!({ "name": self.facts.names[1] }));
        self.each_job(accepted, "start");
        self.each_job(accepted, "complete");
        for step in ["self-check", "final-inspection", "wash", "prepare-delivery", "ready"] {
            self.step(accepted, step, &json!({}));
        }
        self.step(accepted, "accept", &json!({ "name": self.facts.names[1] }));
        self.step(accepted, "settle", &json!({}));
        self.prefer(&self.private(accepted), "none", 23);
        // Rests, with one question open and one to be talked about.
        let resting = self.book_on(9, &tomorrow, 5, &["oil", "ac"]);
        let token = self.receive(&resting);
        self.each_job(resting.id, "dispatch");
        self.each_job(resting.id, "start");
        let job = self.visit(resting.id)["jobs"][1]["id"].clone();
        self.step(resting.id, "pause", &json!({ "job": job, "reason": self.facts.words[1] }));
        self.quote(resting.id, None, "now", 12_345);
        self.quote(resting.id, None, "soon", 2345);
        self.decide(&token, 2, "call-me");
        self.prefer(&token, "email", 9);
        // Checked once in vain; checked by its technician only.
        let sent_back = self.book_on(10, &tomorrow, 6, &["oil"]);
        self.receive(&sent_back);
        self.each_job(sent_back.id, "start");
        self.each_job(sent_back.id, "complete");
        self.step(sent_back.id, "self-check", &json!({ "passed": false, "findings": self.facts.words[3] }));
        let checked = self.walk_in(11, None);
        self.step(checked, "sign-order", &json!({}));
        self.each_job(checked, "start");
        self.each_job(checked, "complete");
        self.step(checked, "self-check", &json!({}));
        // Just inspected; and one who leaves again.
        let inspected = self.walk_in(12, None);
        self.step(inspected, "inspect", &json!({}));
        let gone = self.walk_in(13, None);
        self.step(gone, "cancel", &json!({ "reason": self.facts.words[1] }));
    }

    /// Takes somebody in who has no booking; the number of the visit.
    pub fn walk_in(&self, n: usize, ticket: Option<i64>) -> i64 {
        let mut body = self.request(n, &["oil"], "leave");
        body["adviser"] = json!(self.adviser);
        if let Some(ticket) = ticket {
            body["ticket"] = json!(ticket);
        }
        let id = number(&self.post("visits", &body)["id"]);
        if ticket.is_none() {
            self.step(id, "arrive", &json!({}));
        }
        id
    }

    /// Whoever was invited books.
    pub fn book_invited(&self, n: usize) {
        let mut body = self.request(n, &["oil"], "wait");
        body["offer"] = self.slots(&self.date(7), "oil", "wait")[3]["offer"].clone();
        body["source"] = json!("invitation");
        self.book(&body);
    }

    /// A car that was served and left long ago, whose owner wishes to hear of the next service.
    pub fn served(&self, n: usize) -> i64 {
        let id = self.walk_in(n, None);
        self.step(id, "sign-order", &json!({ "name": self.facts.names[2] }));
        self.each_job(id, "start");
        self.each_job(id, "complete");
        for step in ["self-check", "final-inspection", "wash", "prepare-delivery", "ready", "accept", "settle", "leave"]
        {
            self.step(id, step, &json!({}));
        }
        id
    }
}

fn push(list: &mut Value, item: Value) {
    list.as_array_mut().expect("a list").push(item);
}
