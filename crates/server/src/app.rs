//! The shared state of all handlers: the use cases of the dealers, and what serves them over HTTP.

use crate::http::limits::Limits;
use crate::live::Hubs;
use crate::metrics::Metrics;
use crate::reply_cache::{ReplyCache, SingleFlight};
use bayside_workflow::Context;
pub use bayside_workflow::DealerTransaction;
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
    /// What the program counts about itself.
    pub metrics: Metrics,
    /// Proxies whose `X-Forwarded-For` is trusted.
    pub trusted_proxies: Vec<ipnet::IpNet>,
    /// The mail server and the SMS gateways.
    pub senders: crate::messages::Senders,
    /// Whether the store was filled by `--demo`.
    pub demo: bool,
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
