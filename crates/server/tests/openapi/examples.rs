//! Every body that is sent has an example, and every example is what it says it is.

use bayside_api::{arrival, booking, callback, capacity, desk, find, screen, settings, visit, waitlist};
use bayside_server::{openapi, routes};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Reads an example as its type, and writes it back: nothing of it may be lost.
type Read = fn(&Value) -> Value;

fn read<T: DeserializeOwned + Serialize>(example: &Value) -> Value {
    let value: T = serde_json::from_value(example.clone()).unwrap_or_else(|error| panic!("{error}: {example:#}"));
    serde_json::to_value(value).unwrap()
}

/// The type of each schema that has an example.
fn types() -> BTreeMap<&'static str, Read> {
    BTreeMap::from([
        ("AcceptanceRequest", read::<visit::AcceptanceRequest> as Read),
        ("ArrivalRequest", read::<arrival::ArrivalRequest>),
        ("Availability", read::<booking::Availability>),
        ("BlockRequest", read::<capacity::BlockRequest>),
        ("Booking", read::<booking::Booking>),
        ("BookingCreated", read::<booking::BookingCreated>),
        ("BookingRequest", read::<booking::BookingRequest>),
        ("CallbackRequest", read::<callback::CallbackRequest>),
        ("CancelRequest", read::<booking::CancelRequest>),
        ("CheckIn", read::<arrival::CheckIn>),
        ("ClockRequest", read::<routes::demo::ClockRequest>),
        ("ContactRequest", read::<capacity::ContactRequest>),
        ("DecisionRequest", read::<visit::DecisionRequest>),
        ("DeskVisit", read::<desk::DeskVisit>),
        ("ExtraWorkRequest", read::<desk::ExtraWorkRequest>),
        ("FindRequest", read::<find::FindRequest>),
        ("FollowUpPreference", read::<visit::FollowUpPreference>),
        ("Hold", read::<booking::Hold>),
        ("HoldRequest", read::<booking::HoldRequest>),
        ("Login", read::<desk::Login>),
        ("Lounge", read::<screen::Lounge>),
        ("OutcomeRequest", read::<callback::OutcomeRequest>),
        ("PairingRequest", read::<screen::PairingRequest>),
        ("PhoneBooking", read::<capacity::PhoneBooking>),
        ("PromiseRequest", read::<desk::PromiseRequest>),
        ("RescheduleRequest", read::<booking::RescheduleRequest>),
        ("ScreenConfirm", read::<screen::ScreenConfirm>),
        ("Settings", read::<settings::Settings>),
        ("Statement", read::<bayside_api::statement::Statement>),
        ("StatementDraft", read::<desk::StatementDraft>),
        ("StepRequest", read::<desk::StepRequest>),
        ("TicketEndRequest", read::<arrival::TicketEndRequest>),
        ("UnclearRequest", read::<visit::UnclearRequest>),
        ("Visit", read::<visit::Visit>),
        ("WaitlistRequest", read::<waitlist::WaitlistRequest>),
        ("WalkInRequest", read::<desk::WalkInRequest>),
        ("WorkOrder", read::<desk::WorkOrder>),
    ])
}

/// The JSON bodies of a part of a call: schema name and example.
fn bodies(part: &Value) -> Option<(&str, &Value)> {
    let body = part.pointer("/content/application~1json")?;
    Some((body["schema"]["$ref"].as_str()?.rsplit('/').next()?, &body["example"]))
}

#[test]
fn every_body_that_is_sent_has_an_example() {
    let document: Value = serde_json::from_str(&openapi::json()).unwrap();
    let types = types();
    let mut sent = BTreeSet::new();
    for (name, operation) in crate::operations(&document) {
        let Some(body) = operation.get("requestBody") else { continue };
        let (schema, example) = bodies(body).unwrap_or_else(|| panic!("{name} takes a body of a type with a name"));
        assert!(example.is_object(), "{name}: {schema} has no example");
        assert!(types.contains_key(schema), "{name}: nothing reads the example of {schema}");
        sent.insert(schema.to_owned());
    }
    assert!(sent.len() > 25, "{sent:?}");
}

#[test]
fn every_example_is_of_its_type() {
    let document: Value = serde_json::from_str(&openapi::json()).unwrap();
    let mut types = types();
    let mut seen = BTreeSet::new();
    for (_, operation) in crate::operations(&document) {
        let replies = operation["responses"].as_object().unwrap().values();
        for (schema, example) in replies.chain(operation.get("requestBody")).filter_map(bodies) {
            if example.is_null() || !seen.insert(schema.to_owned()) {
                continue;
            }
            let read = types.remove(schema).unwrap_or_else(|| panic!("nothing reads the example of {schema}"));
            contains(&read(example), example, schema);
        }
    }
    assert!(types.is_empty(), "no call has an example of {:?}", types.keys());
}

/// Whether all that the example says is in what was read, which may have defaults beside it.
fn contains(whole: &Value, part: &Value, place: &str) {
    match (whole, part) {
        (Value::Object(whole), Value::Object(part)) => {
            for (name, part) in part {
                let whole = whole.get(name).unwrap_or(&Value::Null);
                contains(whole, part, &format!("{place}/{name}"));
            }
        }
        (Value::Array(whole), Value::Array(part)) if whole.len() == part.len() => {
            for (index, (whole, part)) in whole.iter().zip(part).enumerate() {
                contains(whole, part, &format!("{place}/{index}"));
            }
        }
        _ => assert_eq!(whole, part, "{place}"),
    }
}
