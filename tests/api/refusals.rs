//! Bad input: a problem that names what is wrong, at the field where it is.

use bayside_api::booking::Availability;
use bayside_api::{Problem, path};
use bayside_test_support::desk::Desk;
use bayside_test_support::http::Client;
use bayside_test_support::server::Server;
use bayside_test_support::world::ANTING;
use serde_json::{Value, json};

pub const FROM: &str = "2026-06-15";
pub const TO: &str = "2026-06-19";

pub fn offer(customer: &Client) -> String {
    ANTING.slots(customer, FROM, TO).swap_remove(0).offer
}

/// A sound booking with one field exchanged.
pub fn with(offer: &str, pointer: &str, value: Value) -> Value {
    let mut request = serde_json::to_value(ANTING.request(offer)).unwrap();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    let parent = if parent.is_empty() { &mut request } else { request.pointer_mut(parent).unwrap() };
    match parent {
        Value::Array(list) => list[name.parse::<usize>().unwrap()] = value,
        other => other[name] = value,
    }
    request
}

#[track_caller]
pub fn points_at(problem: &Problem, pointer: &str) -> String {
    let found = problem.errors.iter().find(|error| error.pointer == pointer);
    found.unwrap_or_else(|| panic!("no {pointer} in {:?}", problem.errors)).code.clone()
}

#[test]
fn what_is_not_json_is_refused_as_such() {
    let server = Server::start();
    let customer = server.client();
    let path = path::bookings("anting");
    let send = |body: &[u8]| customer.post_bytes(&path, &[("content-type", "application/json")], body.to_vec());
    send(b"").problem(400, "malformed-json");
    send(b"{").problem(400, "malformed-json");
    send(b"{\"services\":[\"oil\"],}").problem(400, "malformed-json");
    send(b"\xff\xfe{}").problem(400, "malformed-json");
    send(format!("{{\"concern\":{}", "[".repeat(20_000)).as_bytes());
    assert_eq!(customer.get("/healthz").status, 200, "depth fells nobody");
    customer
        .post_bytes(&path, &[("content-type", "text/plain")], b"{}".to_vec())
        .problem(415, "unsupported-media-type");
    customer.post_bytes(&path, &[], b"{}".to_vec()).problem(415, "unsupported-media-type");
}

#[test]
fn a_whole_number_is_taken_however_it_is_written() {
    let server = Server::start();
    let customer = server.client();
    let send = |number: &str| {
        let body = with(&offer(&customer), "/vehicle/mileage_km", json!(777_777));
        let body = body.to_string().replace("777777", number);
        customer.post_bytes(&path::bookings("anting"), &[("content-type", "application/json")], body.into_bytes())
    };
    for number in ["45000.0", "4.5e4", "45E3", "-0"] {
        assert_eq!(send(number).status, 201, "{number}: {}", send(number).text());
    }
    for number in ["45000.5", "1e-1", "1e99", "\"45000\""] {
        assert_eq!(points_at(&send(number).problem(422, "invalid"), "/vehicle/mileage_km"), "wrong-type", "{number}");
    }
}

#[test]
fn unknown_fields_are_named_where_they_stand() {
    let server = Server::start();
    let customer = server.client();
    let offer = offer(&customer);
    for pointer in ["/colour", "/vehicle/colour", "/customer/id_card", "/consent/everything"] {
        let request = with(&offer, pointer, json!("x"));
        let problem = customer.post(&path::bookings("anting"), &request).problem(422, "unknown-field");
        points_at(&problem, pointer);
    }
}

#[test]
fn a_field_is_named_whatever_its_name_holds() {
    let server = Server::start();
    let customer = server.client();
    let offer = offer(&customer);
    for (name, pointer) in [("a`b", "/a`b"), ("a/b~", "/a~1b~0")] {
        for (at, part) in [("", None), ("/vehicle", Some("vehicle"))] {
            let mut request = serde_json::to_value(ANTING.request(&offer)).unwrap();
            match part {
                Some(part) => request[part][name] = json!(1),
                None => request[name] = json!(1),
            }
            let problem = customer.post(&path::bookings("anting"), &request).problem(422, "unknown-field");
            points_at(&problem, &format!("{at}{pointer}"));
        }
    }
    let request = with(&offer, "/utm", json!({ "utm_x": "a\u{0}", "no/t~": "x" }));
    let problem = customer.post(&path::bookings("anting"), &request).problem(422, "invalid");
    assert_eq!(points_at(&problem, "/utm/utm_x"), "invalid");
    assert_eq!(points_at(&problem, "/utm/no~1t~0"), "invalid");
    let twice = serde_json::to_string(&ANTING.request(&offer)).unwrap().replacen('{', "{\"services\":[\"ac\"],", 1);
    let reply =
        customer.post_bytes(&path::bookings("anting"), &[("content-type", "application/json")], twice.into_bytes());
    assert_eq!(points_at(&reply.problem(422, "invalid"), "/services"), "duplicate");
}

#[test]
fn a_path_that_cannot_be_read_names_nothing_and_tells_nobody_how_it_is_read() {
    let server = Server::start();
    let (customer, desk) = (server.client(), Desk::sign_in(&server, ANTING, "manager"));
    for path in ["bookings/%ff", "waitlist/%ff", "visits/%ff", "screens/pairing/%ff"] {
        customer.get(&format!("/api/v1/{path}")).problem(404, "not-found");
    }
    for id in ["abc", "1.5", "9223372036854775808", "1%20", "9%2f1", "%ff"] {
        desk.client.get(&format!("/api/v1/desk/anting/visits/{id}")).problem(404, "not-found");
        customer.get(&format!("/api/v1/desk/anting/visits/{id}")).problem(401, "unauthenticated");
    }
}

#[test]
fn wrong_types_and_missing_fields_are_named_where_they_stand() {
    let server = Server::start();
    let customer = server.client();
    let offer = offer(&customer);
    for (pointer, value) in [
        ("/services", json!("oil")),
        ("/vehicle/mileage_km", json!("viel")),
        ("/vehicle/mileage_km", json!(-1)),
        ("/vehicle/plate_kind", json!("moon")),
        ("/customer/name", json!(7)),
        ("/stay", json!("forever")),
        ("/consent/marketing", json!("yes")),
    ] {
        let request = with(&offer, pointer, value.clone());
        let problem = customer.post(&path::bookings("anting"), &request).problem(422, "invalid");
        points_at(&problem, pointer);
    }
    let mut request = with(&offer, "/concern", json!(""));
    request["vehicle"].as_object_mut().unwrap().remove("plate");
    let problem = customer.post(&path::bookings("anting"), &request).problem(422, "invalid");
    assert!(problem.errors.iter().any(|error| error.pointer.starts_with("/vehicle")), "{:?}", problem.errors);
}

#[test]
fn values_that_no_rule_accepts_are_named_where_they_stand() {
    let server = Server::start();
    let customer = server.client();
    let offer = offer(&customer);
    let long = "很".repeat(5_000);
    let cases: Vec<(&str, Value)> = vec![
        ("/vehicle/plate", json!("")),
        ("/vehicle/plate", json!("沪I12345")),
        ("/vehicle/plate", json!("XA12345")),
        ("/vehicle/plate", json!("沪A123")),
        ("/vehicle/plate", json!(long)),
        ("/vehicle/vin", json!("IOQ")),
        ("/vehicle/model", json!(long)),
        ("/vehicle/mileage_km", json!(4_000_000_000_u32)),
        ("/customer/name", json!("   ")),
        ("/customer/name", json!(long)),
        ("/customer/phone", json!("12345")),
        ("/customer/email", json!("nobody")),
        ("/customer/locale", json!("tlh")),
        ("/concern", json!(long)),
        ("/consent/version", json!("1999-01")),
        ("/services", json!([])),
        ("/services/0", json!("teleport")),
        ("/adviser", json!("nobody")),
    ];
    for (pointer, value) in cases {
        let request = with(&offer, pointer, value.clone());
        let reply = customer.post(&path::bookings("anting"), &request);
        let problem = reply.problem(422, "invalid");
        let code = points_at(&problem, pointer);
        assert!(!code.is_empty() && code.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{pointer}: {code}");
        assert!(!reply.text().contains(&long), "{pointer}: what was typed does not come back");
    }
}

#[test]
fn a_job_that_is_named_twice_is_named_where_it_stands_the_second_time() {
    let server = Server::start();
    let customer = server.client();
    let request = with(&offer(&customer), "/services", json!(["oil", "brake-check", "oil"]));
    let problem = customer.post(&path::bookings("anting"), &request).problem(422, "invalid");
    let told: Vec<(&str, &str)> =
        problem.errors.iter().map(|error| (error.pointer.as_str(), error.code.as_str())).collect();
    assert_eq!(told, [("/services/2", "duplicate")]);
}

#[test]
fn all_wrong_fields_are_told_at_once() {
    let server = Server::start();
    let customer = server.client();
    let mut request = with(&offer(&customer), "/vehicle/plate", json!("沪A123"));
    request["customer"]["phone"] = json!("12345");
    let problem = customer.post(&path::bookings("anting"), &request).problem(422, "invalid");
    points_at(&problem, "/vehicle/plate");
    points_at(&problem, "/customer/phone");
}

#[test]
fn any_plate_goes_as_another_plate() {
    let server = Server::start();
    let customer = server.client();
    let mut request = with(&offer(&customer), "/vehicle/plate", json!("使014578"));
    request["vehicle"]["plate_kind"] = json!("other");
    assert_eq!(customer.post(&path::bookings("anting"), &request).status, 201);
}

#[test]
fn a_wrong_check_digit_warns_and_does_not_block() {
    let server = Server::start();
    let customer = server.client();
    let request = with(&offer(&customer), "/vehicle/vin", json!("LSVXZ60E0H2345678"));
    assert_eq!(customer.post(&path::bookings("anting"), &request).status, 201);
}

#[test]
fn dates_outside_the_horizon_are_refused() {
    let server = Server::start();
    let customer = server.client();
    let ask = |query: &str| customer.get(&format!("{}?{query}", path::availability("anting")));
    let rest = "services=oil&stay=wait";
    for (query, pointer) in [
        (format!("from=2026-06-19&to=2026-06-15&{rest}"), "?to"),
        (format!("from=2026-06-15&to=2026-12-15&{rest}"), "?to"),
        ("from=2026-06-15&to=2026-06-19&services=teleport&stay=wait".to_owned(), "?services"),
        (format!("from=2026-06-15&to=2026-06-19&{rest}&adviser=nobody"), "?adviser"),
        ("from=2026-06-15&to=2026-06-19&services=oil,brake-check,oil&stay=wait".to_owned(), "?services"),
        (format!("from=2026-06-31&to=2026-06-31&{rest}"), "?from"),
        (format!("from=+26-06-15&to=2026-06-19&{rest}"), "?from"),
        (format!("from=0001-01-01&to=9999-12-31&{rest}"), "?to"),
    ] {
        let problem = ask(&query).problem(422, "invalid");
        points_at(&problem, pointer);
    }
    for query in ["", "from=2026-06-15", "from=tomorrow&to=2026-06-19&services=oil&stay=wait"] {
        let reply = ask(query);
        assert!([400, 422].contains(&reply.status), "{query}: {} {}", reply.status, reply.text());
        let _: Problem = serde_json::from_slice(&reply.body).unwrap();
    }
    // Before today and after the horizon there is nothing, and that is said by the days.
    for days in [
        "from=2026-05-04&to=2026-05-08",
        "from=2027-06-14&to=2027-06-18",
        "from=0000-01-01&to=0000-01-02",
        "from=9999-12-01&to=9999-12-31",
    ] {
        let query = format!("{days}&{rest}");
        let availability: Availability = ask(&query).json(200);
        assert!(availability.best.is_empty() && availability.days.iter().all(|day| day.free == 0), "{query}");
    }
}

#[test]
fn what_is_not_there_is_not_found_and_never_explained() {
    let server = Server::start();
    let customer = server.client();
    customer.get(&path::dealer("nobody")).problem(404, "not-found");
    let question = format!("{}?from={FROM}&to={TO}&services=oil&stay=wait", path::availability("nobody"));
    customer.get(&question).problem(404, "not-found");
    let request = ANTING.request(&offer(&customer));
    customer.post(&path::bookings("nobody"), &request).problem(404, "not-found");
    customer.get("/api/v1/there-is-no-such-call").problem(404, "not-found");
    customer.delete(&path::dealer("anting")).problem(405, "method-not-allowed");

    let slots = ANTING.slots(&customer, FROM, TO);
    let token = ANTING.book(&customer, &slots[0].offer).manage_token;
    let mut forged = token.clone().into_bytes();
    forged[10] = if forged[10] == b'A' { b'B' } else { b'A' };
    let forged = String::from_utf8(forged).unwrap();
    let answers: Vec<String> = [forged.as_str(), "x", &"A".repeat(400)]
        .iter()
        .map(|wrong| {
            let reply = customer.get(&path::booking(wrong));
            reply.problem(404, "not-found");
            reply.text()
        })
        .collect();
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{answers:?}");
    // A booking's token opens no visit.
    customer.get(&path::visit(&token)).problem(404, "not-found");
}

#[test]
fn large_bodies_are_read_to_their_end_and_refused() {
    let server = Server::start();
    let customer = server.client();
    let request = with(&offer(&customer), "/concern", json!("x".repeat(70 * 1024)));
    customer.post(&path::bookings("anting"), &request).problem(413, "too-large");
}

#[test]
fn the_log_names_no_person_and_no_token() {
    let server = Server::start();
    let customer = server.client();
    let slots = ANTING.slots(&customer, FROM, TO);
    let created = ANTING.book(&customer, &slots[0].offer);
    customer.get(&path::booking(&created.manage_token));
    customer.get(&path::booking("a-wrong-token-that-somebody-typed"));
    customer.post(&path::bookings("anting"), &with(&slots[1].offer, "/customer/phone", json!("13899990000x")));
    let log = server.log_text();
    assert!(!log.is_empty());
    let secrets = ["王小明", "13812345678", "沪A12345", "wang@example.org", "冷车", "13899990000", "a-wrong-token"];
    for secret in secrets.into_iter().chain([created.manage_token.as_str()]) {
        assert!(!log.contains(secret), "{secret} stands in the log");
    }
}
