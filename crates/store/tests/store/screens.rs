//! Screens and their pairing.

use crate::world::{NOW, World, some};
use bayside_domain::codes::ScreenKind;
use bayside_domain::event::{
    Actor, DealerEvent, HouseEvent, HouseSubject, LoggedEvent, ScreenEvent, TicketEvent, VisitEvent,
};
use bayside_domain::ids::{DealerId, EventNumber, ScreenId, StaffId, TicketId, VisitId};
use bayside_store::{PairingRow, ScreenReport, ScreenRow};

fn pairing(hash: &str, code: &str) -> PairingRow {
    PairingRow {
        poll_hash: hash.into(),
        code: code.into(),
        kind: ScreenKind::Lounge,
        expires_at: NOW.plus_minutes(10),
        screen: None,
    }
}

fn screen(id: i64) -> ScreenRow {
    ScreenRow::new(ScreenId::new(id), ScreenKind::Lounge, "休息区")
}

/// A screen that was confirmed.
async fn confirmed(world: &World, dealer: DealerId, id: i64) {
    let confirmed = write!(world.store, tx => {
        tx.add_pairing(&pairing(&format!("hash-{id}"), &format!("{id:06}")), NOW).await?;
        tx.confirm_pairing(&format!("hash-{id}"), dealer, &screen(id), NOW).await
    });
    assert!(confirmed.await.unwrap());
}

async fn seen(world: &World, dealer: DealerId, id: i64) -> ScreenRow {
    read!(world.store, tx => tx.screen(dealer, ScreenId::new(id)).await).unwrap()
}

pub async fn a_screen_is_paired_by_its_code(world: World) {
    let [anting, aller] = [world.dealer("anting").await, world.dealer("aller").await];
    assert!(write!(world.store, tx => tx.add_pairing(&pairing("hash", "123456"), NOW).await).await.unwrap());
    assert_eq!(read!(world.store, tx => tx.pairing("hash", NOW).await), Some(pairing("hash", "123456")));
    assert_eq!(read!(world.store, tx => tx.pairing_by_code("123456", NOW).await), Some(pairing("hash", "123456")));
    assert_eq!(read!(world.store, tx => tx.pairing_by_code("123457", NOW).await), None);

    assert!(write!(world.store, tx => tx.confirm_pairing("hash", anting, &screen(7), NOW).await).await.unwrap());
    let again = write!(world.store, tx => tx.confirm_pairing("hash", aller, &screen(8), NOW).await);
    assert!(!again.await.unwrap(), "a code is good once, whichever dealer comes second");
    assert_eq!(read!(world.store, tx => tx.screens(aller, NOW).await), [], "and leaves no screen behind");
    let confirmed = PairingRow { screen: Some((anting, ScreenId::new(7))), ..pairing("hash", "123456") };
    assert_eq!(read!(world.store, tx => tx.pairing("hash", NOW).await), Some(confirmed));
    assert_eq!(read!(world.store, tx => tx.screen(anting, ScreenId::new(7)).await), Some(screen(7)));
    assert_eq!(read!(world.store, tx => tx.screen(aller, ScreenId::new(7)).await), None);
    assert_eq!(read!(world.store, tx => tx.screens(anting, NOW).await), [screen(7)]);
    assert_eq!(read!(world.store, tx => tx.screens(aller, NOW).await), []);
    let created = world.cells("screen", &["id", "created_at"]).await;
    assert_eq!(created, [some(["7", &NOW.micros().to_string()])]);

    assert_eq!(read!(world.store, tx => tx.screens(anting, NOW.plus_seconds(1)).await), [], "not heard of since");
    assert!(write!(world.store, tx => tx.put_screen_address(anting, ScreenId::new(7), "first").await).await.unwrap());
    assert!(write!(world.store, tx => tx.put_screen_address(anting, ScreenId::new(7), "second").await).await.unwrap());
    assert!(!write!(world.store, tx => tx.put_screen_address(aller, ScreenId::new(7), "x").await).await.unwrap());
    let addressed = ScreenRow { address_hash: Some("second".into()), ..screen(7) };
    assert_eq!(seen(&world, anting, 7).await, addressed);

    // With its first use the pairing is over.
    let later = NOW.plus_minutes(1);
    let nothing = ScreenReport::default();
    write!(world.store, tx => tx.record_screen_contact(anting, ScreenId::new(7), later, &nothing).await).await.unwrap();
    assert_eq!(read!(world.store, tx => tx.pairing("hash", NOW).await), None);
    assert_eq!(read!(world.store, tx => tx.screen(anting, ScreenId::new(7)).await).unwrap().seen_at, Some(later));
}

pub async fn a_code_in_use_is_not_given_twice_and_an_expired_one_is_forgotten(world: World) {
    assert!(write!(world.store, tx => tx.add_pairing(&pairing("first", "123456"), NOW).await).await.unwrap());
    assert!(!write!(world.store, tx => tx.add_pairing(&pairing("second", "123456"), NOW).await).await.unwrap());
    assert_eq!(read!(world.store, tx => tx.count_pairings(NOW).await), 1);
    assert!(write!(world.store, tx => tx.add_pairing(&pairing("second", "654321"), NOW).await).await.unwrap());
    assert_eq!(read!(world.store, tx => tx.pairing_by_code("123456", NOW).await).unwrap().poll_hash, "first");

    let expiry = NOW.plus_minutes(10);
    assert_eq!(read!(world.store, tx => tx.pairing("first", expiry).await), None);
    assert_eq!(read!(world.store, tx => tx.pairing_by_code("123456", expiry).await), None);
    assert_eq!(read!(world.store, tx => tx.count_pairings(expiry).await), 0);
    let next = PairingRow { expires_at: expiry.plus_minutes(10), ..pairing("third", "123456") };
    assert!(write!(world.store, tx => tx.add_pairing(&next, expiry).await).await.unwrap());
    assert_eq!(world.cells("pairing", &["poll_hash"]).await, [some(["third"])]);
}

pub async fn a_screen_keeps_the_first_hash_of_its_token_until_it_is_revoked(world: World) {
    let dealer = world.dealer("anting").await;
    confirmed(&world, dealer, 7).await;
    for (hash, is_its) in [("one", true), ("one", true), ("two", false)] {
        assert_eq!(
            write!(world.store, tx => tx.claim_screen(dealer, ScreenId::new(7), hash).await).await.unwrap(),
            is_its,
            "{hash}"
        );
    }
    assert_eq!(seen(&world, dealer, 7).await.token_hash.as_deref(), Some("one"));
    assert_eq!(read!(world.store, tx => tx.screens_without_hash().await), []);

    assert!(write!(world.store, tx => tx.revoke_screen(dealer, ScreenId::new(7)).await).await.unwrap());
    assert!(
        !write!(world.store, tx => tx.revoke_screen(dealer, ScreenId::new(7)).await).await.unwrap(),
        "once is enough"
    );
    assert!(
        !write!(world.store, tx => tx.revoke_screen(dealer, ScreenId::new(8)).await).await.unwrap(),
        "there is none"
    );
    assert_eq!(seen(&world, dealer, 7).await, ScreenRow { revoked: true, ..screen(7) });
    assert_eq!(read!(world.store, tx => tx.screens(dealer, NOW).await), []);
    assert_eq!(read!(world.store, tx => tx.pairing("hash-7", NOW).await), None, "it cannot be claimed any more");
    assert!(!write!(world.store, tx => tx.claim_screen(dealer, ScreenId::new(7), "one").await).await.unwrap());
}

pub async fn a_screen_that_was_paired_before_hashes_were_kept_gets_its_own_once(world: World) {
    let dealer = world.dealer("anting").await;
    for id in [7, 8] {
        confirmed(&world, dealer, id).await;
    }
    world.set_back("UPDATE screen SET token_hash = NULL WHERE id = 7").await;
    assert_eq!(read!(world.store, tx => tx.screens_without_hash().await), [(dealer, ScreenId::new(7))]);
    for hash in ["one", "two"] {
        write!(world.store, tx => {
            tx.put_screen_hash(dealer, ScreenId::new(7), hash).await?;
            tx.put_screen_hash(dealer, ScreenId::new(8), hash).await
        })
        .await
        .unwrap();
    }
    assert_eq!(seen(&world, dealer, 7).await.token_hash.as_deref(), Some("one"));
    assert_eq!(seen(&world, dealer, 8).await.token_hash.as_deref(), Some(""), "it is still to be claimed");
    assert_eq!(read!(world.store, tx => tx.screens_without_hash().await), []);
}

pub async fn what_a_screen_says_of_itself_stays_until_it_says_something_else(world: World) {
    let dealer = world.dealer("anting").await;
    confirmed(&world, dealer, 7).await;
    confirmed(&world, dealer, 8).await;
    let said = |version: Option<&str>, viewport, reloaded| ScreenReport {
        version: version.map(str::to_owned),
        viewport,
        reloaded,
    };
    let sightings = [
        (said(Some("0.1.0"), Some((1920, 1080)), Some(0)), ("0.1.0", (1920, 1080), 0)),
        (said(None, None, None), ("0.1.0", (1920, 1080), 0)),
        (said(Some("0.2.0"), None, Some(3)), ("0.2.0", (1920, 1080), 3)),
        (said(None, Some((1080, 1920)), Some(2)), ("0.2.0", (1080, 1920), 3)),
    ];
    for (minutes, (said, (version, viewport, reloaded))) in (1..).zip(sightings) {
        let at = NOW.plus_minutes(minutes);
        write!(world.store, tx => tx.record_screen_contact(dealer, ScreenId::new(7), at, &said).await).await.unwrap();
        let row = seen(&world, dealer, 7).await;
        assert_eq!((row.seen_at, row.version.as_deref(), row.viewport), (Some(at), Some(version), Some(viewport)));
        assert_eq!((row.reload, row.reloaded), (reloaded, reloaded), "who obeyed more was told more");
    }
    assert_eq!(seen(&world, dealer, 8).await, screen(8), "nothing was heard of another screen");
}

pub async fn screens_that_listen_are_noted_together_unless_they_were_of_late(world: World) {
    let [anting, aller] = [world.dealer("anting").await, world.dealer("aller").await];
    for (dealer, id) in [(anting, 1), (anting, 2), (anting, 3), (aller, 4)] {
        confirmed(&world, dealer, id).await;
    }
    let nothing = ScreenReport::default();
    write!(world.store, tx => {
        tx.record_screen_contact(anting, ScreenId::new(1), NOW, &nothing).await?;
        tx.record_screen_contact(anting, ScreenId::new(2), NOW.plus_minutes(1), &nothing).await?;
        tx.record_screen_contact(aller, ScreenId::new(4), NOW, &nothing).await
    })
    .await
    .unwrap();
    let now = NOW.plus_minutes(2);
    // Many more than one statement takes.
    let listening: Vec<_> = (1..=1200).map(ScreenId::new).collect();
    write!(world.store, tx => tx.record_screen_contacts(anting, &listening, now, NOW).await).await.unwrap();
    let at = async |dealer, id| seen(&world, dealer, id).await.seen_at;
    assert_eq!(at(anting, 1).await, Some(now));
    assert_eq!(at(anting, 2).await, Some(NOW.plus_minutes(1)), "that was of late");
    assert_eq!(at(anting, 3).await, None, "it never came itself");
    assert_eq!(at(aller, 4).await, Some(NOW), "another dealer's");
}

pub async fn a_reload_is_wanted_until_it_was_obeyed_or_told(world: World) {
    let dealer = world.dealer("anting").await;
    confirmed(&world, dealer, 7).await;
    let counts = async || {
        let row = seen(&world, dealer, 7).await;
        (row.reload, row.reloaded)
    };
    assert!(write!(world.store, tx => tx.reload_screen(dealer, ScreenId::new(7)).await).await.unwrap());
    assert!(!write!(world.store, tx => tx.reload_screen(dealer, ScreenId::new(8)).await).await.unwrap());
    assert_eq!(counts().await, (1, 0));
    let obeyed = ScreenReport { reloaded: Some(1), ..ScreenReport::default() };
    write!(world.store, tx => tx.record_screen_contact(dealer, ScreenId::new(7), NOW, &obeyed).await).await.unwrap();
    assert_eq!(counts().await, (1, 1));
    assert!(write!(world.store, tx => tx.reload_screen(dealer, ScreenId::new(7)).await).await.unwrap());
    write!(world.store, tx => tx.record_reload_sent(dealer, ScreenId::new(7), 2).await).await.unwrap();
    write!(world.store, tx => tx.record_reload_sent(dealer, ScreenId::new(7), 1).await).await.unwrap();
    assert_eq!(counts().await, (2, 2), "what was told stays told");
    write!(world.store, tx => tx.revoke_screen(dealer, ScreenId::new(7)).await).await.unwrap();
    assert!(!write!(world.store, tx => tx.reload_screen(dealer, ScreenId::new(7)).await).await.unwrap());
}

/// Something happens at a dealer's.
async fn happens<E: LoggedEvent + Send + 'static>(world: &World, dealer: DealerId, of: E::Of, event: E)
where
    E::Of: Send + 'static,
{
    write!(world.store, tx => {
        let mut row = tx.lock_dealer(dealer).await?;
        tx.append(&mut row, of, NOW, Actor::Staff(StaffId::new(1)), event).await?;
        tx.save_dealer(&row).await
    })
    .await
    .unwrap();
}

pub async fn the_houses_own_news_come_in_order_and_without_the_visits(world: World) {
    let [anting, aller] = [world.dealer("anting").await, world.dealer("aller").await];
    let [reloaded, glowing] =
        [ScreenEvent::Reloaded { screen: ScreenId::new(7) }, ScreenEvent::Highlighted { number: 27 }];
    let origins = DealerEvent::OriginsChanged { origins: vec![] };
    happens(&world, anting, HouseSubject, ScreenEvent::Paired { screen: ScreenId::new(7) }).await;
    happens(&world, anting, VisitId::new(3), VisitEvent::Flagged { on: true }).await;
    happens(&world, anting, HouseSubject, reloaded.clone()).await;
    happens(&world, anting, TicketId::new(4), TicketEvent::Called).await;
    happens(&world, anting, HouseSubject, glowing.clone()).await;
    happens(&world, anting, HouseSubject, origins.clone()).await;
    happens(&world, aller, HouseSubject, ScreenEvent::Revoked { screen: ScreenId::new(9) }).await;
    let news = async |since: i64| {
        let events = read!(world.store, tx => tx.house_events_since(anting, EventNumber::new(since)).await);
        events.into_iter().map(|recorded| (recorded.number.get(), recorded.event)).collect::<Vec<_>>()
    };
    let last = [(3, HouseEvent::Screen(reloaded)), (5, HouseEvent::Screen(glowing)), (6, HouseEvent::Dealer(origins))];
    assert_eq!(news(1).await, last);
    assert_eq!(news(6).await, []);
    assert_eq!(news(0).await.len(), 4);
    assert_eq!(read!(world.store, tx => tx.last_event(anting).await), EventNumber::new(6));
}
