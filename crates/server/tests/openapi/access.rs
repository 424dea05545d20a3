//! What each call needs to be answered: a session, a screen's token, or nothing.

use bayside_server::openapi;
use serde_json::Value;
use std::collections::BTreeSet;

/// Calls that are answered to anybody.
const OPEN: &[&str] = &[
    "GET /api/v1/dealers",
    "GET /api/v1/dealers/{dealer}",
    "GET /api/v1/dealers/{dealer}/availability",
    "POST /api/v1/dealers/{dealer}/bookings",
    "POST /api/v1/dealers/{dealer}/bookings/find",
    "POST /api/v1/dealers/{dealer}/callbacks",
    "POST /api/v1/dealers/{dealer}/holds",
    "DELETE /api/v1/dealers/{dealer}/holds/{hold}",
    "POST /api/v1/dealers/{dealer}/holds/{hold}/renew",
    "GET /api/v1/dealers/{dealer}/triage",
    "POST /api/v1/dealers/{dealer}/waitlist",
    "POST /api/v1/demo/clock",
    "GET /api/v1/references/{reference}/qr.svg",
    "DELETE /api/v1/desk/session",
    "POST /api/v1/desk/session",
    "POST /api/v1/screens/address",
    "POST /api/v1/screens/pairing",
    "GET /healthz",
    "GET /readyz",
];

/// Calls whose path has a private token in it, which is the authorisation.
const BY_TOKEN: &[&str] = &[
    "GET /api/v1/bookings/{manage_token}",
    "GET /api/v1/bookings/{manage_token}/calendar.ics",
    "POST /api/v1/bookings/{manage_token}/cancel",
    "POST /api/v1/bookings/{manage_token}/reschedule",
    "GET /api/v1/contacts/{token}/stop",
    "POST /api/v1/contacts/{token}/stop",
    "GET /api/v1/screens/pairing/{poll_token}",
    "POST /api/v1/screens/pairing/{poll_token}/claim",
    "GET /api/v1/visits/{token}",
    "POST /api/v1/visits/{token}/acceptance",
    "GET /api/v1/visits/{token}/events",
    "POST /api/v1/visits/{token}/extra-work/{item}/decision",
    "POST /api/v1/visits/{token}/extra-work/{item}/take-back",
    "POST /api/v1/visits/{token}/follow-up-preference",
    "POST /api/v1/visits/{token}/highlight",
    "GET /api/v1/visits/{token}/statement",
    "POST /api/v1/visits/{token}/statement/unclear",
    "GET /api/v1/waitlist/{token}",
    "DELETE /api/v1/waitlist/{token}",
    "POST /api/v1/waitlist/{token}/accept",
    "POST /api/v1/waitlist/{token}/decline",
];

fn names(operations: &[(String, Value)], is_listed: impl Fn(&str, &Value) -> bool) -> BTreeSet<&str> {
    let listed = operations.iter().filter(|(name, operation)| is_listed(name, operation));
    listed.map(|(name, _)| name.as_str()).collect()
}

fn schemes(operation: &Value) -> Vec<&str> {
    let alternatives = operation["security"].as_array().expect("every call says what it needs");
    alternatives.iter().flat_map(|scheme| scheme.as_object().unwrap().keys().map(String::as_str)).collect()
}

#[test]
fn only_the_listed_calls_need_nothing() {
    let document: Value = serde_json::from_str(&openapi::json()).unwrap();
    let operations = crate::operations(&document);
    let has_token = |name: &str| name.contains("token}");
    let open = |with_token: bool| {
        names(&operations, |name, operation| schemes(operation).is_empty() && has_token(name) == with_token)
    };
    assert_eq!(open(false), OPEN.iter().copied().collect());
    assert_eq!(open(true), BY_TOKEN.iter().copied().collect());
}

#[test]
fn the_rest_needs_a_session_a_screen_or_the_operators_token() {
    let document: Value = serde_json::from_str(&openapi::json()).unwrap();
    let operations = crate::operations(&document);
    let defined = document["components"]["securitySchemes"].as_object().unwrap();
    let with = |scheme: &str| names(&operations, |_, operation| schemes(operation).contains(&scheme));
    let is_open = |name: &str| OPEN.contains(&name) || BY_TOKEN.contains(&name);
    let of_screens = |name: &str, operation: &Value| {
        operation["tags"][0] == "screens" && !name.contains(" /api/v1/desk/") && !is_open(name)
    };
    let screens = names(&operations, of_screens);
    assert!(screens.len() >= 4, "{screens:?}");
    assert_eq!(with("screenToken"), screens);
    assert_eq!(with("metricsToken"), BTreeSet::from(["GET /metrics"]));
    let desk = names(&operations, |name, _| name.contains(" /api/v1/desk/") && !is_open(name));
    assert!(desk.len() > 30, "{desk:?}");
    assert_eq!(with("session"), desk);
    for (name, operation) in &operations {
        for scheme in schemes(operation) {
            let about = defined[scheme]["description"].as_str().expect("a scheme says how to come by it");
            assert!(about.len() > 40, "{name}: {scheme}");
        }
    }
}

#[test]
fn whoever_may_be_unknown_must_be_known() {
    let document: Value = serde_json::from_str(&openapi::json()).unwrap();
    let operations = crate::operations(&document);
    let refused = names(&operations, |_, operation| operation["responses"].get("401").is_some());
    // Signing in and a screen's lasting address are refused by the same status, and need nothing.
    let open = names(&operations, |name, operation| refused.contains(name) && schemes(operation).is_empty());
    assert_eq!(open, BTreeSet::from(["POST /api/v1/desk/session", "POST /api/v1/screens/address"]));
}
