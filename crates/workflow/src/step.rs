//! The steps that drive a visit through its seven stages.

use crate::allowed_steps::{allows, not_allowed};
use crate::failure::{Failure, FieldChecks, Refusal};
use crate::outbox;
use crate::promise::in_reach;
use crate::remaining_work;
use crate::shown::Shown;
use crate::signature;
use crate::ticket::draw_number;
use crate::transaction::DealerTransaction;
use crate::visit_record::VisitRecord;
use bayside_domain::codes::SignaturePurpose;
use bayside_domain::codes::Step;
use bayside_domain::document::{self, Check, CheckNote};
use bayside_domain::error_code::Code;
use bayside_domain::event::{Actor, Subject, VisitEvent};
use bayside_domain::language::Asked;
use bayside_domain::limits::{
    CHECKS_MAX, FINDINGS_CHARS_MAX, MEASURED_CHARS_MAX, MILEAGE_KM_MAX, REASON_CHARS_MAX, TITLE_CHARS_MAX,
};
use bayside_domain::statement::{BridgeError, customer_total};
use bayside_domain::time::Instant;
use bayside_store::VisitRow;

/// The input of a step. Fields that a step does not use are ignored.
#[derive(Debug, Clone, Default)]
pub struct StepInput {
    /// The job's id, for dispatch, start, pause, resume and complete.
    pub job: Option<String>,
    /// The technician's id, for dispatch.
    pub technician: Option<String>,
    /// Whether a check was passed; true by default.
    pub passed: Option<bool>,
    /// Remarks of a check; needed when it failed.
    pub findings: Option<String>,
    /// Measured values of a check.
    pub checks: Vec<Check>,
    /// The first promised time, for sign-order; by default the booking's ready estimate.
    pub promised_at: Option<Instant>,
    /// Who signs, for sign-order and accept.
    pub name: Option<String>,
    /// The pen's path, for sign-order and accept.
    pub signature_svg: Option<String>,
    /// The reason, for pause, cancel, no-show, follow-up and close.
    pub reason: Option<String>,
    /// The odometer in kilometres, for arrive and leave.
    pub mileage_km: Option<u32>,
    /// The estimate and the promise that were shown, for sign-order.
    pub shown: Shown,
}

impl StepInput {
    /// Checks the fields that can be checked without the visit.
    pub fn check(&mut self) -> Result<(), Failure> {
        let mut checks = FieldChecks::new();
        if let Some(findings) = &mut self.findings {
            checks.text("/findings", findings, 0, FINDINGS_CHARS_MAX);
        }
        if let Some(reason) = &mut self.reason {
            checks.text("/reason", reason, 0, REASON_CHARS_MAX);
        }
        if self.checks.len() > CHECKS_MAX {
            checks.wrong("/checks", "too-many");
        }
        for (index, check) in self.checks.iter_mut().enumerate().take(CHECKS_MAX) {
            checks.text(&format!("/checks/{index}/title"), &mut check.title, 1, TITLE_CHARS_MAX);
            checks.line(&format!("/checks/{index}/measured"), &mut check.measured, 0, MEASURED_CHARS_MAX);
        }
        if self.mileage_km.is_some_and(|km| km > MILEAGE_KM_MAX) {
            checks.wrong("/mileage_km", "too-large");
        }
        if let Some(name) = &mut self.name {
            signature::check(name, self.signature_svg.as_deref(), &mut checks);
        }
        if self.passed == Some(false) && self.findings.as_ref().is_none_or(String::is_empty) {
            checks.wrong("/findings", "required");
        }
        checks.finish()
    }
}

/// Takes a checked step: appends its event and does what follows from it.
pub async fn take(
    at: &mut DealerTransaction<'_, '_>,
    visit: &mut VisitRow,
    by: Actor,
    step: Step,
    request: StepInput,
) -> Result<(), Failure> {
    if !allows(at.dealer, &visit.state, step, at.now) {
        return Err(not_allowed(at, visit));
    }
    let mut note = request.reason.clone().filter(|reason| !reason.is_empty());
    let event = match step {
        Step::PrepareAdviser | Step::PrepareParts | Step::PrepareBay | Step::PrepareTechnician => {
            VisitEvent::Prepared { step }
        }
        Step::Arrive => arrive(at, visit, &request).await?,
        Step::Inspect => VisitEvent::Inspected,
        Step::SignOrder => sign_order(at, visit, &request).await?,
        Step::Dispatch => {
            let job = job_of(at, visit, step, &request)?;
            VisitEvent::Dispatched { job, technician: technician(at, &request)? }
        }
        Step::Start => VisitEvent::Started { job: job_of(at, visit, step, &request)? },
        Step::Pause => VisitEvent::Paused { job: job_of(at, visit, step, &request)? },
        Step::Resume => VisitEvent::Resumed { job: job_of(at, visit, step, &request)? },
        Step::Complete => VisitEvent::Completed { job: job_of(at, visit, step, &request)? },
        Step::SelfCheck | Step::FinalInspection => {
            let passed = request.passed.unwrap_or(true);
            let findings = request.findings.unwrap_or_default();
            note = Some(document::write(&CheckNote { findings, checks: request.checks }));
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
                signature::keep(at, visit.id, SignaturePurpose::Delivery, &name, request.signature_svg).await?;
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
        at.tx.add_note(at.dealer.id, number, Subject::Visit(visit.id), &note).await?;
    }
    if matches!(step, Step::Cancel | Step::NoShow | Step::Ready) {
        remaining_work::release_unused(at, visit).await?;
    } else if remaining_work::changes_remaining_work(step) {
        remaining_work::reschedule(at, visit).await?;
    }
    match step {
        Step::Cancel => outbox::cancelled(at, visit).await?,
        Step::Arrive | Step::NoShow => outbox::drop_pending(at, visit.id).await?,
        _ => {}
    }
    Ok(())
}

async fn arrive(
    at: &mut DealerTransaction<'_, '_>,
    visit: &VisitRow,
    request: &StepInput,
) -> Result<VisitEvent, Failure> {
    // A walk-in with a ticket keeps its number.
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

async fn sign_order(
    at: &mut DealerTransaction<'_, '_>,
    visit: &VisitRow,
    request: &StepInput,
) -> Result<VisitEvent, Failure> {
    let order = at.tx.documents(at.dealer.id, visit.id).await?.order;
    if order.items.is_empty() {
        return Err(Failure::at("/work_order/items", "required"));
    }
    let promised_at = match request.promised_at {
        Some(promised_at) => {
            in_reach(at, promised_at)?;
            promised_at
        }
        // If the car is late, the promise must still be in the future.
        None => visit.state.appointment.ready_estimate.max(at.now.plus_minutes(15)),
    };
    let estimate = customer_total(&order.lines, at.dealer.file.prices);
    let now = Shown { amount: Some(estimate), promised_at: Some(promised_at), version: None };
    request.shown.compare(now, Code::OrderChanged)?;
    if let Some(name) = &request.name {
        signature::keep(at, visit.id, SignaturePurpose::Order, name, request.signature_svg.clone()).await?;
    }
    Ok(VisitEvent::OrderSigned {
        estimate,
        jobs: order.items.iter().map(|item| item.id.clone()).collect(),
        wants_wash: order.wants_wash,
        promised_at,
    })
}

/// The id of the job of a step; refused unless the job allows the step.
fn job_of(
    at: &DealerTransaction<'_, '_>,
    visit: &VisitRow,
    step: Step,
    request: &StepInput,
) -> Result<String, Failure> {
    let id = request.job.as_deref().ok_or_else(|| Failure::at("/job", "required"))?;
    let job = visit.state.job(id).ok_or_else(|| Failure::at("/job", "unknown-job"))?;
    if !visit.state.job_allows(job, step) {
        return Err(not_allowed(at, visit));
    }
    Ok(id.to_owned())
}

/// The technician of a dispatch, if one is named.
fn technician(at: &DealerTransaction<'_, '_>, request: &StepInput) -> Result<Option<String>, Failure> {
    let technician = request.technician.clone().filter(|technician| !technician.is_empty());
    if technician.as_deref().is_some_and(|id| at.dealer.file.technician(id).is_none()) {
        return Err(Failure::at("/technician", "unknown-technician"));
    }
    Ok(technician)
}

/// The amount that the statement would charge; refused if it is not explained or not authorised.
async fn released_amount(at: &mut DealerTransaction<'_, '_>, visit: &VisitRow) -> Result<i64, Failure> {
    let record = VisitRecord::at(at, visit.id, Asked::default()).await?;
    let draft = record.statement(at.now);
    let charged = record.charged(&draft);
    record.bridge(&draft, charged).map_err(|error| refused(&error))?;
    Ok(charged)
}

/// A charge that is not authorised or not explained, as a refusal.
pub fn refused(error: &BridgeError) -> Failure {
    let code = if error.code() == Code::ChargeExceedsAuthorised.as_str() {
        Code::ChargeExceedsAuthorised
    } else {
        Code::Invalid
    };
    Refusal::new(code).at(error.pointer(), error.code()).into()
}
