//! The promised time: given with the order's signature, changed only with a reason (docs/rules.md, "Life of a visit").

use crate::allowed_steps::not_allowed;
use crate::failure::{Failure, FieldChecks};
use crate::transaction::DealerTransaction;
use bayside_domain::event::{Actor, Subject, VisitEvent};
use bayside_domain::limits::{PROMISE_MINUTES_MAX, REASON_CHARS_MAX};
use bayside_domain::time::Instant;
use bayside_domain::visit::Right;
use bayside_store::VisitRow;

/// Refuses a promise that lies in the past or too far ahead.
pub(crate) fn in_reach(at: &DealerTransaction<'_, '_>, promised_at: Instant) -> Result<(), Failure> {
    if promised_at < at.now {
        return Err(Failure::at("/promised_at", "in-the-past"));
    }
    if promised_at > at.now.plus_minutes(PROMISE_MINUTES_MAX) {
        return Err(Failure::at("/promised_at", "too-far"));
    }
    Ok(())
}

/// Names what is wrong with a reason for another promise.
pub fn check_reason(reason: &mut String) -> Result<(), Failure> {
    let mut checks = FieldChecks::new();
    checks.text("/reason", reason, 1, REASON_CHARS_MAX);
    checks.finish()
}

/// Changes the promise; there is one only between the order's signature and the delivery.
pub async fn change(
    at: &mut DealerTransaction<'_, '_>,
    visit: &mut VisitRow,
    by: Actor,
    promised_at: Instant,
    reason: &str,
) -> Result<(), Failure> {
    if !visit.state.permits(Right::Promise) {
        return Err(not_allowed(at, visit));
    }
    in_reach(at, promised_at)?;
    let event = at.append(visit, by, VisitEvent::PromiseChanged { promised_at }).await?;
    at.tx.add_note(at.dealer.id, event, Subject::Visit(visit.id), reason).await?;
    Ok(())
}
