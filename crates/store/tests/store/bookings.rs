//! Holds, idempotency keys.

use crate::world::{NOW, World, some};
use bayside_domain::codes::HoldState;
use bayside_domain::ids::{DealerId, HoldId, VisitId};
use bayside_domain::time::Instant;
use bayside_store::{HoldRow, KeptReply, NamedClaim};

fn hold(id: i64, expires_in_minutes: i64) -> HoldRow {
    HoldRow {
        id: HoldId::new(id),
        secret: format!("secret-{id}"),
        offer: "an offer, signed".into(),
        claims: vec![NamedClaim("adviser:li-min".into(), 100, 101), NamedClaim("team:maintenance".into(), 101, 105)],
        expires_at: NOW.plus_minutes(expires_in_minutes),
        renewed: false,
        state: HoldState::Live,
    }
}

pub async fn a_hold_comes_back_as_it_was_kept(world: World) {
    let [anting, aller] = [world.dealer("anting").await, world.dealer("aller").await];
    let other = HoldRow { claims: Vec::new(), renewed: true, state: HoldState::Used, ..hold(2, 9) };
    let kept = [hold(1, 5), other];
    let given = kept.clone();
    write!(world.store, tx => {
        for hold in &given {
            tx.add_hold(anting, hold).await?;
        }
        Ok(())
    })
    .await
    .unwrap();
    for row in kept {
        assert_eq!(read!(world.store, tx => tx.hold(anting, row.id).await), Some(row));
    }
    assert_eq!(read!(world.store, tx => tx.hold(anting, HoldId::new(3)).await), None);
    assert_eq!(read!(world.store, tx => tx.hold(aller, HoldId::new(1)).await), None);

    let renewed = HoldRow { expires_at: NOW.plus_minutes(8), renewed: true, state: HoldState::Dropped, ..hold(1, 0) };
    let saved = renewed.clone();
    write!(world.store, tx => tx.save_hold(anting, &saved).await).await.unwrap();
    assert_eq!(read!(world.store, tx => tx.hold(anting, HoldId::new(1)).await), Some(renewed));
    assert_eq!(
        read!(world.store, tx => tx.hold(anting, HoldId::new(2)).await).map(|hold| hold.state),
        Some(HoldState::Used)
    );
}

pub async fn live_holds_are_found_until_they_are_dropped_and_forgotten(world: World) {
    let [anting, aller] = [world.dealer("anting").await, world.dealer("aller").await];
    write!(world.store, tx => {
        for row in [hold(2, 5), hold(1, 20), HoldRow { state: HoldState::Used, ..hold(3, 1) }] {
            tx.add_hold(anting, &row).await?;
        }
        tx.add_hold(aller, &hold(1, 5)).await
    })
    .await
    .unwrap();
    assert_eq!(read!(world.store, tx => tx.live_holds(anting).await), [hold(1, 20), hold(2, 5)]);
    let expired = |minutes| {
        let store = world.store.clone();
        async move {
            let mut dealers = read!(store, tx => tx.dealers_with_expired_holds(NOW.plus_minutes(minutes)).await);
            dealers.sort_unstable();
            dealers
        }
    };
    // The used one has expired, too, but has nothing to give back.
    assert_eq!(expired(4).await, Vec::<DealerId>::new());
    assert_eq!(expired(5).await, [anting, aller]);
    write!(world.store, tx => {
        tx.save_hold(aller, &HoldRow { state: HoldState::Dropped, ..hold(1, 5) }).await?;
        tx.forget_holds(NOW.plus_minutes(5)).await
    })
    .await
    .unwrap();
    assert_eq!(expired(5).await, [anting]);
    assert_eq!(read!(world.store, tx => tx.hold(anting, HoldId::new(3)).await), None, "ended before");
    assert!(read!(world.store, tx => tx.hold(aller, HoldId::new(1)).await).is_some(), "ended at that time, not before");
    assert_eq!(read!(world.store, tx => tx.live_holds(anting).await).len(), 2, "live ones are never forgotten");
}

pub async fn a_reply_is_kept_for_its_key_and_its_days(world: World) {
    let anting = world.dealer("anting").await;
    let reply = |hash: &str, at: Instant, days| KeptReply {
        body_hash: hash.into(),
        status: 201,
        body: "{}".into(),
        version: (days == 8).then_some(7),
        at,
        days,
    };
    let (booked, held) = (reply("hash", NOW, 1), reply("other", NOW.plus_minutes(1), 8));
    let (kept, others) = (booked.clone(), held.clone());
    write!(world.store, tx => {
        tx.keep_reply(anting, ("1/bookings", "key"), &kept, Some(VisitId::new(5).into())).await?;
        tx.keep_reply(anting, ("1/desk/visits", "key"), &others, None).await
    })
    .await
    .unwrap();
    assert_eq!(read!(world.store, tx => tx.kept_reply("1/bookings", "key").await), Some(booked.clone()));
    assert_eq!(read!(world.store, tx => tx.kept_reply("1/desk/visits", "key").await), Some(held.clone()));
    assert_eq!(read!(world.store, tx => tx.kept_reply("2/bookings", "key").await), None);
    assert_eq!(read!(world.store, tx => tx.kept_reply("1/bookings", "kez").await), None);
    assert!(!booked.is_over(NOW.plus_days(1)) && booked.is_over(NOW.plus_days(1).plus_seconds(1)));
    let columns = ["scope", "dealer", "created_at", "visit"];
    let rows = world.cells("idempotency", &columns).await;
    assert_eq!(rows[0], some(["1/bookings", &anting.to_string(), &NOW.micros().to_string(), "5"]));
    assert_eq!(rows[1][3], None);

    let later = reply("new", NOW.plus_days(1).plus_seconds(1), 1);
    let newer = later.clone();
    write!(world.store, tx => tx.keep_reply(anting, ("1/bookings", "key"), &newer, None).await).await.unwrap();
    assert_eq!(read!(world.store, tx => tx.kept_reply("1/bookings", "key").await), Some(later.clone()));
    assert_eq!(world.cells("idempotency", &columns).await[0][3], None);
    let scopes = async |now: Instant| {
        write!(world.store, tx => tx.forget_replies(now).await).await.unwrap();
        world.cells("idempotency", &["scope"]).await
    };
    assert_eq!(scopes(later.at.plus_days(1)).await, [some(["1/bookings"]), some(["1/desk/visits"])]);
    assert_eq!(scopes(later.at.plus_days(1).plus_seconds(1)).await, [some(["1/desk/visits"])]);
    assert_eq!(scopes(held.at.plus_days(8)).await, [some(["1/desk/visits"])]);
    assert!(scopes(held.at.plus_days(8).plus_seconds(1)).await.is_empty());

    // What is kept of a person is forgotten with them.
    write!(world.store, tx => {
        tx.keep_reply(anting, ("1/waitlist", "of"), &later, Some(VisitId::new(5).into())).await?;
        tx.keep_reply(anting, ("1/waitlist", "other"), &later, Some(VisitId::new(6).into())).await?;
        tx.forget_person(anting, VisitId::new(5)).await
    })
    .await
    .unwrap();
    assert_eq!(world.cells("idempotency", &["key"]).await, [some(["other"])]);
}
