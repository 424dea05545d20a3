//! The steps that drive a visit through its seven stages.

use super::visits::change;
use crate::app::App;
use crate::http::caller::{Anyone, Promising, StaffCaller};
use crate::http::extract::{IfMatch, Json, Locale, NoBody, Path};
use crate::http::problem::{Failure, Rejection};
use crate::wire;
use axum::RequestExt;
use axum::extract::State;
use axum::response::Response;
use bayside_api::desk::{DeskVisit, PromiseRequest, StepRequest};
use bayside_api::problem::{Code, Problem};
use bayside_domain::codes::Step;
use bayside_domain::ids::VisitId;
use bayside_domain::visit::may_do;
use bayside_workflow::{promise, step};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The calls of this part of the API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(take)).routes(routes!(promise))
}

/// Takes a step of a visit, such as arrival, dispatch or delivery.
#[utoipa::path(post, path = "/desk/{dealer}/visits/{id}/steps/{step}", tag = "desk",
    params(("dealer" = String, Path), ("id" = i64, Path), ("step" = Step, Path)), request_body = StepRequest,
    responses((status = 200, body = DeskVisit), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
pub async fn take(
    State(app): State<App>,
    StaffCaller { staff, .. }: StaffCaller<Anyone>,
    Path((_, id, word)): Path<(String, VisitId, String)>,
    read: IfMatch,
    Locale(locale): Locale,
    OptionalStep(body): OptionalStep,
) -> Result<Response, Rejection> {
    let step = Step::from_word(&word).ok_or_else(|| Failure::new(Code::NotFound))?;
    if !may_do(staff.role, step) {
        return Err(Failure::new(Code::Forbidden).into());
    }
    let mut input = wire::visit::step(body.value);
    input.check()?;
    let by = staff.actor();
    change(&app, staff, body.once, (id, read, locale), move |at, visit| {
        Box::pin(step::take(at, visit, by, step, input))
    })
    .await
}

/// The body of a step; a missing body counts as an empty one.
pub struct OptionalStep(Json<StepRequest>);

impl axum::extract::FromRequest<App> for OptionalStep {
    type Rejection = Rejection;

    async fn from_request(mut request: axum::extract::Request, app: &App) -> Result<Self, Rejection> {
        let bare = !request.headers().contains_key(axum::http::header::CONTENT_TYPE);
        if bare && axum::body::HttpBody::size_hint(request.body()).exact() == Some(0) {
            let NoBody { once } = request.extract_parts_with_state(app).await?;
            return Ok(Self(Json { value: StepRequest::default(), once }));
        }
        Json::from_request(request, app).await.map(Self)
    }
}

/// Changes the promised time, with a reason.
#[utoipa::path(post, path = "/desk/{dealer}/visits/{id}/promise", tag = "desk", params(("dealer" = String, Path), ("id" = i64, Path)),
    request_body = PromiseRequest, responses((status = 200, body = DeskVisit), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
pub async fn promise(
    State(app): State<App>,
    StaffCaller { staff, .. }: StaffCaller<Promising>,
    Path((_, id)): Path<(String, VisitId)>,
    read: IfMatch,
    Locale(locale): Locale,
    body: Json<PromiseRequest>,
) -> Result<Response, Rejection> {
    let PromiseRequest { promised_at, mut reason } = body.value;
    promise::check_reason(&mut reason)?;
    let promised_at = wire::instant(promised_at);
    let by = staff.actor();
    change(&app, staff, body.once, (id, read, locale), move |at, visit| {
        Box::pin(async move { promise::change(at, visit, by, promised_at, &reason).await })
    })
    .await
}
