//! The shared state of all handlers: the use cases of the dealers, and what serves them over HTTP.

use crate::backups::Backups;
use crate::config;
use crate::http::limits::Limits;
use crate::http::wrong_tries::WrongTries;
use crate::live::Hubs;
use crate::metrics::Metrics;
use crate::passwords::Passwords;
use crate::reply_cache::{ReplyCache, SingleFlight};
use bayside_domain::ids::{DealerId, ScreenId};
use bayside_store::{Store, StoreError};
pub use bayside_workflow::DealerTransaction;
use bayside_workflow::capacity_cache::CapacityCache;
use bayside_workflow::clock::Clock;
use bayside_workflow::dealers::Dealers;
use bayside_workflow::tokens::{KeyRing, random_hex};
use bayside_workflow::{Context, offer_freed_capacity};
use std::sync::Arc;

/// The program's state. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// What [`App`] is made of.
pub struct Parts {
    /// The use cases of all dealers.
    pub context: Context,
    /// Cached replies to requests for free starts.
    pub replies: ReplyCache,
    /// Reads of a dealer's capacity that concurrent requests share.
    pub lookups: SingleFlight,
    /// Live feeds.
    pub hubs: Hubs,
    /// Limits per client address.
    pub limits: Limits,
    /// The passwords that are being checked.
    pub passwords: Passwords,
    /// Wrong digits of telephones, by the kiosk and the plate.
    pub wrong_digits: WrongTries<(DealerId, ScreenId, String)>,
    /// What the program counts about itself.
    pub metrics: Metrics,
    /// Proxies whose `X-Forwarded-For` is trusted.
    pub trusted_proxies: Vec<ipnet::IpNet>,
    /// The mail server and the SMS gateways.
    pub senders: crate::messages::Senders,
    /// Whether the store was filled by `--demo`.
    pub demo: bool,
    /// The timetable of backups, if there is one.
    pub backups: Option<Arc<Backups>>,
}

impl std::ops::Deref for App {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl std::ops::Deref for Parts {
    type Target = Context;
    fn deref(&self) -> &Context {
        &self.context
    }
}

impl App {
    /// Puts the parts together.
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// Whether the public address uses https, so that cookies are `Secure`.
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https:")
    }
}

/// What the use cases share, with the store's signing keys; the dealers are not loaded yet.
pub async fn context(store: Store, clock: Clock, public_url: String) -> Result<Context, StoreError> {
    let keys = keys(&store, &clock).await?;
    Ok(Context {
        store,
        dealers: Dealers::new(config::parse_stored),
        capacity: CapacityCache::default(),
        clock,
        keys,
        public_url: public_url.into(),
        created: Arc::default(),
        offer_freed: offer_freed_capacity::offer_freed,
    })
}

async fn keys(store: &Store, clock: &Clock) -> Result<KeyRing, StoreError> {
    let now = clock.now();
    let keys = store
        .write::<_, StoreError>(move |tx| {
            Box::pin(async move {
                if tx.signing_keys().await?.is_empty() {
                    // If two instances start at the same time, the first wins.
                    tx.add_signing_key(1, &random_hex::<32>(), now).await?;
                }
                tx.signing_keys().await
            })
        })
        .await?;
    Ok(KeyRing::new(&keys))
}
