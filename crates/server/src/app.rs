//! What every handler has at hand.

use crate::clock::Clock;
use crate::dealers::{Dealer, Dealers};
use crate::failure::Failure;
use crate::limits::Limits;
use crate::live::Hubs;
use crate::metrics::{Made, Metrics};
use crate::stock::{Shelf, Stock};
use crate::store::{DealerRow, NamedClaim, Result as StoreResult, Store, Tx, VisitRow};
use crate::tokens::{KeyRing, Purpose};
use crate::waitlist;
use axum::extract::FromRef;
use bayside_api::Code;
use bayside_domain::time::Instant;
use futures::future::BoxFuture;
use std::sync::Arc;

/// The program's state. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// What [`App`] is made of.
pub struct Parts {
    /// Where everything lies.
    pub store: Store,
    /// The dealers, parsed.
    pub dealers: Dealers,
    /// Their room.
    pub shelf: Shelf,
    /// What time it is.
    pub clock: Clock,
    /// Signs tokens and offers.
    pub keys: KeyRing,
    /// Live feeds.
    pub hubs: Hubs,
    /// Limits per client address.
    pub limits: Limits,
    /// What the program counts about itself.
    pub metrics: Metrics,
    /// What links begin with, without a slash at the end.
    pub public_url: String,
    /// Proxies whose word on the client's address is believed.
    pub trusted_proxies: Vec<ipnet::IpNet>,
    /// What messages leave by.
    pub senders: crate::messages::Senders,
    /// The store is marked as a demo's.
    pub demo: bool,
}

impl std::ops::Deref for App {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl FromRef<App> for Limits {
    fn from_ref(app: &App) -> Self {
        app.limits.clone()
    }
}

impl App {
    /// Puts the parts together.
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// The time.
    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// Whether cookies travel over TLS only.
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https:")
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
        let app = self.clone();
        let dealer = Arc::clone(dealer);
        let id = dealer.id;
        let done =
            self.store.write_at(id, move |tx| Box::pin(async move { app.at_dealer_within(tx, &dealer, work).await }));
        let (value, made) = done.await?;
        self.metrics.made(made);
        Ok(value)
    }

    /// The same as a part of a larger transaction; tells what was made.
    pub async fn at_dealer_within<T>(
        &self,
        tx: &mut Tx<'_>,
        dealer: &Arc<Dealer>,
        work: impl for<'t> FnOnce(&'t mut AtDealer<'_, '_>) -> BoxFuture<'t, Result<T, Failure>> + Send,
    ) -> Result<(T, Made), Failure> {
        let mut row = tx.lock_dealer(dealer.id).await?;
        let now = self.now();
        let mut stock = self.shelf.stock(tx, dealer, &row, now).await?;
        let before = row.clone();
        let mut freed = Vec::new();
        if stock.holds.iter().any(|hold| hold.expires_at <= now) {
            freed = Arc::make_mut(&mut stock).drop_expired(tx, &mut row, now).await?;
        }
        let mut at = AtDealer { app: self, tx, dealer, row, stock, now, freed, made: Made::default() };
        // Who waits goes before who comes now.
        waitlist::heal(&mut at).await?;
        let value = work(&mut at).await?;
        waitlist::heal(&mut at).await?;
        let AtDealer { row, stock, made, .. } = at;
        if row != before {
            tx.save_dealer(&row).await?;
        }
        if row.stock_mark != before.stock_mark {
            self.shelf.keep(dealer.id, &stock);
        }
        Ok((value, made))
    }

    /// The visit that a token opens; wrong, revoked and expired give the same answer.
    pub async fn open_token(&self, purpose: Purpose, token: &str) -> Result<(Arc<Dealer>, VisitRow), Failure> {
        let claimed = KeyRing::read(token).ok_or_else(|| Failure::new(Code::NotFound))?;
        let dealer = self.dealers.by_id(claimed.dealer)?;
        let visit = self
            .store
            .read::<_, Failure>(|tx| Box::pin(async move { Ok(tx.visit(claimed.dealer, claimed.id).await?) }))
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
    visit.state.arrived_at.is_some()
        && visit.state.left_at.is_none_or(|left| now < left.plus_minutes(VISIT_TOKEN_DAYS * 24 * 60))
}

/// A transaction under a dealer's lock.
pub struct AtDealer<'a, 'c> {
    /// The program.
    pub app: &'a App,
    /// The transaction.
    pub tx: &'a mut Tx<'c>,
    /// Whose.
    pub dealer: &'a Arc<Dealer>,
    /// The dealer's counters; saved at the end.
    pub row: DealerRow,
    /// The dealer's room.
    pub stock: Arc<Stock>,
    /// One time for the whole transaction.
    pub now: Instant,
    /// What was given back and not yet offered to who waits for it.
    pub freed: Vec<NamedClaim>,
    /// What is counted once it is durable.
    pub made: Made,
}

impl AtDealer<'_, '_> {
    /// Takes claims.
    pub async fn take(&mut self, claims: &[NamedClaim], booked: bool) -> StoreResult<()> {
        Arc::make_mut(&mut self.stock).take(self.tx, &mut self.row, claims, booked).await
    }

    /// Gives claims back.
    pub async fn give_back(&mut self, claims: &[NamedClaim], booked: bool) -> StoreResult<()> {
        Arc::make_mut(&mut self.stock).give_back(self.tx, &mut self.row, claims, booked).await?;
        self.freed.extend_from_slice(claims);
        Ok(())
    }

    /// Appends an event to a visit and takes it into its projection. The visit is not saved yet.
    pub async fn append(
        &mut self,
        visit: &mut VisitRow,
        by: bayside_domain::visit::Actor,
        event: bayside_domain::visit::Event,
    ) -> StoreResult<i64> {
        let recorded = self.tx.append(&mut self.row, visit.id, self.now, by, event).await?;
        visit.state.apply(&recorded);
        visit.last_event = recorded.number;
        Ok(recorded.number)
    }
}
