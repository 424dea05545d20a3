//! Examples of every request body, declared next to its type, and of the most important replies, from `replies.json`. A
//! test parses each as its type.

use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::LazyLock;
use utoipa::openapi::path::Operation;
use utoipa::openapi::{Content, Ref, RefOr};

static EXAMPLES: LazyLock<BTreeMap<String, Value>> = LazyLock::new(|| {
    let replies = serde_json::from_str::<BTreeMap<String, Value>>(include_str!("replies.json"));
    let mut all = replies.expect("replies are JSON by schema name");
    for (name, example) in bayside_api::examples::all() {
        all.insert(name.to_owned(), serde_json::from_str(example).expect("a test reads each example"));
    }
    all
});

/// Adds the examples of a call's request body and replies.
pub fn add(operation: &mut Operation) {
    let sent = operation.request_body.iter_mut().filter_map(written_here);
    let replies = operation.responses.responses.values_mut().filter_map(written_here);
    let sent = sent.flat_map(|body| body.content.values_mut());
    let contents = sent.chain(replies.flat_map(|response| response.content.values_mut()));
    for content in contents.filter_map(written_here) {
        if content.example.is_none() {
            content.example = schema_name(content).and_then(|name| EXAMPLES.get(name)).cloned();
        }
    }
}

/// The value, if it is written here and not a reference to another place of the document.
fn written_here<T>(part: &mut RefOr<T>) -> Option<&mut T> {
    match part {
        RefOr::T(part) => Some(part),
        RefOr::Ref(_) => None,
    }
}

/// The name of the schema that a body refers to.
fn schema_name(content: &Content) -> Option<&str> {
    match content.schema.as_ref()? {
        RefOr::Ref(Ref { ref_location, .. }) => ref_location.strip_prefix("#/components/schemas/"),
        RefOr::T(_) => None,
    }
}
