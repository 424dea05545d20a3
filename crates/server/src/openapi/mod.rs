//! The OpenAPI 3.1 document of the API, generated from the routes.

mod access;
mod examples;
mod once;
mod wording;

use crate::routes;
use utoipa::OpenApi;
use utoipa::openapi::OpenApi as Contract;
use utoipa::openapi::path::Operation;
use utoipa_axum::router::OpenApiRouter;

/// The head of the document; the routes add their calls.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Bayside",
        version = "1",
        description = "Booking, lounge screen, delivery explanation and staff desk of a car dealer's workshop.\n\n\
        Instants are RFC 3339 with the dealer's offset from UTC, dates are local to the dealer, durations are whole \
        minutes, distances are kilometres, quantities are thousandths and money is minor units (分, cent) beside its \
        ISO 4217 code. Requests refuse unknown fields; replies may gain \
        fields, and lists of words may gain words. Errors are RFC 9457 problems with a \
        stable `code`.\n\n\
        Private pages have no sign-in: the token in the path of a booking, a visit, a wish or a pairing is the \
        authorisation. Whoever has it may do what its owner may, and a wrong or dead token is answered with 404.",
        license(name = "MIT OR Apache-2.0")
    ),
    tags(
        (name = "public", description = "What anybody may call: free times, holds, bookings, call-backs and wishes. \
        A booking or a wish that exists is opened by the token in its path."),
        (name = "private page", description = "The customer's page of one visit. The token in the path, sent to the \
        customer when the car arrives, is the authorisation."),
        (name = "screens", description = "Screens in the house: pairing, the lounge board and the arrival kiosk. A \
        paired screen carries a token of its own."),
        (name = "desk", description = "What staff does. It needs a session, and most calls need one of certain roles."),
        (name = "demo", description = "What only a demo answers; elsewhere there is no such page."),
        (name = "program", description = "What an operator asks of the running program.")
    ),
    components(schemas(bayside_api::screen::RowChange, bayside_api::screen::Tick, bayside_api::desk::DeskChange))
)]
pub struct Document;

/// The document of all documented calls.
fn documented() -> Contract {
    OpenApiRouter::with_openapi(Document::openapi())
        .merge(routes::health::routes())
        .merge(routes::metrics::routes())
        .nest("/api/v1", routes::api())
        .into_openapi()
}

/// The document as JSON.
pub fn json() -> String {
    let mut document = documented();
    access::add_schemes(&mut document);
    for (method, path, operation) in operations(&mut document) {
        operation.operation_id = Some(operation_id(method, &path));
        operation.security = Some(access::needed(method, &path).requirements());
        once::add(method, &path, operation);
        wording::complete(operation);
        examples::add(operation);
    }
    document.to_pretty_json().expect("the document is JSON")
}

/// Every call of the document with its method and its path.
fn operations(document: &mut Contract) -> impl Iterator<Item = (&'static str, String, &mut Operation)> {
    document.paths.paths.iter_mut().flat_map(|(path, item)| {
        let operations = [
            ("get", &mut item.get),
            ("put", &mut item.put),
            ("post", &mut item.post),
            ("patch", &mut item.patch),
            ("delete", &mut item.delete),
        ];
        operations
            .into_iter()
            .filter_map(|(method, operation)| operation.as_mut().map(|operation| (method, path.clone(), operation)))
    })
}

/// A unique operation id for every call, since handlers of different paths have the same names:
/// `post_bookings_by_manage_token_cancel`.
fn operation_id(method: &str, path: &str) -> String {
    let path = path.strip_prefix("/api/v1").unwrap_or(path).replace("/{", "/by_").replace(['}', '.'], "_");
    let parts = path.split('/').map(|part| part.trim_matches('_')).filter(|part| !part.is_empty());
    let parts: Vec<&str> = std::iter::once(method).chain(parts).collect();
    parts.join("_").replace('-', "_")
}
