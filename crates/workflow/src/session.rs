//! Sessions of staff.

use crate::context::Context;
use crate::dealers::Dealer;
use crate::failure::Failure;
use crate::tokens::{random_hex, sha256_hex};
use bayside_domain::ids::{DealerId, StaffId};
use bayside_store::StaffRow;

/// How long a session is valid, in minutes.
pub const SESSION_MINUTES: i64 = 12 * 60;

/// The member of staff with a login at a dealer.
pub async fn member(context: &Context, dealer: Option<&Dealer>, login: String) -> Result<Option<StaffRow>, Failure> {
    let Some(id) = dealer.map(|dealer| dealer.id) else { return Ok(None) };
    context.store.read::<_, Failure>(move |tx| Box::pin(async move { Ok(tx.staff_by_login(id, &login).await?) })).await
}

/// Begins a session; returns its secret token.
pub async fn begin(context: &Context, dealer: DealerId, member: StaffId) -> Result<String, Failure> {
    let token = random_hex::<32>();
    let (hash, now) = (sha256_hex(token.as_bytes()), context.now());
    let ends_at = now.plus_minutes(SESSION_MINUTES);
    let begun = context.store.write::<_, Failure>(move |tx| {
        Box::pin(async move { Ok(tx.begin_session(&hash, dealer, member, now, ends_at).await?) })
    });
    begun.await?;
    Ok(token)
}

/// Ends the session of a token.
pub async fn end(context: &Context, token: &str) -> Result<(), Failure> {
    let hash = sha256_hex(token.as_bytes());
    context.store.write::<_, Failure>(move |tx| Box::pin(async move { Ok(tx.end_session(&hash).await?) })).await
}
