//! Idempotency keys: the same key with the same request gets the same reply (docs/rules.md, "Repeated and competing
//! writes"). The reply is stored in the transaction of the work; a concurrent request with the same key waits for the
//! dealer's lock.

use crate::context::Context;
use crate::dealers::Dealer;
use crate::failure::{Failure, Refusal};
use crate::transaction::DealerTransaction;
use bayside_domain::error_code::Code;
use bayside_domain::ids::PersonKey;
use bayside_store::KeptReply;
use futures::future::BoxFuture;
use std::collections::HashSet;
use std::sync::Arc;

/// A reply that is stored; its content is up to the caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredReply {
    /// The HTTP status.
    pub status: u16,
    /// The body.
    pub body: String,
    /// The version of what is answered.
    pub version: Option<i64>,
    /// The person with whose data it is erased: of a visit, a wish or a call-back.
    pub person: Option<PersonKey>,
    /// What is kept in place of the body, if that names several people and could be erased with none of them.
    pub kept: Option<String>,
}

/// What makes a write count once.
#[derive(Debug)]
pub struct IdempotentRequest {
    /// The key; without one, each request counts.
    pub key: Option<String>,
    /// Distinguishes calls with the same key.
    pub operation: String,
    /// For how many days the reply is kept.
    pub days: i64,
    /// SHA-256 of the body.
    pub hash: String,
}

/// Whether a key has 128 random bits, as 32 hexadecimal digits or a UUID: only who sent it can know it.
fn is_secret(key: &str) -> bool {
    let digits = || key.bytes().filter(|byte| *byte != b'-');
    // A generator that failed gives one digit, or few.
    digits().count() == 32
        && digits().all(|digit| digit.is_ascii_hexdigit())
        && digits().collect::<HashSet<_>>().len() > 6
}

/// A refusal that carries the reply that was kept, if the key is a secret: who lost the answer reads it there.
fn refusal(code: Code, key: &str, kept: Option<KeptReply>) -> Failure {
    let kept =
        kept.filter(|_| is_secret(key)).map(|reply| if reply.body.is_empty() { "null".to_owned() } else { reply.body });
    Refusal { kept, ..Refusal::new(code) }.into()
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
        let IdempotentRequest { key, operation, days, hash } = request;
        self.dealer_transaction(dealer, move |at| {
            Box::pin(async move {
                let Some(key) = key else { return work(at).await };
                let scope = format!("{}/{operation}", at.dealer.id);
                let kept = at.tx.kept_reply(&scope, &key).await?;
                let valid = kept.as_ref().filter(|reply| !reply.is_over(at.now));
                match valid {
                    Some(KeptReply { body_hash, status, body, version, .. }) if *body_hash == hash => {
                        return Ok(StoredReply {
                            status: *status,
                            body: body.clone(),
                            version: *version,
                            person: None,
                            kept: None,
                        });
                    }
                    Some(_) => return Err(refusal(Code::IdempotencyKeyReused, &key, kept)),
                    None => {}
                }
                let reply = match work(at).await {
                    Err(Failure::Refused(refused)) if refused.code == Code::HoldUsed => {
                        return Err(refusal(Code::HoldUsed, &key, kept));
                    }
                    done => done?,
                };
                let body = reply.kept.as_ref().unwrap_or(&reply.body).clone();
                let (status, version) = (reply.status, reply.version);
                let kept = KeptReply { body_hash: hash, status, body, version, at: at.now, days };
                at.tx.keep_reply(at.dealer.id, (&scope, &key), &kept, reply.person).await?;
                Ok(reply)
            })
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_random_keys_are_secrets() {
        for secret in ["d41d8cd98f00b204e9800998ecf8427e", "5F0C2A4E-93D1-4B7A-8E66-1C2D3E4F5A6B"] {
            assert!(is_secret(secret), "{secret}");
        }
        for known in
            ["", "1", "booking-2026-11-30", "00000000000000000000000000000000", "d41d8cd98f00b204e9800998ecf8427"]
        {
            assert!(!is_secret(known), "{known}");
        }
    }
}
