//! The contract as a document (OpenAPI 3.1), generated from the handlers.

use crate::handlers::{availability, bookings, dealers, demo, desk, holds, screens, visits};
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
        bookings::get,
        bookings::cancel,
        bookings::reschedule,
        bookings::calendar,
        visits::get,
        visits::events,
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
        screens::confirm,
        screens::list,
        demo::clock,
    ),
    components(schemas(bayside_api::screen::RowChange, bayside_api::screen::Tick, bayside_api::desk::DeskChange))
)]
pub struct Document;

/// The document as JSON.
pub fn json() -> String {
    Document::openapi().to_pretty_json().expect("the document is JSON")
}
