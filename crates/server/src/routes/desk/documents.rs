//! Writing the work order, the statement and quotes of extra work.

use super::visits::change;
use crate::app::App;
use crate::http::caller::{OrderWriting, Quoting, StaffCaller, StatementWriting};
use crate::http::extract::{IfMatch, Json, Locale, Path};
use crate::http::problem::Rejection;
use crate::wire;
use axum::extract::State;
use axum::response::Response;
use bayside_api::desk::{self, DeskVisit, ExtraWorkRequest};
use bayside_api::problem::Problem;
use bayside_domain::document::{StatementDraft, WorkOrder};
use bayside_domain::ids::VisitId;
use bayside_workflow::{extra_work, order, statement};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The calls of this part of the API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(write_work_order))
        .routes(routes!(write_statement))
        .routes(routes!(quote_extra_work))
}

/// Writes the draft work order. Once signed it is locked.
#[utoipa::path(put, path = "/desk/{dealer}/visits/{id}/work-order", tag = "desk", params(("dealer" = String, Path), ("id" = i64, Path)),
    request_body = desk::WorkOrder, responses((status = 200, body = DeskVisit), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
pub async fn write_work_order(
    State(app): State<App>,
    StaffCaller { staff, .. }: StaffCaller<OrderWriting>,
    Path((_, id)): Path<(String, VisitId)>,
    read: IfMatch,
    Locale(locale): Locale,
    body: Json<desk::WorkOrder>,
) -> Result<Response, Rejection> {
    let mut order = WorkOrder::from(body.value);
    order::check(&mut order)?;
    let by = staff.actor();
    change(&app, staff, body.once, (id, read, locale), move |at, visit| Box::pin(order::write(at, visit, by, order)))
        .await
}

/// Writes the statement's draft. Once released it is locked.
#[utoipa::path(put, path = "/desk/{dealer}/visits/{id}/statement", tag = "desk", params(("dealer" = String, Path), ("id" = i64, Path)),
    request_body = desk::StatementDraft, responses((status = 200, body = DeskVisit), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
pub async fn write_statement(
    State(app): State<App>,
    StaffCaller { staff, .. }: StaffCaller<StatementWriting>,
    Path((_, id)): Path<(String, VisitId)>,
    read: IfMatch,
    Locale(locale): Locale,
    body: Json<desk::StatementDraft>,
) -> Result<Response, Rejection> {
    let mut draft = StatementDraft::from(body.value);
    statement::check(&mut draft)?;
    let by = staff.actor();
    change(&app, staff, body.once, (id, read, locale), move |at, visit| {
        Box::pin(statement::write(at, visit, by, draft))
    })
    .await
}

/// Quotes extra work, or quotes it anew: a changed quote voids the earlier consent.
#[utoipa::path(post, path = "/desk/{dealer}/visits/{id}/extra-work", tag = "desk", params(("dealer" = String, Path), ("id" = i64, Path)),
    request_body = ExtraWorkRequest, responses((status = 200, body = DeskVisit), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
pub async fn quote_extra_work(
    State(app): State<App>,
    StaffCaller { staff, .. }: StaffCaller<Quoting>,
    Path((_, id)): Path<(String, VisitId)>,
    read: IfMatch,
    Locale(locale): Locale,
    body: Json<ExtraWorkRequest>,
) -> Result<Response, Rejection> {
    let mut quote = wire::visit::quote(body.value);
    quote.check()?;
    let by = staff.actor();
    change(&app, staff, body.once, (id, read, locale), move |at, visit| {
        Box::pin(extra_work::quote(at, visit, by, quote))
    })
    .await
}
