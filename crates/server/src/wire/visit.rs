//! Conversions of a visit's record that the private page and the desk share.

use super::instant;
use crate::wire::OnTheWire;
use bayside_api::desk;
use bayside_api::visit as wire;
use bayside_domain::document::Check;
use bayside_domain::document::ExtraWorkText;
use bayside_workflow::extra_work::QuoteInput;
use bayside_workflow::shown::Shown;
use bayside_workflow::step::StepInput;
use bayside_workflow::visit_record::VisitRecord;

/// The extra work with its texts, in the order in which it was quoted.
pub fn extra_work(record: &VisitRecord) -> Vec<wire::ExtraWork> {
    let extra_work = record.state().extra_work.iter();
    extra_work
        .map(|extra| {
            let ExtraWorkText { title, reason } = record.extra_text(extra.id);
            wire::ExtraWork {
                id: extra.id,
                title,
                reason,
                urgency: extra.urgency,
                price: record.dealer.file.money(extra.amount),
                extra_minutes: extra.minutes,
                quote_version: extra.version,
                decision: extra.decision,
                decided_at: extra.decided_at.map(|at| record.dealer.wire(at)),
                take_back_until: record.state().take_back_until(extra).map(|at| record.dealer.wire(at)),
            }
        })
        .collect()
}

/// Every promise with its reason, oldest first.
pub fn promises(record: &VisitRecord) -> Vec<wire::Promise> {
    let promises = record.state().promises.iter();
    promises
        .map(|promise| wire::Promise {
            promised_at: record.dealer.wire(promise.promised_at),
            given_at: record.dealer.wire(promise.given_at),
            by: record.name_of(promise.by),
            reason: record.note(promise.event),
        })
        .collect()
}

/// When each public stage was reached.
pub fn reached(record: &VisitRecord) -> Vec<wire::StageReached> {
    let reached = record.state().reached.iter();
    reached.map(|(stage, at)| wire::StageReached { stage: *stage, at: record.dealer.wire(*at) }).collect()
}

/// The input of a step.
pub fn step(request: desk::StepRequest) -> StepInput {
    StepInput {
        job: request.job,
        technician: request.technician,
        passed: request.passed,
        findings: request.findings,
        checks: request.checks.into_iter().map(Check::from).collect(),
        promised_at: request.promised_at.map(instant),
        name: request.name,
        signature_svg: request.signature_svg,
        reason: request.reason,
        mileage_km: request.mileage_km,
        shown: request.shown.map_or_else(Shown::default, |shown| Shown {
            amount: shown.estimate_amount,
            promised_at: shown.promised_at.map(instant),
            version: None,
        }),
    }
}

/// The input of a quote of extra work.
pub fn quote(request: desk::ExtraWorkRequest) -> QuoteInput {
    let desk::ExtraWorkRequest { id, title, reason, urgency, price_amount, extra_minutes } = request;
    QuoteInput { id, title, reason, urgency, price_amount, extra_minutes }
}
