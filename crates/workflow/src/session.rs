//! Sessions of staff.

use crate::dealers::Dealer;
use crate::failure::Failure;
use crate::house::House;
use crate::tokens::{random_hex, sha256_hex};
use bayside_domain::ids::{DealerId, StaffId};
use bayside_store::StaffRow;

/// How long a session is valid, in minutes.
pub const SESSION_MINUTES: i64 = 12 * 60;

/// The member of staff with a login at a dealer.
pub async fn member(house: &House, dealer: Option<&Dealer>, login: String) -> Result<Option<StaffRow>, Failure> {
    let Some(id) = dealer.map(|dealer| dealer.id) else { return Ok(None) };
    house.store.read::<_, Failure>(move |tx| Box::pin(async move { Ok(tx.staff_by_login(id, &login).await?) })).await
}

/// Begins a session; returns its secret token.
pub async fn begin(house: &House, dealer: DealerId, member: StaffId) -> Result<String, Failure> {
    let token = random_hex::<32>();
    let (hash, now) = (sha256_hex(token.as_bytes()), house.now());
    let ends_at = now.plus_minutes(SESSION_MINUTES);
    let begun = house.store.write::<_, Failure>(move |tx| {
        Box::pin(async move { Ok(tx.begin_session(&hash, dealer, member, now, ends_at).await?) })
    });
    begun.await?;
    Ok(token)
}

/// Ends the session of a token.
pub async fn end(house: &House, token: &str) -> Result<(), Failure> {
    let hash = sha256_hex(token.as_bytes());
    house.store.write::<_, Failure>(move |tx| Box::pin(async move { Ok(tx.end_session(&hash).await?) })).await
}
