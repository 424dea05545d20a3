//! The log of calls to customers.

use crate::failure::Failure;
use crate::transaction::DealerTransaction;
use bayside_domain::codes::CallOutcome;
use bayside_domain::error_code::Code;
use bayside_domain::ids::{StaffId, VisitId};
use bayside_store::ContactRow;

/// Stores the outcome of a call about a visit. `purpose` distinguishes confirmation calls and invitations.
pub async fn called(
    at: &mut DealerTransaction<'_, '_>,
    visit: VisitId,
    purpose: &'static str,
    outcome: CallOutcome,
    staff: StaffId,
) -> Result<(), Failure> {
    if at.tx.visit(at.dealer.id, visit).await?.is_none() {
        return Err(Failure::new(Code::NotFound));
    }
    let id = at.row.next_id();
    let (purpose, outcome) = (purpose.to_owned(), outcome.as_str().to_owned());
    let row = ContactRow { id, visit, purpose, outcome, at: at.now, staff };
    Ok(at.tx.add_contact(at.dealer.id, &row).await?)
}
