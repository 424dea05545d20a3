//! Offers freed capacity to the waitlist: the first customer whose wish fits gets a hold for a limited time, in the
//! same transaction that frees the capacity.

use crate::dealers::Dealer;
use crate::failure::Failure;
use crate::holds::{expiry, give_back};
use crate::offers::{StartRequest, adviser_place, epoch};
use crate::outbox::{NewMessage, enqueue};
use crate::tokens::{Offer, Purpose, random_hex};
use crate::transaction::DealerTransaction;
use bayside_domain::capacity::Start;
use bayside_domain::codes::HoldState;
use bayside_domain::codes::WishState;
use bayside_domain::document::Person;
use bayside_domain::document::{Announcement, MessageAbout};
use bayside_domain::error_code::Code;
use bayside_domain::event::{Actor, WishEvent};
use bayside_domain::messages::after_quiet;
use bayside_domain::time::{Bucket, Instant};
use bayside_domain::visit::Phase;
use bayside_domain::waitlist::{Wish, WishMatcher};
use bayside_store::{HoldRow, NamedClaim, WishRow};
use futures::future::BoxFuture;
use std::sync::Arc;

/// Whether it is within the dealer's quiet hours.
pub fn is_quiet(dealer: &Dealer, now: Instant) -> bool {
    dealer.file.messages.quiet.is_some_and(|quiet| after_quiet(&dealer.zone, quiet, now) > now)
}

/// Offers the capacity that was given back in this transaction to the waitlist.
pub fn offer_freed<'t>(at: &'t mut DealerTransaction<'_, '_>) -> BoxFuture<'t, Result<(), Failure>> {
    Box::pin(async move { if at.freed.is_empty() { Ok(()) } else { run(at).await } })
}

/// Does what is due at this time: ends wishes whose days have passed, and offers capacity that became free in quiet
/// hours.
pub async fn run_due(at: &mut DealerTransaction<'_, '_>) -> Result<(), Failure> {
    run(at).await
}

async fn run(at: &mut DealerTransaction<'_, '_>) -> Result<(), Failure> {
    // Send the queued inserts first: the following queries must see them.
    at.tx.flush_inserts().await?;
    let mut freed = std::mem::take(&mut at.freed);
    let rows = at.tx.queue(at.dealer.id).await?;
    if rows.is_empty() {
        at.tx.take_freed(at.dealer.id).await?;
        return Ok(());
    }
    let mut queue = Vec::with_capacity(rows.len());
    for row in rows {
        queue.extend(refresh_wish(at, row).await?);
    }
    queue.sort_by_key(|(row, _)| (row.wish.passed.len(), row.id));
    freed.append(&mut at.freed);
    if is_quiet(at.dealer, at.now) {
        if !freed.is_empty() {
            let id = at.row.next_id();
            at.tx.add_freed(at.dealer.id, id, &freed).await?;
        }
        return Ok(());
    }
    freed.extend(at.tx.take_freed(at.dealer.id).await?);
    offer_all(at, queue, &freed).await
}

/// Updates one wish: ends it or records a missed offer. Returns it if it may get an offer now.
async fn refresh_wish(
    at: &mut DealerTransaction<'_, '_>,
    mut row: WishRow,
) -> Result<Option<(WishRow, Wish)>, Failure> {
    let today = at.dealer.date(at.now);
    let mut before = None;
    if let Some(id) = row.wish.visit {
        let visit = at.tx.visit(at.dealer.id, id).await?;
        let live = visit.filter(|visit| visit.state.phase == Phase::Booked && visit.state.appointment.start > at.now);
        let Some(visit) = live else {
            end(at, row).await?;
            return Ok(None);
        };
        before = Some(Bucket::at(visit.state.appointment.start).0);
    }
    if let Some((hold, start, _)) = row.wish.offer.filter(|_| row.wish.state == WishState::Offered) {
        if at.capacity.holds.iter().any(|known| known.id == hold) {
            return Ok(None);
        }
        row.wish.silent_on = Some(today);
        record_passed_offer(at, &mut row, start, false).await?;
    }
    if row.wish.to < today {
        end(at, row).await?;
        return Ok(None);
    }
    let adviser = row.wish.adviser.as_ref().map(|id| adviser_place(at.dealer, id));
    // A customer who missed an offer today gets the next one tomorrow; a wish for an adviser who has left gets none.
    if row.wish.silent_on == Some(today) || adviser == Some(None) {
        return Ok(None);
    }
    let wish = Wish {
        services: row.wish.services.clone(),
        stay: row.wish.stay,
        adviser: adviser.flatten(),
        from: row.wish.from,
        to: row.wish.to,
        hours: row.wish.hours.clone(),
        before,
        passed: row.wish.passed.clone(),
    };
    Ok(Some((row, wish)))
}

/// Records that an offer was declined or not answered.
pub async fn record_passed_offer(
    at: &mut DealerTransaction<'_, '_>,
    row: &mut WishRow,
    start: i64,
    answered: bool,
) -> Result<(), Failure> {
    row.wish.state = WishState::Waiting;
    row.wish.offer = None;
    row.wish.passed.push(start);
    let by = if answered { Actor::Customer } else { Actor::System };
    at.append_event(row.id, by, WishEvent::Passed { start: Bucket(start).start(), answered }).await?;
    Ok(at.tx.put_wish(at.dealer.id, row).await?)
}

/// Ends a wish: releases its hold and deletes its person.
pub async fn end(at: &mut DealerTransaction<'_, '_>, mut row: WishRow) -> Result<(), Failure> {
    if let Some((hold, _, _)) = row.wish.offer.take()
        && let Some(hold) = at.tx.hold(at.dealer.id, hold).await?
    {
        give_back(at, hold).await?;
    }
    row.wish.state = WishState::Ended;
    at.append_event(row.id, Actor::System, WishEvent::Ended).await?;
    at.tx.forget_person(at.dealer.id, row.id).await?;
    Ok(at.tx.put_wish(at.dealer.id, &row).await?)
}

async fn offer_all(
    at: &mut DealerTransaction<'_, '_>,
    mut queue: Vec<(WishRow, Wish)>,
    freed: &[NamedClaim],
) -> Result<(), Failure> {
    loop {
        let capacity = Arc::clone(&at.capacity);
        let freed = capacity.claims(freed);
        let matcher = WishMatcher {
            workshop: &capacity.workshop,
            zone: &at.dealer.zone,
            occupancy: &capacity.occupancy,
            freed: &freed,
            now_seconds: at.now.seconds(),
        };
        let Some((place, start)) = matcher.next(queue.iter().map(|(_, wish)| wish)) else { return Ok(()) };
        let (row, _) = queue.remove(place);
        offer(at, row, &start).await?;
    }
}

/// Holds a start for a wish and sends the offer to the customer.
async fn offer(at: &mut DealerTransaction<'_, '_>, mut row: WishRow, start: &Start) -> Result<(), Failure> {
    let wanted =
        StartRequest { services: row.wish.services.clone(), stay: row.wish.stay, adviser: Some(start.adviser) };
    let appointment = wanted.appointment(at.dealer, start);
    let offer = Offer { dealer: at.dealer.id, appointment, epoch: epoch(at.now) };
    let (workshop, occupancy, now) = (&at.capacity.workshop, &at.capacity.occupancy, at.now.seconds());
    let plan = wanted.ask(|ask| workshop.plan(occupancy, ask, start.at, start.adviser, now));
    let claims = at.capacity.named(&plan.map_err(|_| Failure::new(Code::Internal))?.claims);
    at.take(&claims, true).await?;
    at.pending.holds += 1;
    let expires_at = expiry(at, at.dealer.file.promises.offer_minutes, offer.appointment.start);
    let hold = HoldRow {
        id: at.row.next_id(),
        secret: random_hex::<12>(),
        offer: at.context.keys.sign(&offer),
        claims,
        expires_at,
        // The hold cannot be renewed, because others wait.
        renewed: true,
        state: HoldState::Live,
    };
    at.tx.add_hold(at.dealer.id, &hold).await?;
    row.wish.state = WishState::Offered;
    row.wish.offer = Some((hold.id, start.at, expires_at));
    Arc::make_mut(&mut at.capacity).holds.push(hold);
    let begins = offer.appointment.start;
    at.append_event(row.id, Actor::System, WishEvent::Offered { start: begins, expires_at }).await?;
    at.tx.put_wish(at.dealer.id, &row).await?;
    if let Some(person) = person_of_wish(at, &row).await? {
        let token = at.context.keys.sign_token(Purpose::Waitlist, at.dealer.id, row.id, 0);
        let about = MessageAbout {
            to: person.into(),
            announced: Announcement::from(&offer.appointment),
            link: format!("{}/waitlist#{token}", at.context.public_url),
            held_until: expires_at,
        };
        enqueue(at, NewMessage::waitlist_offer(about)).await?;
    }
    Ok(())
}

/// The person of a wish: that of its booking, or its own.
pub async fn person_of_wish(at: &mut DealerTransaction<'_, '_>, row: &WishRow) -> Result<Option<Person>, Failure> {
    Ok(at.tx.person(at.dealer.id, row.person()).await?)
}
