//! The API document: a reviewed snapshot, and every route in it.
//!
//! Whoever changes a route or a type of the wire renews the snapshot and commits it with the change:
//!
//! ```sh
//! INSTA_UPDATE=always cargo test --package bayside-server --test openapi
//! ```

#![expect(clippy::unwrap_used, reason = "in a test a panic is the answer")]

mod before;

use bayside_server::openapi;
use serde_json::Value;
use std::collections::BTreeSet;

/// The text of the router: axum cannot be asked for its routes.
const ROUTES: &str = include_str!("../../src/routes.rs");
/// What the document leaves out: itself.
const LEFT_OUT: &str = "GET /api/v1/openapi.json";

#[test]
fn the_document_is_as_reviewed() {
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("openapi", openapi::json());
    });
}

#[test]
fn every_route_is_in_the_document_and_nothing_else() {
    let document: Value = serde_json::from_str(&openapi::json()).unwrap();
    let mut documented = BTreeSet::from([LEFT_OUT.to_owned()]);
    let mut names = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in METHODS.iter().filter(|method| item.get(method).is_some()) {
            documented.insert(call(method, path));
            let name = item[method]["operationId"].as_str().unwrap();
            assert!(names.insert(name.to_owned()), "two calls are named {name}");
        }
    }
    let routed = routed();
    assert!(routed.len() > 40, "{routed:?}");
    let missing: Vec<_> = routed.difference(&documented).collect();
    let dangling: Vec<_> = documented.difference(&routed).collect();
    assert!(missing.is_empty(), "not in the document: {missing:?}");
    assert!(dangling.is_empty(), "in the document, but not routed: {dangling:?}");
}

const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// `POST /api/v1/bookings/{}/cancel`: parameters may be called differently.
fn call(method: &str, path: &str) -> String {
    let parts = path.split('/').map(|part| if part.starts_with('{') { "{}" } else { part });
    format!("{} {}", method.to_uppercase(), parts.collect::<Vec<_>>().join("/"))
}

/// What `routes.rs` answers: every `.route("…", get(…).post(…))`.
fn routed() -> BTreeSet<String> {
    let mut calls = BTreeSet::new();
    for route in ROUTES.split(".route(").skip(1) {
        let (_, rest) = route.split_once('"').unwrap();
        let (path, rest) = rest.split_once('"').unwrap();
        let path = if path.starts_with("/v1/") { format!("/api{path}") } else { path.to_owned() };
        let handlers = rest.split([';', '}']).next().unwrap_or_default();
        let words = handlers.split(|letter: char| !letter.is_alphanumeric() && !"_:(".contains(letter));
        for method in words.filter_map(|word| METHODS.iter().find(|method| word.starts_with(&format!("{method}(")))) {
            calls.insert(call(method, &path));
        }
    }
    calls
}
