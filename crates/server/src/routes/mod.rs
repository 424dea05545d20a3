//! The routes of the API, one file for each part. The path, documentation, errors and handler of a call are in one
//! place.

pub mod arrivals;
pub mod availability;
pub mod bookings;
pub mod callbacks;
pub mod contacts;
pub mod dealers;
pub mod demo;
pub mod desk;
pub mod find;
pub mod health;
pub mod highlight;
pub mod holds;
pub mod metrics;
pub mod screens;
pub mod triage;
pub mod visits;
pub mod waitlist;

use crate::app::App;
use utoipa_axum::router::OpenApiRouter;

/// Every call below `/api/v1`.
pub fn api() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(dealers::routes())
        .merge(availability::routes())
        .merge(holds::routes())
        .merge(bookings::routes())
        .merge(find::routes())
        .merge(callbacks::routes())
        .merge(contacts::routes())
        .merge(triage::routes())
        .merge(waitlist::routes())
        .merge(visits::routes())
        .merge(highlight::routes())
        .merge(screens::routes())
        .merge(arrivals::routes())
        .merge(desk::routes())
        .merge(demo::routes())
}
