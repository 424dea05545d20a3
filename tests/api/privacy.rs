//! Privacy by construction, looked at from outside: whatever personal data goes in, by whichever way, no byte of a
//! screen's snapshot or stream has any of it.

use bayside_api::booking::{BookingRequest, ConsentGiven, Customer, Vehicle};
use bayside_api::capacity::PhoneBooking;
use bayside_api::desk::{DeskVisit, ExtraWorkRequest, PromiseRequest, StepRequest};
use bayside_api::path;
use bayside_api::screen::Lounge;
use bayside_api::words::{PlateKind, Salutation, ScreenKind, Stay, Step, Urgency};
use bayside_tests::desk::{Desk, draft};
use bayside_tests::http::{Client, Events};
use bayside_tests::secrets::Secrets;
use bayside_tests::server::{Server, TUESDAY};
use bayside_tests::world::{ALLER, ANTING, At, walk_in};
use chrono::Duration;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, TestRunner};
use serde_json::Value;

/// How many customers come to each dealer.
const CUSTOMERS: u32 = 14;

/// By which way a customer comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Online,
    Phone,
    WalksIn,
}

/// A name: what of it may stand on the wall if its owner agrees, and the rest.
#[derive(Debug, Clone)]
struct Name {
    whole: &'static str,
    family: &'static str,
    given: &'static str,
}

/// No adviser, technician or notice of the demo shares a piece with one of these.
const NAMES: [Name; 10] = [
    Name { whole: "欧阳懿轩", family: "欧阳", given: "懿轩" },
    Name { whole: "逄翀", family: "逄", given: "翀" },
    Name { whole: "鄢璟雯", family: "鄢", given: "璟雯" },
    Name { whole: "Jürgen Möllenhoff", family: "Möllenhoff", given: "Jürgen" },
    Name { whole: "Quill-Fothergill, Zoë 🦄", family: "Quill-Fothergill", given: "Zoë" },
    Name { whole: "Ольга Воробьёва", family: "Воробьёва", given: "Ольга" },
    Name { whole: "ليلى الحكيم", family: "الحكيم", given: "ليلى" },
    Name { whole: "도윤 남궁", family: "남궁", given: "도윤" },
    Name { whole: "さくら ふじわら", family: "ふじわら", given: "さくら" },
    Name { whole: "Nguyễn Thị Phượng", family: "Phượng", given: "Nguyễn" },
];

#[derive(Debug, Clone)]
struct Person {
    way: Way,
    name: Name,
    salutation: Option<Salutation>,
    agreed: bool,
    plate: (PlateKind, String),
    phone_digits: String,
    vin: String,
    /// Letters that are in no word: one for each text that somebody writes.
    tokens: Vec<String>,
    /// An amount that no price list has, minor units.
    amount: i64,
    mileage_km: u32,
    /// Whether the car stays on the board at the end, with work to decide on.
    stays: bool,
}

fn plate() -> impl Strategy<Value = (PlateKind, String)> {
    prop_oneof![
        "[京沪粤川琼][A-HJ-NP-Z][A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9挂学警港澳]".prop_map(|plate| (PlateKind::Cn, plate)),
        "[京沪粤川琼][A-HJ-NP-Z][A-HJK][A-HJ-NP-Z0-9][0-9]{4}".prop_map(|plate| (PlateKind::Cn, plate)),
        "[京沪粤川琼][A-HJ-NP-Z][0-9]{5}[A-HJK]".prop_map(|plate| (PlateKind::Cn, plate)),
        "(VER|HB|B)-[A-Z]{1,2} [1-9][0-9]{2,3}[EH]?".prop_map(|plate| (PlateKind::De, plate)),
        "使[0-9]{3}·[0-9]{3}|[A-Z]{2} [0-9]{4} [A-Z]{2}".prop_map(|plate| (PlateKind::Other, plate)),
    ]
}

fn person() -> impl Strategy<Value = Person> {
    (
        (
            select(&[Way::Online, Way::Phone, Way::WalksIn]),
            select(&NAMES),
            proptest::option::of(select(Salutation::ALL)),
            any::<bool>(),
            plate(),
        ),
        (
            "[0-9]{8}",
            "[A-HJ-NPR-Z]{3}[A-HJ-NPR-Z0-9]{8}[0-9]{6}",
            proptest::collection::vec("[bcdfghjklmnpqrstvwxz]{12}", 16),
            1_000_003_i64..2_000_000,
            100_003_u32..900_000,
            any::<bool>(),
        ),
    )
        .prop_map(
            |((way, name, salutation, agreed, plate), (phone_digits, vin, tokens, amount, mileage_km, stays))| Person {
                way,
                name,
                salutation,
                agreed,
                plate,
                phone_digits,
                vin,
                tokens,
                amount,
                mileage_km,
                stays,
            },
        )
}

impl Person {
    /// A text that somebody writes, with letters that are found again.
    fn text(&self, number: usize) -> String {
        ["墨玉南路 {} 弄", "{} rattles when cold", "gegen {} gestoßen", "冷车 {} 异响"][number % 4]
            .replace("{}", &self.tokens[number])
    }

    fn phone(&self, at: At) -> String {
        if at.dealer == "anting" { format!("139{}", self.phone_digits) } else { format!("0151 {}", self.phone_digits) }
    }

    fn secrets(&self, at: At) -> Secrets {
        let mut secrets = Secrets::default();
        for name in [self.name.whole, self.name.given, self.name.family] {
            secrets.anywhere(name);
        }
        secrets.runs_anywhere(&self.phone(at), 7);
        secrets.runs_in_texts(&self.phone(at), 4);
        secrets.anywhere(&self.plate.1);
        // Also the middle of it, where it is no row's own masked plate.
        secrets.runs_in_texts(&self.plate.1, 4);
        secrets.runs_anywhere(&self.vin, 8);
        for token in &self.tokens {
            secrets.runs_anywhere(token, 6);
        }
        secrets.anywhere(&self.amount.to_string());
        secrets.anywhere(&format!("{}.{:02}", self.amount / 100, self.amount % 100));
        secrets.anywhere(&self.mileage_km.to_string());
        for word in ["phone", "email", "vin\"", "concern", "price", "customer", "reason", "note\"", "model\""] {
            secrets.anywhere(word);
        }
        secrets
    }

    /// What the wall may call them before they come.
    fn called(&self, at: At) -> Option<String> {
        let salutation = self.salutation.filter(|_| self.agreed && self.way != Way::WalksIn)?;
        let (family, is_mr) = (self.name.family, salutation == Salutation::Mr);
        Some(match (at.dealer, is_mr) {
            ("anting", true) => format!("{family}先生"),
            ("anting", false) => format!("{family}女士"),
            (_, true) => format!("Herr {family}"),
            (_, false) => format!("Frau {family}"),
        })
    }

    /// What they say of themselves, wherever they say it.
    fn request(&self, at: At, offer: &str) -> BookingRequest {
        let own = at.request(offer);
        BookingRequest {
            concern: self.text(0),
            vehicle: Vehicle {
                plate: self.plate.1.clone(),
                plate_kind: self.plate.0,
                model: self.text(1),
                mileage_km: self.mileage_km,
                vin: Some(self.vin.clone()),
                ..own.vehicle
            },
            customer: Customer {
                name: self.name.whole.to_owned(),
                salutation: self.salutation,
                phone: self.phone(at),
                email: Some(format!("{}@{}.example", self.tokens[2], self.tokens[3])),
                ..own.customer
            },
            stay: Stay::Leave,
            consent: ConsentGiven { display_name: self.agreed, ..own.consent },
            source: Some(self.tokens[4].clone()),
            utm: Some([("utm_campaign".to_owned(), self.tokens[5].clone())].into()),
            ..own
        }
    }
}

/// A screen, and all that it has been sent.
struct Screen {
    client: Client,
    at: At,
    stream: Events,
    bytes: Vec<u8>,
    values: Vec<Value>,
}

impl Screen {
    fn new(server: &Server, at: At, token: &str) -> Self {
        let client = server.client().with_token(token);
        let before: Lounge = client.get(&path::lounge(at.dealer)).json(200);
        let stream = client.events(&format!("{}?after={}", path::lounge_events(at.dealer), before.last_event_id), &[]);
        Self { client, at, stream, bytes: Vec::new(), values: Vec::new() }
    }

    /// The board as it is now.
    fn look(&mut self) -> Lounge {
        let reply = self.client.get(&path::lounge(self.at.dealer));
        self.bytes.extend_from_slice(&reply.body);
        self.values.push(reply.json(200));
        reply.json(200)
    }

    /// Everything that was sent until now.
    fn all(mut self) -> (Vec<u8>, Vec<Value>) {
        let last = self.look().last_event_id;
        loop {
            let event = self.stream.receive();
            self.values.push(event.json());
            if event.id.is_some_and(|id| id >= last) {
                break;
            }
        }
        self.bytes.extend(self.stream.bytes());
        (self.bytes, self.values)
    }
}

fn slot(server: &Server, at: At) -> bayside_api::booking::Slot {
    let customer = server.client();
    let today = at.face(&customer).now.date();
    let day = |after| (today.0 + Duration::days(after)).to_string();
    let question = format!("from={}&to={}&services=oil&stay=leave", day(0), day(6));
    let free: bayside_api::booking::Availability =
        customer.get(&format!("{}?{question}", path::availability(at.dealer))).json(200);
    free.days.into_iter().flat_map(|day| day.slots.unwrap_or_default()).next().expect("a week has a free start")
}

/// The customer is known to the house: booked, or walked in.
fn begin(server: &Server, at: At, person: &Person, screen: &mut Screen) -> i64 {
    let desk = Desk::sign_in(server, at, "manager");
    let face = at.face(&server.client());
    if person.way == Way::WalksIn {
        let body = walk_in(person.request(at, ""), &face.advisers[0].id);
        return desk.client.post(&path::desk_visits(at.dealer), &body).json::<DeskVisit>(201).card.id;
    }
    let slot = slot(server, at);
    let booking = person.request(at, &slot.offer);
    let created: bayside_api::booking::BookingCreated = match person.way {
        Way::Phone => {
            desk.client.post(&path::desk_bookings(at.dealer), &PhoneBooking { booking, overriding: None }).json(201)
        }
        _ => server.client().post(&path::bookings(at.dealer), &booking).json(201),
    };
    // Expected within the hour.
    server.set_clock(&(slot.start.0 - Duration::minutes(30)).to_rfc3339());
    let arrivals = screen.look().arrivals;
    let named: Vec<&str> = arrivals.iter().map(|arrival| arrival.name.as_str()).collect();
    match person.called(at) {
        Some(called) => assert!(named.contains(&called.as_str()), "{called} is not among {named:?}"),
        None => assert!(named.iter().all(|name| !name.contains(person.name.family)), "{named:?}"),
    }
    server.set_clock(&slot.start.0.to_rfc3339());
    let desk = Desk::sign_in(server, at, "manager");
    desk.card(&slot.start.date().to_string(), &created.reference).id
}

/// Everything that the house writes down about them.
fn drive(server: &Server, at: At, person: &Person, id: i64, screen: &mut Screen) {
    let desk = Desk::sign_in(server, at, "manager");
    let name = || Some(person.name.whole.to_owned());
    let signature = Some("M12 34L56 78".to_owned());
    if desk.visit(id).allowed.contains(&Step::Arrive) {
        let mileage_km = Some(person.mileage_km);
        desk.step(id, Step::Arrive, &StepRequest { mileage_km, ..StepRequest::default() });
    }
    let mut order = desk.visit(id).work_order;
    for (line, number) in order.lines.iter_mut().zip(6..8) {
        line.name = person.text(number);
    }
    let saved = desk.change(id, "PUT", &path::desk_work_order(at.dealer, id), &order);
    assert_eq!(saved.status, 200, "{}", saved.text());
    desk.plain(id, Step::Inspect);
    let signed = desk.step(
        id,
        Step::SignOrder,
        &StepRequest { name: name(), signature_svg: signature, ..StepRequest::default() },
    );
    let promised_at = bayside_api::Instant(signed.card.promised_at.expect("it is signed").0 + Duration::minutes(35));
    let promise = PromiseRequest { promised_at, reason: person.text(8) };
    assert_eq!(desk.change(id, "POST", &path::desk_promise(at.dealer, id), &promise).status, 200);
    desk.each_job(id, Step::Dispatch);
    desk.each_job(id, Step::Start);
    desk.each_job(id, Step::Complete);
    let checked = |passed, number| StepRequest {
        passed: Some(passed),
        findings: Some(person.text(number)),
        ..StepRequest::default()
    };
    desk.step(id, Step::SelfCheck, &checked(true, 9));
    desk.step(id, Step::FinalInspection, &checked(false, 10));
    screen.look();
    if person.stays {
        let extra = ExtraWorkRequest {
            id: None,
            title: person.text(11),
            reason: person.text(12),
            urgency: Urgency::Now,
            price_amount: person.amount,
            extra_minutes: 35,
        };
        let offered = desk.change(id, "POST", &path::desk_extra_work(at.dealer, id), &extra);
        assert!((200..300).contains(&offered.status), "{}", offered.text());
        let row = screen.look().rows.into_iter().find(|row| Some(row.number) == desk.visit(id).card.number);
        assert!(row.expect("the car is on the board").flag.is_some());
        return;
    }
    desk.step(id, Step::SelfCheck, &checked(true, 9));
    desk.step(id, Step::FinalInspection, &checked(true, 13));
    if desk.visit(id).allowed.contains(&Step::Wash) {
        desk.plain(id, Step::Wash);
    }
    let mut statement = draft(desk.visit(id).work_order.lines);
    statement.care_tips = vec![person.text(14)];
    statement.engine_no = Some(person.tokens[15].clone());
    let saved = desk.change(id, "PUT", &path::desk_statement(at.dealer, id), &statement);
    assert_eq!(saved.status, 200, "{}", saved.text());
    desk.plain(id, Step::PrepareDelivery);
    desk.plain(id, Step::Ready);
    screen.look();
    desk.step(id, Step::Accept, &StepRequest { name: name(), ..StepRequest::default() });
}

fn nothing_of_anybody(at: At, clock: &str) {
    let server = Server::on(bayside_tests::server::Engine::Sqlite, clock);
    let token = Desk::sign_in(&server, at, "manager").pair(&server, ScreenKind::Lounge).device_token;
    let config = Config { cases: CUSTOMERS, failure_persistence: None, max_shrink_iters: 0, ..Config::default() };
    let rng = proptest::test_runner::TestRng::deterministic_rng(config.rng_algorithm);
    let came = std::cell::Cell::new(0);
    let done = TestRunner::new_with_rng(config, rng).run(&person(), |person| {
        let mut screen = Screen::new(&server, at, &token);
        let id = begin(&server, at, &person, &mut screen);
        drive(&server, at, &person, id, &mut screen);
        let (bytes, values) = screen.all();
        let allowed: Vec<String> = person.called(at).into_iter().collect();
        let found = person.secrets(at).found_in(&bytes, &values, &allowed);
        prop_assert!(found.is_empty(), "{found:?} of {person:?} in\n{}", String::from_utf8_lossy(&bytes));
        came.set(came.get() + 1);
        Ok(())
    });
    done.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(came.get(), CUSTOMERS);
}

#[test]
fn no_byte_of_a_screens_feed_has_anything_of_a_person_in_china() {
    nothing_of_anybody(ANTING, TUESDAY);
}

#[test]
fn no_byte_of_a_screens_feed_has_anything_of_a_person_in_germany() {
    nothing_of_anybody(ALLER, "2026-06-09T08:30:00+02:00");
}
