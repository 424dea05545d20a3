//! Changing a visit under the dealer's lock.

use crate::expected_version::ExpectedVersion;
use crate::failure::Failure;
use crate::transaction::AtDealer;
use bayside_domain::codes::Code;
use bayside_domain::ids::VisitId;
use bayside_store::VisitRow;
use futures::future::BoxFuture;

/// Changes a visit if it is still what was read, and saves it.
pub async fn change(
    at: &mut AtDealer<'_, '_>,
    id: VisitId,
    expected: ExpectedVersion,
    work: impl for<'t> FnOnce(&'t mut AtDealer<'_, '_>, &'t mut VisitRow) -> BoxFuture<'t, Result<(), Failure>> + Send,
) -> Result<VisitRow, Failure> {
    let mut visit = at.tx.visit(at.dealer.id, id).await?.ok_or_else(|| Failure::new(Code::NotFound))?;
    expected.check(visit.state.version)?;
    work(at, &mut visit).await?;
    at.tx.save_visit(at.dealer.id, &visit).await?;
    Ok(visit)
}
