//! The contract as a document (OpenAPI 3.1), generated from the handlers.

use crate::handlers::{
    arrivals, availability, bookings, callbacks, dealers, demo, desk, find, health, highlight, holds, screens, triage,
    visits, waitlist,
};
use utoipa::OpenApi;

/// The document.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Bayside",
        version = "1",
        description = "Booking, lounge screen, delivery explanation and staff desk of a car dealer's workshop. \
        Instants carry the dealer's offset, dates are the dealer's, durations are minutes, money is minor units. Errors are RFC 9457 problems with a stable code.",
        license(name = "MIT OR Apache-2.0")
    ),
    paths(
        dealers::list,
        dealers::get,
        availability::get,
        holds::create,
        holds::renew,
        holds::delete,
        bookings::create,
        bookings::read::get,
        bookings::change::cancel,
        bookings::change::reschedule,
        bookings::read::calendar,
        find::find,
        callbacks::create,
        triage::get,
        waitlist::create,
        waitlist::get,
        waitlist::accept,
        waitlist::decline,
        waitlist::delete,
        visits::get,
        visits::events,
        highlight::create,
        visits::statement,
        visits::unclear,
        visits::acceptance,
        visits::follow_up_preference,
        visits::decision,
        screens::begin,
        screens::status,
        screens::claim,
        screens::lounge,
        screens::lounge_events,
        screens::revoke,
        screens::reload,
        arrivals::queue,
        arrivals::create,
        desk::session::sign_in,
        desk::session::get,
        desk::session::sign_out,
        desk::visits::list,
        desk::visits::get,
        desk::visits::walk_in,
        desk::visits::events,
        desk::steps::take,
        desk::steps::promise,
        desk::papers::work_order,
        desk::papers::statement,
        desk::papers::extra_work,
        desk::messages::list,
        desk::messages::preview,
        desk::messages::retry,
        desk::settings::get,
        desk::settings::put,
        desk::blocks::list,
        desk::blocks::create,
        desk::blocks::lift,
        desk::explain::get,
        desk::phone::create,
        desk::invitations::invitations,
        desk::invitations::invited,
        desk::invitations::invite,
        desk::calls::confirmations,
        desk::calls::confirmed,
        desk::tickets::list,
        desk::tickets::call,
        desk::tickets::end,
        desk::callbacks::list,
        desk::callbacks::take,
        desk::callbacks::outcome,
        desk::waitlist::list,
        screens::confirm,
        screens::list,
        demo::clock,
        health::healthz,
        health::readyz,
        crate::metrics::guarded,
    ),
    components(schemas(bayside_api::screen::RowChange, bayside_api::screen::Tick, bayside_api::desk::DeskChange))
)]
pub struct Document;

/// The document as JSON.
pub fn json() -> String {
    let mut document = Document::openapi();
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
