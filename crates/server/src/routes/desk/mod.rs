//! The staff desk.

pub mod callbacks;
pub mod calls;
pub mod documents;
pub mod explain;
pub mod invitations;
pub mod messages;
pub mod outages;
pub mod phone;
pub mod session;
pub mod settings;
pub mod steps;
pub mod tickets;
pub mod view;
pub mod visits;
pub mod waitlist;

use crate::app::App;
use utoipa_axum::router::OpenApiRouter;

/// The calls of the desk.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(outages::routes())
        .merge(callbacks::routes())
        .merge(calls::routes())
        .merge(explain::routes())
        .merge(invitations::routes())
        .merge(messages::routes())
        .merge(documents::routes())
        .merge(phone::routes())
        .merge(session::routes())
        .merge(settings::routes())
        .merge(steps::routes())
        .merge(tickets::routes())
        .merge(visits::routes())
        .merge(waitlist::routes())
}
