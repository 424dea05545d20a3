//! Settings of a dealer that are changed at the desk.

use crate::app::App;
use crate::http::caller::{Anyone, Manager, StaffCaller};
use crate::http::extract::{IfMatch, Json};
use crate::http::problem::{Failure, Rejection};
use crate::http::reply::{stored, tagged};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use bayside_api::problem::Problem;
use bayside_api::settings::{Settings, WidgetSettings};
use bayside_store::Origins;
use bayside_workflow::idempotency::StoredReply;
use bayside_workflow::settings;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

fn wire(origins: Origins) -> Settings {
    Settings { widget: WidgetSettings { origins: origins.list.into_iter().map(String::from).collect() } }
}

/// The calls of this part of the API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(get, put))
}

/// The dealer's settings; everybody of the house may read them.
#[utoipa::path(get, path = "/desk/{dealer}/settings", tag = "desk", params(("dealer" = String, Path)),
    responses((status = 200, body = Settings), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub async fn get(
    State(app): State<App>,
    StaffCaller { dealer, .. }: StaffCaller<Anyone>,
) -> Result<Response, Rejection> {
    let id = dealer.id;
    let read = app.store.read::<_, Failure>(move |tx| Box::pin(async move { Ok(tx.origins(id).await?) }));
    let origins = read.await?;
    Ok(tagged(StatusCode::OK, origins.version, wire(origins)))
}

/// Changes the dealer's settings; only a manager may. Another's change since they were read is not overwritten.
#[utoipa::path(put, path = "/desk/{dealer}/settings", tag = "desk", params(("dealer" = String, Path)), request_body = Settings,
    responses((status = 200, body = Settings), (status = 401, body = Problem), (status = 403, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
pub async fn put(
    State(app): State<App>,
    StaffCaller { dealer, staff, .. }: StaffCaller<Manager>,
    read: IfMatch,
    body: Json<Settings>,
) -> Result<Response, Rejection> {
    let wanted = settings::check_origins(&body.value.widget.origins)?;
    let by = staff.actor();
    let work = stored::write(&app, &dealer, body.once, move |at| {
        Box::pin(async move {
            let origins = settings::put_origins(at, wanted, read.0, by).await?;
            let version = Some(origins.version);
            Ok(StoredReply { version, ..stored::reply(StatusCode::OK, &wire(origins), None) })
        })
    });
    let response = work.await?;
    // The next request to this process already uses the new setting.
    app.dealers.reload_origins(&app.store, dealer.id).await?;
    Ok(response)
}
