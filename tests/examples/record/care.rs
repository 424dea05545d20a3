//! Who is not booked: call-backs, wishes, tickets; and the house itself: screens, settings, what is out of use.

use crate::house::{Booked, House, api, done, list, number, text};
use bayside_test_support::http::Client;
use serde_json::{Value, json};

/// A paired screen.
pub struct Screen {
    /// Names it within the dealer.
    pub id: i64,
    /// Opens it.
    pub token: String,
}

impl House<'_> {
    /// Asks for a pairing code; the code and what it is polled by.
    fn code(&self, kind: &str) -> (String, String) {
        let pairing = self.customer(&api("screens/pairing"), &json!({ "kind": kind }));
        (text(&pairing["code"]), text(&pairing["poll_token"]))
    }

    /// Pairs a screen.
    pub fn screen(&self, kind: &str, name: &str) -> Screen {
        let (code, poll_token) = self.code(kind);
        let made = self.post("screens", &json!({ "code": code, "name": name }));
        let claimed = self.customer(&api(&format!("screens/pairing/{poll_token}/claim")), &json!({}));
        Screen { id: number(&made["id"]), token: text(&claimed["device_token"]) }
    }

    /// Pairings on their way: one nobody has confirmed, one nobody has claimed.
    pub fn pairings(&self) -> [String; 2] {
        let waiting = self.code("lounge").1;
        let (code, confirmed) = self.code("welcome");
        self.post("screens", &json!({ "code": code, "name": self.facts.names[3] }));
        [waiting, confirmed]
    }

    /// The dealer's screens: one that was heard of, one told to load itself anew, one that is trusted no more.
    pub fn screens(&self) -> [Screen; 3] {
        let [wall, told, lost] = ["东", "West 2", "x"].map(|name| self.screen("lounge", name));
        let kiosk = self.screen("arrival", self.facts.names[4]);
        for (screen, query) in
            [(&wall, "version=0.1.0%2Babc&viewport=1920x1080&reload=0"), (&told, "viewport=1080x1920"), (&lost, "")]
        {
            let client = self.server.client().with_token(&screen.token);
            done(&client.get(&self.public(&format!("lounge?{query}"))));
        }
        self.post(&format!("screens/{}/reload", wall.id), &json!({}));
        let client = self.server.client().with_token(&wall.token);
        done(&client.get(&self.public("lounge?version=0.1.0%2Babc&viewport=1920x1080&reload=1")));
        self.post(&format!("screens/{}/reload", told.id), &json!({}));
        self.wait(3);
        done(&self.manager.delete(&self.desk(&format!("screens/{}", lost.id))));
        [wall, told, kiosk]
    }

    /// The sites in whose pages the booking may stand, set twice.
    pub fn settings(&self) {
        for origins in [json!(["https://only.example"]), json!(["https://one.example", "http://localhost:5173"])] {
            self.wait(5);
            let path = self.desk("settings");
            let tag = self.manager.get(&path).header("etag").to_owned();
            let body = json!({ "widget": { "origins": origins } });
            done(&self.manager.put_with(&path, &[("if-match", &tag)], &body));
        }
    }

    /// What is out of use: a team's places, an adviser, a thing that was lifted again.
    pub fn blocks(&self) {
        let (from, to) = (format!("{}T09:00", self.date(6)), format!("{}T11:30", self.date(6)));
        let block = |resource: &str, places: Value, reason: &str| {
            let body = json!({ "resource": resource, "places": places, "from": from, "to": to, "reason": reason });
            number(&self.post("blocks", &body)["id"])
        };
        block("team:maintenance", json!(1), "training");
        block(&format!("adviser:{}", self.adviser), Value::Null, "sickness");
        block("seat", json!(1), "holiday");
        block("team:wash", json!(1), "other");
        let lifted = block("seat", json!(2), "out-of-order");
        done(&self.manager.delete(&self.desk(&format!("blocks/{lifted}"))));
    }

    /// Somebody asks to be called.
    fn ask(&self, n: usize, kind: &str, times: &Value) -> String {
        let mut body = self.said(n);
        body["kind"] = json!(kind);
        body["preferred_times"] = times.clone();
        text(&self.customer(&self.public("callbacks"), &body)["reference"])
    }

    /// What came of a call.
    fn outcome(&self, who: &Client, reference: &str, call: &str, body: &Value) {
        self.wait(40);
        let calls = list(&self.get("callbacks")["callbacks"]);
        let call_back = calls.iter().find(|row| row["reference"] == reference).expect("it is on the list");
        let tag = format!("\"{}\"", call_back["version"]);
        let path = self.desk(&format!("callbacks/{}/{call}", call_back["id"]));
        done(&who.post_with(&path, &[("if-match", &tag)], body));
    }

    /// Call-backs, each in another state.
    pub fn callbacks(&self) {
        let none = json!([]);
        self.ask(20, "adviser", &none);
        let (adviser, workshop) = (self.staff("adviser"), self.staff("workshop"));
        let taken = self.ask(21, "technical", &none);
        self.outcome(&workshop, &taken, "take", &json!({}));
        let tried = self.ask(22, "adviser", &none);
        self.outcome(&adviser, &tried, "outcome", &json!({ "outcome": "not-reached" }));
        self.outcome(&adviser, &tried, "outcome", &json!({ "outcome": "not-reached", "note": self.facts.words[1] }));
        let passed = self.ask(23, "adviser", &none);
        self.outcome(&adviser, &passed, "outcome", &json!({ "outcome": "technical", "note": self.facts.words[3] }));
        let advised = self.ask(24, "adviser", &none);
        self.outcome(&adviser, &advised, "take", &json!({}));
        self.outcome(&adviser, &advised, "outcome", &json!({ "outcome": "advice", "note": self.facts.words[2] }));
        let helped = self.ask(25, "technical", &none);
        let booked = self.book_on(25, &self.date(7), 1, &["ac"]);
        let body = json!({ "outcome": "booked", "reference": booked.reference });
        self.outcome(&self.manager, &helped, "outcome", &body);
        let times = json!([
            { "from": self.instant(24 * 60), "to": self.instant(26 * 60) },
            { "from": self.instant(50 * 60), "to": self.instant(51 * 60) },
        ]);
        self.ask(26, "technical", &times);
    }

    /// A start that somebody has booked.
    fn taken(&self, n: usize, date: &str, place: usize) -> (Value, Booked) {
        let slot = self.slots(date, "oil", "wait").swap_remove(place);
        let mut body = self.request(n, &["oil"], "wait");
        body["offer"] = slot["offer"].clone();
        (slot, self.book(&body))
    }

    /// Wishes for exactly this start with its adviser.
    fn wish(&self, n: usize, slot: &Value, booking: Option<&Booked>) -> String {
        let start = chrono::DateTime::parse_from_rfc3339(&text(&slot["start"])).expect("an instant");
        let end = start + chrono::Duration::minutes(1);
        let window = json!([{ "from": start.format("%H:%M").to_string(), "to": end.format("%H:%M").to_string() }]);
        let mut body = match booking {
            Some(booking) => json!({ "manage_token": booking.token }),
            None => self.request(n, &["oil"], "wait"),
        };
        let date = start.date_naive().to_string();
        for (name, value) in [("from", json!(date)), ("to", json!(date)), ("hours", window)] {
            body[name] = value;
        }
        body["adviser"] = slot["adviser"].clone();
        text(&self.customer(&self.public("waitlist"), &body)["token"])
    }

    fn give_up(&self, booked: &Booked) {
        self.customer(&api(&format!("bookings/{}/cancel", booked.token)), &json!({}));
    }

    /// Wishes that have ended or wait, each in another way; opened by their tokens.
    pub fn wishes(&self) -> Vec<String> {
        let date = self.date(8);
        let (slot, rival) = self.taken(30, &date, 0);
        let accepted = self.wish(31, &slot, None);
        let waiting = self.wish(32, &slot, None);
        self.give_up(&rival);
        self.customer(&api(&format!("waitlist/{accepted}/accept")), &json!({}));
        let (slot, rival) = self.taken(33, &date, 2);
        let declined = self.wish(34, &slot, None);
        let ended = self.wish(35, &slot, None);
        self.give_up(&rival);
        self.customer(&api(&format!("waitlist/{declined}/decline")), &json!({}));
        done(&self.server.client().delete(&api(&format!("waitlist/{ended}"))));
        // A booking that wishes to be earlier, and one that has become so.
        let (slot, rival) = self.taken(36, &date, 4);
        let later = self.book_on(37, &self.date(9), 1, &["oil"]);
        let earlier = self.wish(37, &slot, Some(&later));
        self.give_up(&rival);
        self.customer(&api(&format!("waitlist/{earlier}/accept")), &json!({}));
        let (slot, _) = self.taken(38, &date, 6);
        let patient = self.book_on(39, &self.date(9), 2, &["oil"]);
        let hopes = self.wish(39, &slot, Some(&patient));
        vec![accepted, waiting, declined, ended, earlier, hopes]
    }

    /// Somebody who is offered a start and does not answer in time.
    pub fn silent_wish(&self) -> String {
        let (slot, rival) = self.taken(40, &self.date(10), 1);
        let silent = self.wish(41, &slot, None);
        self.give_up(&rival);
        silent
    }

    /// Somebody, and a booking, that are offered a start right now.
    pub fn offered_wishes(&self) -> Vec<String> {
        let (slot, rival) = self.taken(42, &self.date(14), 1);
        let (other, other_rival) = self.taken(43, &self.date(15), 1);
        let later = self.book_on(44, &self.date(16), 1, &["oil"]);
        let offered = [self.wish(45, &slot, None), self.wish(44, &other, Some(&later))];
        self.give_up(&rival);
        self.give_up(&other_rival);
        offered.into()
    }

    /// Who comes to the kiosk.
    fn arrive(&self, kiosk: &Screen, body: &Value) -> Value {
        self.wait(11);
        done(&self.server.client().with_token(&kiosk.token).post(&self.public("arrivals"), body))
    }

    /// Two check in at the kiosk; others draw numbers that end in every way, and two wait.
    pub fn arrivals(&self, kiosk: &Screen) {
        let booked = self.override_soon(50, 30..120);
        self.arrive(kiosk, &json!({ "reference": booked.reference }));
        let booked = self.override_soon(51, 30..120);
        self.arrive(kiosk, &json!({ "qr": booked.token }));
        let draw = |reason: &str| {
            let number = self.arrive(kiosk, &json!({ "walk_in": reason }))["number"].clone();
            let tickets = list(&self.get("tickets")["tickets"]);
            let drawn = tickets.iter().find(|ticket| ticket["number"] == number).expect("it waits");
            drawn["id"].as_i64().expect("a number")
        };
        let [taken, answered, missed, called, _waits] = ["tyres", "maintenance", "body", "pickup", "other"].map(draw);
        draw("repair");
        for ticket in [taken, missed, called, called] {
            self.post(&format!("tickets/{ticket}/call"), &json!({}));
        }
        self.walk_in(52, Some(taken));
        self.post(&format!("tickets/{answered}/end"), &json!({ "end": "answered" }));
        self.post(&format!("tickets/{missed}/end"), &json!({ "end": "missed" }));
    }
}
