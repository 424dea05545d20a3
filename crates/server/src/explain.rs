//! The delivery explanation: a dossier told in nine parts (domain.md, stage 6).

use crate::dossier::Dossier;
use crate::http::problem::Failure;
use crate::wire::OnTheWire;
use bayside_api::problem::Code;
use bayside_api::statement as wire;
use bayside_domain::event::VisitEvent;
use bayside_domain::statement::{BridgeKind, Totals};
use bayside_domain::words::{LineKind, Payer};

/// The released statement; `NotFound` before its release.
pub fn statement(dossier: &Dossier) -> Result<wire::Statement, Failure> {
    let state = dossier.state();
    let (released_at, charged) = state.released.ok_or_else(|| Failure::new(Code::NotFound))?;
    let draft = dossier.statement(released_at);
    let lines = Dossier::lines(&draft)?;
    let dealer = &dossier.dealer;
    let money = |amount: i64| dealer.file.money(amount);
    let at = |instant| dealer.wire(instant);
    let steps = dossier.bridge(&draft, charged).map_err(|error| {
        tracing::error!(code = error.code(), "a released statement has no bridge");
        Failure::new(Code::Internal)
    })?;
    let mut checks = Vec::new();
    let mut inspected = Vec::new();
    for inspection in state.inspections.iter().filter(|inspection| inspection.passed) {
        let note = dossier.check_note(inspection.event);
        checks.extend(note.checks);
        inspected.push(wire::Inspected {
            step: inspection.step,
            by: dossier.name_of(inspection.by),
            at: at(inspection.at),
            findings: note.findings,
        });
    }
    let asked_at = dossier.events.first().map_or(state.start, |first| first.at);
    let asked_by = dossier.events.first().map(|first| dossier.name_of(first.by)).unwrap_or_default();
    let mileage_out = dossier.events.iter().rev().find_map(|recorded| match recorded.event {
        VisitEvent::Delivered { mileage_km } => mileage_km,
        _ => None,
    });
    let warranty = dealer.file.warranty;
    Ok(wire::Statement {
        released_at: at(released_at),
        asked: wire::Asked { text: dossier.person.concern.clone(), at: at(asked_at), by: asked_by },
        found: draft.found.clone(),
        done: state
            .jobs
            .iter()
            .map(|job| wire::Done {
                id: job.id.clone(),
                title: dossier.job_name(&job.id),
                by: job.technician.as_deref().map(|id| dossier.technician(id)),
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
        extra_work: dossier.extra_work(),
        parties: wire::Parties {
            customer: dossier.person.name.clone(),
            customer_phone: dossier.masked_phone(),
            plate: dossier.person.plate.clone(),
            model: dossier.person.model.clone(),
            vin: dossier.person.vin.clone(),
            engine_no: draft.engine_no.clone(),
            repairer: dossier.text(&dealer.file.name),
            address: dossier.text(&dealer.file.address),
            credit_code: dealer.file.credit_code.clone(),
            arrived_at: at(state.arrived_at.unwrap_or(state.start)),
            mileage_in_km: Some(dossier.mileage_km()),
            mileage_out_km: mileage_out.or(draft.mileage_out_km),
        },
        lines: lines
            .iter()
            .map(|line| {
                let fields = line.fields();
                let is_discount = fields.kind == LineKind::Discount;
                wire::StatementLine {
                    id: fields.id.clone(),
                    job: fields.job.clone(),
                    kind: fields.kind,
                    name: fields.name.clone(),
                    code: fields.code.clone(),
                    brand: fields.brand.clone(),
                    part_type: fields.part_type,
                    quantity_thousandths: (!is_discount).then_some(fields.quantity_thousandths),
                    unit_price: (!is_discount).then(|| money(fields.unit_price)),
                    amount: money(line.amount()),
                    payer: fields.payer,
                    reduces: fields.reduces.clone(),
                }
            })
            .collect(),
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
                kind: match step.kind {
                    BridgeKind::Estimate => wire::BridgeKind::Estimate,
                    BridgeKind::ExtraWork => wire::BridgeKind::ExtraWork,
                    BridgeKind::Authorised => wire::BridgeKind::Authorised,
                    BridgeKind::Difference => wire::BridgeKind::Difference,
                    BridgeKind::Charged => wire::BridgeKind::Charged,
                },
                title: step.title,
                amount: money(step.amount),
                reason: step.reason,
                by: step.by,
                at: step.at.map(at),
            })
            .collect(),
        checks,
        inspected,
        replaced_parts: draft.replaced_parts.clone(),
        warranty: draft.warranty.clone().unwrap_or(wire::Warranty {
            km: warranty.km,
            days: warranty.days,
            statutory_km: warranty.statutory_km,
            statutory_days: warranty.statutory_days,
        }),
        next_service: draft.next_service.clone(),
        care_tips: draft.care_tips.clone(),
        follow_up: dossier
            .person
            .follow_up
            .as_ref()
            .map(|wish| wire::FollowUp { channel: wish.channel, hour: wish.hour }),
        released_by: state.released_by.map(|by| dossier.name_of(by)).unwrap_or_default(),
        acceptance: dossier.acceptance.as_ref().map(|signature| wire::Acceptance {
            name: signature.name.clone(),
            at: at(signature.at),
            signature_svg: signature.path.clone(),
        }),
        unclear: state.unclear.iter().cloned().collect(),
    })
}
