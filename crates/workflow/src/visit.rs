//! Creating a visit, and changing one under the dealer's lock.

use crate::expected_version::ExpectedVersion;
use crate::failure::Failure;
use crate::reference::random_reference;
use crate::transaction::DealerTransaction;
use bayside_domain::document::Person;
use bayside_domain::document::VisitDocuments;
use bayside_domain::error_code::Code;
use bayside_domain::event::{Actor, VisitEvent};
use bayside_domain::ids::VisitId;
use bayside_domain::visit::Visit;
use bayside_store::{NamedClaim, VisitRow};
use futures::future::BoxFuture;

/// Changes a visit if it has the expected version, and saves it.
pub async fn change(
    at: &mut DealerTransaction<'_, '_>,
    id: VisitId,
    expected: ExpectedVersion,
    work: impl for<'t> FnOnce(&'t mut DealerTransaction<'_, '_>, &'t mut VisitRow) -> BoxFuture<'t, Result<(), Failure>>
    + Send,
) -> Result<VisitRow, Failure> {
    let mut visit = at.tx.visit(at.dealer.id, id).await?.ok_or_else(|| Failure::new(Code::NotFound))?;
    expected.check(visit.state.version)?;
    work(at, &mut visit).await?;
    at.tx.save_visit(at.dealer.id, &visit).await?;
    Ok(visit)
}

/// Adds a visit with its first event, its person and its draft work order.
pub async fn begin(
    at: &mut DealerTransaction<'_, '_>,
    (event, by): (VisitEvent, Actor),
    claims: Vec<NamedClaim>,
    person: &Person,
    reference: String,
) -> Result<VisitRow, Failure> {
    let id: VisitId = at.row.next_id();
    let recorded = at.tx.append(&mut at.row, id, at.now, by, event).await?;
    let state = Visit::begin(&recorded).ok_or_else(|| Failure::new(Code::Internal))?;
    let day = at.dealer.day(state.appointment.start);
    let visit = VisitRow { id, reference, day, last_event: recorded.number, generation: 0, claims, state };
    at.tx.add_visit(at.dealer.id, &visit).await?;
    at.pending.bookings += u64::from(!visit.state.walk_in);
    at.tx.put_person(at.dealer.id, id, person).await?;
    let documents = VisitDocuments::draft(&at.dealer.file, &visit.state, person.locale, person.mileage_km);
    at.tx.put_documents(at.dealer.id, id, &documents).await?;
    Ok(visit)
}

/// A unique reference.
pub async fn free_reference(at: &mut DealerTransaction<'_, '_>) -> Result<String, Failure> {
    loop {
        let text = random_reference();
        if !at.tx.reference_exists(at.dealer.id, &text).await? {
            return Ok(text);
        }
    }
}
