//! What every use case has at hand, and the transaction under a dealer's lock in which it happens.

use crate::capacity_cache::CapacityCache;
use crate::clock::Clock;
use crate::dealers::{Dealer, Dealers};
use crate::failure::Failure;
use crate::tokens::{KeyRing, Purpose};
use crate::transaction::{AtDealer, PendingCounters};
use bayside_domain::codes::Code;
use bayside_domain::time::Instant;
use bayside_store::{Store, Tx, VisitRow};
use futures::future::BoxFuture;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// What is done at both ends of each transaction under a dealer's lock, before it commits.
pub type Settle = for<'t> fn(&'t mut AtDealer<'_, '_>) -> BoxFuture<'t, Result<(), Failure>>;

/// What the use cases of all dealers share. Cheap to clone.
#[derive(Clone)]
pub struct House {
    /// Where everything lies.
    pub store: Store,
    /// The dealers, parsed.
    pub dealers: Dealers,
    /// What they have and what of it is taken.
    pub capacity: CapacityCache,
    /// What time it is.
    pub clock: Clock,
    /// Signs tokens and offers.
    pub keys: KeyRing,
    /// What links begin with, without a slash at the end.
    pub public_url: Arc<str>,
    /// What was made since the start.
    pub made: Arc<MadeCounters>,
    /// Offers what was given back to those who wait for it.
    pub settle: Settle,
}

/// What durable transactions made since the start.
#[derive(Debug, Default)]
pub struct MadeCounters {
    holds: AtomicU64,
    bookings: AtomicU64,
}

impl MadeCounters {
    fn add(&self, pending: PendingCounters) {
        self.holds.fetch_add(pending.holds, Ordering::Relaxed);
        self.bookings.fetch_add(pending.bookings, Ordering::Relaxed);
    }

    /// Starts held for a customer.
    pub fn holds(&self) -> u64 {
        self.holds.load(Ordering::Relaxed)
    }

    /// Bookings, without walk-ins.
    pub fn bookings(&self) -> u64 {
        self.bookings.load(Ordering::Relaxed)
    }
}

impl House {
    /// The time.
    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// One transaction under a dealer's lock, with its room, free of expired holds.
    pub async fn at_dealer<T>(
        &self,
        dealer: &Arc<Dealer>,
        work: impl for<'t> FnOnce(&'t mut AtDealer<'_, '_>) -> BoxFuture<'t, Result<T, Failure>> + Send + 'static,
    ) -> Result<T, Failure>
    where
        T: Send + 'static,
    {
        let house = self.clone();
        let dealer = Arc::clone(dealer);
        let id = dealer.id;
        let done =
            self.store.write_at(id, move |tx| Box::pin(async move { house.at_dealer_within(tx, &dealer, work).await }));
        let (value, pending) = done.await?;
        self.made.add(pending);
        Ok(value)
    }

    /// The same as a part of a larger transaction; tells what is to be counted once that is durable.
    pub async fn at_dealer_within<T>(
        &self,
        tx: &mut Tx<'_>,
        dealer: &Arc<Dealer>,
        work: impl for<'t> FnOnce(&'t mut AtDealer<'_, '_>) -> BoxFuture<'t, Result<T, Failure>> + Send,
    ) -> Result<(T, PendingCounters), Failure> {
        let mut row = tx.lock_dealer(dealer.id).await?;
        let now = self.now();
        let mut capacity = self.capacity.snapshot(tx, dealer, &row, now).await?;
        let before = row.clone();
        let mut freed = Vec::new();
        if capacity.holds.iter().any(|hold| hold.expires_at <= now) {
            freed = Arc::make_mut(&mut capacity).drop_expired(tx, &mut row, now).await?;
        }
        let pending = PendingCounters::default();
        let mut at = AtDealer { house: self, tx, dealer, row, capacity, now, freed, pending };
        // Who waits goes before who comes now.
        (self.settle)(&mut at).await?;
        let value = work(&mut at).await?;
        (self.settle)(&mut at).await?;
        let AtDealer { row, capacity, pending, .. } = at;
        if row != before {
            tx.save_dealer(&row).await?;
        }
        if row.stock_mark != before.stock_mark {
            self.capacity.keep(dealer.id, &capacity);
        }
        Ok((value, pending))
    }

    /// The visit that a token opens; wrong, revoked and expired give the same answer.
    pub async fn open_token(&self, purpose: Purpose, token: &str) -> Result<(Arc<Dealer>, VisitRow), Failure> {
        let claimed = KeyRing::read(token).ok_or_else(|| Failure::new(Code::NotFound))?;
        let dealer = self.dealers.by_id(claimed.dealer)?;
        let visit = self
            .store
            .read::<_, Failure>(|tx| Box::pin(async move { Ok(tx.visit(claimed.dealer, claimed.id()).await?) }))
            .await?;
        let now = self.now();
        visit
            .filter(|visit| self.keys.is_genuine(&claimed, purpose, visit.generation))
            .filter(|visit| purpose != Purpose::Visit || visit_token_lives(visit, now))
            .map(|visit| (dealer, visit))
            .ok_or_else(|| Failure::new(Code::NotFound))
    }

    /// The link to a visit's private page, while it lives.
    pub fn visit_url(&self, dealer: &Dealer, visit: &VisitRow) -> Option<String> {
        visit_token_lives(visit, self.now()).then(|| {
            let token = self.keys.mint(Purpose::Visit, dealer.id, visit.id, visit.generation);
            format!("{}/visit#{token}", self.public_url)
        })
    }

    /// The token of a booking's private page.
    pub fn manage_token(&self, dealer: &Dealer, visit: &VisitRow) -> String {
        self.keys.mint(Purpose::Manage, dealer.id, visit.id, visit.generation)
    }
}

/// Days that the private page outlives the visit.
const VISIT_TOKEN_DAYS: i64 = 90;

/// The visit token lives from arrival until 90 days after the car has left.
fn visit_token_lives(visit: &VisitRow, now: Instant) -> bool {
    visit.state.arrived_at.is_some() && visit.state.left_at.is_none_or(|left| now < left.plus_days(VISIT_TOKEN_DAYS))
}
