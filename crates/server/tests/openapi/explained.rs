//! What a stranger reads: each call, schema, property and parameter says in a sentence what it is.

use bayside_server::openapi;
use serde_json::Value;
use std::collections::BTreeMap;

/// A number's kind or unit, in its name or in what is said of it.
const UNITS: &[&str] = &[
    "basis points",
    "centimetres",
    "count",
    "css pixels",
    "days",
    "event number",
    "hours",
    " id ",
    "how many",
    "inches",
    "km",
    "kilometres",
    "1 to 999",
    "minor units",
    "minutes",
    "months",
    "number in the week",
    "seconds",
    "status code",
    "thousandths",
    "version",
    "0 to 23",
    "ids ",
];

/// The texts that explain a value: its own, or those of the alternatives that it consists of.
fn said(value: &Value) -> String {
    let alternatives = ["oneOf", "anyOf", "allOf"].iter().filter_map(|name| value[*name].as_array()).flatten();
    std::iter::once(value).chain(alternatives).filter_map(|value| value["description"].as_str()).collect()
}

fn is_sentence(text: &str) -> bool {
    text.split_whitespace().count() >= 3 && (text.ends_with('.') || text.ends_with('?'))
}

fn is_number(value: &Value) -> bool {
    let is_named = |name: &Value| name == "integer" || name == "number";
    is_named(&value["type"]) || value["type"].as_array().is_some_and(|types| types.iter().any(is_named))
}

#[test]
fn every_call_says_what_it_does() {
    let document: Value = serde_json::from_str(&openapi::json()).unwrap();
    let (mut poor, mut seen) = (Vec::new(), BTreeMap::new());
    for (name, operation) in crate::operations(&document) {
        let summary = operation["summary"].as_str().unwrap_or_default();
        if !is_sentence(summary) {
            poor.push(format!("{name}: {summary:?}"));
        }
        if let Some(other) = seen.insert(summary.to_owned(), name.clone()) {
            poor.push(format!("{name} and {other} say the same: {summary:?}"));
        }
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            if said(parameter).split_whitespace().count() < 3 {
                poor.push(format!("{name}: the parameter {}", parameter["name"]));
            }
        }
        for (status, reply) in operation["responses"].as_object().unwrap() {
            if said(reply).split_whitespace().count() < 3 {
                poor.push(format!("{name}: {status} {:?}", said(reply)));
            }
        }
    }
    assert!(poor.is_empty(), "{}", poor.join("\n"));
}

#[test]
fn every_schema_and_property_says_what_it_is() {
    let document: Value = serde_json::from_str(&openapi::json()).unwrap();
    let mut poor = Vec::new();
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        if !is_sentence(&said(schema)) {
            poor.push(format!("{name}: {:?}", said(schema)));
        }
        properties(schema, &mut |property, value| {
            let said = said(value);
            let words = format!(" {} {} ", property.replace('_', " "), said.to_lowercase());
            if !is_sentence(&said) {
                poor.push(format!("{name}.{property}: {said:?}"));
            } else if is_number(value) && !UNITS.iter().any(|unit| words.contains(unit)) {
                poor.push(format!("{name}.{property} is a number of what? {said:?}"));
            }
        });
    }
    assert!(poor.is_empty(), "{}", poor.join("\n"));
}

/// Every property of a schema and of the schemas that it consists of. The tag that tells the alternatives of a
/// schema apart is explained by the schema.
fn properties(schema: &Value, found: &mut impl FnMut(&str, &Value)) {
    for (name, value) in schema["properties"].as_object().into_iter().flatten() {
        if value["enum"].as_array().is_none_or(|words| words.len() != 1) {
            found(name, value);
        }
    }
    for part in ["oneOf", "anyOf", "allOf"].iter().filter_map(|name| schema[*name].as_array()).flatten() {
        properties(part, found);
    }
}

#[test]
fn a_sentence_has_words_and_an_end() {
    assert!(is_sentence("The odometer in kilometres."));
    assert!(!is_sentence("When.") && !is_sentence("The odometer in kilometres"));
    assert!(is_number(&serde_json::json!({ "type": ["integer", "null"] })));
}
