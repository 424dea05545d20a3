//! The shared context of all use cases, and the transaction under a dealer's lock in which each runs.

use crate::capacity_cache::CapacityCache;
use crate::clock::Clock;
use crate::dealers::{Dealer, Dealers};
use crate::failure::Failure;
use crate::tokens::{KeyRing, Purpose};
use crate::transaction::{DealerTransaction, PendingCounters};
use bayside_domain::error_code::Code;
use bayside_domain::time::Instant;
use bayside_store::{HoldRow, Store, Tx, VisitRow};
use futures::future::BoxFuture;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A function that runs before and after the work of each transaction under a dealer's lock, before it commits.
pub type TransactionHook = for<'t> fn(&'t mut DealerTransaction<'_, '_>) -> BoxFuture<'t, Result<(), Failure>>;

/// What the use cases of all dealers share. Cheap to clone.
#[derive(Clone)]
pub struct Context {
    /// The store.
    pub store: Store,
    /// The dealers, parsed.
    pub dealers: Dealers,
    /// The capacity of each dealer.
    pub capacity: CapacityCache,
    /// The clock.
    pub clock: Clock,
    /// Signs tokens and offers.
    pub keys: KeyRing,
    /// The public address that links begin with, without a slash at the end.
    pub public_url: Arc<str>,
    /// Counters of holds and bookings since the start of the program.
    pub created: Arc<CreatedCounters>,
    /// Offers freed capacity to the waitlist.
    pub offer_freed: TransactionHook,
}

/// Counters of committed transactions since the start of the program.
#[derive(Debug, Default)]
pub struct CreatedCounters {
    holds: AtomicU64,
    bookings: AtomicU64,
}

impl CreatedCounters {
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

impl Context {
    /// The current time.
    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// Runs `work` in one transaction under a dealer's lock, with the dealer's capacity, after dropping expired holds.
    pub async fn dealer_transaction<T>(
        &self,
        dealer: &Arc<Dealer>,
        work: impl for<'t> FnOnce(&'t mut DealerTransaction<'_, '_>) -> BoxFuture<'t, Result<T, Failure>> + Send + 'static,
    ) -> Result<T, Failure>
    where
        T: Send + 'static,
    {
        let context = self.clone();
        let dealer = Arc::clone(dealer);
        let id = dealer.id;
        let done = self.store.write_at(id, move |tx| {
            Box::pin(async move { context.dealer_transaction_within(tx, &dealer, work).await })
        });
        let (value, pending) = done.await?;
        self.created.add(pending);
        Ok(value)
    }

    /// The same as part of a larger transaction; also returns the counters to add once that is committed.
    pub async fn dealer_transaction_within<T>(
        &self,
        tx: &mut Tx<'_>,
        dealer: &Arc<Dealer>,
        work: impl for<'t> FnOnce(&'t mut DealerTransaction<'_, '_>) -> BoxFuture<'t, Result<T, Failure>> + Send,
    ) -> Result<(T, PendingCounters), Failure> {
        let mut row = tx.lock_dealer(dealer.id).await?;
        let now = self.now();
        let mut capacity = self.capacity.snapshot(tx, dealer, &row, now).await?;
        let before = row.clone();
        let mut freed = Vec::new();
        let is_over = |hold: &HoldRow| hold.expires_at <= now;
        if capacity.holds.iter().any(is_over) {
            freed = Arc::make_mut(&mut capacity).drop_holds(tx, &mut row, is_over).await?;
        }
        let pending = PendingCounters::default();
        let mut at = DealerTransaction { context: self, tx, dealer, row, capacity, now, freed, pending };
        // Customers on the waitlist come before the current request.
        (self.offer_freed)(&mut at).await?;
        let value = work(&mut at).await?;
        (self.offer_freed)(&mut at).await?;
        let DealerTransaction { row, capacity, pending, .. } = at;
        if row != before {
            tx.save_dealer(&row).await?;
        }
        if row.capacity_version != before.capacity_version {
            self.capacity.keep(dealer.id, &capacity);
        }
        Ok((value, pending))
    }

    /// The visit of a token; a wrong, a revoked and an expired token get the same refusal.
    pub async fn open_token(&self, purpose: Purpose, token: &str) -> Result<(Arc<Dealer>, VisitRow), Failure> {
        let parsed = KeyRing::read(token).ok_or_else(|| Failure::new(Code::NotFound))?;
        let dealer = self.dealers.by_id(parsed.dealer)?;
        let visit = self
            .store
            .read::<_, Failure>(|tx| Box::pin(async move { Ok(tx.visit(parsed.dealer, parsed.id()).await?) }))
            .await?;
        let now = self.now();
        visit
            .filter(|visit| self.keys.is_genuine(&parsed, purpose, visit.generation))
            .filter(|visit| purpose != Purpose::Visit || visit_token_lives(visit, now))
            .map(|visit| (dealer, visit))
            .ok_or_else(|| Failure::new(Code::NotFound))
    }

    /// The link to a visit's private page, as long as it is valid.
    pub fn visit_url(&self, dealer: &Dealer, visit: &VisitRow) -> Option<String> {
        visit_token_lives(visit, self.now()).then(|| {
            let token = self.keys.sign_token(Purpose::Visit, dealer.id, visit.id, visit.generation);
            format!("{}/visit#{token}", self.public_url)
        })
    }

    /// The token of a booking's private page.
    pub fn manage_token(&self, dealer: &Dealer, visit: &VisitRow) -> String {
        self.keys.sign_token(Purpose::Manage, dealer.id, visit.id, visit.generation)
    }
}

/// How many days the private page stays valid after the visit.
const VISIT_TOKEN_DAYS: i64 = 90;

/// Whether the visit token is valid: from arrival until 90 days after the car has left.
fn visit_token_lives(visit: &VisitRow, now: Instant) -> bool {
    visit.state.arrived_at.is_some() && visit.state.left_at.is_none_or(|left| now < left.plus_days(VISIT_TOKEN_DAYS))
}
