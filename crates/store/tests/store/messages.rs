//! The outbox.

use crate::world::{NO_DEALER, NOW, World};
use bayside_domain::codes::{MessageChannel, MessageKind, MessageReason, MessageState};
use bayside_domain::ids::{DealerId, EventNumber, MessageId, VisitId};
use bayside_domain::time::Instant;
use bayside_store::{MessagePage, MessageRow};

const EVERYTHING: MessagePage = MessagePage { state: None, before: None, limit: 100 };

fn message(dealer: DealerId, id: i64) -> MessageRow {
    MessageRow {
        dealer,
        id: MessageId::new(id),
        kind: MessageKind::DayBefore,
        visit: Some(VisitId::new(10)),
        starts_at: NOW.plus_minutes(600),
        state: MessageState::Waiting,
        created_at: NOW,
        due_at: NOW.plus_minutes(id),
        useless_at: Some(NOW.plus_minutes(600)),
        version: 0,
        attempts: 0,
        lease_until: None,
        channel: None,
        reason: None,
        sent_at: None,
        about: None,
    }
}

async fn keep(world: &World, rows: &[MessageRow]) {
    let rows = rows.to_vec();
    let kept = write!(world.store, tx => {
        for row in &rows {
            tx.add_message(row, EventNumber::new(0)).await?;
        }
        Ok(())
    });
    kept.await.unwrap();
}

pub async fn a_message_comes_back_as_it_was_kept(world: World) {
    let dealer = world.dealer("anting").await;
    let plain = message(dealer, 11);
    let full = MessageRow {
        kind: MessageKind::WaitlistOffer,
        visit: None,
        state: MessageState::Failed,
        useless_at: None,
        version: 3,
        attempts: 2,
        lease_until: Some(NOW.plus_minutes(3)),
        channel: Some(MessageChannel::Sms),
        reason: Some(MessageReason::OutcomeUnknown),
        sent_at: Some(NOW.plus_minutes(4)),
        about: Some("{\"to\":\"王\"}".into()),
        ..message(dealer, 12)
    };
    keep(&world, &[plain.clone(), full.clone()]).await;
    assert_eq!(read!(world.store, tx => tx.message(dealer, MessageId::new(11)).await), Some(plain));
    assert_eq!(read!(world.store, tx => tx.message(dealer, MessageId::new(12)).await), Some(full));
    assert_eq!(read!(world.store, tx => tx.message(dealer, MessageId::new(13)).await), None);
    assert_eq!(read!(world.store, tx => tx.message(NO_DEALER, MessageId::new(11)).await), None);
}

pub async fn messages_of_a_kind_are_found_since_when_and_by_visit(world: World) {
    let [anting, aller] = [world.dealer("anting").await, world.dealer("aller").await];
    let invited = |id: i64, visit: i64, minutes: i64| MessageRow {
        kind: MessageKind::Invitation,
        visit: Some(VisitId::new(visit)),
        created_at: NOW.plus_minutes(minutes),
        ..message(anting, id)
    };
    let (early, late, other) = (invited(11, 10, -5), invited(12, 10, 0), invited(13, 20, 5));
    keep(&world, &[early, late.clone(), other.clone(), message(anting, 14), message(aller, 11)]).await;
    let kind = MessageKind::Invitation;
    let since = read!(world.store, tx => tx.messages_since(anting, kind, NOW).await);
    assert_eq!(since, [late.clone(), other.clone()]);
    assert_eq!(read!(world.store, tx => tx.last_message_of(anting, VisitId::new(10), kind).await), Some(late));
    assert_eq!(read!(world.store, tx => tx.last_message_of(anting, VisitId::new(20), kind).await), Some(other));
    assert_eq!(read!(world.store, tx => tx.last_message_of(anting, VisitId::new(30), kind).await), None);
    assert_eq!(read!(world.store, tx => tx.last_message_of(aller, VisitId::new(10), kind).await), None);
}

pub async fn messages_are_listed_newest_first_by_state_and_page(world: World) {
    let [anting, aller] = [world.dealer("anting").await, world.dealer("aller").await];
    let failed = MessageRow { state: MessageState::Failed, ..message(anting, 12) };
    let other = MessageRow { visit: Some(VisitId::new(20)), ..message(anting, 13) };
    keep(&world, &[message(anting, 11), failed, other, message(aller, 11)]).await;
    let ids = |page: MessagePage| {
        let store = world.store.clone();
        async move {
            let rows = read!(store, tx => tx.messages(anting, page).await);
            rows.iter().map(|row| row.id.get()).collect::<Vec<_>>()
        }
    };
    assert_eq!(ids(EVERYTHING).await, [13, 12, 11]);
    assert_eq!(ids(MessagePage { limit: 2, ..EVERYTHING }).await, [13, 12]);
    assert_eq!(ids(MessagePage { before: Some(MessageId::new(12)), ..EVERYTHING }).await, [11]);
    assert_eq!(ids(MessagePage { state: Some(MessageState::Failed), ..EVERYTHING }).await, [12]);
    assert_eq!(read!(world.store, tx => tx.count_messages(anting, MessageState::Waiting).await), 2);
    let waiting = read!(world.store, tx => tx.waiting_messages_of(anting, VisitId::new(10)).await);
    assert_eq!(waiting, [message(anting, 11)]);
}

pub async fn what_is_due_is_claimed_once(world: World) {
    let dealer = world.dealer("anting").await;
    keep(&world, &[message(dealer, 12), message(dealer, 11), message(dealer, 13)]).await;
    assert_eq!(read!(world.store, tx => tx.next_message_at().await), Some(NOW.plus_minutes(11)));
    assert_eq!(read!(world.store, tx => tx.due_messages(NOW, &[], 9).await), []);
    let due = read!(world.store, tx => tx.due_messages(NOW.plus_minutes(12), &[], 9).await);
    assert_eq!(due, [message(dealer, 11), message(dealer, 12)]);
    assert_eq!(read!(world.store, tx => tx.due_messages(NOW.plus_minutes(12), &[], 1).await).len(), 1);

    let claims = (0..20).map(|_| {
        let (store, row) = (world.store.clone(), message(dealer, 11));
        async move { write!(store, tx => tx.claim_message(&row, NOW.plus_minutes(20), None).await).await.unwrap() }
    });
    let claimed = futures::future::join_all(claims).await;
    assert_eq!(claimed.iter().filter(|claimed| **claimed).count(), 1);
    let row = read!(world.store, tx => tx.message(dealer, MessageId::new(11)).await).unwrap();
    assert_eq!((row.state, row.version, row.attempts), (MessageState::Sending, 1, 1));
    assert_eq!(row.lease_until, Some(NOW.plus_minutes(20)));
    assert_eq!(read!(world.store, tx => tx.next_message_at().await), Some(NOW.plus_minutes(12)));
}

pub async fn what_leaves_by_a_full_channel_is_passed_over(world: World) {
    let [anting, aller] = [world.dealer("anting").await, world.dealer("aller").await];
    let by = |channel, dealer, id| MessageRow { channel: Some(channel), ..message(dealer, id) };
    let (mail, sms) = (MessageChannel::Mail, MessageChannel::Sms);
    keep(&world, &[by(sms, anting, 10), by(mail, anting, 11), message(anting, 12), by(sms, aller, 13)]).await;
    for (full, left) in [
        (vec![], vec![10, 11, 12, 13]),
        (vec![(Some(anting), sms)], vec![11, 12, 13]),
        (vec![(Some(anting), sms), (None, mail)], vec![12, 13]),
        (vec![(None, sms), (None, mail)], vec![12]),
    ] {
        let asked = full.clone();
        let due = read!(world.store, tx => tx.due_messages(NOW.plus_minutes(60), &asked, 9).await);
        assert_eq!(due.iter().map(|row| row.id.get()).collect::<Vec<_>>(), left, "{full:?}");
    }
}

pub async fn who_comes_late_does_not_overwrite_what_became_of_a_message(world: World) {
    let dealer = world.dealer("anting").await;
    let row = message(dealer, 11);
    keep(&world, std::slice::from_ref(&row)).await;
    let claim = row.clone();
    assert!(write!(world.store, tx => tx.claim_message(&claim, NOW.plus_minutes(20), None).await).await.unwrap());
    let sent = MessageRow {
        version: 1,
        attempts: 1,
        state: MessageState::Sent,
        sent_at: Some(NOW.plus_minutes(1)),
        channel: Some(MessageChannel::Mail),
        ..row.clone()
    };
    let settled = sent.clone();
    assert!(write!(world.store, tx => tx.settle_message(&settled).await).await.unwrap());
    let late = MessageRow { state: MessageState::Dropped, ..row };
    assert!(!write!(world.store, tx => tx.settle_message(&late).await).await.unwrap());
    assert_eq!(read!(world.store, tx => tx.message(dealer, MessageId::new(11)).await), Some(sent));
}

pub async fn what_was_lost_on_its_way_is_given_up_and_can_be_revived(world: World) {
    let dealer = world.dealer("anting").await;
    keep(&world, &[message(dealer, 11)]).await;
    let claim = message(dealer, 11);
    write!(world.store, tx => tx.claim_message(&claim, NOW.plus_minutes(20), None).await).await.unwrap();
    let given_up = |at| write!(world.store, tx => tx.give_up_lost_messages(at).await);
    assert_eq!(given_up(NOW.plus_minutes(19)).await.unwrap(), 0);
    assert_eq!(given_up(NOW.plus_minutes(20)).await.unwrap(), 1);
    let lost = read!(world.store, tx => tx.message(dealer, MessageId::new(11)).await).unwrap();
    assert_eq!((lost.state, lost.reason), (MessageState::Failed, Some(MessageReason::OutcomeUnknown)));

    let (first, second) = (lost.clone(), lost.clone());
    let mut changes = world.store.changes();
    assert!(
        write!(world.store, tx => tx.revive_message(&first, NOW.plus_minutes(30), EventNumber::new(7)).await)
            .await
            .unwrap()
    );
    assert_eq!(changes.recv().await.unwrap().dealer, dealer, "who sends is woken");
    assert!(
        !write!(world.store, tx => tx.revive_message(&second, NOW.plus_minutes(30), EventNumber::new(7)).await)
            .await
            .unwrap()
    );
    let revived = read!(world.store, tx => tx.message(dealer, MessageId::new(11)).await).unwrap();
    let due_at = NOW.plus_minutes(30);
    let expected = MessageRow { state: MessageState::Waiting, due_at, version: 2, attempts: 0, reason: None, ..lost };
    assert_eq!(revived, expected);
}

pub async fn what_is_done_with_is_forgotten(world: World) {
    let [anting, aller] = [world.dealer("anting").await, world.dealer("aller").await];
    let sent = MessageRow { state: MessageState::Sent, ..message(anting, 12) };
    keep(
        &world,
        &[
            message(anting, 11),
            sent.clone(),
            MessageRow { id: MessageId::new(99), due_at: NOW.plus_minutes(99), ..sent },
        ],
    )
    .await;
    keep(&world, &[message(aller, 11)]).await;
    write!(world.store, tx => tx.forget_messages(NOW.plus_minutes(50)).await).await.unwrap();
    let ids = read!(world.store, tx => tx.messages(anting, EVERYTHING).await);
    assert_eq!(ids.iter().map(|row| row.id.get()).collect::<Vec<_>>(), [99, 11]);
    write!(world.store, tx => tx.forget_all_messages(anting).await).await.unwrap();
    assert_eq!(read!(world.store, tx => tx.messages(anting, EVERYTHING).await), []);
    assert_eq!(read!(world.store, tx => tx.messages(aller, EVERYTHING).await).len(), 1);
}

pub async fn what_went_to_a_recipient_is_counted_for_two_days(world: World) {
    let [anting, aller] = [world.dealer("anting").await, world.dealer("aller").await];
    let rows = [11, 12, 13, 14].map(|id| message(anting, id));
    keep(&world, &[rows.to_vec(), vec![message(aller, 15)]].concat()).await;
    for (row, to) in rows.iter().cloned().zip([Some("one"), Some("one"), Some("other"), None]) {
        assert!(write!(world.store, tx => tx.claim_message(&row, NOW.plus_minutes(20), to).await).await.unwrap());
    }
    let of = |dealer, to: &'static str, since: Instant| {
        let store = world.store.clone();
        async move { read!(store, tx => tx.count_to(dealer, to, since).await) }
    };
    assert_eq!((of(anting, "one", NOW).await, of(anting, "other", NOW).await, of(aller, "one", NOW).await), (2, 1, 0));
    // Sent counts since when it was sent; given up does not count.
    let claimed = |row: &MessageRow| MessageRow { version: 1, attempts: 1, ..row.clone() };
    let sent = MessageRow { state: MessageState::Sent, sent_at: Some(NOW.plus_minutes(5)), ..claimed(&rows[0]) };
    let failed = MessageRow { state: MessageState::Failed, ..claimed(&rows[1]) };
    for row in [sent, failed] {
        assert!(write!(world.store, tx => tx.settle_message(&row).await).await.unwrap());
    }
    assert_eq!((of(anting, "one", NOW.plus_minutes(4)).await, of(anting, "one", NOW.plus_minutes(5)).await), (1, 0));
    write!(world.store, tx => tx.forget_recipients(NOW.plus_minutes(12)).await).await.unwrap();
    assert_eq!((of(anting, "one", NOW).await, of(anting, "other", NOW).await), (0, 1));
}
