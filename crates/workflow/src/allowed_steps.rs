//! Which steps a visit allows now, and the refusal of the others.

use crate::dealers::Dealer;
use crate::failure::{Failure, Refusal};
use crate::transaction::DealerTransaction;
use bayside_domain::codes::Step;
use bayside_domain::error_code::Code;
use bayside_domain::time::Instant;
use bayside_domain::visit::Visit;
use bayside_store::VisitRow;

/// Whether a step is possible now: a no-show only after the dealer's grace time.
pub fn allows(dealer: &Dealer, visit: &Visit, step: Step, now: Instant) -> bool {
    let grace = i64::from(dealer.file.promises.no_show_grace_minutes);
    visit.allows(step) && (step != Step::NoShow || now >= visit.appointment.start.plus_minutes(grace))
}

/// The steps that are possible now.
pub fn allowed(dealer: &Dealer, visit: &Visit, now: Instant) -> Vec<Step> {
    visit.allowed().into_iter().filter(|step| allows(dealer, visit, *step, now)).collect()
}

/// The refusal of a step that the state of a visit does not allow; it names the allowed steps.
pub(crate) fn not_possible(visit: &Visit) -> Failure {
    Refusal { allowed: Some(visit.allowed()), ..Refusal::new(Code::StepNotAllowed) }.into()
}

/// The same with the dealer's grace time for no-shows.
pub(crate) fn not_allowed(at: &DealerTransaction<'_, '_>, visit: &VisitRow) -> Failure {
    let allowed = Some(allowed(at.dealer, &visit.state, at.now));
    Refusal { allowed, ..Refusal::new(Code::StepNotAllowed) }.into()
}
