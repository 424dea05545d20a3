//! The work order as the desk writes it; once signed it is locked (docs/rules.md, "Corrections").

use crate::allowed_steps::not_possible;
use crate::failure::{Failure, FieldChecks};
use crate::transaction::DealerTransaction;
use bayside_domain::document::{Line, WorkOrder};
use bayside_domain::event::{Actor, VisitEvent};
use bayside_domain::limits::{CODE_CHARS_MAX, MILEAGE_KM_MAX, ORDER_ITEMS_MAX, TITLE_CHARS_MAX};
use bayside_domain::statement::Lines;
use bayside_domain::visit::{Right, Visit};
use bayside_store::VisitRow;

/// Checks the fields of an order that can be checked without its visit.
pub fn check(order: &mut WorkOrder) -> Result<(), Failure> {
    let mut checks = FieldChecks::new();
    if order.items.is_empty() {
        checks.wrong("/items", "required");
    } else if order.items.len() > ORDER_ITEMS_MAX {
        checks.wrong("/items", "too-many");
    }
    for index in 0..order.items.len().min(ORDER_ITEMS_MAX) {
        let item = &mut order.items[index];
        checks.line(&format!("/items/{index}/id"), &mut item.id, 1, CODE_CHARS_MAX);
        checks.title(&format!("/items/{index}/name"), &mut item.name, TITLE_CHARS_MAX);
        let item = &order.items[index];
        if order.items[..index].iter().any(|known| known.id == item.id) || Visit::is_extra_job(&item.id) {
            checks.wrong(format!("/items/{index}/id"), "duplicate");
        }
    }
    if order.mileage_in_km.is_some_and(|km| km > MILEAGE_KM_MAX) {
        checks.wrong("/mileage_in_km", "too-large");
    }
    let jobs: Vec<String> = order.items.iter().map(|item| item.id.clone()).collect();
    check_lines(&order.lines, &jobs, &mut checks);
    for (index, _) in order.lines.iter().enumerate().filter(|(_, line)| Visit::is_extra_job(&line.id)) {
        checks.wrong(format!("/lines/{index}/id"), "duplicate");
    }
    checks.finish()
}

/// Checks lines, and that each names an existing job.
pub(crate) fn check_lines(lines: &[Line], jobs: &[String], checks: &mut FieldChecks) {
    for error in Lines::parse(lines.to_vec()).err().unwrap_or_default() {
        checks.wrong(format!("/lines{}", error.pointer()), error.code());
    }
    for (index, line) in lines.iter().enumerate() {
        if line.job.as_ref().is_some_and(|job| !jobs.contains(job)) {
            checks.wrong(format!("/lines/{index}/job"), "unknown-job");
        }
    }
}

/// Writes the draft work order.
pub async fn write(
    at: &mut DealerTransaction<'_, '_>,
    visit: &mut VisitRow,
    by: Actor,
    order: WorkOrder,
) -> Result<(), Failure> {
    if !visit.state.permits(Right::WriteOrder) {
        return Err(not_possible(&visit.state));
    }
    let mut documents = at.tx.documents(at.dealer.id, visit.id).await?;
    documents.order = order;
    at.tx.put_documents(at.dealer.id, visit.id, &documents).await?;
    at.append(visit, by, VisitEvent::OrderWritten).await?;
    Ok(())
}
