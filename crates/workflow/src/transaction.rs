//! A transaction under a dealer's lock, as use cases see it.

use crate::capacity_cache::CapacitySnapshot;
use crate::context::Context;
use crate::dealers::Dealer;
use bayside_domain::event::{Actor, LoggedEvent, VisitEvent};
use bayside_domain::ids::EventNumber;
use bayside_domain::time::Instant;
use bayside_store::{DealerRow, NamedClaim, Result as StoreResult, Tx, VisitRow};
use std::sync::Arc;

/// The counters of a transaction, added to the totals once it is committed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PendingCounters {
    /// The number of holds.
    pub holds: u64,
    /// The number of bookings, without walk-ins.
    pub bookings: u64,
}

/// A transaction under a dealer's lock.
pub struct DealerTransaction<'a, 'c> {
    /// The shared context of all use cases.
    pub context: &'a Context,
    /// The transaction.
    pub tx: &'a mut Tx<'c>,
    /// The locked dealer.
    pub dealer: &'a Arc<Dealer>,
    /// The dealer's row with its counters; saved at the end.
    pub row: DealerRow,
    /// The dealer's capacity.
    pub capacity: Arc<CapacitySnapshot>,
    /// The time of the transaction, the same throughout.
    pub now: Instant,
    /// Capacity that was given back and not offered to the waitlist yet.
    pub freed: Vec<NamedClaim>,
    /// The counters to be added once the transaction is committed.
    pub pending: PendingCounters,
}

impl DealerTransaction<'_, '_> {
    /// Takes claims.
    pub async fn take(&mut self, claims: &[NamedClaim], booked: bool) -> StoreResult<()> {
        Arc::make_mut(&mut self.capacity).take(self.tx, &mut self.row, claims, booked).await
    }

    /// Gives claims back.
    pub async fn give_back(&mut self, claims: &[NamedClaim], booked: bool) -> StoreResult<()> {
        Arc::make_mut(&mut self.capacity).give_back(self.tx, &mut self.row, claims, booked).await?;
        self.freed.extend_from_slice(claims);
        Ok(())
    }

    /// Moves claims that stand already, also to where there is less room.
    pub async fn move_claims(&mut self, from: &[NamedClaim], to: &[NamedClaim]) -> StoreResult<()> {
        self.give_back(from, true).await?;
        Arc::make_mut(&mut self.capacity).take_over(self.tx, &mut self.row, to).await
    }

    /// Ends all holds; their capacity is free.
    pub async fn end_holds(&mut self) -> StoreResult<()> {
        let freed = Arc::make_mut(&mut self.capacity).drop_holds(self.tx, &mut self.row, |_| true).await?;
        self.freed.extend(freed);
        Ok(())
    }

    /// Appends an event to a visit and applies it to its projection. The visit is not saved yet.
    pub async fn append(&mut self, visit: &mut VisitRow, by: Actor, event: VisitEvent) -> StoreResult<EventNumber> {
        let recorded = self.tx.append(&mut self.row, visit.id, self.now, by, event).await?;
        visit.state.apply(&recorded);
        visit.last_event = recorded.number;
        Ok(recorded.number)
    }

    /// Appends an event of any other subject; returns its number.
    pub async fn append_event<E: LoggedEvent>(&mut self, of: E::Of, by: Actor, event: E) -> StoreResult<EventNumber> {
        Ok(self.tx.append(&mut self.row, of, self.now, by, event).await?.number)
    }
}
