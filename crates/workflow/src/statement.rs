//! The statement's draft as the desk writes it; once released it is locked.

use crate::allowed_steps::not_possible;
use crate::failure::{Failure, FieldChecks, Refusal};
use crate::order::check_lines;
use crate::step::refused;
use crate::transaction::DealerTransaction;
use crate::visit_record::VisitRecord;
use bayside_domain::document::StatementDraft;
use bayside_domain::error_code::Code;
use bayside_domain::event::{Actor, VisitEvent};
use bayside_domain::language::Asked;
use bayside_domain::limits::{
    AMOUNT_MAX, CARE_TIP_CHARS_MAX, CODE_CHARS_MAX, DETAIL_CHARS_MAX, ENGINE_NUMBER_CHARS_MAX, GAUGE_LABEL_CHARS_MAX,
    GAUGE_UNIT_CHARS_MAX, MILEAGE_KM_MAX, REASON_CHARS_MAX, STATEMENT_ROWS_MAX, TITLE_CHARS_MAX, WARRANTY_DAYS_MAX,
};
use bayside_domain::visit::Right;
use bayside_domain::warranty::Warranty;
use bayside_store::VisitRow;

/// Checks the fields of a draft that can be checked without its visit.
pub fn check(draft: &mut StatementDraft) -> Result<(), Failure> {
    let mut checks = FieldChecks::new();
    let counts = [
        ("/found", draft.found.len()),
        ("/done", draft.done.len()),
        ("/differences", draft.differences.len()),
        ("/replaced_parts", draft.replaced_parts.len()),
        ("/care_tips", draft.care_tips.len()),
    ];
    for (pointer, _) in counts.into_iter().filter(|(_, count)| *count > STATEMENT_ROWS_MAX) {
        checks.wrong(pointer, "too-many");
    }
    for index in 0..draft.found.len().min(STATEMENT_ROWS_MAX) {
        let found = &mut draft.found[index];
        checks.line(&format!("/found/{index}/id"), &mut found.id, 1, CODE_CHARS_MAX);
        checks.text(&format!("/found/{index}/title"), &mut found.title, 1, TITLE_CHARS_MAX);
        checks.text(&format!("/found/{index}/detail"), &mut found.detail, 0, DETAIL_CHARS_MAX);
        if let Some(gauge) = &mut found.gauge {
            checks.line(&format!("/found/{index}/gauge/label"), &mut gauge.label, 1, GAUGE_LABEL_CHARS_MAX);
            checks.line(&format!("/found/{index}/gauge/unit"), &mut gauge.unit, 0, GAUGE_UNIT_CHARS_MAX);
            let values = [gauge.value_thousandths, gauge.limit_thousandths, gauge.new_thousandths];
            if values.iter().any(|value| !(0..=1_000_000_000).contains(value))
                || gauge.new_thousandths == gauge.limit_thousandths
            {
                checks.wrong(format!("/found/{index}/gauge"), "invalid");
            }
        }
        let is_known = draft.found[..index].iter().any(|before| before.id == draft.found[index].id);
        checks.check(!is_known, format!("/found/{index}/id"), "duplicate");
    }
    for index in 0..draft.done.len().min(STATEMENT_ROWS_MAX) {
        checks.text(&format!("/done/{index}/detail"), &mut draft.done[index].detail, 0, DETAIL_CHARS_MAX);
        let is_known = draft.done[..index].iter().any(|before| before.job == draft.done[index].job);
        checks.check(!is_known, format!("/done/{index}/job"), "duplicate");
    }
    for (index, difference) in draft.differences.iter_mut().enumerate().take(STATEMENT_ROWS_MAX) {
        checks.text(&format!("/differences/{index}/title"), &mut difference.title, 1, TITLE_CHARS_MAX);
        checks.text(&format!("/differences/{index}/reason"), &mut difference.reason, 1, REASON_CHARS_MAX);
        if !(-AMOUNT_MAX..=AMOUNT_MAX).contains(&difference.amount) {
            checks.wrong(format!("/differences/{index}/amount"), "too-large");
        }
    }
    for (index, part) in draft.replaced_parts.iter_mut().enumerate().take(STATEMENT_ROWS_MAX) {
        checks.text(&format!("/replaced_parts/{index}/name"), &mut part.name, 1, TITLE_CHARS_MAX);
    }
    for (index, tip) in draft.care_tips.iter_mut().enumerate().take(STATEMENT_ROWS_MAX) {
        checks.text(&format!("/care_tips/{index}"), tip, 1, CARE_TIP_CHARS_MAX);
    }
    if let Some(engine_no) = &mut draft.engine_no {
        checks.line("/engine_no", engine_no, 0, ENGINE_NUMBER_CHARS_MAX);
    }
    if draft.mileage_out_km.is_some_and(|km| km > MILEAGE_KM_MAX) {
        checks.wrong("/mileage_out_km", "too-large");
    }
    if draft.next_service.as_ref().is_some_and(|next| next.mileage_km > MILEAGE_KM_MAX) {
        checks.wrong("/next_service/mileage_km", "too-large");
    }
    if draft.warranty.as_ref().is_some_and(|warranty| warranty.km > MILEAGE_KM_MAX) {
        checks.wrong("/warranty/km", "too-large");
    }
    if draft.warranty.as_ref().is_some_and(|warranty| warranty.days > WARRANTY_DAYS_MAX) {
        checks.wrong("/warranty/days", "too-large");
    }
    checks.finish()
}

/// Writes the draft.
pub async fn write(
    at: &mut DealerTransaction<'_, '_>,
    visit: &mut VisitRow,
    by: Actor,
    mut draft: StatementDraft,
) -> Result<(), Failure> {
    if !visit.state.permits(Right::WriteStatement) {
        return Err(not_possible(&visit.state));
    }
    let mut checks = FieldChecks::new();
    // The law is the dealer's country's, whatever a request says of it.
    draft.warranty = draft.warranty.map(|warranty| warranty.beside_the_law_of(at.dealer.file.warranty));
    if let Some(field) = draft.warranty.as_ref().and_then(Warranty::below_statutory) {
        checks.wrong(format!("/warranty/{field}"), "below-statutory");
    }
    let jobs: Vec<String> = visit.state.jobs.iter().map(|job| job.id.clone()).collect();
    check_lines(&draft.lines, &jobs, &mut checks);
    for (index, done) in draft.done.iter().enumerate() {
        if !jobs.contains(&done.job) {
            checks.wrong(format!("/done/{index}/job"), "unknown-job");
        }
    }
    checks.finish()?;
    let record = VisitRecord::at(at, visit.id, Asked::default()).await?;
    let charged = record.charged(&draft);
    // A charge above the authorised amount is refused here; unexplained differences only at the release.
    if charged > record.authorised() {
        return Err(Refusal::new(Code::ChargeExceedsAuthorised).at("/lines", "charge-exceeds-authorised").into());
    }
    if !draft.differences.is_empty() {
        record.bridge(&draft, charged).map_err(|error| refused(&error))?;
    }
    let mut documents = record.documents;
    documents.statement = Some(draft);
    at.tx.put_documents(at.dealer.id, visit.id, &documents).await?;
    at.append(visit, by, VisitEvent::StatementWritten).await?;
    Ok(())
}
