//! A program written against an earlier document works against this one.
//!
//! `snapshots/before.json` is the earlier document. What explains may change freely: descriptions, summaries,
//! examples, tags, security schemes and the document's own title. What the document says more is no breach: a new
//! call, reply, type, optional field, or word of a list; the reviewed snapshot shows each. Everything else is equal byte for byte, but for
//! the names in [`RENAMED`] and the places in [`CHANGED`]. An entry that nothing needs fails too, so the lists tell
//! what changed and no more.

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
fn what_was_promised_is_kept() {
    let mut before: Value = serde_json::from_str(BEFORE).unwrap();
    let mut now: Value = serde_json::from_str(&openapi::json()).unwrap();
    strip(&mut before);
    strip(&mut now);
    for (old, new, reason) in RENAMED {
        assert!(!reason.is_empty(), "{old}: a name changes for a reason");
        rename(&mut before, old, new);
    }
    let mut found = Vec::new();
    breaches(&before, &now, "", Keys::Keywords, &mut found);
    for (place, reason) in CHANGED {
        assert!(!reason.is_empty(), "{place}: a promise changes for a reason");
        let all = found.len();
        found.retain(|breach| !is_within(&breach.place, place));
        assert!(found.len() < all, "{place} is listed as changed, but nothing differs there");
    }
    let shown: Vec<String> = found.iter().take(SHOWN).map(Breach::shown).collect();
    assert!(found.is_empty(), "{} places of the wire differ, first:\n\n{}", found.len(), shown.join("\n"));
}

/// One place where a promise is not kept. Whole values that came or went are one place.
struct Breach {
    place: String,
    before: Option<Value>,
    now: Option<Value>,
}

impl Breach {
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

/// The methods of a path, each with its call.
const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// What a JSON object holds: keywords of the document, or names of its own, of which there may be more.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keys {
    Keywords,
    Names,
}

/// Adds the places to `found` where `now` does not keep what `before` promised.
fn breaches(before: &Value, now: &Value, place: &str, keys: Keys, found: &mut Vec<Breach>) {
    match (before, now) {
        (Value::Object(before), Value::Object(now)) => {
            let all: std::collections::BTreeSet<&String> = before.keys().chain(now.keys()).collect();
            for key in all {
                let place = format!("{place}/{}", key.replace('~', "~0").replace('/', "~1"));
                let is_keyword = keys == Keys::Keywords;
                match (before.get(key), now.get(key)) {
                    (Some(Value::Array(before)), Some(Value::Array(now)))
                        if is_keyword && key == "enum" && before.iter().all(|word| now.contains(word)) => {}
                    (before, Some(Value::Array(now))) if is_keyword && key == "parameters" => {
                        let before = before.cloned().unwrap_or_else(|| json!([]));
                        let now = Value::Array(now.iter().filter(|now| is_asked(&before, now)).cloned().collect());
                        breaches(&before, &now, &place, Keys::Keywords, found);
                    }
                    (Some(before), Some(now)) => {
                        let below =
                            if is_keyword && NAMES.contains(&key.as_str()) { Keys::Names } else { Keys::Keywords };
                        breaches(before, now, &place, below, found);
                    }
                    (None, Some(_)) if !is_keyword || METHODS.contains(&key.as_str()) => {}
                    (before, now) => found.push(Breach { place, before: before.cloned(), now: now.cloned() }),
                }
            }
        }
        (Value::Array(before), Value::Array(now)) if before.len() == now.len() => {
            for (index, (before, now)) in before.iter().zip(now).enumerate() {
                breaches(before, now, &format!("{place}/{index}"), Keys::Keywords, found);
            }
        }
        _ if before == now => {}
        _ => found.push(Breach { place: place.to_owned(), before: Some(before.clone()), now: Some(now.clone()) }),
    }
}

/// Whether a parameter is known from before, or must be sent: one that may be sent is no breach.
fn is_asked(before: &Value, parameter: &Value) -> bool {
    let known = |old: &Value| old["name"] == parameter["name"] && old["in"] == parameter["in"];
    parameter["required"] == json!(true) || before.as_array().is_some_and(|before| before.iter().any(known))
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
fn a_breach_is_found_and_told() {
    let before = document("Plate", json!({ "type": "string", "required": ["a", "b"] }));
    let now = document("Plate", json!({ "type": "integer", "required": ["b", "a"] }));
    let mut found = Vec::new();
    breaches(&before, &now, "", Keys::Keywords, &mut found);
    let places: Vec<&str> = found.iter().map(|found| found.place.as_str()).collect();
    let schema = "/components/schemas/Plate";
    assert_eq!(places, [&format!("{schema}/required/0"), &format!("{schema}/required/1"), &format!("{schema}/type")]);
    assert_eq!(found[2].shown(), format!("{schema}/type\n  - \"string\"\n  + \"integer\"\n"));
    assert!(is_within(places[0], schema) && !is_within(places[0], "/components/schemas/Pla"));
}

#[test]
fn more_is_no_breach_and_less_or_other_is_one() {
    let before = json!({
        "paths": { "/a": { "get": { "parameters": [], "responses": { "200": {} } } } },
        "components": { "schemas": {
            "Word": { "type": "string", "enum": ["a", "b"] },
            "Row": { "type": "object", "required": ["a"], "properties": { "a": { "type": "string" } } },
        } },
    });
    let with = |place: &str, value: Value| {
        let mut now = before.clone();
        let (parent, name) = place.rsplit_once('/').unwrap();
        let parent = now.pointer_mut(parent).unwrap().as_object_mut().unwrap();
        if value.is_null() {
            parent.remove(name);
        } else {
            parent.insert(name.to_owned(), value);
        }
        let mut found = Vec::new();
        breaches(&before, &now, "", Keys::Keywords, &mut found);
        found.into_iter().map(|breach| breach.place).collect::<Vec<_>>()
    };
    let (word, row) = ("/components/schemas/Word", "/components/schemas/Row");
    for (place, value) in [
        ("/paths/~1b".to_owned(), json!({ "get": {} })),
        ("/paths/~1a/post".to_owned(), json!({})),
        ("/paths/~1a/get/parameters".to_owned(), json!([{ "name": "b", "required": false }])),
        ("/paths/~1a/get/responses/404".to_owned(), json!({})),
        ("/components/schemas/More".to_owned(), json!({ "type": "string" })),
        (format!("{row}/properties/b"), json!({ "type": "string" })),
        (format!("{word}/enum"), json!(["a", "c", "b"])),
    ] {
        assert_eq!(with(&place, value), [""; 0], "{place}");
    }
    for (place, value) in [
        ("/paths/~1a/get".to_owned(), Value::Null),
        ("/paths/~1a/get/parameters".to_owned(), json!([{ "name": "b", "required": true }])),
        (row.to_owned(), Value::Null),
        (format!("{row}/properties/a"), Value::Null),
        (format!("{row}/properties/a"), json!({ "type": "string", "maxLength": 3 })),
        (format!("{row}/required"), json!(["a", "b"])),
        (format!("{word}/enum"), json!(["a"])),
        (format!("{word}/pattern"), json!("a")),
    ] {
        assert_eq!(with(&place, value.clone()).len(), 1, "{place} {value}");
    }
}

#[test]
fn a_renamed_schema_is_followed() {
    let mut before = document("Slot", json!({ "items": { "$ref": "#/components/schemas/Slot" } }));
    rename(&mut before, "Slot", "FreeSlot");
    assert_eq!(before, document("FreeSlot", json!({ "items": { "$ref": "#/components/schemas/FreeSlot" } })));
}
