//! An example of every body that is sent, and of the replies that matter most: what the files in `examples/`
//! say of the schema by its name. The tests read each as the type it stands for.

use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::LazyLock;
use utoipa::openapi::path::Operation;
use utoipa::openapi::{Content, Ref, RefOr};

static EXAMPLES: LazyLock<BTreeMap<String, Value>> = LazyLock::new(|| {
    let files = [include_str!("examples/requests.json"), include_str!("examples/replies.json")];
    let read = |text| serde_json::from_str::<BTreeMap<String, Value>>(text).expect("examples are JSON by schema name");
    files.into_iter().flat_map(read).collect()
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
