//! The customer's private page: progress, answers, the explained statement, the signature.

use crate::app::{App, AtDealer};
use crate::http::extract::{Json, Locale};
use crate::http::limits::{Client, Operation};
use crate::http::problem::{Failure, FieldChecks, Refusal, Rejection};
use crate::live;
use crate::routes::dealers::adviser;
use crate::routes::screens::resume_after;
use crate::wire::visit::{extra_work, promises, reached};
use crate::wire::{self, OnTheWire};
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bayside_api::problem::{Code, Problem};
use bayside_api::statement::Statement;
use bayside_api::visit::{AcceptanceRequest, DecisionRequest, FollowUpPreference, Job, UnclearRequest, Visit};
use bayside_domain::event::{Actor, VisitEvent};
use bayside_domain::visit::Phase;
use bayside_domain::words::Decision;
use bayside_store::{SignatureRow, VisitRow};
use bayside_workflow::House;
use bayside_workflow::remaining_work;
use bayside_workflow::tokens::Purpose;
use bayside_workflow::visit_record::VisitRecord;
use futures::future::BoxFuture;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The longest signature path, in bytes.
const SIGNATURE_BYTES_MAX: usize = 40_000;

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
}

/// Progress, promises, extra work.
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

fn page(house: &House, record: &VisitRecord) -> Visit {
    let (dealer, state) = (&record.dealer, record.state());
    let at = |instant| dealer.wire(instant);
    let money = |amount: i64| dealer.file.money(amount);
    let signed = state.signed_at.is_some();
    Visit {
        dealer: dealer.file.slug.clone(),
        dealer_name: record.text(&dealer.file.name),
        zone: dealer.file.zone.clone(),
        phone: dealer.file.phone.clone(),
        as_of: at(house.now()),
        version: state.version,
        number: state.number.unwrap_or_default(),
        plate: record.person.plate.clone(),
        model: record.person.model.clone(),
        addressed_as: record.addressed_as(),
        adviser: adviser(dealer, &state.adviser, &record.speaks()),
        stay: state.stay,
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

/// Changes the visit of a token under the dealer's lock and answers with the page.
async fn change(
    app: &App,
    token: &str,
    locale: Option<String>,
    work: impl for<'t> FnOnce(&'t mut AtDealer<'_, '_>, &'t mut VisitRow) -> BoxFuture<'t, Result<(), Failure>>
    + Send
    + 'static,
) -> Result<Visit, Failure> {
    let (dealer, visit) = app.open_token(Purpose::Visit, token).await?;
    let id = visit.id;
    app.at_dealer(&dealer, move |at| {
        Box::pin(async move {
            let mut visit = at.tx.visit(at.dealer.id, id).await?.ok_or_else(|| Failure::new(Code::NotFound))?;
            work(at, &mut visit).await?;
            at.tx.save_visit(at.dealer.id, &visit).await?;
            let record = VisitRecord::at(at, id, locale.as_deref()).await?;
            Ok(page(at.house, &record))
        })
    })
    .await
}

/// Marks a line as unclear, or as clear again.
#[utoipa::path(post, path = "/visits/{token}/statement/unclear", tag = "private page", params(("token" = String, Path)), request_body = UnclearRequest,
    responses((status = 204), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn unclear(
    State(app): State<App>,
    Path(token): Path<String>,
    client: Client,
    body: Json<UnclearRequest>,
) -> Result<StatusCode, Rejection> {
    app.limits.check(Operation::Write, client)?;
    let line = body.value.line;
    change(&app, &token, None, move |at, visit| {
        Box::pin(async move {
            if visit.state.released.is_none() {
                return Err(Failure::new(Code::NotFound));
            }
            let record = VisitRecord::at(at, visit.id, None).await?;
            let statement = wire::statement::explained(&record)?;
            let ids = statement.lines.iter().map(|line| &line.id);
            let ids = ids
                .chain(statement.found.iter().map(|found| &found.id))
                .chain(statement.done.iter().map(|done| &done.id));
            let extra = statement.extra_work.iter().any(|extra| format!("extra-{}", extra.id) == line);
            if !extra && !ids.into_iter().any(|id| *id == line) {
                return Err(Failure::at("/line", "unknown-line"));
            }
            at.append(visit, Actor::Customer, VisitEvent::Unclear { line }).await?;
            Ok(())
        })
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Checks who signs and the pen's path.
pub fn checked_signature(name: &str, path: Option<&str>, checks: &mut FieldChecks) {
    checks.text("/name", name, 1, 60);
    let Some(path) = path else { return };
    let is_path = path.len() <= SIGNATURE_BYTES_MAX && is_pen_path(path);
    if !is_path {
        checks.wrong("/signature_svg".to_owned(), "signature-path");
    }
}

/// Whether a path is made of M and L with absolute numbers inside the pad of 350 × 160.
fn is_pen_path(path: &str) -> bool {
    let inside = |point: &str| {
        let numbers: Vec<f64> =
            point.split([' ', ',']).filter(|part| !part.is_empty()).map_while(|part| part.parse().ok()).collect();
        let parts = point.split([' ', ',']).filter(|part| !part.is_empty()).count();
        parts == 2 && matches!(numbers[..], [x, y] if (0.0..=350.0).contains(&x) && (0.0..=160.0).contains(&y))
    };
    let plain =
        path.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'M' | b'L' | b'.' | b'-' | b' ' | b','));
    plain && path.starts_with('M') && path.split(['M', 'L']).skip(1).all(inside)
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
) -> Result<axum::Json<Visit>, Rejection> {
    app.limits.check(Operation::Write, client)?;
    let AcceptanceRequest { name, signature_svg } = body.value;
    let mut checks = FieldChecks::new();
    checked_signature(&name, signature_svg.as_deref(), &mut checks);
    checks.finish()?;
    let page = change(&app, &token, locale, move |at, visit| {
        Box::pin(async move {
            if visit.state.accepted_at.is_some() {
                return Err(Failure::new(Code::AlreadyDone));
            }
            if !visit.state.allows(bayside_domain::words::Step::Accept) {
                return Err(
                    Refusal { allowed: Some(visit.state.allowed()), ..Refusal::new(Code::StepNotAllowed) }.into()
                );
            }
            let signature = SignatureRow {
                purpose: "delivery".to_owned(),
                name: name.trim().to_owned(),
                path: signature_svg,
                at: at.now,
            };
            at.tx.put_signature(at.dealer.id, visit.id, &signature).await?;
            at.append(visit, Actor::Customer, VisitEvent::Accepted).await?;
            Ok(())
        })
    })
    .await?;
    Ok(axum::Json(page))
}

/// How the customer wishes to be called afterwards.
#[utoipa::path(post, path = "/visits/{token}/follow-up-preference", tag = "private page", params(("token" = String, Path)), request_body = FollowUpPreference,
    responses((status = 204), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn follow_up_preference(
    State(app): State<App>,
    Path(token): Path<String>,
    client: Client,
    body: Json<FollowUpPreference>,
) -> Result<StatusCode, Rejection> {
    app.limits.check(Operation::Write, client)?;
    let wish = body.value;
    if wish.hour > 23 {
        return Err(Failure::at("/hour", "too-large").into());
    }
    change(&app, &token, None, move |at, visit| {
        Box::pin(async move {
            let person = at.tx.person(at.dealer.id, visit.id).await?;
            let mut person = person.ok_or_else(|| Failure::new(Code::NotFound))?;
            person.follow_up = Some(wish.into());
            at.tx.put_person(at.dealer.id, visit.id, &person).await?;
            at.append(visit, Actor::Customer, VisitEvent::FollowUpPreferred).await?;
            Ok(())
        })
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The customer's answer to extra work.
#[utoipa::path(post, path = "/visits/{token}/extra-work/{item}/decision", tag = "private page", params(("token" = String, Path), ("item" = i64, Path)),
    request_body = DecisionRequest, responses((status = 200, body = Visit), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn decision(
    State(app): State<App>,
    Path((token, item)): Path<(String, i64)>,
    client: Client,
    Locale(locale): Locale,
    body: Json<DecisionRequest>,
) -> Result<axum::Json<Visit>, Rejection> {
    app.limits.check(Operation::Write, client)?;
    let DecisionRequest { decision, quote_version } = body.value;
    let page = change(&app, &token, locale, move |at, visit| {
        Box::pin(async move {
            let extra = visit.state.extra_work.iter().find(|extra| extra.id == item).copied();
            let extra = extra.ok_or_else(|| Failure::new(Code::NotFound))?;
            if extra.version != quote_version {
                return Err(Failure::new(Code::QuoteChanged));
            }
            if matches!(extra.decision, Some(given) if given != Decision::CallMe)
                || visit.state.phase != Phase::OnSite
                || visit.state.released.is_some()
            {
                return Err(Failure::new(Code::AlreadyDone));
            }
            let event = VisitEvent::ExtraWorkDecided { item, version: quote_version, decision };
            at.append(visit, Actor::Customer, event).await?;
            if decision == Decision::Approve {
                remaining_work::follow(at, visit).await?;
            }
            Ok(())
        })
    })
    .await?;
    Ok(axum::Json(page))
}
