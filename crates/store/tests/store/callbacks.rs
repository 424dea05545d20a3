//! Call-backs.

use crate::world::{NO_DEALER, NOW, World, some};
use bayside_domain::callback::CallbackTeam;
use bayside_domain::codes::CallbackOutcome;
use bayside_domain::document::Callback;
use bayside_domain::ids::{CallbackId, DealerId, EventNumber, StaffId, VisitId};
use bayside_domain::time::Instant;
use bayside_store::CallbackRow;

pub(crate) fn open_callback(id: i64, due_in: i64) -> CallbackRow {
    let state = Callback {
        version: 1,
        team: CallbackTeam::Adviser,
        created_at: NOW,
        due_at: NOW.plus_minutes(due_in),
        preferred: Vec::new(),
        owner: None,
        attempts: Vec::new(),
        outcome: None,
        closed_at: None,
        visit: None,
        noted: None,
    };
    CallbackRow { id: CallbackId::new(id), reference: format!("CALL{id:02}"), state }
}

fn closed_callback(id: i64, due_in: i64, closed_at: Instant) -> CallbackRow {
    let CallbackRow { id, reference, state } = open_callback(id, due_in);
    let state = Callback { outcome: Some(CallbackOutcome::Advice), closed_at: Some(closed_at), ..state };
    CallbackRow { id, reference, state }
}

pub(crate) async fn keep_callbacks(world: &World, dealer: DealerId, rows: &[CallbackRow]) {
    let rows = rows.to_vec();
    let kept = write!(world.store, tx => {
        for row in &rows {
            tx.put_callback(dealer, row).await?;
        }
        Ok(())
    });
    kept.await.unwrap();
}

pub async fn a_callback_comes_back_as_it_was_kept_and_replaced(world: World) {
    let [anting, aller] = [world.dealer("anting").await, world.dealer("aller").await];
    let bare = open_callback(1, 30);
    keep_callbacks(&world, anting, &[bare.clone(), open_callback(2, 40)]).await;
    assert_eq!(read!(world.store, tx => tx.callback(anting, CallbackId::new(1)).await), Some(bare.clone()));
    assert_eq!(read!(world.store, tx => tx.callback(anting, CallbackId::new(3)).await), None);
    assert_eq!(read!(world.store, tx => tx.callback(aller, CallbackId::new(1)).await), None);
    let found_by = ["id", "reference", "open", "due_at", "closed_at"];
    let due_at = bare.state.due_at.micros().to_string();
    let mut opened = some(["1", "CALL01", "1", &due_at]);
    opened.push(None);
    assert_eq!(world.cells("callback", &found_by).await[0], opened);

    let state = Callback {
        version: 4,
        team: CallbackTeam::Technical,
        created_at: NOW.plus_seconds(-1),
        due_at: NOW.plus_minutes(240),
        preferred: vec![(NOW.plus_minutes(60), NOW.plus_minutes(90)), (NOW.plus_minutes(10), NOW.plus_minutes(20))],
        owner: Some(StaffId::new(7)),
        attempts: vec![NOW.plus_minutes(5), NOW.plus_minutes(15)],
        outcome: Some(CallbackOutcome::Booked),
        closed_at: Some(NOW.plus_minutes(65)),
        visit: Some(VisitId::new(12)),
        noted: Some(EventNumber::new(31)),
    };
    let full = CallbackRow { state, ..bare };
    keep_callbacks(&world, anting, std::slice::from_ref(&full)).await;
    assert_eq!(read!(world.store, tx => tx.callback(anting, CallbackId::new(1)).await), Some(full.clone()));
    let [due_at, closed_at] = [240, 65].map(|minutes| NOW.plus_minutes(minutes).micros().to_string());
    assert_eq!(world.cells("callback", &found_by).await[0], some(["1", "CALL01", "0", &due_at, &closed_at]));
    assert_eq!(read!(world.store, tx => tx.callback(anting, CallbackId::new(2)).await), Some(open_callback(2, 40)));
}

pub async fn a_callbacks_reference_is_given_once_within_a_dealer(world: World) {
    let [anting, aller] = [world.dealer("anting").await, world.dealer("aller").await];
    keep_callbacks(&world, anting, &[open_callback(1, 30), closed_callback(2, 30, NOW)]).await;
    assert!(read!(world.store, tx => tx.callback_reference_exists(anting, "CALL01").await));
    assert!(read!(world.store, tx => tx.callback_reference_exists(anting, "CALL02").await), "closed, and still taken");
    assert!(!read!(world.store, tx => tx.callback_reference_exists(anting, "CALL03").await));
    assert!(!read!(world.store, tx => tx.callback_reference_exists(aller, "CALL01").await));

    let twin = CallbackRow { reference: "CALL01".into(), ..open_callback(3, 30) };
    let next_door = twin.clone();
    let refused = write!(world.store, tx => tx.put_callback(anting, &twin).await).await.unwrap_err();
    assert!(refused.to_string().to_lowercase().contains("unique"), "{refused}");
    assert_eq!(read!(world.store, tx => tx.callback(anting, CallbackId::new(3)).await), None);
    keep_callbacks(&world, aller, &[next_door]).await;
    assert!(read!(world.store, tx => tx.callback_reference_exists(aller, "CALL01").await));
}

pub async fn open_callbacks_come_most_urgent_first_then_the_latest_closed(world: World) {
    let [anting, aller] = [world.dealer("anting").await, world.dealer("aller").await];
    let midnight = NOW.plus_minutes(-600);
    let a_moment_before = Instant::from_micros(midnight.micros() - 1);
    let rows = [
        open_callback(1, 60),
        // Promised yesterday, and still open.
        open_callback(2, -1440),
        open_callback(3, 30),
        open_callback(4, 30),
        closed_callback(5, -900, midnight),
        closed_callback(6, -30, a_moment_before),
        closed_callback(7, 90, NOW.plus_minutes(-1)),
        closed_callback(8, -2000, NOW.plus_minutes(-60)),
    ];
    keep_callbacks(&world, anting, &rows).await;
    keep_callbacks(&world, aller, &[open_callback(9, 0)]).await;
    let [first, second, third, fourth, fifth, _, seventh, eighth] = rows.clone();
    let told = read!(world.store, tx => tx.callbacks(anting, midnight).await);
    assert_eq!(told, [second, third.clone(), fourth, first, seventh, eighth, fifth]);
    assert_eq!(read!(world.store, tx => tx.callbacks(anting, a_moment_before).await).len(), 8);
    assert_eq!(read!(world.store, tx => tx.callbacks(aller, midnight).await), [open_callback(9, 0)]);
    assert_eq!(read!(world.store, tx => tx.callbacks(NO_DEALER, midnight).await), []);

    // One is closed, and one is promised anew.
    keep_callbacks(&world, anting, &[closed_callback(2, -1440, NOW), open_callback(3, 120)]).await;
    let ids: Vec<i64> =
        read!(world.store, tx => tx.callbacks(anting, midnight).await).iter().map(|row| row.id.get()).collect();
    assert_eq!(ids, [4, 1, 3, 2, 7, 8, 5]);
}
