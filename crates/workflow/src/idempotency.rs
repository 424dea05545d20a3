//! The same key and the same request get the same reply for a day (docs/rules.md, "Repeated and competing writes"). The
//! row is written in the transaction of what it answers; a concurrent twin waits for the dealer's lock.

use crate::dealers::Dealer;
use crate::failure::Failure;
use crate::house::House;
use crate::transaction::AtDealer;
use bayside_domain::codes::Code;
use bayside_domain::ids::PersonKey;
use bayside_domain::time::DAY_MINUTES;
use futures::future::BoxFuture;
use std::sync::Arc;

/// How long a reply is kept.
const KEEP_MINUTES: i64 = DAY_MINUTES;

/// A reply that can be given again: what it says is the caller's matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredReply {
    /// A status of the caller's.
    pub status: u16,
    /// A text of the caller's.
    pub body: String,
    /// The person with whom it goes: a visit, a wish or a call-back.
    pub person: Option<PersonKey>,
}

/// One request with its key.
pub struct IdempotentRequest {
    scope: String,
    key: Option<String>,
    hash: String,
}

impl IdempotentRequest {
    /// `hash` is of all that was sent; `operation` tells requests of different kinds with one key apart.
    pub fn new(dealer: &Dealer, operation: &str, key: Option<String>, hash: String) -> Self {
        Self { scope: format!("{}/{operation}", dealer.id), key, hash }
    }

    async fn before(&self, at: &mut AtDealer<'_, '_>) -> Result<Option<StoredReply>, Failure> {
        let Some(key) = &self.key else { return Ok(None) };
        match at.tx.idempotent_reply(&self.scope, key, at.now.plus_minutes(-KEEP_MINUTES)).await? {
            None => Ok(None),
            Some((hash, status, body)) if hash == self.hash => Ok(Some(StoredReply { status, body, person: None })),
            Some(_) => Err(Failure::new(Code::IdempotencyKeyReused)),
        }
    }

    async fn after(&self, at: &mut AtDealer<'_, '_>, reply: &StoredReply) -> Result<(), Failure> {
        if let Some(key) = &self.key {
            let StoredReply { status, body, person } = reply;
            at.tx.keep_reply(&self.scope, key, &self.hash, *status, body, at.now, at.dealer.id, *person).await?;
        }
        Ok(())
    }
}

impl House {
    /// One transaction under a dealer's lock for a request with a key: `work` is done once, and its reply kept.
    pub async fn once_at_dealer(
        &self,
        dealer: &Arc<Dealer>,
        request: IdempotentRequest,
        work: impl for<'t> FnOnce(&'t mut AtDealer<'_, '_>) -> BoxFuture<'t, Result<StoredReply, Failure>> + Send + 'static,
    ) -> Result<StoredReply, Failure> {
        self.at_dealer(dealer, move |at| {
            Box::pin(async move {
                if let Some(reply) = request.before(at).await? {
                    return Ok(reply);
                }
                let reply = work(at).await?;
                request.after(at, &reply).await?;
                Ok(reply)
            })
        })
        .await
    }
}
