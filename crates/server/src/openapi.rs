//! The contract as a document (OpenAPI 3.1), generated from the routes.

use crate::http::router;
use utoipa::OpenApi;

/// What the document says of itself; the routes add their calls.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Bayside",
        version = "1",
        description = "Booking, lounge screen, delivery explanation and staff desk of a car dealer's workshop. \
        Instants carry the dealer's offset, dates are the dealer's, durations are minutes, money is minor units. Errors are RFC 9457 problems with a stable code.",
        license(name = "MIT OR Apache-2.0")
    ),
    components(schemas(bayside_api::screen::RowChange, bayside_api::screen::Tick, bayside_api::desk::DeskChange))
)]
pub struct Document;

/// The document as JSON.
pub fn json() -> String {
    let mut document = router::documented();
    for (path, item) in &mut document.paths.paths {
        let operations = [
            ("get", &mut item.get),
            ("put", &mut item.put),
            ("post", &mut item.post),
            ("patch", &mut item.patch),
            ("delete", &mut item.delete),
        ];
        for (method, operation) in operations {
            if let Some(operation) = operation {
                operation.operation_id = Some(operation_id(method, path));
            }
        }
    }
    document.to_pretty_json().expect("the document is JSON")
}

/// A name of its own for every call, since handlers of different paths are called alike:
/// `post_bookings_by_manage_token_cancel`.
fn operation_id(method: &str, path: &str) -> String {
    let path = path.strip_prefix("/api/v1").unwrap_or(path).replace("/{", "/by_").replace(['}', '.'], "_");
    let parts = path.split('/').map(|part| part.trim_matches('_')).filter(|part| !part.is_empty());
    let parts: Vec<&str> = std::iter::once(method).chain(parts).collect();
    parts.join("_").replace('-', "_")
}
