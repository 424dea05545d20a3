//! Writing the work order, the statement and quotes of extra work.

use super::steps::refused;
use super::visits::change;
use crate::app::{App, AtDealer};
use crate::auth::Staff;
use crate::http::caller::{Adviser, Desk, Statement, Workshop};
use crate::http::extract::{IfMatch, Json, Locale};
use crate::http::problem::{Failure, FieldChecks, Refusal, Rejection};
use axum::extract::{Path, State};
use axum::response::Response;
use bayside_api::desk::{self, DeskVisit, ExtraWorkRequest};
use bayside_api::problem::{Code, Problem};
use bayside_domain::document::{ExtraWorkText, Line, StatementDraft, WorkOrder};
use bayside_domain::event::VisitEvent;
use bayside_domain::statement::{AMOUNT_MAX, Lines};
use bayside_domain::visit::Phase;
use bayside_store::VisitRow;
use bayside_workflow::contact::MILEAGE_KM_MAX;
use bayside_workflow::visit_record::VisitRecord;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

const ITEMS_MAX: usize = 40;

/// Checks lines, and that each names a job that is there.
fn check_lines(lines: &[Line], jobs: &[String], checks: &mut FieldChecks) {
    for error in Lines::parse(lines.to_vec()).err().unwrap_or_default() {
        checks.wrong(format!("/lines{}", error.pointer()), error.code());
    }
    for (index, line) in lines.iter().enumerate() {
        if line.job.as_ref().is_some_and(|job| !jobs.contains(job)) {
            checks.wrong(format!("/lines/{index}/job"), "unknown-job");
        }
    }
}

/// The calls of this part of the API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(work_order)).routes(routes!(statement)).routes(routes!(extra_work))
}

/// Writes the draft work order. Once signed it is locked.
#[utoipa::path(put, path = "/desk/{dealer}/visits/{id}/work-order", tag = "desk", params(("dealer" = String, Path), ("id" = i64, Path)),
    request_body = desk::WorkOrder, responses((status = 200, body = DeskVisit), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
pub async fn work_order(
    State(app): State<App>,
    Path((_, id)): Path<(String, i64)>,
    Desk { dealer, staff, .. }: Desk<Adviser>,
    read: IfMatch,
    Locale(locale): Locale,
    body: Json<desk::WorkOrder>,
) -> Result<Response, Rejection> {
    let order = WorkOrder::from(body.value);
    let mut checks = FieldChecks::new();
    if order.items.is_empty() {
        checks.wrong("/items".to_owned(), "required");
    } else if order.items.len() > ITEMS_MAX {
        checks.wrong("/items".to_owned(), "too-many");
    }
    for (index, item) in order.items.iter().enumerate().take(ITEMS_MAX) {
        checks.text(&format!("/items/{index}/id"), &item.id, 1, 60);
        checks.text(&format!("/items/{index}/name"), &item.name, 1, 120);
        if order.items[..index].iter().any(|known| known.id == item.id) || item.id.starts_with("extra-") {
            checks.wrong(format!("/items/{index}/id"), "duplicate");
        }
    }
    if order.mileage_in_km.is_some_and(|km| km > MILEAGE_KM_MAX) {
        checks.wrong("/mileage_in_km".to_owned(), "too-large");
    }
    let jobs: Vec<String> = order.items.iter().map(|item| item.id.clone()).collect();
    check_lines(&order.lines, &jobs, &mut checks);
    checks.finish()?;
    Ok(change(&app, staff, &dealer, id, read, locale, move |at, visit, staff| {
        Box::pin(async move { write_order(at, visit, staff, order).await })
    })
    .await?)
}

async fn write_order(
    at: &mut AtDealer<'_, '_>,
    visit: &mut VisitRow,
    staff: &Staff,
    order: WorkOrder,
) -> Result<(), Failure> {
    if visit.state.signed_at.is_some() || !matches!(visit.state.phase, Phase::Booked | Phase::OnSite) {
        return Err(Refusal { allowed: Some(visit.state.allowed()), ..Refusal::new(Code::StepNotAllowed) }.into());
    }
    let mut documents = at.tx.documents(at.dealer.id, visit.id).await?;
    documents.order = order;
    at.tx.put_documents(at.dealer.id, visit.id, &documents).await?;
    at.append(visit, staff.actor(), VisitEvent::OrderWritten).await?;
    Ok(())
}

/// Writes the statement's draft. Once released it is locked.
#[utoipa::path(put, path = "/desk/{dealer}/visits/{id}/statement", tag = "desk", params(("dealer" = String, Path), ("id" = i64, Path)),
    request_body = desk::StatementDraft, responses((status = 200, body = DeskVisit), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
pub async fn statement(
    State(app): State<App>,
    Path((_, id)): Path<(String, i64)>,
    Desk { dealer, staff, .. }: Desk<Statement>,
    read: IfMatch,
    Locale(locale): Locale,
    body: Json<desk::StatementDraft>,
) -> Result<Response, Rejection> {
    let draft = StatementDraft::from(body.value);
    let mut checks = FieldChecks::new();
    check_draft(&draft, &mut checks);
    checks.finish()?;
    Ok(change(&app, staff, &dealer, id, read, locale, move |at, visit, staff| {
        Box::pin(async move { write_statement(at, visit, staff, draft).await })
    })
    .await?)
}

fn check_draft(draft: &StatementDraft, checks: &mut FieldChecks) {
    let counts = [
        ("/found", draft.found.len()),
        ("/done", draft.done.len()),
        ("/differences", draft.differences.len()),
        ("/replaced_parts", draft.replaced_parts.len()),
        ("/care_tips", draft.care_tips.len()),
    ];
    for (pointer, _) in counts.into_iter().filter(|(_, count)| *count > ITEMS_MAX) {
        checks.wrong(pointer.to_owned(), "too-many");
    }
    for (index, found) in draft.found.iter().enumerate().take(ITEMS_MAX) {
        checks.text(&format!("/found/{index}/id"), &found.id, 1, 60);
        checks.text(&format!("/found/{index}/title"), &found.title, 1, 120);
        checks.text(&format!("/found/{index}/detail"), &found.detail, 0, 1000);
        if let Some(gauge) = &found.gauge {
            checks.text(&format!("/found/{index}/gauge/label"), &gauge.label, 1, 60);
            checks.text(&format!("/found/{index}/gauge/unit"), &gauge.unit, 0, 12);
            let values = [gauge.value_thousandths, gauge.limit_thousandths, gauge.new_thousandths];
            if values.iter().any(|value| !(0..=1_000_000_000).contains(value))
                || gauge.new_thousandths == gauge.limit_thousandths
            {
                checks.wrong(format!("/found/{index}/gauge"), "invalid");
            }
        }
    }
    for (index, done) in draft.done.iter().enumerate().take(ITEMS_MAX) {
        checks.text(&format!("/done/{index}/detail"), &done.detail, 0, 1000);
    }
    for (index, difference) in draft.differences.iter().enumerate().take(ITEMS_MAX) {
        checks.text(&format!("/differences/{index}/title"), &difference.title, 1, 120);
        checks.text(&format!("/differences/{index}/reason"), &difference.reason, 1, 500);
        if difference.amount.abs() > AMOUNT_MAX {
            checks.wrong(format!("/differences/{index}/amount"), "too-large");
        }
    }
    for (index, part) in draft.replaced_parts.iter().enumerate().take(ITEMS_MAX) {
        checks.text(&format!("/replaced_parts/{index}/name"), &part.name, 1, 120);
    }
    for (index, tip) in draft.care_tips.iter().enumerate().take(ITEMS_MAX) {
        checks.text(&format!("/care_tips/{index}"), tip, 1, 500);
    }
    if let Some(engine_no) = &draft.engine_no {
        checks.text("/engine_no", engine_no, 0, 40);
    }
    if draft.mileage_out_km.is_some_and(|km| km > MILEAGE_KM_MAX) {
        checks.wrong("/mileage_out_km".to_owned(), "too-large");
    }
    if let Some(warranty) = &draft.warranty
        && (warranty.km < warranty.statutory_km || warranty.days < warranty.statutory_days)
    {
        checks.wrong("/warranty".to_owned(), "below-statutory");
    }
}

async fn write_statement(
    at: &mut AtDealer<'_, '_>,
    visit: &mut VisitRow,
    staff: &Staff,
    draft: StatementDraft,
) -> Result<(), Failure> {
    if visit.state.signed_at.is_none() || visit.state.phase != Phase::OnSite || visit.state.released.is_some() {
        return Err(Refusal { allowed: Some(visit.state.allowed()), ..Refusal::new(Code::StepNotAllowed) }.into());
    }
    let mut checks = FieldChecks::new();
    let jobs: Vec<String> = visit.state.jobs.iter().map(|job| job.id.clone()).collect();
    check_lines(&draft.lines, &jobs, &mut checks);
    for (index, done) in draft.done.iter().enumerate() {
        if !jobs.contains(&done.job) {
            checks.wrong(format!("/done/{index}/job"), "unknown-job");
        }
    }
    checks.finish()?;
    let record = VisitRecord::at(at, visit.id, None).await?;
    let charged = record.charged(&draft);
    // What exceeds the authorised amount is refused here; what is not yet explained, at the release.
    if charged > record.authorised() {
        return Err(Refusal::new(Code::ChargeExceedsAuthorised).at("/lines", "charge-exceeds-authorised").into());
    }
    if !draft.differences.is_empty() {
        record.bridge(&draft, charged).map_err(|error| refused(&error))?;
    }
    let mut documents = record.documents;
    documents.statement = Some(draft);
    at.tx.put_documents(at.dealer.id, visit.id, &documents).await?;
    at.append(visit, staff.actor(), VisitEvent::StatementWritten).await?;
    Ok(())
}

/// Quotes extra work, or quotes it anew: a changed quote voids the earlier consent.
#[utoipa::path(post, path = "/desk/{dealer}/visits/{id}/extra-work", tag = "desk", params(("dealer" = String, Path), ("id" = i64, Path)),
    request_body = ExtraWorkRequest, responses((status = 200, body = DeskVisit), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
pub async fn extra_work(
    State(app): State<App>,
    Path((_, id)): Path<(String, i64)>,
    Desk { dealer, staff, .. }: Desk<Workshop>,
    read: IfMatch,
    Locale(locale): Locale,
    body: Json<ExtraWorkRequest>,
) -> Result<Response, Rejection> {
    let request = body.value;
    let mut checks = FieldChecks::new();
    checks.text("/title", &request.title, 1, 120);
    checks.text("/reason", &request.reason, 1, 1000);
    if !(0..=AMOUNT_MAX).contains(&request.price_amount) {
        checks.wrong("/price_amount".to_owned(), "negative");
    }
    if request.extra_minutes > 30 * 24 * 60 {
        checks.wrong("/extra_minutes".to_owned(), "too-large");
    }
    checks.finish()?;
    Ok(change(&app, staff, &dealer, id, read, locale, move |at, visit, staff| {
        Box::pin(async move { quote(at, visit, staff, request).await })
    })
    .await?)
}

/// Quotes extra work on a visit under repair.
pub async fn quote(
    at: &mut AtDealer<'_, '_>,
    visit: &mut VisitRow,
    staff: &Staff,
    request: ExtraWorkRequest,
) -> Result<(), Failure> {
    if visit.state.signed_at.is_none() || visit.state.phase != Phase::OnSite || visit.state.released.is_some() {
        return Err(Refusal { allowed: Some(visit.state.allowed()), ..Refusal::new(Code::StepNotAllowed) }.into());
    }
    let (item, version) = match request.id {
        Some(id) => {
            let known = visit.state.extra_work.iter().find(|extra| extra.id == id);
            (id, known.ok_or_else(|| Failure::at("/id", "unknown-item"))?.version + 1)
        }
        None => (visit.state.extra_work.iter().map(|extra| extra.id).max().unwrap_or(0) + 1, 1),
    };
    let mut documents = at.tx.documents(at.dealer.id, visit.id).await?;
    let text = ExtraWorkText { title: request.title.trim().to_owned(), reason: request.reason.trim().to_owned() };
    documents.extra_work.insert(item, text);
    at.tx.put_documents(at.dealer.id, visit.id, &documents).await?;
    let event = VisitEvent::ExtraWorkQuoted {
        item,
        version,
        amount: request.price_amount,
        minutes: request.extra_minutes,
        urgency: request.urgency,
    };
    at.append(visit, staff.actor(), event).await?;
    Ok(())
}
