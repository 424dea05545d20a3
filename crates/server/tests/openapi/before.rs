//! The document promises what it promised before the house was built anew.
//!
//! `snapshots/before.json` is the document of that day. What explains may change freely: descriptions,
//! summaries, examples, tags, security schemes and the document's own title. The rest is the wire, and it is
//! equal byte for byte, but for the names in [`RENAMED`] and the places in [`CHANGED`]. An entry that nothing
//! needs fails too, so the lists tell what changed and no more.

use bayside_server::openapi;
use serde_json::{Map, Value, json};

const BEFORE: &str = include_str!("snapshots/before.json");

/// Schemas that are called differently now: name before, name now, why.
const RENAMED: &[(&str, &str, &str)] = &[];

/// Places that differ, with all that is below them: JSON pointer (RFC 6901) after renaming, why.
const CHANGED: &[(&str, &str)] = &[
    ("/components/schemas/Code/enum", "the document listed Rust's names of the codes, not the words on the wire"),
    ("/paths/~1api~1v1~1dealers~1{dealer}~1availability/get/parameters", "they stand in the query, not in the path"),
    ("/components/schemas/String", "a time on the dealer's wall is text, and needs no schema that says so"),
    ("/components/schemas/BlockRequest/properties", "`from` and `to` are text, and no schema called String"),
    ("/components/schemas/Override/properties", "`start` is text, and no schema called String"),
];

/// Keywords that explain. The document's own `info` is one of them.
const EXPLAINS: [&str; 8] =
    ["description", "summary", "example", "examples", "tags", "security", "securitySchemes", "info"];

/// Keywords whose object has names as keys, each with something of the document's below it: a property may
/// be called `description`.
const NAMES: [&str; 9] =
    ["properties", "patternProperties", "schemas", "responses", "paths", "content", "headers", "mapping", "callbacks"];

/// How many differences are shown; the first ones tell what happened.
const SHOWN: usize = 25;

#[test]
fn the_wire_is_what_it_was() {
    let mut before: Value = serde_json::from_str(BEFORE).unwrap();
    let mut now: Value = serde_json::from_str(&openapi::json()).unwrap();
    strip(&mut before);
    strip(&mut now);
    for (old, new, reason) in RENAMED {
        assert!(!reason.is_empty(), "{old}: a name changes for a reason");
        rename(&mut before, old, new);
    }
    let mut found = Vec::new();
    differences(&before, &now, "", &mut found);
    for (place, reason) in CHANGED {
        assert!(!reason.is_empty(), "{place}: a promise changes for a reason");
        let all = found.len();
        found.retain(|difference| !is_within(&difference.place, place));
        assert!(found.len() < all, "{place} is listed as changed, but nothing differs there");
    }
    let shown: Vec<String> = found.iter().take(SHOWN).map(Difference::shown).collect();
    assert!(found.is_empty(), "{} places of the wire differ, first:\n\n{}", found.len(), shown.join("\n"));
}

/// One place where the documents differ. Whole values that came or went are one difference.
struct Difference {
    place: String,
    before: Option<Value>,
    now: Option<Value>,
}

impl Difference {
    fn shown(&self) -> String {
        let side = |mark: char, value: &Option<Value>| {
            value.as_ref().map_or_else(String::new, |value| {
                let text = serde_json::to_string_pretty(value).expect("it was JSON before");
                text.lines().fold(String::new(), |all, line| format!("{all}  {mark} {line}\n"))
            })
        };
        format!("{}\n{}{}", self.place, side('-', &self.before), side('+', &self.now))
    }
}

/// Whether a JSON pointer is `place` or below it.
fn is_within(pointer: &str, place: &str) -> bool {
    pointer.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Adds where two values differ to `found`.
fn differences(before: &Value, now: &Value, place: &str, found: &mut Vec<Difference>) {
    match (before, now) {
        (Value::Object(before), Value::Object(now)) => {
            let names: std::collections::BTreeSet<&String> = before.keys().chain(now.keys()).collect();
            for name in names {
                let place = format!("{place}/{}", name.replace('~', "~0").replace('/', "~1"));
                match (before.get(name), now.get(name)) {
                    (Some(before), Some(now)) => differences(before, now, &place, found),
                    (before, now) => found.push(Difference { place, before: before.cloned(), now: now.cloned() }),
                }
            }
        }
        (Value::Array(before), Value::Array(now)) if before.len() == now.len() => {
            for (index, (before, now)) in before.iter().zip(now).enumerate() {
                differences(before, now, &format!("{place}/{index}"), found);
            }
        }
        _ if before == now => {}
        _ => found.push(Difference { place: place.to_owned(), before: Some(before.clone()), now: Some(now.clone()) }),
    }
}

/// Takes away what explains, but nothing that is only called so.
fn strip(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|name, _| !EXPLAINS.contains(&name.as_str()));
            for (name, value) in fields {
                match value {
                    Value::Object(named) if NAMES.contains(&name.as_str()) => named.values_mut().for_each(strip),
                    value => strip(value),
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(strip),
        _ => {}
    }
}

/// Calls a schema differently, where it is defined and wherever it is meant.
fn rename(document: &mut Value, old: &str, new: &str) {
    let schemas = document["components"]["schemas"].as_object_mut().expect("the document has schemas");
    let schema = schemas.remove(old).unwrap_or_else(|| panic!("{old} is no schema of the document before"));
    assert!(schemas.insert(new.to_owned(), schema).is_none(), "{new} was a schema before");
    point(document, &format!("#/components/schemas/{old}"), &format!("#/components/schemas/{new}"));
}

fn point(value: &mut Value, old: &str, new: &str) {
    match value {
        Value::String(text) if text == old => new.clone_into(text),
        Value::Object(fields) => fields.values_mut().for_each(|value| point(value, old, new)),
        Value::Array(values) => values.iter_mut().for_each(|value| point(value, old, new)),
        _ => {}
    }
}

/// A document with one schema.
fn document(name: &str, schema: Value) -> Value {
    let mut schemas = Map::new();
    schemas.insert(name.to_owned(), schema);
    json!({ "components": { "schemas": schemas } })
}

#[test]
fn what_explains_is_stripped_and_what_is_called_so_stays() {
    let mut value = document(
        "security",
        json!({
            "description": "A word.",
            "examples": ["x"],
            "properties": { "description": { "type": "string", "example": "y" }, "tags": { "type": "array" } },
        }),
    );
    strip(&mut value);
    let kept = json!({ "properties": { "description": { "type": "string" }, "tags": { "type": "array" } } });
    assert_eq!(value, document("security", kept));
}

#[test]
fn a_difference_is_found_and_told() {
    let before = document("Plate", json!({ "type": "string", "required": ["a", "b"] }));
    let now = document("Plate", json!({ "type": "integer", "required": ["b", "a"] }));
    let mut found = Vec::new();
    differences(&before, &now, "", &mut found);
    let places: Vec<&str> = found.iter().map(|found| found.place.as_str()).collect();
    let schema = "/components/schemas/Plate";
    assert_eq!(places, [&format!("{schema}/required/0"), &format!("{schema}/required/1"), &format!("{schema}/type")]);
    assert_eq!(found[2].shown(), format!("{schema}/type\n  - \"string\"\n  + \"integer\"\n"));
    assert!(is_within(places[0], schema) && !is_within(places[0], "/components/schemas/Pla"));
}

#[test]
fn a_renamed_schema_is_followed() {
    let mut before = document("Slot", json!({ "items": { "$ref": "#/components/schemas/Slot" } }));
    rename(&mut before, "Slot", "FreeSlot");
    assert_eq!(before, document("FreeSlot", json!({ "items": { "$ref": "#/components/schemas/FreeSlot" } })));
}
