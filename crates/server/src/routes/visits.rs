//! The calls of the customer's private page: progress, answers, the explained statement, the signature.

use crate::app::{App, DealerTransaction};
use crate::http::extract::{Json, Locale, Path};
use crate::http::limits::{Client, Operation};
use crate::http::problem::{Failure, Rejection};
use crate::http::reply::stored;
use crate::live;
use crate::routes::dealers::adviser;
use crate::routes::screens::resume_after;
use crate::wire::visit::{extra_work, promises, reached};
use crate::wire::{self, OnTheWire};
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bayside_api::problem::Problem;
use bayside_api::statement::Statement;
use bayside_api::visit::{
    AcceptanceRequest, DecisionRequest, FollowUpPreference, Job, TakeBackRequest, UnclearRequest, Visit,
};
use bayside_domain::ids::ExtraWorkId;
use bayside_domain::language::Asked;
use bayside_store::VisitRow;
use bayside_workflow::Context;
use bayside_workflow::expected_version::ExpectedVersion;
use bayside_workflow::idempotency::{IdempotentRequest, StoredReply};
use bayside_workflow::shown::Shown;
use bayside_workflow::tokens::Purpose;
use bayside_workflow::visit_record::VisitRecord;
use bayside_workflow::{extra_work, private_page, signature, visit};
use futures::future::BoxFuture;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The calls of this part of the API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(get))
        .routes(routes!(events))
        .routes(routes!(statement))
        .routes(routes!(unclear))
        .routes(routes!(acceptance))
        .routes(routes!(follow_up_preference))
        .routes(routes!(decision))
        .routes(routes!(take_back))
}

/// The customer's private page: progress, promises and extra work.
#[utoipa::path(get, path = "/visits/{token}", tag = "private page", params(("token" = String, Path)),
    responses((status = 200, body = Visit), (status = 404, body = Problem)))]
pub async fn get(
    State(app): State<App>,
    Path(token): Path<String>,
    Locale(locale): Locale,
) -> Result<Response, Rejection> {
    let (dealer, visit) = app.open_token(Purpose::Visit, &token).await?;
    let record = VisitRecord::load(&app, &dealer, visit.id, locale).await?;
    Ok(private(axum::Json(page(&app, &record))))
}

fn private(reply: impl IntoResponse) -> Response {
    ([(header::CACHE_CONTROL, "no-store")], reply).into_response()
}

fn page(context: &Context, record: &VisitRecord) -> Visit {
    let (dealer, state) = (&record.dealer, record.state());
    let at = |instant| dealer.wire(instant);
    let money = |amount: i64| dealer.file.money(amount);
    let signed = state.signed_at.is_some();
    Visit {
        dealer: dealer.file.slug.clone(),
        dealer_name: record.text(&dealer.file.name),
        written_in: dealer.file.locales.first().copied().unwrap_or_default().tag().to_owned(),
        zone: dealer.file.zone.clone(),
        phone: dealer.file.phone.clone(),
        as_of: at(context.now()),
        version: state.version,
        number: state.number.unwrap_or_default(),
        plate: record.person.plate.clone(),
        model: record.person.model.clone(),
        addressed_as: record.addressed_as(),
        adviser: adviser(dealer, &state.appointment.adviser, &record.speaks()),
        stay: state.appointment.stay,
        stage: state.stage(),
        flag: state.flag(),
        reached: reached(record),
        promised_at: state.promised_at().map(at),
        promises: promises(record),
        jobs: state
            .jobs
            .iter()
            .map(|job| Job {
                id: job.id.clone(),
                name: record.job_name(&job.id),
                state: job.state,
                technician: job.technician.as_deref().map(|id| record.technician(id)),
                estimate: money(record.job_estimate(&job.id)),
            })
            .collect(),
        estimate: signed.then(|| money(record.estimate())),
        authorised: signed.then(|| money(record.authorised())),
        extra_work: extra_work(record),
        statement_ready: state.released.is_some(),
        accepted_at: state.accepted_at.map(at),
        left_at: state.left_at.map(at),
    }
}

/// Tells that the page has changed, as server-sent events.
#[utoipa::path(get, path = "/visits/{token}/events", tag = "private page", params(("token" = String, Path), ("after" = Option<i64>, Query)),
    responses((status = 200, content_type = "text/event-stream"), (status = 404, body = Problem)))]
pub async fn events(
    State(app): State<App>,
    Path(token): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Rejection> {
    let (dealer, visit) = app.open_token(Purpose::Visit, &token).await?;
    Ok(live::visit_stream(&app, &dealer, &visit, resume_after(&headers, query.as_deref())).await?)
}

/// The explained statement, once it is released.
#[utoipa::path(get, path = "/visits/{token}/statement", tag = "private page", params(("token" = String, Path)),
    responses((status = 200, body = Statement), (status = 404, body = Problem)))]
pub async fn statement(
    State(app): State<App>,
    Path(token): Path<String>,
    Locale(locale): Locale,
) -> Result<Response, Rejection> {
    let (dealer, visit) = app.open_token(Purpose::Visit, &token).await?;
    let record = VisitRecord::load(&app, &dealer, visit.id, locale).await?;
    Ok(private(axum::Json(wire::statement::explained(&record)?)))
}

/// Changes the visit of a token once under the dealer's lock, and replies with what `answer` makes of it.
async fn change(
    app: &App,
    token: &str,
    locale: Asked,
    once: IdempotentRequest,
    answer: fn(&Context, &VisitRecord) -> StoredReply,
    work: impl for<'t> FnOnce(&'t mut DealerTransaction<'_, '_>, &'t mut VisitRow) -> BoxFuture<'t, Result<(), Failure>>
    + Send
    + 'static,
) -> Result<Response, Rejection> {
    let (dealer, visit) = app.open_token(Purpose::Visit, token).await?;
    let id = visit.id;
    let work = stored::write(app, &dealer, once, move |at| {
        Box::pin(async move {
            visit::change(at, id, ExpectedVersion::Any, work).await?;
            Ok(answer(at.context, &VisitRecord::at(at, id, locale).await?))
        })
    });
    work.await
}

/// The changed page.
fn changed(context: &Context, record: &VisitRecord) -> StoredReply {
    stored::reply(StatusCode::OK, &page(context, record), Some(record.visit.id.into()))
}

/// Marks a line as unclear, or as clear again.
#[utoipa::path(post, path = "/visits/{token}/statement/unclear", tag = "private page", params(("token" = String, Path)), request_body = UnclearRequest,
    responses((status = 204), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn unclear(
    State(app): State<App>,
    Path(token): Path<String>,
    client: Client,
    body: Json<UnclearRequest>,
) -> Result<Response, Rejection> {
    app.limits.check(Operation::Write, client)?;
    let line = body.value.line;
    change(
        &app,
        &token,
        Asked::default(),
        body.once,
        |_, _| stored::done(),
        move |at, visit| Box::pin(private_page::mark_unclear(at, visit, line)),
    )
    .await
}

/// The customer's signature for the delivery.
#[utoipa::path(post, path = "/visits/{token}/acceptance", tag = "private page", params(("token" = String, Path)), request_body = AcceptanceRequest,
    responses((status = 200, body = Visit), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn acceptance(
    State(app): State<App>,
    Path(token): Path<String>,
    client: Client,
    Locale(locale): Locale,
    body: Json<AcceptanceRequest>,
) -> Result<Response, Rejection> {
    app.limits.check(Operation::Write, client)?;
    let AcceptanceRequest { mut name, signature_svg, statement_version, shown } = body.value;
    let amount = shown.and_then(|shown| shown.total_amount);
    let shown = Shown { amount, promised_at: None, version: statement_version };
    signature::checked(&mut name, signature_svg.as_deref())?;
    change(&app, &token, locale, body.once, changed, move |at, visit| {
        Box::pin(private_page::accept(at, visit, name, signature_svg, shown))
    })
    .await
}

/// How the customer wishes to be called afterwards.
#[utoipa::path(post, path = "/visits/{token}/follow-up-preference", tag = "private page", params(("token" = String, Path)), request_body = FollowUpPreference,
    responses((status = 204), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn follow_up_preference(
    State(app): State<App>,
    Path(token): Path<String>,
    client: Client,
    body: Json<FollowUpPreference>,
) -> Result<Response, Rejection> {
    app.limits.check(Operation::Write, client)?;
    let wish = body.value.into();
    private_page::check_follow_up(&wish)?;
    change(
        &app,
        &token,
        Asked::default(),
        body.once,
        |_, _| stored::done(),
        move |at, visit| Box::pin(private_page::prefer_follow_up(at, visit, wish)),
    )
    .await
}

/// The customer's answer to extra work.
#[utoipa::path(post, path = "/visits/{token}/extra-work/{item}/decision", tag = "private page", params(("token" = String, Path), ("item" = i64, Path)),
    request_body = DecisionRequest, responses((status = 200, body = Visit), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn decision(
    State(app): State<App>,
    Path((token, item)): Path<(String, ExtraWorkId)>,
    client: Client,
    Locale(locale): Locale,
    body: Json<DecisionRequest>,
) -> Result<Response, Rejection> {
    app.limits.check(Operation::Write, client)?;
    let DecisionRequest { decision, quote_version, shown } = body.value;
    let shown = shown.unwrap_or_default();
    let promised_at = shown.promised_at.map(wire::instant);
    let shown = Shown { amount: shown.price_amount, promised_at, version: None };
    change(&app, &token, locale, body.once, changed, move |at, visit| {
        Box::pin(extra_work::decide(at, visit, item, quote_version, decision, shown))
    })
    .await
}

/// Takes an answer back that was just given; the quote is open again.
#[utoipa::path(post, path = "/visits/{token}/extra-work/{item}/take-back", tag = "private page", params(("token" = String, Path), ("item" = i64, Path)),
    request_body = TakeBackRequest, responses((status = 200, body = Visit), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn take_back(
    State(app): State<App>,
    Path((token, item)): Path<(String, ExtraWorkId)>,
    client: Client,
    Locale(locale): Locale,
    body: Json<TakeBackRequest>,
) -> Result<Response, Rejection> {
    app.limits.check(Operation::Write, client)?;
    let quote_version = body.value.quote_version;
    change(&app, &token, locale, body.once, changed, move |at, visit| {
        Box::pin(extra_work::take_back(at, visit, item, quote_version))
    })
    .await
}
