//! Privacy by construction, looked at from outside: whatever personal data goes in, by whichever way, no byte of a
//! screen's snapshot or stream has any of it.

use crate::customers::{Person, Way, person};
use bayside_api::arrival::{ArrivalRequest, CheckIn};
use bayside_api::booking::{Availability, BookingCreated, Slot};
use bayside_api::callback::{CallbackCreated, DeskCallback, DeskCallbacks};
use bayside_api::capacity::PhoneBooking;
use bayside_api::codes::{Decision, ScreenKind, Step, Urgency, VisitReason};
use bayside_api::desk::{DeskVisit, ExtraWorkRequest, PromiseRequest, StepRequest};
use bayside_api::path;
use bayside_api::screen::Lounge;
use bayside_api::statement::Statement;
use bayside_api::visit::{AcceptanceRequest, DecisionRequest, UnclearRequest};
use bayside_api::waitlist::WaitlistCreated;
use bayside_domain::ids::VisitId;
use bayside_test_support::desk::{Desk, draft};
use bayside_test_support::events::Events;
use bayside_test_support::http::Client;
use bayside_test_support::server::{ENGINES, Engine, Server, TUESDAY};
use bayside_test_support::world::{ALLER, ANTING, At, walk_in};
use chrono::Duration;
use proptest::prop_assert;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};

/// How many customers come to each dealer.
const CUSTOMERS: u32 = 14;

/// A screen, and all that it has been sent.
pub struct Screen {
    client: Client,
    /// What stands at the entrance of the same house.
    kiosk: Client,
    at: At,
    stream: Events,
    bytes: Vec<u8>,
    values: Vec<Value>,
}

impl Screen {
    pub fn new(client: Client, kiosk: Client, at: At) -> Self {
        let before: Lounge = client.get(&path::lounge(at.dealer)).json(200);
        let stream = client.events(&format!("{}?after={}", path::lounge_events(at.dealer), before.last_event_id), &[]);
        Self { client, kiosk, at, stream, bytes: Vec::new(), values: Vec::new() }
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

fn slots(server: &Server, at: At) -> Vec<Slot> {
    let customer = server.client();
    let today = at.face(&customer).now.date();
    let day = |after| (today.0 + Duration::days(after)).to_string();
    let question = format!("from={}&to={}&services=oil&stay=leave", day(0), day(6));
    let free: Availability = customer.get(&format!("{}?{question}", path::availability(at.dealer))).json(200);
    free.days.into_iter().flat_map(|day| day.slots.unwrap_or_default()).collect()
}

/// They ask to be called, give up a booking and wait for a better hour. What they were given for it.
pub fn ask_for_more(server: &Server, at: At, person: &Person) -> Vec<String> {
    let customer = server.client();
    let desk = Desk::sign_in(server, at, "manager");
    let said = serde_json::to_value(person.request(at, "")).expect("a request is JSON");
    let with_them = |mut body: Value| {
        for name in ["vehicle", "customer", "consent"] {
            body[name] = said[name].clone();
        }
        body
    };
    let call = with_them(json!({ "kind": "adviser", "concern": person.text(16) }));
    let asked: CallbackCreated = customer.post(&path::callbacks(at.dealer), &call).json(201);
    let waiting: DeskCallbacks = desk.client.get(&path::desk_callbacks(at.dealer)).json(200);
    let call = waiting.callbacks.into_iter().find(|call| call.reference == asked.reference).expect("it is listed");
    let taken: DeskCallback = desk.client.post(&path::desk_callback_take(at.dealer, call.id), &json!({})).json(200);
    let tag = format!("\"{}\"", taken.version);
    let note = json!({ "outcome": "advice", "note": person.text(17) });
    let said = desk.client.post_with(&path::desk_callback_outcome(at.dealer, call.id), &[("if-match", &tag)], &note);
    assert_eq!(said.status, 200, "{}", said.text());

    let last = slots(server, at).pop().expect("a week has a free start");
    let created: BookingCreated = customer.post(&path::bookings(at.dealer), &person.request(at, &last.offer)).json(201);
    let reason = json!({ "reason": person.text(18) });
    assert_eq!(customer.post(&path::cancel(&created.manage_token), &reason).status, 200);

    let day = |after| (last.start.date().0 + Duration::days(after)).to_string();
    let hours = json!([{ "from": "06:00", "to": "06:10" }]);
    let wish = json!({ "services": ["oil"], "stay": "leave", "from": day(1), "to": day(3), "hours": hours });
    let wished: WaitlistCreated = customer.post(&path::waitlist(at.dealer), &with_them(wish)).json(201);
    vec![asked.reference, created.reference, created.manage_token, wished.token]
}

/// The customer is known to the house: booked, or walked in. Their visit, and what they were given.
pub fn begin(server: &Server, at: At, person: &Person, screen: &mut Screen) -> (VisitId, Vec<String>) {
    let desk = Desk::sign_in(server, at, "manager");
    let face = at.face(&server.client());
    if person.way == Way::WalksIn {
        let body = walk_in(person.request(at, ""), &face.advisers[0].id);
        return (desk.client.post(&path::desk_visits(at.dealer), &body).json::<DeskVisit>(201).card.id, Vec::new());
    }
    let slot = slots(server, at).swap_remove(0);
    let booking = person.request(at, &slot.offer);
    let created: BookingCreated = match person.way {
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
    let id = desk.card(&slot.start.date().to_string(), &created.reference).id;
    (id, vec![created.reference, created.manage_token])
}

/// They come: to the kiosk, or to the desk.
fn arrive(desk: &Desk, person: &Person, id: VisitId, kiosk: &Client, at: At) {
    let ticket = ArrivalRequest { walk_in: Some(VisitReason::Repair), ..ArrivalRequest::default() };
    assert_eq!(kiosk.post(&path::arrivals(at.dealer), &ticket).json::<CheckIn>(201).private_url, None);
    let digits = person.phone_digits[4..].to_owned();
    let (plate_kind, plate) = person.plate.clone();
    let by_plate = ArrivalRequest {
        plate: Some(plate),
        plate_kind: Some(plate_kind),
        phone_digits: Some(digits),
        ..ArrivalRequest::default()
    };
    if person.way == Way::Online {
        let came: CheckIn = kiosk.post(&path::arrivals(at.dealer), &by_plate).json(201);
        assert_eq!(Some(came.number), desk.visit(id).card.number);
    } else if desk.visit(id).allowed.contains(&Step::Arrive) {
        let mileage_km = Some(person.mileage_km);
        desk.step(id, Step::Arrive, &StepRequest { mileage_km, ..StepRequest::default() });
    }
}

/// Everything that the house writes down about them. The token of their private page.
pub fn drive(server: &Server, at: At, person: &Person, id: VisitId, screen: &mut Screen) -> String {
    let desk = Desk::sign_in(server, at, "manager");
    let name = || Some(person.name.whole.to_owned());
    let signature = Some(person.signature());
    arrive(&desk, person, id, &screen.kiosk, at);
    let customer = server.client();
    let link = desk.visit(id).private_url.expect("a car on the premises has a private page");
    let token = link.split_once('#').expect("a link carries its token").1.to_owned();
    assert_eq!(customer.post(&path::highlight(&token), &json!({})).status, 200);
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
        let item = desk.visit(id).extra_work.pop().expect("it was offered");
        let decision = if person.agreed { Decision::Approve } else { Decision::CallMe };
        let answer = DecisionRequest { decision, quote_version: item.quote_version, shown: None };
        let decided = customer.post(&path::decision(&token, item.id), &answer);
        assert!((200..300).contains(&decided.status), "{}", decided.text());
        return token;
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
    let statement: Statement = customer.get(&path::statement(&token)).json(200);
    let unclear = UnclearRequest { line: statement.lines[0].id.clone() };
    assert!((200..300).contains(&customer.post(&path::unclear(&token), &unclear).status));
    let accept = AcceptanceRequest {
        name: person.name.whole.to_owned(),
        signature_svg: Some(person.signature()),
        statement_version: None,
        shown: None,
    };
    let accepted = customer.post(&path::acceptance(&token), &accept);
    assert!((200..300).contains(&accepted.status), "{}", accepted.text());
    token
}

fn nothing_of_anybody(engine: Engine, at: At, clock: &str) {
    let server = Server::on(engine, clock);
    let desk = Desk::sign_in(&server, at, "manager");
    let paired = |kind| server.client().with_token(&desk.pair(&server, kind).device_token);
    let (wall, kiosk) = (paired(ScreenKind::Lounge), paired(ScreenKind::Arrival));
    let config = Config { cases: CUSTOMERS, failure_persistence: None, max_shrink_iters: 0, ..Config::default() };
    let rng = proptest::test_runner::TestRng::deterministic_rng(config.rng_algorithm);
    let came = std::cell::Cell::new(0);
    let done = TestRunner::new_with_rng(config, rng).run(&person(), |person| {
        let mut screen = Screen::new(wall.clone(), kiosk.clone(), at);
        let mut given = ask_for_more(&server, at, &person);
        let (id, more) = begin(&server, at, &person, &mut screen);
        given.extend(more);
        given.push(drive(&server, at, &person, id, &mut screen));
        let (bytes, values) = screen.all();
        let mut secrets = person.secrets(at);
        for text in &given {
            secrets.runs_anywhere(text, text.len().min(10));
        }
        let allowed: Vec<String> = person.called(at).into_iter().collect();
        let found = secrets.found_in(&bytes, &values, &allowed);
        prop_assert!(found.is_empty(), "{found:?} of {person:?} in\n{}", String::from_utf8_lossy(&bytes));
        let glows = values.iter().filter(|value| value["seconds"].is_u64()).count();
        prop_assert!(glows == 1, "the wall was told of their wish to see their row: {glows}");
        came.set(came.get() + 1);
        Ok(())
    });
    done.unwrap_or_else(|error| panic!("{engine:?}: {error}"));
    assert_eq!(came.get(), CUSTOMERS);
}

#[test]
fn no_byte_of_a_screens_feed_has_anything_of_a_person_in_china() {
    for engine in ENGINES {
        nothing_of_anybody(engine, ANTING, TUESDAY);
    }
}

#[test]
fn no_byte_of_a_screens_feed_has_anything_of_a_person_in_germany() {
    for engine in ENGINES {
        nothing_of_anybody(engine, ALLER, "2026-06-09T08:30:00+02:00");
    }
}
