//! One dealer, worked by hand.

use bayside_test_support::http::{Client, Reply};
use bayside_test_support::server::{PASSWORD, Server};
use chrono::{DateTime, Duration, FixedOffset, Timelike};
use serde_json::{Value, json};

/// What differs between the demo's dealers.
pub struct Facts {
    /// The slug.
    pub slug: &'static str,
    /// Of plates.
    pub plate_kind: &'static str,
    /// Before a plate's number.
    pub plate: &'static str,
    /// Before a phone's last four digits.
    pub phone: &'static str,
    /// BCP 47.
    pub locale: &'static str,
    /// One of its models.
    pub model: &'static str,
    /// Who comes.
    pub names: [&'static str; 6],
    /// Words of customers and staff, in no order.
    pub words: [&'static str; 4],
}

/// 安亭湾汽车.
pub const ANTING: Facts = Facts {
    slug: "anting",
    plate_kind: "cn",
    plate: "沪B7",
    phone: "1390123",
    locale: "zh-CN",
    model: "途昂 380TSI",
    names: ["欧阳娜", "王小明", "司马光", "赵敏", "Anna Schmidt", "陈 海"],
    words: ["冷车启动时有异响", "等待配件到货", "客户同意先做", "左前轮轴承异响，已复查"],
};

/// Autohaus Aller.
pub const ALLER: Facts = Facts {
    slug: "aller",
    plate_kind: "de",
    plate: "VER-RX ",
    phone: "0151 2345",
    locale: "de",
    model: "Golf 1.5 TSI, 2021",
    names: ["Änne von der Heide", "Karl O'Neill", "Şule Yılmaz", "Jürgen Groß", "Li Wei", "Emma-Sophie Graf"],
    words: [
        "Beim Kaltstart klackert es",
        "Das Teil kommt erst um elf",
        "Der Kunde ist einverstanden",
        "Radlager vorn links geräuschvoll",
    ],
};

/// A booking.
#[derive(Debug, Clone)]
pub struct Booked {
    /// The visit.
    pub id: i64,
    /// Six characters.
    pub reference: String,
    /// Opens it.
    pub token: String,
    /// When reception begins.
    pub start: String,
}

/// A dealer of a running demo.
pub struct House<'a> {
    /// The server that is recorded.
    pub server: &'a Server,
    /// What it is like.
    pub facts: &'static Facts,
    /// The manager.
    pub manager: Client,
    /// Who receives.
    pub adviser: String,
    technicians: Vec<String>,
    consent: String,
}

/// The address of a call.
pub fn api(tail: &str) -> String {
    format!("/api/v1/{tail}")
}

/// What a call that succeeds answers.
#[track_caller]
pub fn done(reply: &Reply) -> Value {
    assert!((200..300).contains(&reply.status), "{} {}", reply.status, reply.text());
    if reply.body.is_empty() { Value::Null } else { reply.json(reply.status) }
}

/// A text in an answer.
#[track_caller]
pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text")).to_owned()
}

/// A number in an answer.
#[track_caller]
pub fn number(value: &Value) -> i64 {
    value.as_i64().unwrap_or_else(|| panic!("{value} is no number"))
}

/// A list in an answer.
#[track_caller]
pub fn list(value: &Value) -> Vec<Value> {
    value.as_array().cloned().unwrap_or_else(|| panic!("{value} is no list"))
}

impl<'a> House<'a> {
    /// Signs its manager in.
    pub fn open(server: &'a Server, facts: &'static Facts) -> Self {
        let (manager, session) = sign_in(server, facts.slug, "manager");
        let technicians = list(&session["technicians"]).iter().map(|person| text(&person["id"])).collect();
        let face = done(&server.client().get(&api(&format!("dealers/{}", facts.slug))));
        let (adviser, consent) = (text(&face["advisers"][0]["id"]), text(&face["consent"]["version"]));
        Self { server, facts, manager, adviser, technicians, consent }
    }

    /// Another member of staff.
    pub fn staff(&self, login: &str) -> Client {
        sign_in(self.server, self.facts.slug, login).0
    }

    /// The path of a public call.
    pub fn public(&self, tail: &str) -> String {
        api(&format!("dealers/{}/{tail}", self.facts.slug))
    }

    /// The path of a call of the desk.
    pub fn desk(&self, tail: &str) -> String {
        api(&format!("desk/{}/{tail}", self.facts.slug))
    }

    /// A little time passes.
    pub fn wait(&self, seconds: u64) {
        self.server.advance(seconds);
    }

    /// Asks the desk.
    pub fn get(&self, tail: &str) -> Value {
        done(&self.manager.get(&self.desk(tail)))
    }

    /// Does something at the desk.
    #[track_caller]
    pub fn post(&self, tail: &str, body: &Value) -> Value {
        self.wait(7);
        done(&self.manager.post(&self.desk(tail), body))
    }

    /// What a customer does.
    #[track_caller]
    pub fn customer(&self, path: &str, body: &Value) -> Value {
        self.wait(7);
        done(&self.server.client().post(path, body))
    }

    /// One visit and its tag.
    fn read(&self, id: i64) -> (Value, String) {
        let reply = self.manager.get(&self.desk(&format!("visits/{id}")));
        let tag = reply.header("etag").to_owned();
        (done(&reply), tag)
    }

    /// One visit.
    pub fn visit(&self, id: i64) -> Value {
        self.read(id).0
    }

    /// Posts or puts a change of what was just read, by somebody.
    #[track_caller]
    pub fn change_by(&self, who: &Client, id: i64, method: &str, tail: &str, body: &Value) -> Value {
        self.wait(17);
        let tag = self.read(id).1;
        let (path, headers) = (self.desk(&format!("visits/{id}/{tail}")), [("if-match", tag.as_str())]);
        let reply =
            if method == "PUT" { who.put_with(&path, &headers, body) } else { who.post_with(&path, &headers, body) };
        done(&reply)
    }

    /// The same by the manager.
    #[track_caller]
    pub fn change(&self, id: i64, method: &str, tail: &str, body: &Value) -> Value {
        self.change_by(&self.manager, id, method, tail, body)
    }

    /// Takes a step.
    #[track_caller]
    pub fn step(&self, id: i64, step: &str, body: &Value) -> Value {
        self.change(id, "POST", &format!("steps/{step}"), body)
    }

    /// Takes a step of every job that allows it.
    pub fn each_job(&self, id: i64, step: &str) {
        for (at, job) in list(&self.visit(id)["jobs"]).iter().enumerate() {
            if list(&job["allowed"]).contains(&json!(step)) {
                let mut body = json!({ "job": job["id"] });
                if step == "dispatch" {
                    body["technician"] = json!(self.technicians[at % self.technicians.len()]);
                }
                self.step(id, step, &body);
            }
        }
    }

    /// The dealer's time so many minutes from now.
    fn now(&self, minutes: i64) -> DateTime<FixedOffset> {
        let now = text(&done(&self.manager.get(&api("desk/session")))["now"]);
        DateTime::parse_from_rfc3339(&now).expect("an instant") + Duration::minutes(minutes)
    }

    /// The local date so many days after today.
    pub fn date(&self, days: i64) -> String {
        self.now(days * 24 * 60).date_naive().to_string()
    }

    /// The instant so many minutes from now, on a whole minute.
    pub fn instant(&self, minutes: i64) -> String {
        self.now(minutes).format("%Y-%m-%dT%H:%M:00%:z").to_string()
    }

    /// The wall's time so many minutes from now, on a half hour.
    pub fn wall(&self, minutes: i64) -> String {
        let then = self.now(minutes);
        format!("{}:{:02}", then.format("%Y-%m-%dT%H"), then.minute() / 30 * 30)
    }

    /// What is free for some jobs on a day.
    pub fn slots(&self, date: &str, services: &str, stay: &str) -> Vec<Value> {
        let query = format!("availability?from={date}&to={date}&services={services}&stay={stay}");
        let answer = done(&self.server.client().get(&self.public(&query)));
        let slots: Vec<Value> = list(&answer["days"]).iter().flat_map(|day| list(&day["slots"])).collect();
        assert!(slots.len() > 3, "{} has {} starts on {date}", self.facts.slug, slots.len());
        slots
    }

    /// What the n-th customer says of car and person.
    pub fn said(&self, n: usize) -> Value {
        let Facts { plate, plate_kind, phone, model, names, words, locale, .. } = self.facts;
        json!({
            "concern": words[0],
            "vehicle": {
                "plate": format!("{plate}{:04}", 1000 + n), "plate_kind": plate_kind, "model": model,
                "mileage_km": 58_200 + 100 * n, "vin": "LSVAB2BR1JN000001",
            },
            "customer": {
                "name": names[n % names.len()], "salutation": if n.is_multiple_of(2) { "ms" } else { "mr" },
                "phone": format!("{phone}{:04}", 1000 + n), "email": format!("c{n}@example.org"), "locale": locale,
            },
            "consent": { "version": self.consent, "marketing": n.is_multiple_of(3), "display_name": !n.is_multiple_of(4) },
        })
    }

    /// A request to book some jobs.
    pub fn request(&self, n: usize, services: &[&str], stay: &str) -> Value {
        let mut body = self.said(n);
        body["services"] = json!(services);
        body["stay"] = json!(stay);
        body
    }

    /// Books what an offer or a hold stands for.
    pub fn book(&self, body: &Value) -> Booked {
        let made = self.customer(&self.public("bookings"), body);
        self.booked(&made)
    }

    /// A booking that was answered.
    pub fn booked(&self, made: &Value) -> Booked {
        let (reference, start) = (text(&made["reference"]), text(&made["start"]));
        let cards = list(&self.get(&format!("visits?date={}", &start[..10]))["visits"]);
        let card = cards.iter().find(|card| card["reference"] == made["reference"]).expect("it is on the board");
        Booked { id: number(&card["id"]), reference, token: text(&made["manage_token"]), start }
    }

    /// Books a free start of a day.
    pub fn book_on(&self, n: usize, date: &str, place: usize, services: &[&str]) -> Booked {
        let mut body = self.request(n, services, "wait");
        body["offer"] = self.slots(date, &services.join(","), "wait")[place]["offer"].clone();
        self.book(&body)
    }

    /// The manager books by phone the first time within so many minutes that has room, offered or not.
    pub fn override_soon(&self, n: usize, minutes: std::ops::Range<i64>) -> Booked {
        let booking = self.request(n, &["oil"], "leave");
        let starts = minutes.step_by(30).map(|minutes| self.wall(minutes));
        let mut tries = starts.map(|start| {
            let body = json!({ "booking": booking, "overriding": { "start": start, "reason": self.facts.words[2] } });
            self.wait(7);
            self.manager.post(&self.desk("bookings"), &body)
        });
        let made = tries.find(|reply| reply.status == 201).expect("there is room soon");
        self.booked(&done(&made))
    }

    /// Every visit of the house.
    pub fn visits(&self) -> Vec<i64> {
        let of = format!("dealer = (SELECT id FROM dealer WHERE slug = '{}')", self.facts.slug);
        let ids = self.server.store().column(&format!("SELECT CAST(id AS TEXT) FROM visit WHERE {of} ORDER BY id"));
        ids.iter().map(|id| id.parse().expect("ids are numbers")).collect()
    }

    /// The token of a visit's private page.
    pub fn private(&self, id: i64) -> String {
        let link = text(&self.visit(id)["private_url"]);
        link.split_once('#').expect("a token stands after #").1.to_owned()
    }
}

/// Somebody of the house, and what the sign-in answered.
fn sign_in(server: &Server, dealer: &str, login: &str) -> (Client, Value) {
    let mut client = server.client();
    let body = json!({ "dealer": dealer, "login": login, "password": PASSWORD });
    let reply = client.post(&api("desk/session"), &body);
    client.keep_cookies(&reply);
    (client, done(&reply))
}
