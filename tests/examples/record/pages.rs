//! Every page that a store has to show.

use crate::house::{House, api, done, list, text};
use bayside_test_support::recorded::{Asker, Question};
use serde_json::json;

/// Questions in the order in which they are asked.
pub struct Pages {
    /// All so far.
    pub questions: Vec<Question>,
    language: &'static str,
}

impl Pages {
    /// None yet.
    pub const fn new() -> Self {
        Self { questions: Vec::new(), language: "" }
    }

    fn ask(&mut self, asker: Asker, path: String) {
        self.questions.push(Question { asker, path, language: self.language.to_owned() });
    }

    /// What anybody sees.
    pub fn public(&mut self, path: String) {
        self.ask(Asker::Anybody, path);
    }

    fn staff(&mut self, house: &House<'_>, login: &str, tail: &str) {
        let asker = Asker::Staff { dealer: house.facts.slug.to_owned(), login: login.to_owned() };
        self.ask(asker, house.desk(tail));
    }

    /// What a screen sees.
    pub fn screen(&mut self, token: &str, path: String) {
        self.ask(Asker::Screen(token.to_owned()), path);
    }

    /// All of the desk's lists, and the dealer's public face.
    pub fn of_house(&mut self, house: &House<'_>) {
        for language in ["", "en", "de"] {
            self.language = language;
            self.public(api(&format!("dealers/{}", house.facts.slug)));
            self.public(house.public("triage"));
            for tail in ["visits", "callbacks", "waitlist", "tickets", "blocks", "invitations", "confirmations"] {
                self.staff(house, "manager", tail);
            }
        }
        self.language = "";
        let session = Asker::Staff { dealer: house.facts.slug.to_owned(), login: "adviser".to_owned() };
        self.ask(session, api("desk/session"));
        for tail in ["screens", "settings", "messages?limit=100"] {
            self.staff(house, "manager", tail);
        }
        for state in ["waiting", "sent", "failed", "dropped", "not-configured"] {
            self.staff(house, "adviser", &format!("messages?state={state}&limit=5"));
        }
        for kind in ["confirmation", "invitation", "waitlist-offer"] {
            self.staff(house, "manager", &format!("messages/preview?kind={kind}"));
        }
        for days in [-343, -1, 1, 2, 6, 7, 8] {
            self.staff(house, "reception", &format!("visits?date={}", house.date(days)));
        }
        self.staff(house, "manager", &format!("confirmations?date={}", house.date(6)));
        for login in ["gate", "parts", "workshop", "inspector", "cashier"] {
            self.staff(house, login, "visits");
        }
        self.room(house);
    }

    /// What is free, and why not.
    fn room(&mut self, house: &House<'_>) {
        for (stay, services) in [("wait", "oil"), ("leave", "service-60k,ac"), ("loaner", "service-60k")] {
            let (from, to) = (house.date(1), house.date(14));
            let query = format!("availability?from={from}&to={to}&services={services}&stay={stay}");
            self.public(house.public(&format!("{query}&detail=days")));
            self.public(house.public(&query.replace(&to, &house.date(2))));
        }
        self.public(house.public(&format!(
            "availability?from={0}&to={0}&services=oil&stay=wait&adviser={1}",
            house.date(6),
            house.adviser
        )));
        for hour in ["09:00", "10:30", "13:00", "23:00"] {
            let query = format!("explain?start={}T{hour}&services=oil&stay=wait", house.date(6));
            self.staff(house, "manager", &query);
        }
    }

    /// Everything of one visit: at the desk, by the private link, and by the booking's.
    pub fn of_visit(&mut self, house: &House<'_>, id: i64) {
        self.language = "";
        self.staff(house, "manager", &format!("visits/{id}"));
        let visit = house.visit(id);
        if let Some(link) = visit["private_url"].as_str() {
            let token = link.split_once('#').expect("a token stands after #").1.to_owned();
            self.private(house, id, &token);
        }
        let find = json!({ "reference": visit["reference"], "phone": visit["customer"]["phone"] });
        let found = house.server.client().post(&house.public("bookings/find"), &find);
        if found.status == 200 {
            let token = text(&done(&found)["manage_token"]);
            self.public(api(&format!("bookings/{token}")));
            self.public(api(&format!("bookings/{token}/calendar.ics")));
            if !list(&visit["log"]).iter().any(|entry| entry["kind"] == "visit.arrived") {
                self.language = "en";
                self.public(api(&format!("bookings/{token}")));
            }
        }
        self.language = "";
    }

    fn private(&mut self, house: &House<'_>, id: i64, token: &str) {
        self.public(api(&format!("visits/{token}")));
        self.public(api(&format!("visits/{token}/statement")));
        let statement = house.server.client().get(&api(&format!("visits/{token}/statement")));
        if statement.status == 200 {
            self.language = "en";
            self.public(api(&format!("visits/{token}/statement")));
            self.staff(house, "adviser", &format!("visits/{id}"));
            self.language = "";
        }
    }
}
