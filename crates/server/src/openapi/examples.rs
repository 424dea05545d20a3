//! An example of every body that is sent, from beside its type, and of the replies that matter most, from
//! `replies.json`. Each is read as its type by a test.

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

/// Adds the examples of what a call takes and gives.
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

/// What stands in the document at this place, not somewhere else that it refers to.
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
