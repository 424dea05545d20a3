//! Every body that is sent has an example, and every example is what it says it is.

use bayside_api::example::contains;
use bayside_api::{arrival, booking, desk, screen, visit};
use bayside_server::openapi;
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

/// The type of each reply that has an example.
fn types() -> BTreeMap<&'static str, Read> {
    BTreeMap::from([
        ("Availability", read::<booking::Availability> as Read),
        ("Booking", read::<booking::Booking>),
        ("BookingCreated", read::<booking::BookingCreated>),
        ("CheckIn", read::<arrival::CheckIn>),
        ("DeskVisit", read::<desk::DeskVisit>),
        ("Hold", read::<booking::Hold>),
        ("Lounge", read::<screen::Lounge>),
        ("Statement", read::<bayside_api::statement::Statement>),
        ("Visit", read::<visit::Visit>),
    ])
}

/// The JSON bodies of a part of a call: schema name and example.
fn bodies(part: &Value) -> Option<(&str, &Value)> {
    let body = part.pointer("/content/application~1json")?;
    Some((body["schema"]["$ref"].as_str()?.rsplit('/').next()?, &body["example"]))
}

#[test]
fn every_body_that_is_sent_has_an_example_and_every_example_is_sent() {
    let document: Value = serde_json::from_str(&openapi::json()).unwrap();
    let mut sent = BTreeSet::new();
    for (name, operation) in crate::operations(&document) {
        let Some(body) = operation.get("requestBody") else { continue };
        let (schema, example) = bodies(body).unwrap_or_else(|| panic!("{name} takes a body of a type with a name"));
        assert!(example.is_object(), "{name}: {schema} has no example");
        sent.insert(schema.to_owned());
    }
    assert!(sent.len() > 25, "{sent:?}");
    assert_eq!(sent, bayside_api::examples::all().map(|(name, _)| name.to_owned()).collect());
}

#[test]
fn every_reply_that_has_an_example_is_of_its_type() {
    let document: Value = serde_json::from_str(&openapi::json()).unwrap();
    let mut types = types();
    let mut seen = BTreeSet::new();
    let given: BTreeSet<&str> = bayside_api::examples::all().map(|(name, _)| name).collect();
    for (_, operation) in crate::operations(&document) {
        let replies = operation["responses"].as_object().unwrap().values();
        for (schema, example) in replies.filter_map(bodies) {
            if example.is_null() || given.contains(schema) || !seen.insert(schema.to_owned()) {
                continue;
            }
            let read = types.remove(schema).unwrap_or_else(|| panic!("nothing reads the example of {schema}"));
            assert!(contains(&read(example), example), "{schema}");
        }
    }
    assert!(types.is_empty(), "no call has an example of {:?}", types.keys());
}
