//! The API document: a reviewed snapshot. A call is routed and documented by the same line, so none can miss.
//!
//! Whoever changes a route or a type of the wire renews the snapshot and commits it with the change:
//!
//! ```sh
//! INSTA_UPDATE=always cargo test --package bayside-server --test openapi
//! ```

#![expect(clippy::unwrap_used, reason = "in a test a panic is the answer")]

mod access;
mod before;
mod examples;
mod explained;

use bayside_server::openapi;
use serde_json::Value;
use std::collections::BTreeSet;

#[test]
fn the_document_is_as_reviewed() {
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("openapi", openapi::json());
    });
}

#[test]
fn every_call_has_a_name_of_its_own() {
    let document: Value = serde_json::from_str(&openapi::json()).unwrap();
    let mut names = BTreeSet::new();
    for (call, operation) in operations(&document) {
        let name = operation["operationId"].as_str().unwrap();
        assert!(names.insert(name.to_owned()), "{call}: two calls are named {name}");
    }
    assert!(names.len() > 60, "{names:?}");
}

/// Every call of the document, by method and path: `GET /healthz`.
fn operations(document: &Value) -> Vec<(String, Value)> {
    let mut operations = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in ["get", "post", "put", "patch", "delete"] {
            if let Some(operation) = item.get(method) {
                operations.push((format!("{} {path}", method.to_uppercase()), operation.clone()));
            }
        }
    }
    operations
}
