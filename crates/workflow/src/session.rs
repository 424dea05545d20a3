//! Sessions and passwords of staff.

use crate::context::Context;
use crate::dealers::Dealer;
use crate::failure::Failure;
use crate::tokens::{random_hex, sha256_hex};
use bayside_domain::ids::DealerId;
use bayside_domain::typed;
use bayside_store::{SessionRow, StaffRow};

/// How long a session is valid, in minutes.
pub const SESSION_MINUTES: i64 = 12 * 60;

/// The member of staff with a login at a dealer, whatever its case.
pub async fn member(context: &Context, dealer: Option<&Dealer>, login: &str) -> Result<Option<StaffRow>, Failure> {
    let Some(id) = dealer.map(|dealer| dealer.id) else { return Ok(None) };
    let staff = context.store.read::<_, Failure>(move |tx| Box::pin(async move { Ok(tx.staff(id).await?) })).await?;
    Ok(by_login(&staff, login).cloned())
}

/// The member of staff with a login: the very one, or one that was added with capitals.
pub fn by_login<'s>(staff: &'s [StaffRow], login: &str) -> Option<&'s StaffRow> {
    let same = typed::login(login);
    let exact = staff.iter().find(|member| member.login == login);
    exact.or_else(|| staff.iter().find(|member| typed::login(&member.login) == same))
}

/// Begins a session for a member of staff whose password was checked; returns its secret token, or `None` if they have
/// another password by now.
pub async fn begin(context: &Context, dealer: DealerId, member: StaffRow) -> Result<Option<String>, Failure> {
    let token = random_hex::<32>();
    let (hash, now) = (sha256_hex(token.as_bytes()), context.now());
    let ends_at = now.plus_minutes(SESSION_MINUTES);
    let begun = context.store.write::<_, Failure>(move |tx| {
        Box::pin(async move { Ok(tx.begin_session(&hash, dealer, &member, now, ends_at).await?) })
    });
    Ok(begun.await?.then_some(token))
}

/// Replaces a password that was checked. All sessions of that person end in the same transaction, and one begins,
/// whose token is returned; `None` if they have another password by now.
pub async fn change_password(
    context: &Context,
    dealer: DealerId,
    member: StaffRow,
    password_hash: String,
) -> Result<Option<String>, Failure> {
    let token = random_hex::<32>();
    let (hash, now) = (sha256_hex(token.as_bytes()), context.now());
    let ends_at = now.plus_minutes(SESSION_MINUTES);
    let changed = context.store.write::<_, Failure>(move |tx| {
        Box::pin(async move {
            if !tx.change_password(dealer, &member, &password_hash).await? {
                return Ok(false);
            }
            Ok(tx.begin_session(&hash, dealer, &StaffRow { password_hash, ..member }, now, ends_at).await?)
        })
    });
    Ok(changed.await?.then_some(token))
}

/// The session with this hash of its token, unless it has ended.
pub async fn running(context: &Context, hash: String) -> Result<Option<SessionRow>, Failure> {
    let now = context.now();
    context.store.read::<_, Failure>(move |tx| Box::pin(async move { Ok(tx.session(&hash, now).await?) })).await
}

/// Ends the session of a token.
pub async fn end(context: &Context, token: &str) -> Result<(), Failure> {
    let hash = sha256_hex(token.as_bytes());
    context.store.write::<_, Failure>(move |tx| Box::pin(async move { Ok(tx.end_session(&hash).await?) })).await
}
