//! A customer finds their car on the lounge screen: its row is highlighted for some seconds. The screen shows nothing
//! more than before.

use crate::app::App;
use crate::http::extract::{NoBody, Path};
use crate::http::limits::{Client, Operation};
use crate::http::problem::Rejection;
use crate::http::reply::stored;
use crate::live::HIGHLIGHT_SECONDS;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use bayside_api::problem::Problem;
use bayside_api::screen::Highlight;
use bayside_workflow::screen;
use bayside_workflow::tokens::Purpose;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The calls of this part of the API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(create))
}

/// Makes the car's row on every screen of the dealer glow for a while.
#[utoipa::path(post, path = "/visits/{token}/highlight", tag = "private page", params(("token" = String, Path)),
    responses((status = 200, body = Highlight), (status = 404, body = Problem), (status = 409, body = Problem), (status = 429, body = Problem)))]
pub async fn create(
    State(app): State<App>,
    Path(token): Path<String>,
    client: Client,
    NoBody { once }: NoBody,
) -> Result<Response, Rejection> {
    let (dealer, visit) = app.open_token(Purpose::Visit, &token).await?;
    app.limits.check(Operation::Highlight, client)?;
    let work = stored::write(&app, &dealer, once, move |at| {
        Box::pin(async move {
            let number = screen::highlight(at, visit.id).await?;
            Ok(stored::reply(StatusCode::OK, &Highlight { number, seconds: HIGHLIGHT_SECONDS }, None))
        })
    });
    work.await
}
