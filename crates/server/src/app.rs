//! What every handler has at hand: the house, and what serves it over HTTP.

use crate::http::limits::Limits;
use crate::live::Hubs;
use crate::metrics::Metrics;
use crate::reply_cache::{ReplyCache, SingleFlight};
pub use bayside_workflow::AtDealer;
use bayside_workflow::House;
use std::sync::Arc;

/// The program's state. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// What [`App`] is made of.
pub struct Parts {
    /// What is done in the dealers' houses.
    pub house: House,
    /// Ready answers about free starts.
    pub replies: ReplyCache,
    /// Looks at the store that are shared.
    pub lookups: SingleFlight,
    /// Live feeds.
    pub hubs: Hubs,
    /// Limits per client address.
    pub limits: Limits,
    /// What the program counts about itself.
    pub metrics: Metrics,
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

impl std::ops::Deref for Parts {
    type Target = House;
    fn deref(&self) -> &House {
        &self.house
    }
}

impl App {
    /// Puts the parts together.
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// Whether cookies travel over TLS only.
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https:")
    }
}
