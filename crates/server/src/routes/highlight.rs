//! A customer finds their car on the wall: its row glows for some seconds. The wall says no more than before.

use crate::app::App;
use crate::http::limits::{Client, Operation};
use crate::http::problem::{Failure, Rejection};
use crate::live::HIGHLIGHT_SECONDS;
use axum::extract::{Path, State};
use bayside_api::problem::{Code, Problem};
use bayside_api::screen::Highlight;
use bayside_domain::event::{Actor, HouseSubject, ScreenEvent};
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
) -> Result<axum::Json<Highlight>, Rejection> {
    let (dealer, visit) = app.open_token(Purpose::Visit, &token).await?;
    app.limits.check(Operation::Highlight, client)?;
    let id = visit.id;
    let number = app
        .at_dealer(&dealer, move |at| {
            Box::pin(async move {
                let visit = at.tx.visit(at.dealer.id, id).await?.ok_or_else(|| Failure::new(Code::NotFound))?;
                let on_board = visit.state.number.filter(|_| visit.state.stage().is_some());
                let number = on_board.ok_or_else(|| Failure::new(Code::NotOnBoard))?;
                at.append_event(HouseSubject, Actor::Customer, ScreenEvent::Highlighted { number }).await?;
                Ok(number)
            })
        })
        .await?;
    Ok(axum::Json(Highlight { number, seconds: HIGHLIGHT_SECONDS }))
}
