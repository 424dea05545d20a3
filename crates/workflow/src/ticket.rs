//! Tickets that customers without a booking draw at the arrival kiosk. They share the lounge numbers with cars.

use crate::expected_version::ExpectedVersion;
use crate::failure::{Failure, Refusal};
use crate::transaction::DealerTransaction;
use bayside_domain::codes::TicketEnd;
use bayside_domain::error_code::Code;
use bayside_domain::event::{Actor, TicketEvent};
use bayside_domain::ids::{StaffId, TicketId, VisitId};
use bayside_domain::lounge::next_number;
use bayside_store::TicketRow;

/// The next lounge number that nobody has today.
pub async fn draw_number(at: &mut DealerTransaction<'_, '_>) -> Result<u16, Failure> {
    let day = at.dealer.day(at.now);
    let used = at.tx.numbers_in_use(at.dealer.id, day).await?;
    let last = u16::try_from(at.row.last_number).unwrap_or_default();
    let number = next_number(last, &|number| used.contains(&i64::from(number)));
    let number =
        number.ok_or_else(|| Failure::from(Refusal::new(Code::Unavailable).detail("every lounge number is in use")))?;
    at.row.last_number = i64::from(number);
    Ok(number)
}

/// A waiting ticket of today; the refusal distinguishes an ended ticket from an unknown one.
pub async fn waiting(at: &mut DealerTransaction<'_, '_>, id: TicketId) -> Result<TicketRow, Failure> {
    let today = at.dealer.day(at.now);
    let row = at.tx.ticket(at.dealer.id, id).await?.ok_or_else(|| Failure::new(Code::NotFound))?;
    if row.state.ended.is_some() || row.day != today { Err(Failure::new(Code::AlreadyDone)) } else { Ok(row) }
}

/// Ends a ticket that became a visit.
pub async fn taken_in(
    at: &mut DealerTransaction<'_, '_>,
    mut row: TicketRow,
    visit: VisitId,
    by: Actor,
) -> Result<(), Failure> {
    row.visit = Some(visit);
    row.state.ended = Some((TicketEnd::TakenIn, at.now));
    row.state.version += 1;
    at.tx.put_ticket(at.dealer.id, &row).await?;
    at.append_event(row.id, by, TicketEvent::Ended { end: TicketEnd::TakenIn, visit: row.visit }).await?;
    Ok(())
}

/// Calls a number, or calls it again.
pub async fn call(
    at: &mut DealerTransaction<'_, '_>,
    id: TicketId,
    expected: ExpectedVersion,
    (staff, by): (StaffId, Actor),
) -> Result<TicketRow, Failure> {
    let mut row = waiting(at, id).await?;
    expected.check(row.state.version)?;
    row.state.called = Some((at.now, staff));
    at.append_event(row.id, by, TicketEvent::Called).await?;
    keep(at, row).await
}

/// Ends a ticket that did not become a visit.
pub async fn end(
    at: &mut DealerTransaction<'_, '_>,
    id: TicketId,
    expected: ExpectedVersion,
    end: TicketEnd,
    by: Actor,
) -> Result<TicketRow, Failure> {
    let mut row = waiting(at, id).await?;
    expected.check(row.state.version)?;
    row.state.ended = Some((end, at.now));
    at.append_event(row.id, by, TicketEvent::Ended { end, visit: None }).await?;
    keep(at, row).await
}

/// Refuses the end `taken-in`, which only a walk-in sets.
pub fn check_end(end: TicketEnd) -> Result<(), Failure> {
    if end == TicketEnd::TakenIn { Err(Failure::at("/end", "by-walk-in")) } else { Ok(()) }
}

async fn keep(at: &mut DealerTransaction<'_, '_>, mut row: TicketRow) -> Result<TicketRow, Failure> {
    row.state.version += 1;
    at.tx.put_ticket(at.dealer.id, &row).await?;
    Ok(row)
}
