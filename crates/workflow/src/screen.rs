//! Screens: pairing by a code that the desk confirms, reload commands, revocation; and highlighted rows.

use crate::context::Context;
use crate::dealers::Dealer;
use crate::failure::{Failure, FieldChecks, Refusal};
use crate::tokens::{KeyRing, device_token, is_hash_of, random_hex, sha256_hex};
use crate::transaction::DealerTransaction;
use bayside_domain::codes::ScreenKind;
use bayside_domain::error_code::Code;
use bayside_domain::event::{Actor, HouseSubject, ScreenEvent};
use bayside_domain::ids::{DealerId, ScreenId, VisitId};
use bayside_domain::limits::{SCREEN_DISTANCE_CM, SCREEN_INCHES, SCREEN_NAME_CHARS_MAX};
use bayside_domain::time::Instant;
use bayside_domain::typed::digits;
use bayside_store::{PairingRow, ScreenReport, ScreenRow};
use std::sync::Arc;

/// For how many days a screen stands on the desk's list that makes no call.
pub const LISTED_DAYS: i64 = 7;
/// How long a pairing code is valid, in minutes.
const CODE_MINUTES: i64 = 10;

/// A pairing that has begun.
pub struct Begun {
    /// The code of six digits, shown on the screen.
    pub code: String,
    /// The secret token with which the screen polls.
    pub poll_token: String,
    /// When the code expires.
    pub expires_at: Instant,
}

/// The most codes that are valid at once: a hundredth of all, so that a free one is found quickly, and a mistyped one is
/// hardly that of another screen.
const CODES_MAX: i64 = 10_000;
/// How many codes are drawn for a free one.
const DRAWS_MAX: usize = 20;

/// Begins a pairing under a code that is not in use; refused while too many are.
pub async fn begin_pairing(context: &Context, kind: ScreenKind) -> Result<Begun, Failure> {
    let now = context.now();
    let begun = context.store.write::<_, Failure>(move |tx| {
        Box::pin(async move {
            let busy = || Refusal { retry_after_seconds: Some(60), ..Refusal::new(Code::Unavailable) };
            if tx.count_pairings(now).await? >= CODES_MAX {
                return Err(busy().into());
            }
            let poll_token = random_hex::<16>();
            for _ in 0..DRAWS_MAX {
                let row = PairingRow {
                    poll_hash: sha256_hex(poll_token.as_bytes()),
                    code: format!("{:06}", rand::random::<u32>() % 1_000_000),
                    kind,
                    expires_at: now.plus_minutes(CODE_MINUTES),
                    screen: None,
                };
                if tx.add_pairing(&row, now).await? {
                    return Ok(Begun { code: row.code, poll_token, expires_at: row.expires_at });
                }
            }
            Err(busy().into())
        })
    });
    begun.await
}

/// The pairing of a poll token, as long as its code is valid.
pub async fn pairing(context: &Context, poll_token: &str) -> Result<PairingRow, Failure> {
    let (hash, now) = (sha256_hex(poll_token.as_bytes()), context.now());
    let row =
        context.store.read::<_, Failure>(move |tx| Box::pin(async move { Ok(tx.pairing(&hash, now).await?) })).await?;
    row.ok_or_else(|| Failure::new(Code::PairingUnknown))
}

/// The token of a screen whose pairing was confirmed; the same each time until it is first used.
pub async fn claim(
    context: &Context,
    poll_token: &str,
    (dealer, screen): (DealerId, ScreenId),
) -> Result<String, Failure> {
    let token = device_token(poll_token, dealer, screen);
    let hash = sha256_hex(token.as_bytes());
    let claimed = context
        .store
        .write::<_, Failure>(move |tx| Box::pin(async move { Ok(tx.claim_screen(dealer, screen, &hash).await?) }));
    if claimed.await? { Ok(token) } else { Err(Failure::new(Code::PairingUnknown)) }
}

/// A new token for a screen's lasting address, in place of an older one. It is not kept, only its hash.
pub async fn new_address(
    context: &Context,
    dealer: &Arc<Dealer>,
    screen: ScreenId,
    by: Actor,
) -> Result<(ScreenKind, String), Failure> {
    // Many programs leave punctuation out of a link.
    let token = loop {
        let token = device_token(&random_hex::<16>(), dealer.id, screen);
        if token.ends_with(|last: char| last.is_ascii_alphanumeric()) {
            break token;
        }
    };
    let hash = sha256_hex(token.as_bytes());
    let put = context.dealer_transaction(dealer, move |at| {
        Box::pin(async move {
            let row = at.tx.screen(at.dealer.id, screen).await?;
            if !at.tx.put_screen_address(at.dealer.id, screen, &hash).await? {
                return Err(Failure::new(Code::NotFound));
            }
            at.append_event(HouseSubject, by, ScreenEvent::Addressed { screen }).await?;
            row.map(|row| row.kind).ok_or_else(|| Failure::new(Code::NotFound))
        })
    });
    Ok((put.await?, token))
}

/// The screen with this token, unless it was revoked.
pub async fn known(context: &Context, token: &str) -> Result<(DealerId, ScreenRow), Failure> {
    let unknown = || Failure::new(Code::Unauthenticated);
    let parsed = KeyRing::read(token).ok_or_else(unknown)?;
    let (dealer, screen) = (parsed.dealer, parsed.id());
    let row = context
        .store
        .read::<_, Failure>(move |tx| Box::pin(async move { Ok(tx.screen(dealer, screen).await?) }))
        .await?;
    let is_its_own = |row: &ScreenRow| {
        [&row.token_hash, &row.address_hash].into_iter().flatten().any(|hash| is_hash_of(hash, token))
    };
    row.filter(|row| !row.revoked && is_its_own(row)).map(|row| (dealer, row)).ok_or_else(unknown)
}

/// Records a call of a screen and what it reported: at most once a minute, except for the first call, which ends its
/// pairing, and the first after a reload.
pub async fn record_call(
    context: &Context,
    dealer: DealerId,
    row: &ScreenRow,
    said: ScreenReport,
) -> Result<(), Failure> {
    let (screen, now) = (row.id, context.now());
    let has_obeyed = said.reloaded.is_some_and(|number| number > row.reloaded && number <= row.reload);
    if !has_obeyed && row.seen_at.is_some_and(|seen| now < seen.plus_minutes(1)) {
        return Ok(());
    }
    let noted = context.store.write::<_, Failure>(move |tx| {
        Box::pin(async move { Ok(tx.record_screen_contact(dealer, screen, now, &said).await?) })
    });
    noted.await
}

/// The number of the reload command that a screen has not carried out yet; refused if it was revoked. A screen that
/// reports which command it `obeyed` gets the command until it has; another one gets it once.
pub async fn reload_to_make(
    context: &Context,
    dealer: DealerId,
    screen: ScreenId,
    obeyed: Option<i64>,
) -> Result<Option<i64>, Failure> {
    let row = context.store.read::<_, Failure>(move |tx| Box::pin(async move { Ok(tx.screen(dealer, screen).await?) }));
    let row = row.await?.filter(|row| !row.revoked).ok_or_else(|| Failure::new(Code::Unauthenticated))?;
    if row.reload <= obeyed.unwrap_or(0).max(row.reloaded) {
        return Ok(None);
    }
    if obeyed.is_none() {
        let told = context.store.write::<_, Failure>(move |tx| {
            Box::pin(async move { Ok(tx.record_reload_sent(dealer, screen, row.reload).await?) })
        });
        told.await?;
    }
    Ok(Some(row.reload))
}

/// The checked input for confirming a screen: the typed code, the screen's name, and from where it is seen, as inches
/// across the diagonal and centimetres.
pub struct ConfirmInput {
    code: String,
    name: String,
    viewing: Option<(i64, i64)>,
}

impl ConfirmInput {
    /// Names every field that is wrong; of a code only its digits count.
    pub fn check(code: &str, mut name: String, viewing: Option<(i64, i64)>) -> Result<Self, Failure> {
        let code = digits(code);
        let mut checks = FieldChecks::new();
        checks.line("/name", &mut name, 1, SCREEN_NAME_CHARS_MAX);
        checks.check(code.len() == 6, "/code", "pairing-code-format");
        if let Some((inches, distance_cm)) = viewing {
            checks.check(SCREEN_INCHES.contains(&inches), "/viewing/inches", "out-of-range");
            checks.check(SCREEN_DISTANCE_CM.contains(&distance_cm), "/viewing/distance_cm", "out-of-range");
        }
        checks.finish()?;
        Ok(Self { code, name, viewing })
    }
}

/// Confirms a pairing for a new screen.
pub async fn confirm(at: &mut DealerTransaction<'_, '_>, input: ConfirmInput, by: Actor) -> Result<ScreenRow, Failure> {
    let unknown = || Failure::from(Refusal::new(Code::Invalid).at("/code", "pairing-unknown"));
    let row = at.tx.pairing_by_code(&input.code, at.now).await?.ok_or_else(unknown)?;
    let id = at.row.next_id();
    let screen = ScreenRow { viewing: input.viewing, ..ScreenRow::new(id, row.kind, &input.name) };
    if !at.tx.confirm_pairing(&row.poll_hash, at.dealer.id, &screen, at.now).await? {
        return Err(unknown());
    }
    at.append_event(HouseSubject, by, ScreenEvent::Paired { screen: id }).await?;
    Ok(screen)
}

/// Revokes a screen: it is refused at once, and its open streams end.
pub async fn revoke(at: &mut DealerTransaction<'_, '_>, id: ScreenId, by: Actor) -> Result<(), Failure> {
    if !at.tx.revoke_screen(at.dealer.id, id).await? {
        return Err(Failure::new(Code::NotFound));
    }
    at.append_event(HouseSubject, by, ScreenEvent::Revoked { screen: id }).await?;
    Ok(())
}

/// Tells a screen to reload.
pub async fn reload(at: &mut DealerTransaction<'_, '_>, id: ScreenId, by: Actor) -> Result<ScreenRow, Failure> {
    let known = at.tx.screen(at.dealer.id, id).await?.filter(|row| !row.revoked);
    let mut row = known.ok_or_else(|| Failure::new(Code::NotFound))?;
    // A screen with an open reload command needs no second one.
    if row.reload == row.reloaded {
        at.tx.reload_screen(at.dealer.id, id).await?;
        row.reload += 1;
    }
    at.append_event(HouseSubject, by, ScreenEvent::Reloaded { screen: id }).await?;
    Ok(row)
}

/// Highlights a car's row on every lounge screen of the dealer; returns its lounge number.
pub async fn highlight(at: &mut DealerTransaction<'_, '_>, id: VisitId) -> Result<u16, Failure> {
    let visit = at.tx.visit(at.dealer.id, id).await?.ok_or_else(|| Failure::new(Code::NotFound))?;
    let on_board = visit.state.number.filter(|_| visit.state.stage().is_some());
    let number = on_board.ok_or_else(|| Failure::new(Code::NotOnBoard))?;
    at.append_event(HouseSubject, Actor::Customer, ScreenEvent::Highlighted { number }).await?;
    Ok(number)
}
