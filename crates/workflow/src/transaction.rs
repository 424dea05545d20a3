//! A transaction under a dealer's lock: what a use case reads, takes, gives back and appends.

use crate::capacity_cache::CapacitySnapshot;
use crate::dealers::Dealer;
use crate::house::House;
use bayside_domain::event::{Actor, LoggedEvent, VisitEvent};
use bayside_domain::ids::EventNumber;
use bayside_domain::time::Instant;
use bayside_store::{DealerRow, NamedClaim, Result as StoreResult, Tx, VisitRow};
use std::sync::Arc;

/// What a transaction made, to be counted once it is durable.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PendingCounters {
    /// Starts held.
    pub holds: u64,
    /// Bookings, without walk-ins.
    pub bookings: u64,
}

/// A transaction under a dealer's lock.
pub struct AtDealer<'a, 'c> {
    /// What all use cases share.
    pub house: &'a House,
    /// The transaction.
    pub tx: &'a mut Tx<'c>,
    /// The dealer under lock.
    pub dealer: &'a Arc<Dealer>,
    /// The dealer's counters; saved at the end.
    pub row: DealerRow,
    /// What the dealer has and what of it is taken.
    pub capacity: Arc<CapacitySnapshot>,
    /// One time for the whole transaction.
    pub now: Instant,
    /// What was given back and not yet offered to who waits for it.
    pub freed: Vec<NamedClaim>,
    /// What is counted once it is durable.
    pub pending: PendingCounters,
}

impl AtDealer<'_, '_> {
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

    /// Appends an event to a visit and takes it into its projection. The visit is not saved yet.
    pub async fn append(&mut self, visit: &mut VisitRow, by: Actor, event: VisitEvent) -> StoreResult<EventNumber> {
        let recorded = self.tx.append(&mut self.row, visit.id, self.now, by, event).await?;
        visit.state.apply(&recorded);
        visit.last_event = recorded.number;
        Ok(recorded.number)
    }

    /// Appends an event of whatever else has events; gives its number.
    pub async fn append_event<E: LoggedEvent>(&mut self, of: E::Of, by: Actor, event: E) -> StoreResult<EventNumber> {
        Ok(self.tx.append(&mut self.row, of, self.now, by, event).await?.number)
    }
}
