//! The delivery explanation: a visit's record, explained in nine parts.

use super::visit::extra_work;
use crate::http::problem::Failure;
use crate::wire::OnTheWire;
use bayside_api::problem::Code;
use bayside_api::statement as wire;
use bayside_domain::codes::Payer;
use bayside_domain::event::VisitEvent;
use bayside_domain::statement::{Lines, Totals};
use bayside_workflow::visit_record::VisitRecord;

/// The released statement; `NotFound` before its release.
pub fn explained(record: &VisitRecord) -> Result<wire::Statement, Failure> {
    let state = record.state();
    let (released_at, charged) = state.released.ok_or_else(|| Failure::new(Code::NotFound))?;
    let draft = record.statement(released_at);
    let lines = Lines::parse(draft.lines.clone()).map_err(|errors| {
        let pointers: Vec<String> = errors.iter().map(bayside_domain::statement::LineError::pointer).collect();
        tracing::error!(?pointers, "the lines of a released statement do not obey the rules");
        Failure::new(Code::Internal)
    })?;
    let dealer = &record.dealer;
    let money = |amount: i64| dealer.file.money(amount);
    let at = |instant| dealer.wire(instant);
    let steps = record.bridge(&draft, charged).map_err(|error| {
        tracing::error!(code = error.code(), "a released statement has no bridge");
        Failure::new(Code::Internal)
    })?;
    let mut checks = Vec::new();
    let mut inspected = Vec::new();
    for inspection in state.inspections.iter().filter(|inspection| inspection.passed) {
        let note = record.check_note(inspection.event);
        checks.extend(note.checks.into_iter().map(wire::Check::from));
        inspected.push(wire::Inspected {
            step: inspection.step,
            by: record.name_of(inspection.by),
            at: at(inspection.at),
            findings: note.findings,
        });
    }
    let asked_at = record.events.first().map_or(state.appointment.start, |first| first.at);
    let asked_by = record.events.first().map(|first| record.name_of(first.by)).unwrap_or_default();
    let mileage_out = record.events.iter().rev().find_map(|recorded| match recorded.event {
        VisitEvent::Delivered { mileage_km } => mileage_km,
        _ => None,
    });
    Ok(wire::Statement {
        released_at: at(released_at),
        version: state.releases,
        asked: wire::Asked { text: record.person.concern.clone(), at: at(asked_at), by: asked_by },
        found: draft.found.into_iter().map(wire::Finding::from).collect(),
        done: state
            .jobs
            .iter()
            .map(|job| wire::Done {
                id: job.id.clone(),
                title: record.job_name(&job.id),
                by: job.technician.as_deref().map(|id| record.technician(id)),
                from: job.started_at.map(at),
                to: job.completed_at.map(at),
                detail: draft
                    .done
                    .iter()
                    .find(|note| note.job == job.id)
                    .map(|note| note.detail.clone())
                    .unwrap_or_default(),
                amount: money(lines.of_job(&job.id, Payer::Customer)),
            })
            .collect(),
        extra_work: extra_work(record),
        parties: wire::Parties {
            customer: record.person.name.clone(),
            customer_phone: record.masked_phone(),
            plate: record.person.plate.clone(),
            model: record.person.model.clone(),
            vin: record.person.vin.clone(),
            engine_no: draft.engine_no,
            repairer: record.text(&dealer.file.name),
            address: record.text(&dealer.file.address),
            credit_code: dealer.file.credit_code.clone(),
            arrived_at: at(state.arrived_at.unwrap_or(state.appointment.start)),
            mileage_in_km: Some(record.mileage_km()),
            mileage_out_km: mileage_out.or(draft.mileage_out_km),
        },
        lines: lines.iter().map(|(line, amount)| wire::StatementLine::of(line, amount, dealer.file.currency)).collect(),
        totals: Totals::of(&lines, dealer.file.prices)
            .as_slice()
            .iter()
            .map(|total| wire::PayerTotal {
                payer: total.payer,
                lines: money(total.lines),
                taxes: total
                    .taxes
                    .iter()
                    .map(|tax| wire::Tax { rate_bp: tax.rate_bp, amount: money(tax.amount), included: tax.included })
                    .collect(),
                total: money(total.total),
            })
            .collect(),
        bridge: steps
            .into_iter()
            .map(|step| wire::BridgeStep {
                kind: step.kind.into(),
                title: step.title,
                amount: money(step.amount),
                reason: step.reason,
                by: step.by,
                at: step.at.map(at),
            })
            .collect(),
        checks,
        inspected,
        replaced_parts: draft.replaced_parts.into_iter().map(wire::ReplacedPart::from).collect(),
        warranty: draft.warranty.unwrap_or(dealer.file.warranty).into(),
        next_service: draft.next_service.map(wire::NextService::from),
        care_tips: draft.care_tips,
        follow_up: record.person.follow_up.map(wire::FollowUp::from),
        released_by: state.released_by.map(|by| record.name_of(by)).unwrap_or_default(),
        acceptance: record.acceptance.as_ref().map(|signature| wire::Acceptance {
            name: signature.name.clone(),
            at: at(signature.at),
            signature_svg: signature.path.clone(),
        }),
        unclear: state.unclear.iter().cloned().collect(),
    })
}
