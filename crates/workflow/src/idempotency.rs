//! Idempotency keys: the same key with the same request gets the same reply for a day (docs/rules.md, "Repeated and
//! competing writes"). The reply is stored in the transaction of the work; a concurrent request with the same key waits
//! for the dealer's lock.

use crate::context::Context;
use crate::dealers::Dealer;
use crate::failure::Failure;
use crate::transaction::DealerTransaction;
use bayside_domain::error_code::Code;
use bayside_domain::ids::PersonKey;
use bayside_domain::time::DAY_MINUTES;
use futures::future::BoxFuture;
use std::sync::Arc;

/// How long a reply is kept.
const KEEP_MINUTES: i64 = DAY_MINUTES;

/// A stored reply; its content is up to the caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredReply {
    /// The HTTP status.
    pub status: u16,
    /// The body.
    pub body: String,
    /// The person with whose data it is erased: of a visit, a wish or a call-back.
    pub person: Option<PersonKey>,
}

/// A request with its idempotency key.
pub struct IdempotentRequest {
    scope: String,
    key: Option<String>,
    hash: String,
}

impl IdempotentRequest {
    /// `hash` is that of the whole body; `operation` distinguishes requests of different kinds with the same key.
    pub fn new(dealer: &Dealer, operation: &str, key: Option<String>, hash: String) -> Self {
        Self { scope: format!("{}/{operation}", dealer.id), key, hash }
    }

    async fn before(&self, at: &mut DealerTransaction<'_, '_>) -> Result<Option<StoredReply>, Failure> {
        let Some(key) = &self.key else { return Ok(None) };
        match at.tx.idempotent_reply(&self.scope, key, at.now.plus_minutes(-KEEP_MINUTES)).await? {
            None => Ok(None),
            Some((hash, status, body)) if hash == self.hash => Ok(Some(StoredReply { status, body, person: None })),
            Some(_) => Err(Failure::new(Code::IdempotencyKeyReused)),
        }
    }

    async fn after(&self, at: &mut DealerTransaction<'_, '_>, reply: &StoredReply) -> Result<(), Failure> {
        if let Some(key) = &self.key {
            let StoredReply { status, body, person } = reply;
            at.tx.keep_reply(&self.scope, key, &self.hash, *status, body, at.now, at.dealer.id, *person).await?;
        }
        Ok(())
    }
}

impl Context {
    /// Runs `work` once in a transaction under a dealer's lock and stores its reply; a repeated request gets the stored
    /// reply.
    pub async fn once_at_dealer(
        &self,
        dealer: &Arc<Dealer>,
        request: IdempotentRequest,
        work: impl for<'t> FnOnce(&'t mut DealerTransaction<'_, '_>) -> BoxFuture<'t, Result<StoredReply, Failure>>
        + Send
        + 'static,
    ) -> Result<StoredReply, Failure> {
        self.dealer_transaction(dealer, move |at| {
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
