//! Sends messages: each is claimed by one server, tried, and its result is stored.
//!
//! A claim is a conditional update in a transaction, so only one of several servers on a database gets it. If an
//! attempt is known to have failed, the message is tried again. If a server dies, or a connection breaks, after the
//! message was sent and before the reply came, it is unknown whether it arrived: once its lease has ended, it is given
//! up as `outcome-unknown` and left to staff, so that it cannot arrive twice. Its `Message-ID`, or its id at the
//! gateway, stays the same, so that the receiver can detect a duplicate.

use super::content::{MessageContent, entry};
use super::holding_back;
use super::mail::Email;
use super::not_sent::NotSent;
use super::not_sent::{ATTEMPTS_MAX, pause_seconds};
use super::send_slots::{SendSlot, SendSlots};
use super::sms::SmsMessage;
use crate::app::App;
use crate::invitations;
use bayside_domain::codes::{MessageChannel, MessageKind, MessageReason, MessageState};
use bayside_domain::document::Recipient;
use bayside_domain::time::Instant;
use bayside_store::{Change, MessageRow, Result as StoreResult, StoreError, Tx, VisitRow};
use bayside_workflow::dealers::Dealer;
use bayside_workflow::outbox::{not_at_night, still_true};
use bayside_workflow::tokens::Purpose;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{broadcast, watch};
use tokio::task::JoinSet;

/// The most messages that are claimed in one round.
const ROUND_MAX: i64 = 64;
/// The longest sleep, in case a notification was lost.
const SLEEP_MAX: Duration = Duration::from_secs(30);
/// The sleep after an error of the store, or if a dealer is not known here yet.
const SLEEP_ON_ERROR: Duration = Duration::from_secs(2);
/// How long a claim is valid: longer than all time limits of one attempt together.
const LEASE_SECONDS: i64 = 180;

/// Sends due messages until the program stops, then waits for those that are being sent.
pub async fn run(app: App, mut changes: broadcast::Receiver<Change>, mut stopping: watch::Receiver<bool>) {
    let (slots, mut on_their_way) = (SendSlots::default(), JoinSet::new());
    loop {
        let moved = app.clock.moved();
        let pause = match round(&app, &slots, &mut on_their_way).await {
            Ok(pause) => pause,
            Err(error) => {
                tracing::warn!(%error, "the outbox was not read");
                SLEEP_ON_ERROR
            }
        };
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = moved => {}
            Some(_) = on_their_way.join_next() => {}
            change = changes.recv() => if let Err(broadcast::error::RecvError::Closed) = change { break },
            _ = stopping.changed() => break,
        }
        // Several changes at once start only one round.
        while changes.try_recv().is_ok() {}
    }
    while on_their_way.join_next().await.is_some() {}
}

/// Claims due messages and starts sending them; returns how long to sleep.
async fn round(app: &App, slots: &SendSlots, on_their_way: &mut JoinSet<()>) -> StoreResult<Duration> {
    while on_their_way.try_join_next().is_some() {}
    let is_full = slots.free() == 0;
    let next = app.store.read::<_, StoreError>(|tx| Box::pin(tx.next_message_at())).await?;
    let now = app.now();
    let Some(next) = next else { return Ok(SLEEP_MAX) };
    if next > now || is_full {
        let wait = u64::try_from(next.micros() - now.micros()).unwrap_or(0);
        // If all slots are taken, the end of a running attempt wakes the worker first.
        return Ok(if is_full { SLEEP_MAX } else { Duration::from_micros(wait).min(SLEEP_MAX) });
    }
    let (claiming, slots) = (app.clone(), slots.clone());
    let (claimed, is_idle) = app
        .store
        .write::<_, StoreError>(move |tx| Box::pin(async move { claim_due(&claiming, &slots, tx, now).await }))
        .await?;
    for message in claimed {
        let app = app.clone();
        on_their_way.spawn(async move { deliver(&app, message).await });
    }
    Ok(if is_idle { SLEEP_ON_ERROR } else { Duration::ZERO })
}

/// A claimed message in words, ready to send.
struct ClaimedMessage {
    row: MessageRow,
    dealer: Arc<Dealer>,
    load: Load,
    /// The slot among the messages being sent; given back after the attempt.
    _slot: SendSlot,
}

enum Load {
    Mail(Box<Email>),
    Sms(SmsMessage),
}

/// Claims due messages for which there is a slot; also returns whether nothing could be claimed.
async fn claim_due(
    app: &App,
    slots: &SendSlots,
    tx: &mut Tx<'_>,
    now: Instant,
) -> StoreResult<(Vec<ClaimedMessage>, bool)> {
    let lost = tx.give_up_lost_messages(now).await?;
    if lost > 0 {
        tracing::warn!(
            lost,
            "messages were on their way when their server was lost: whether they arrived is not known"
        );
    }
    let (mut messages, mut is_idle) = (Vec::new(), lost == 0);
    for row in tx.due_messages(now, &slots.full(), ROUND_MAX).await? {
        if slots.free() == 0 {
            break;
        }
        // The dealer may have just been imported and not be known to this server yet.
        let Ok(dealer) = app.dealers.by_id(row.dealer) else { continue };
        let due_at = not_at_night(&dealer, row.kind, now);
        if due_at > now {
            is_idle = false;
            tx.settle_message(&MessageRow { due_at, ..row }).await?;
            continue;
        }
        if row.useless_at.is_some_and(|useless_at| useless_at <= now) {
            is_idle = false;
            settle(tx, &row, MessageState::Dropped, MessageReason::TooLate).await?;
            continue;
        }
        match addressed(app, tx, &dealer, &row).await? {
            Err(reason) => {
                is_idle = false;
                settle(tx, &row, MessageState::Dropped, reason).await?;
            }
            Ok((to, content, visit)) => {
                let has_mail = to.email.is_some() && !goes_as_text(&row);
                let (channel, is_set_up) = app.senders.channel(&dealer, has_mail);
                let slot = slots.take(dealer.id, channel).filter(|_| is_set_up);
                if is_set_up && slot.is_none() && row.channel == Some(channel) {
                    continue;
                }
                is_idle = false;
                let row = MessageRow { channel: Some(channel), ..row };
                let counted = holding_back::counted(app, &dealer, &row, &to);
                if is_set_up
                    && let Some(reason) =
                        holding_back::reason(tx, (&dealer, &row, &to), counted.as_deref(), now).await?
                {
                    settle(tx, &row, MessageState::Failed, reason).await?;
                    continue;
                }
                let Some(slot) = slot else {
                    if is_set_up {
                        // Its channel is full: it waits until a slot is free.
                        tx.settle_message(&row).await?;
                    } else {
                        settle(tx, &row, MessageState::NotConfigured, MessageReason::NoChannel).await?;
                    }
                    continue;
                };
                if tx.claim_message(&row, now.plus_seconds(LEASE_SECONDS), counted.as_deref()).await? {
                    let load = load(&dealer, &row, &to, &content, visit.as_ref(), now);
                    let row = MessageRow { version: row.version + 1, attempts: row.attempts + 1, ..row };
                    messages.push(ClaimedMessage { row, dealer, load, _slot: slot });
                }
            }
        }
    }
    Ok((messages, is_idle))
}

async fn settle(tx: &mut Tx<'_>, row: &MessageRow, state: MessageState, reason: MessageReason) -> StoreResult<()> {
    let about = row.about.clone().filter(|_| state != MessageState::Dropped);
    tx.settle_message(&MessageRow { state, reason: Some(reason), about, ..row.clone() }).await?;
    Ok(())
}

/// The recipient and the content of a message, or the reason why it is not sent any more.
type Addressed = Result<(Recipient, MessageContent, Option<VisitRow>), MessageReason>;

async fn addressed(app: &App, tx: &mut Tx<'_>, dealer: &Dealer, row: &MessageRow) -> StoreResult<Addressed> {
    let Some(id) = row.visit else {
        return Ok(row.about().map_or(Err(MessageReason::Erased), |about| {
            let content = MessageContent::of_about(dealer, row.kind, &about);
            Ok((about.to, content, None))
        }));
    };
    let Some(visit) = tx.visit(dealer.id, id).await? else { return Ok(Err(MessageReason::Erased)) };
    let Some(person) = tx.person(dealer.id, id).await? else { return Ok(Err(MessageReason::Erased)) };
    if row.kind == MessageKind::Invitation {
        let content = invitations::content(app, tx, dealer, &visit, &person).await?;
        return Ok(content.map_or(Err(MessageReason::Obsolete), |content| Ok((person.into(), content, None))));
    }
    if !still_true(row, &visit) {
        return Ok(Err(MessageReason::Obsolete));
    }
    let token = app.keys.sign_token(Purpose::Manage, dealer.id, visit.id, visit.generation);
    let link = format!("{}/booking#{token}", app.public_url);
    let content = MessageContent::of_visit(dealer, row.kind, &visit, &person, link);
    Ok(Ok((person.into(), content, Some(visit))))
}

fn load(
    dealer: &Dealer,
    row: &MessageRow,
    to: &Recipient,
    content: &MessageContent,
    visit: Option<&VisitRow>,
    now: Instant,
) -> Load {
    let texts = content.texts(dealer);
    let id = format!("bayside.{}.{}.{}", dealer.file.slug, row.id, row.created_at.seconds());
    let mail = to.email.clone().filter(|_| row.channel == Some(MessageChannel::Mail));
    let Some(mail) = mail else { return Load::Sms(SmsMessage { to: to.phone.clone(), words: texts.sms, id }) };
    let speaks = dealer.file.speaks(Some(content.language));
    let settings = &dealer.file.messages;
    Load::Mail(Box::new(Email {
        kind: row.kind,
        from_name: dealer.file.name.get(&speaks).to_owned(),
        from: settings.from.clone(),
        reply_to: settings.reply_to.clone(),
        to: (to.name.clone(), mail),
        subject: texts.subject,
        text: texts.mail,
        stop: content.stop.clone(),
        entry: visit.map(|visit| entry(dealer, visit, content.language.into(), content.link.clone(), now)),
        id,
        date: now.seconds(),
    }))
}

/// Sends one message and stores the result.
async fn deliver(app: &App, message: ClaimedMessage) {
    let ClaimedMessage { row, dealer, load, _slot } = message;
    let sent = match &load {
        Load::Mail(mail) => match &app.senders.mail {
            Some(mailer) => mailer.send(mail).await,
            None => Err(NotSent::for_good(MessageReason::NoChannel)),
        },
        Load::Sms(text) => match &dealer.file.messages.sms {
            Some(gateway) => app.senders.sms.send(gateway, text, |name| std::env::var(name).ok()).await,
            None => Err(NotSent::for_good(MessageReason::NoChannel)),
        },
    };
    let has_texts = app.senders.channel(&dealer, false).1;
    let row = settled(row, sent, has_texts, app.now(), i64::from(rand::random::<u16>() % 1001));
    let (slug, id, kind, state) = (&dealer.file.slug, row.id.get(), row.kind, row.state);
    match row.reason {
        None => tracing::info!(dealer = slug, id, %kind, "a message was handed over"),
        Some(reason) => tracing::warn!(dealer = slug, id, %kind, %state, %reason, "a message was not handed over"),
    }
    loop {
        let outcome = row.clone();
        let written = app
            .store
            .write::<_, StoreError>(move |tx| Box::pin(async move { tx.settle_message(&outcome).await }))
            .await;
        match written {
            Ok(_) | Err(StoreError::Closed) => return,
            // The message was sent, only its result could not be stored; the lease still runs.
            Err(error) => tracing::warn!(%error, dealer = slug, id, "what became of a message was not written"),
        }
        tokio::time::sleep(SLEEP_ON_ERROR).await;
    }
}

/// Whether a mail address refused the message for good, and it went on as a text: the address is not asked again.
fn goes_as_text(row: &MessageRow) -> bool {
    let was_texted = row.channel == Some(MessageChannel::Sms) && row.attempts > 0;
    was_texted || row.reason == Some(MessageReason::AddressRefused)
}

/// The row of a message after an attempt. What no mail address takes goes on as a text, if the dealer sends texts.
fn settled(row: MessageRow, sent: Result<(), NotSent>, has_texts: bool, now: Instant, chance: i64) -> MessageRow {
    match sent {
        Err(NotSent { reason: reason @ MessageReason::AddressRefused, .. })
            if has_texts && row.channel == Some(MessageChannel::Mail) =>
        {
            let state = MessageState::Waiting;
            MessageRow { state, due_at: now, attempts: 0, reason: Some(reason), lease_until: None, ..row }
        }
        Ok(()) => MessageRow {
            state: MessageState::Sent,
            reason: None,
            sent_at: Some(now),
            about: None,
            lease_until: None,
            ..row
        },
        Err(refusal) => {
            let due_at = now.plus_seconds(pause_seconds(row.attempts, chance));
            let is_useful = row.useless_at.is_none_or(|useless_at| due_at < useless_at);
            let again = refusal.again && row.attempts < ATTEMPTS_MAX && is_useful;
            let (state, due_at) =
                if again { (MessageState::Waiting, due_at) } else { (MessageState::Failed, row.due_at) };
            MessageRow { state, due_at, reason: Some(refusal.reason), lease_until: None, ..row }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bayside_domain::ids::{DealerId, MessageId, VisitId};

    const NOW: Instant = Instant::from_seconds(1_781_000_000);

    fn row(attempts: i64, useless_at: Option<Instant>) -> MessageRow {
        MessageRow {
            dealer: DealerId::new(1),
            id: MessageId::new(2),
            kind: MessageKind::Confirmation,
            visit: Some(VisitId::new(3)),
            starts_at: NOW,
            state: MessageState::Sending,
            created_at: NOW,
            due_at: NOW,
            useless_at,
            version: 1,
            attempts,
            lease_until: Some(NOW),
            channel: Some(MessageChannel::Mail),
            reason: None,
            sent_at: None,
            about: None,
        }
    }

    #[test]
    fn what_no_address_takes_goes_on_as_a_text_if_there_are_texts() {
        let refused = Err(NotSent::for_good(MessageReason::AddressRefused));
        let text = settled(row(3, None), refused, true, NOW, 500);
        assert_eq!((text.state, text.due_at, text.attempts), (MessageState::Waiting, NOW, 0));
        assert_eq!(settled(row(3, None), refused, false, NOW, 500).state, MessageState::Failed);
        let texted = MessageRow { channel: Some(MessageChannel::Sms), ..row(3, None) };
        assert_eq!(settled(texted, refused, true, NOW, 500).state, MessageState::Failed, "a number that is refused");

        // A gateway that fails for now is tried again as often as any: the address is asked no more.
        let busy = Err(NotSent::for_now(MessageReason::Unreachable));
        let mut row = text;
        for attempts in 1..=ATTEMPTS_MAX {
            assert!(row.state == MessageState::Waiting && goes_as_text(&row), "{attempts}");
            let claimed = MessageRow { channel: Some(MessageChannel::Sms), attempts, ..row };
            row = settled(claimed, busy, true, NOW, 500);
        }
        assert_eq!(row.state, MessageState::Failed);
    }

    #[test]
    fn what_was_refused_for_now_is_tried_again_until_its_bound_or_until_it_is_useless() {
        let refused = Err(NotSent::for_now(MessageReason::Unreachable));
        let again = settled(row(2, None), refused, false, NOW, 500);
        assert_eq!((again.state, again.due_at), (MessageState::Waiting, NOW.plus_minutes(2)));
        assert_eq!(again.reason, Some(MessageReason::Unreachable));
        assert_eq!(settled(row(ATTEMPTS_MAX, None), refused, false, NOW, 500).state, MessageState::Failed);
        let soon = Some(NOW.plus_minutes(1));
        assert_eq!(settled(row(2, soon), refused, false, NOW, 500).state, MessageState::Failed);
    }

    #[test]
    fn what_may_have_arrived_waits_for_a_person() {
        let unknown = Err(NotSent::for_good(MessageReason::OutcomeUnknown));
        let settled = settled(row(1, None), unknown, false, NOW, 500);
        assert_eq!((settled.state, settled.reason), (MessageState::Failed, Some(MessageReason::OutcomeUnknown)));
    }
}
