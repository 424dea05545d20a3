//! The steps that drive a visit through its seven stages.

use super::visits::change;
use crate::app::{App, AtDealer};
use crate::auth::Staff;
use crate::http::caller::{Anyone, Desk, Workshop};
use crate::http::extract::{IfMatch, Json, Locale};
use crate::http::problem::{Failure, FieldChecks, Refusal, Rejection};
use crate::messages;
use crate::routes::bookings::change::free;
use crate::routes::visits::checked_signature;
use axum::extract::{Path, State};
use axum::response::Response;
use bayside_api::desk::{DeskVisit, PromiseRequest, StepRequest};
use bayside_api::problem::{Code, Problem};
use bayside_domain::document::{self, Check, CheckNote};
use bayside_domain::event::{Actor, VisitEvent};
use bayside_domain::lounge::next_number;
use bayside_domain::statement::BridgeError;
use bayside_domain::statement::customer_total;
use bayside_domain::time::Instant;
use bayside_domain::visit::{Visit, may_do};
use bayside_domain::words::Step;
use bayside_store::{SignatureRow, VisitRow};
use bayside_workflow::contact::MILEAGE_KM_MAX;
use bayside_workflow::dealers::Dealer;
use bayside_workflow::remaining_work;
use bayside_workflow::visit_record::VisitRecord;
use chrono::Datelike;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The calls of this part of the API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(take)).routes(routes!(promise))
}

/// Takes a step.
#[utoipa::path(post, path = "/desk/{dealer}/visits/{id}/steps/{step}", tag = "desk",
    params(("dealer" = String, Path), ("id" = i64, Path), ("step" = Step, Path)), request_body = StepRequest,
    responses((status = 200, body = DeskVisit), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
pub async fn take(
    State(app): State<App>,
    Path((_, id, word)): Path<(String, i64, String)>,
    Desk { dealer, staff, .. }: Desk<Anyone>,
    read: IfMatch,
    Locale(locale): Locale,
    body: OptionalStep,
) -> Result<Response, Rejection> {
    let step = Step::from_word(&word).ok_or_else(|| Failure::new(Code::NotFound))?;
    if !may_do(staff.role, step) {
        return Err(Failure::new(Code::Forbidden).into());
    }
    let request = body.0;
    checked(&request)?;
    Ok(change(&app, staff, &dealer, id, read, locale, move |at, visit, staff| {
        Box::pin(async move { take_step(at, visit, staff.actor(), step, request).await })
    })
    .await?)
}

/// A step's body; none is an empty one.
pub struct OptionalStep(StepRequest);

impl axum::extract::FromRequest<App> for OptionalStep {
    type Rejection = Rejection;

    async fn from_request(request: axum::extract::Request, app: &App) -> Result<Self, Rejection> {
        let bare = !request.headers().contains_key(axum::http::header::CONTENT_TYPE);
        if bare && axum::body::HttpBody::size_hint(request.body()).exact() == Some(0) {
            return Ok(Self(StepRequest::default()));
        }
        Json::<StepRequest>::from_request(request, app).await.map(|body| Self(body.value))
    }
}

fn checked(request: &StepRequest) -> Result<(), Failure> {
    let mut checks = FieldChecks::new();
    if let Some(findings) = &request.findings {
        checks.text("/findings", findings, 0, 2000);
    }
    if let Some(reason) = &request.reason {
        checks.text("/reason", reason, 0, 500);
    }
    if request.checks.len() > 50 {
        checks.wrong("/checks", "too-many");
    }
    for (index, check) in request.checks.iter().enumerate().take(50) {
        checks.text(&format!("/checks/{index}/title"), &check.title, 1, 120);
        checks.text(&format!("/checks/{index}/measured"), &check.measured, 0, 120);
    }
    if request.mileage_km.is_some_and(|km| km > MILEAGE_KM_MAX) {
        checks.wrong("/mileage_km", "too-large");
    }
    if let Some(name) = &request.name {
        checked_signature(name, request.signature_svg.as_deref(), &mut checks);
    }
    if request.passed == Some(false) && request.findings.as_ref().is_none_or(|findings| findings.trim().is_empty()) {
        checks.wrong("/findings".to_owned(), "required");
    }
    checks.finish()
}

/// Whether a step is possible now: a no-show only after the dealer's grace time.
pub fn allows(dealer: &Dealer, visit: &Visit, step: Step, now: Instant) -> bool {
    let grace = i64::from(dealer.file.care.no_show_grace_minutes);
    visit.allows(step) && (step != Step::NoShow || now >= visit.start.plus_minutes(grace))
}

/// The steps that are possible now.
pub fn allowed(dealer: &Dealer, visit: &Visit, now: Instant) -> Vec<Step> {
    visit.allowed().into_iter().filter(|step| allows(dealer, visit, *step, now)).collect()
}

fn not_allowed(at: &AtDealer<'_, '_>, visit: &VisitRow) -> Failure {
    let allowed = Some(allowed(at.dealer, &visit.state, at.now));
    Refusal { allowed, ..Refusal::new(Code::StepNotAllowed) }.into()
}

/// Takes a step that was checked: appends its event, with what it brings along.
pub async fn take_step(
    at: &mut AtDealer<'_, '_>,
    visit: &mut VisitRow,
    by: Actor,
    step: Step,
    request: StepRequest,
) -> Result<(), Failure> {
    if !allows(at.dealer, &visit.state, step, at.now) {
        return Err(not_allowed(at, visit));
    }
    let mut note = request.reason.clone().filter(|reason| !reason.trim().is_empty());
    let event = match step {
        Step::PrepareAdviser | Step::PrepareParts | Step::PrepareBay | Step::PrepareTechnician => {
            VisitEvent::Prepared { step }
        }
        Step::Arrive => arrive(at, visit, &request).await?,
        Step::Inspect => VisitEvent::Inspected,
        Step::SignOrder => sign_order(at, visit, &request).await?,
        Step::Dispatch | Step::Start | Step::Pause | Step::Resume | Step::Complete => {
            job_event(at, visit, step, &request)?
        }
        Step::SelfCheck | Step::FinalInspection => {
            let passed = request.passed.unwrap_or(true);
            let findings = request.findings.unwrap_or_default().trim().to_owned();
            let checks = request.checks.into_iter().map(Check::from).collect();
            note = Some(document::write(&CheckNote { findings, checks }));
            if step == Step::SelfCheck {
                VisitEvent::SelfChecked { passed }
            } else {
                VisitEvent::FinalInspected { passed }
            }
        }
        Step::Wash => VisitEvent::Washed,
        Step::PrepareDelivery => {
            released_amount(at, visit).await?;
            VisitEvent::DeliveryPrepared
        }
        Step::Ready => VisitEvent::StatementReleased { charged: released_amount(at, visit).await? },
        Step::Accept => {
            if let Some(name) = request.name {
                sign(at, visit.id, "delivery", &name, request.signature_svg).await?;
            }
            VisitEvent::Accepted
        }
        Step::Settle => VisitEvent::Settled,
        Step::HandOver => VisitEvent::Delivered { mileage_km: request.mileage_km },
        Step::FollowUp => VisitEvent::FollowedUp,
        Step::Close => VisitEvent::Closed,
        Step::Cancel => VisitEvent::Cancelled,
        Step::NoShow => VisitEvent::NoShow,
    };
    let number = at.append(visit, by, event).await?;
    if let Some(note) = note {
        at.tx.add_note(at.dealer.id, number, visit.id, note.trim()).await?;
    }
    if matches!(step, Step::Cancel | Step::NoShow | Step::Ready) {
        free(at, visit).await?;
    } else if remaining_work::moves(step) {
        remaining_work::follow(at, visit).await?;
    }
    match step {
        Step::Cancel => messages::cancelled(at, visit).await?,
        Step::Arrive | Step::NoShow => messages::silence(at, visit.id).await?,
        _ => {}
    }
    Ok(())
}

async fn arrive(at: &mut AtDealer<'_, '_>, visit: &VisitRow, request: &StepRequest) -> Result<VisitEvent, Failure> {
    // Who drew a number before keeps it.
    let drawn = if visit.state.walk_in { at.tx.ticket_of_visit(at.dealer.id, visit.id).await? } else { None };
    let number = match drawn {
        Some(ticket) => ticket.number,
        None => draw_number(at).await?,
    };
    if let Some(mileage_km) = request.mileage_km {
        let mut documents = at.tx.documents(at.dealer.id, visit.id).await?;
        documents.order.mileage_in_km = Some(mileage_km);
        at.tx.put_documents(at.dealer.id, visit.id, &documents).await?;
    }
    Ok(VisitEvent::Arrived { number, mileage_km: request.mileage_km })
}

/// The next lounge number that nobody has today.
pub async fn draw_number(at: &mut AtDealer<'_, '_>) -> Result<u16, Failure> {
    let day = i64::from(at.dealer.date(at.now).num_days_from_ce());
    let used = at.tx.numbers_in_use(at.dealer.id, day).await?;
    let last = u16::try_from(at.row.last_number).unwrap_or_default();
    let number = next_number(last, &|number| used.contains(&i64::from(number)));
    let number =
        number.ok_or_else(|| Failure::from(Refusal::new(Code::Unavailable).detail("every lounge number is in use")))?;
    at.row.last_number = i64::from(number);
    Ok(number)
}

async fn sign_order(at: &mut AtDealer<'_, '_>, visit: &VisitRow, request: &StepRequest) -> Result<VisitEvent, Failure> {
    let order = at.tx.documents(at.dealer.id, visit.id).await?.order;
    if order.items.is_empty() {
        return Err(Failure::at("/work_order/items", "required"));
    }
    let promised_at = match request.promised_at {
        Some(promised_at) => {
            let promised_at = crate::wire::instant(promised_at);
            in_reach(at, promised_at)?;
            promised_at
        }
        // A late car cannot be promised for a time that has passed.
        None => visit.state.ready_estimate.max(at.now.plus_minutes(15)),
    };
    if let Some(name) = &request.name {
        sign(at, visit.id, "order", name, request.signature_svg.clone()).await?;
    }
    Ok(VisitEvent::OrderSigned {
        estimate: customer_total(&order.lines, at.dealer.file.prices),
        jobs: order.items.iter().map(|item| item.id.clone()).collect(),
        wants_wash: order.wants_wash,
        promised_at,
    })
}

fn job_event(
    at: &AtDealer<'_, '_>,
    visit: &VisitRow,
    step: Step,
    request: &StepRequest,
) -> Result<VisitEvent, Failure> {
    let id = request.job.as_deref().ok_or_else(|| Failure::at("/job", "required"))?;
    let job = visit.state.job(id).ok_or_else(|| Failure::at("/job", "unknown-job"))?;
    if !visit.state.job_allows(job, step) {
        return Err(not_allowed(at, visit));
    }
    let job = id.to_owned();
    Ok(match step {
        Step::Dispatch => {
            let technician = request.technician.clone().filter(|technician| !technician.is_empty());
            if technician.as_deref().is_some_and(|id| at.dealer.file.technician(id).is_none()) {
                return Err(Failure::at("/technician", "unknown-technician"));
            }
            VisitEvent::Dispatched { job, technician }
        }
        Step::Start => VisitEvent::Started { job },
        Step::Pause => VisitEvent::Paused { job },
        Step::Resume => VisitEvent::Resumed { job },
        _ => VisitEvent::Completed { job },
    })
}

/// What the statement would charge; refuses what is not explained or not authorised.
async fn released_amount(at: &mut AtDealer<'_, '_>, visit: &VisitRow) -> Result<i64, Failure> {
    let record = VisitRecord::at(at, visit.id, None).await?;
    let draft = record.statement(at.now);
    let charged = record.charged(&draft);
    record.bridge(&draft, charged).map_err(|error| refused(&error))?;
    Ok(charged)
}

/// A charge that is not authorised or not explained, as a problem.
pub fn refused(error: &BridgeError) -> Failure {
    let code = if error.code() == Code::ChargeExceedsAuthorised.as_str() {
        Code::ChargeExceedsAuthorised
    } else {
        Code::Invalid
    };
    Refusal::new(code).at(error.pointer(), error.code()).into()
}

async fn sign(
    at: &mut AtDealer<'_, '_>,
    visit: i64,
    purpose: &str,
    name: &str,
    path: Option<String>,
) -> Result<(), Failure> {
    let signature = SignatureRow { purpose: purpose.to_owned(), name: name.trim().to_owned(), path, at: at.now };
    Ok(at.tx.put_signature(at.dealer.id, visit, &signature).await?)
}

/// How far ahead a car may be promised, minutes: 90 days.
const PROMISE_MINUTES_MAX: i64 = 90 * 24 * 60;

fn in_reach(at: &AtDealer<'_, '_>, promised_at: bayside_domain::time::Instant) -> Result<(), Failure> {
    if promised_at < at.now {
        return Err(Failure::at("/promised_at", "in-the-past"));
    }
    if promised_at > at.now.plus_minutes(PROMISE_MINUTES_MAX) {
        return Err(Failure::at("/promised_at", "too-far"));
    }
    Ok(())
}

/// Changes the promised time, with a reason.
#[utoipa::path(post, path = "/desk/{dealer}/visits/{id}/promise", tag = "desk", params(("dealer" = String, Path), ("id" = i64, Path)),
    request_body = PromiseRequest, responses((status = 200, body = DeskVisit), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
pub async fn promise(
    State(app): State<App>,
    Path((_, id)): Path<(String, i64)>,
    Desk { dealer, staff, .. }: Desk<Workshop>,
    read: IfMatch,
    Locale(locale): Locale,
    body: Json<PromiseRequest>,
) -> Result<Response, Rejection> {
    let PromiseRequest { promised_at, reason } = body.value;
    let mut checks = FieldChecks::new();
    checks.text("/reason", &reason, 1, 500);
    checks.finish()?;
    let promised_at = crate::wire::instant(promised_at);
    Ok(change(&app, staff, &dealer, id, read, locale, move |at, visit, staff| {
        Box::pin(async move { change_promise(at, visit, staff, promised_at, &reason).await })
    })
    .await?)
}

/// Changes the promise; there is one only between the order's signature and the delivery.
pub async fn change_promise(
    at: &mut AtDealer<'_, '_>,
    visit: &mut VisitRow,
    staff: &Staff,
    promised_at: bayside_domain::time::Instant,
    reason: &str,
) -> Result<(), Failure> {
    if visit.state.signed_at.is_none() || visit.state.stage().is_none() {
        return Err(not_allowed(at, visit));
    }
    in_reach(at, promised_at)?;
    let event = at.append(visit, staff.actor(), VisitEvent::PromiseChanged { promised_at }).await?;
    at.tx.add_note(at.dealer.id, event, visit.id, reason.trim()).await?;
    Ok(())
}
