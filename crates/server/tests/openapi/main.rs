//! The API document: a reviewed snapshot. A call is routed and documented by the same line, so none can miss.
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
    for item in document["paths"].as_object().unwrap().values() {
        for method in ["get", "post", "put", "patch", "delete"].iter().filter_map(|method| item.get(method)) {
            let name = method["operationId"].as_str().unwrap();
            assert!(names.insert(name.to_owned()), "two calls are named {name}");
        }
    }
    assert!(names.len() > 60, "{names:?}");
}
