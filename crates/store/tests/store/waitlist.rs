//! Wishes on the waitlist, and freed capacity that waits to be offered.

use crate::callbacks::{keep_callbacks, open_callback};
use crate::people::person;
use crate::world::{NO_DEALER, NOW, World, some, visit};
use bayside_domain::codes::Stay;
use bayside_domain::codes::WishState;
use bayside_domain::event::Subject;
use bayside_domain::ids::{CallbackId, DealerId, EventNumber, FreedCapacityId, HoldId, VisitId, WishId};
use bayside_store::{NamedClaim, StoredWish, WishRow};
use chrono::{NaiveDate, NaiveTime};

fn date(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 6, day).unwrap()
}

/// A wish for days until the `to`-th.
pub fn waiting(id: i64, to: u32) -> WishRow {
    let wish = StoredWish {
        state: WishState::Waiting,
        created_at: NOW,
        services: vec!["oil".into()],
        stay: Stay::Wait,
        adviser: None,
        from: date(1),
        to: date(to),
        hours: Vec::new(),
        visit: None,
        offer: None,
        passed: Vec::new(),
        silent_on: None,
        marks: Vec::new(),
    };
    WishRow { id: WishId::new(id), wish }
}

pub fn in_state(state: WishState, row: WishRow) -> WishRow {
    WishRow { wish: StoredWish { state, ..row.wish }, ..row }
}

async fn keep_wishes(world: &World, dealer: DealerId, rows: &[WishRow]) {
    let rows = rows.to_vec();
    let kept = write!(world.store, tx => {
        for row in &rows {
            tx.put_wish(dealer, row).await?;
        }
        Ok(())
    });
    kept.await.unwrap();
}

pub async fn a_wish_comes_back_as_it_was_kept_and_replaced(world: World) {
    let [anting, aller] = [world.dealer("anting").await, world.dealer("aller").await];
    keep_wishes(&world, anting, &[waiting(1, 20), waiting(2, 20)]).await;
    assert_eq!(read!(world.store, tx => tx.wish(anting, WishId::new(1)).await), Some(waiting(1, 20)));
    assert_eq!(read!(world.store, tx => tx.wish(anting, WishId::new(3)).await), None);
    assert_eq!(read!(world.store, tx => tx.wish(aller, WishId::new(1)).await), None);

    let time = |hour, minute, second| NaiveTime::from_hms_opt(hour, minute, second).unwrap();
    let wish = StoredWish {
        state: WishState::Offered,
        created_at: NOW.plus_seconds(-1),
        services: vec!["brakes".into(), "ac".into()],
        stay: Stay::DropOff,
        adviser: Some("li-min".into()),
        from: date(9),
        to: date(28),
        hours: vec![(time(13, 30, 0), time(23, 59, 59)), (time(0, 0, 0), time(8, 15, 0))],
        visit: Some(VisitId::new(12)),
        offer: Some((HoldId::new(44), 1_980_003, NOW.plus_minutes(30))),
        passed: vec![1_980_009, 1_980_001],
        silent_on: Some(date(8)),
        marks: Vec::new(),
    };
    let full = WishRow { id: WishId::new(1), wish };
    keep_wishes(&world, anting, std::slice::from_ref(&full)).await;
    assert_eq!(read!(world.store, tx => tx.wish(anting, WishId::new(1)).await), Some(full));
    assert_eq!(read!(world.store, tx => tx.wish(anting, WishId::new(2)).await), Some(waiting(2, 20)));

    // What they are looked for by follows them through every state.
    let found_by = ["id", "state", "passed", "last_day"];
    for (state, name) in [
        (WishState::Offered, "offered"),
        (WishState::Accepted, "accepted"),
        (WishState::Ended, "ended"),
        (WishState::Waiting, "waiting"),
    ] {
        let mut row = in_state(state, waiting(1, 21));
        row.wish.passed.push(1_980_001);
        keep_wishes(&world, anting, std::slice::from_ref(&row)).await;
        // The 21st of June 2026, in days since the common era.
        assert_eq!(world.cells("wish", &found_by).await[0], some(["1", name, "1", "739788"]));
        assert_eq!(read!(world.store, tx => tx.wish(anting, WishId::new(1)).await), Some(row));
    }
}

pub async fn who_let_the_fewest_offers_pass_is_asked_first_then_who_came_first(world: World) {
    let [anting, aller] = [world.dealer("anting").await, world.dealer("aller").await];
    let passed = |id: i64, starts: i64| {
        let mut row = waiting(id, 20);
        row.wish.passed.extend(0..starts);
        row
    };
    // More than nine: a count, not a text. Kept in another order than they are asked in.
    let rows = [passed(6, 10), passed(5, 2), passed(4, 0), in_state(WishState::Offered, passed(3, 2)), passed(2, 0)];
    keep_wishes(&world, anting, &rows).await;
    let gone = [in_state(WishState::Accepted, waiting(1, 20)), in_state(WishState::Ended, waiting(7, 20))];
    keep_wishes(&world, anting, &gone).await;
    keep_wishes(&world, aller, &[waiting(8, 20)]).await;
    let [sixth, fifth, fourth, third, second] = rows;
    let queue = read!(world.store, tx => tx.queue(anting).await);
    assert_eq!(queue, [second.clone(), fourth.clone(), third, fifth.clone(), sixth.clone()]);
    assert_eq!(read!(world.store, tx => tx.queue(aller).await), [waiting(8, 20)]);
    assert_eq!(read!(world.store, tx => tx.queue(NO_DEALER).await), []);

    // One lets an offer pass and falls back, one accepts and leaves.
    keep_wishes(&world, anting, &[passed(2, 1), in_state(WishState::Accepted, passed(3, 2))]).await;
    assert_eq!(read!(world.store, tx => tx.queue(anting).await), [fourth, passed(2, 1), fifth, sixth]);
}

pub async fn a_waitlist_is_due_when_days_have_passed_or_room_waits(world: World) {
    let [anting, aller] = [world.dealer("anting").await, world.dealer("aller").await];
    let due = async |dealer: DealerId, day: u32| read!(world.store, tx => tx.waitlist_is_due(dealer, date(day)).await);
    assert_eq!(due(anting, 30).await, (false, false), "nobody waits");

    let gone = [in_state(WishState::Accepted, waiting(1, 5)), in_state(WishState::Ended, waiting(2, 5))];
    keep_wishes(&world, anting, &gone).await;
    assert_eq!(due(anting, 30).await, (false, false), "nobody of them waits any more");
    keep_wishes(&world, anting, &[waiting(3, 20), in_state(WishState::Offered, waiting(4, 10))]).await;
    assert_eq!(due(anting, 10).await, (false, false), "the last day is one of theirs");
    assert_eq!(due(anting, 11).await, (true, false), "who is offered something is looked at too");
    keep_wishes(&world, anting, &[in_state(WishState::Ended, waiting(4, 10))]).await;
    assert_eq!(due(anting, 20).await, (false, false));
    assert_eq!(due(anting, 21).await, (true, false));
    keep_wishes(&world, anting, &[waiting(3, 25)]).await;
    assert_eq!(due(anting, 21).await, (false, false), "they wait for longer");
    keep_wishes(&world, anting, &[waiting(3, 15)]).await;
    assert_eq!(due(anting, 16).await, (true, false), "they wait for less long");

    write!(world.store, tx => tx.add_freed(anting, FreedCapacityId::new(5), &[NamedClaim("seat".into(), 10, 12)]).await).await.unwrap();
    assert_eq!(due(anting, 15).await, (false, true));
    assert_eq!(due(anting, 16).await, (true, true));
    assert_eq!(due(aller, 30).await, (false, false));
}

pub async fn freed_room_is_taken_out_once_and_whole(world: World) {
    let [anting, aller] = [world.dealer("anting").await, world.dealer("aller").await];
    let claim = |resource: &str, from: i64, to: i64| NamedClaim(resource.into(), from, to);
    let evening = [claim("team:wash", 1_980_000, 1_980_004), claim("adviser:li-min", 1_980_000, 1_980_001)];
    // The same room as in the evening, and a loaner's days.
    let night = [claim("team:wash", 1_980_000, 1_980_004), claim("loaner", 739_700, 739_702)];
    let (first, second) = (evening.clone(), night.clone());
    write!(world.store, tx => {
        tx.add_freed(anting, FreedCapacityId::new(11), &first).await?;
        tx.add_freed(anting, FreedCapacityId::new(12), &second).await?;
        tx.add_freed(aller, FreedCapacityId::new(11), &[NamedClaim("seat".into(), 1, 2)]).await
    })
    .await
    .unwrap();
    let twice = write!(world.store, tx => tx.add_freed(anting, FreedCapacityId::new(11), &[]).await).await;
    assert!(twice.is_err(), "what was kept is not overwritten");

    let take = async |dealer: DealerId| {
        let mut claims = write!(world.store, tx => tx.take_freed(dealer).await).await.unwrap();
        // They are a set: whose night it was does not matter.
        claims.sort_by(|one, other| (&one.0, one.1, one.2).cmp(&(&other.0, other.1, other.2)));
        claims
    };
    let [[wash, adviser], [wash_again, loaner]] = [evening, night];
    assert_eq!(take(anting).await, [adviser, loaner, wash, wash_again]);
    assert_eq!(take(anting).await, []);
    assert!(!read!(world.store, tx => tx.waitlist_is_due(anting, date(1)).await).1);
    assert_eq!(take(aller).await, [claim("seat", 1, 2)]);

    // An id may come again once it was taken out.
    write!(world.store, tx => tx.add_freed(anting, FreedCapacityId::new(11), &[]).await).await.unwrap();
    assert_eq!(take(anting).await, []);
}

pub async fn room_that_was_taken_out_in_vain_stays(world: World) {
    let anting = world.dealer("anting").await;
    let seat = NamedClaim("seat".into(), 10, 12);
    let kept = seat.clone();
    write!(world.store, tx => tx.add_freed(anting, FreedCapacityId::new(1), &[kept]).await).await.unwrap();
    let undone = write!(world.store, tx => {
        let taken = tx.take_freed(anting).await?;
        assert_eq!(taken.len(), 1);
        crate::world::refused::<()>()
    });
    assert!(undone.await.is_err());
    assert_eq!(write!(world.store, tx => tx.take_freed(anting).await).await.unwrap(), [seat]);
}

pub async fn forgetting_who_waited_leaves_the_wish_and_everybody_else(world: World) {
    let [anting, aller] = [world.dealer("anting").await, world.dealer("aller").await];
    keep_wishes(&world, anting, &[in_state(WishState::Ended, waiting(1, 20)), waiting(2, 20)]).await;
    keep_callbacks(&world, anting, &[open_callback(1, 30)]).await;
    write!(world.store, tx => {
        tx.add_visit(anting, &visit(3, 100)).await?;
        tx.add_note(anting, EventNumber::new(9), Subject::Callback(CallbackId::new(1)), "a note").await?;
        for id in (1..4).map(VisitId::new) {
            tx.put_person(anting, id, &person()).await?;
        }
        tx.put_person(aller, VisitId::new(1), &person()).await
    })
    .await
    .unwrap();
    write!(world.store, tx => tx.forget_person(anting, VisitId::new(1)).await).await.unwrap();
    assert_eq!(read!(world.store, tx => tx.person(anting, VisitId::new(1)).await), None);
    let left: Vec<_> = world.cells("person", &["dealer", "visit"]).await;
    assert_eq!(left.len(), 3, "{left:?}");
    for (dealer, id) in [(anting, 2), (anting, 3), (aller, 1)].map(|(dealer, id)| (dealer, VisitId::new(id))) {
        assert_eq!(read!(world.store, tx => tx.person(dealer, id).await), Some(person()));
    }
    let ended = in_state(WishState::Ended, waiting(1, 20));
    assert_eq!(read!(world.store, tx => tx.wish(anting, WishId::new(1)).await), Some(ended));
    assert_eq!(read!(world.store, tx => tx.queue(anting).await), [waiting(2, 20)]);
    assert_eq!(read!(world.store, tx => tx.callback(anting, CallbackId::new(1)).await), Some(open_callback(1, 30)));
    assert_eq!(read!(world.store, tx => tx.note(anting, EventNumber::new(9)).await).as_deref(), Some("a note"));

    // Nothing is left to forget, and that is no error; a booked visit stays without a name.
    write!(world.store, tx => {
        tx.forget_person(anting, VisitId::new(1)).await?;
        tx.forget_person(anting, VisitId::new(3)).await
    })
    .await
    .unwrap();
    let found = read!(world.store, tx => tx.visit_and_person(anting, "REF003").await);
    assert_eq!(found, Some((visit(3, 100), None)));
}
