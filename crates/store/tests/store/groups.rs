//! What a dealer is asked for at once is committed at once.

use crate::world::{World, refused, visit};
use bayside_domain::event::{Actor, VisitEvent};
use bayside_domain::ids::{DealerId, EventNumber, VisitId};
use bayside_store::{Change, Engine, Store, Tx};
use futures::future::{BoxFuture, join_all};
use futures::{FutureExt, poll};
use sqlx::Connection;
use std::time::Duration;
use tokio::sync::oneshot;

type Answer = bayside_store::Result<()>;

/// A write that has begun and holds its dealer's queue until it is let go.
async fn begun(store: &Store, dealer: DealerId) -> (BoxFuture<'static, Answer>, oneshot::Sender<()>) {
    let (begun, is_begun) = oneshot::channel();
    let (go, may_go) = oneshot::channel();
    let store = store.clone();
    let mut write = async move {
        write_at!(store, dealer, tx => {
            tx.lock_dealer(dealer).await?;
            begun.send(()).unwrap();
            may_go.await.unwrap();
            Ok(())
        })
        .await
    }
    .boxed();
    assert!(poll!(write.as_mut()).is_pending());
    is_begun.await.unwrap();
    (write, go)
}

async fn append(tx: &mut Tx<'_>, dealer: DealerId, count: usize) -> Answer {
    let mut row = tx.lock_dealer(dealer).await?;
    for _ in 0..count {
        tx.append(&mut row, VisitId::new(7), crate::world::NOW, Actor::System, VisitEvent::Flagged { on: true })
            .await?;
    }
    tx.save_dealer(&row).await
}

async fn numbers(store: &Store, dealer: DealerId) -> Vec<i64> {
    read!(store, tx => Ok(tx.events_of(dealer, VisitId::new(7)).await?.iter().map(|event| event.number.get()).collect()))
}

pub async fn nobody_of_a_group_is_answered_before_its_commit(world: World) {
    let (store, dealer) = (&world.store, world.dealer("anting").await);
    let (open_last, last_gate) = oneshot::channel::<()>();
    let (reached, last_is_reached) = oneshot::channel::<()>();
    let (first, open_first) = begun(store, dealer).await;
    let mut done = Box::pin(write_at!(store, dealer, tx => tx.set_meta("done", "1").await));
    let mut last = Box::pin(write_at!(store, dealer, _tx => {
        reached.send(()).unwrap();
        last_gate.await.unwrap();
        Ok(())
    }));
    // While the first runs, the other two wait and make one group.
    assert!(poll!(done.as_mut()).is_pending());
    assert!(poll!(last.as_mut()).is_pending());
    open_first.send(()).unwrap();
    last_is_reached.await.unwrap();
    assert!(poll!(done.as_mut()).is_pending(), "its row is written, but not committed");
    assert_eq!(read!(store, tx => tx.meta("done").await), None);
    open_last.send(()).unwrap();
    let (first, done, last) = tokio::join!(first, done, last);
    assert!(first.is_ok() && done.is_ok() && last.is_ok());
    assert_eq!(read!(store, tx => tx.meta("done").await).as_deref(), Some("1"));
}

pub async fn who_fails_in_a_group_takes_nobody_along_and_leaves_no_gap(world: World) {
    let (store, dealer) = (&world.store, world.dealer("anting").await);
    let mut changes = store.changes();
    let (first, go) = begun(store, dealer).await;
    let writes = (0..20_i64).map(|index| {
        let write = write_at!(store, dealer, tx => {
            tx.set_meta(&format!("write {index}"), "done").await?;
            append(tx, dealer, 2).await?;
            // In turn: well, refused, broken by the database, and panicking.
            match index % 4 {
                0 => Ok(()),
                1 => refused(),
                2 => {
                    tx.add_visit(dealer, &visit(1, 100)).await?;
                    tx.add_visit(dealer, &visit(1, 100)).await
                }
                _ => panic!("the test panics"),
            }
        });
        write.boxed()
    });
    let mut writes: Vec<_> = writes.collect();
    for write in &mut writes {
        assert!(poll!(write).is_pending());
    }
    go.send(()).unwrap();
    first.await.unwrap();
    for (index, written) in join_all(writes).await.into_iter().enumerate() {
        assert_eq!(written.is_ok(), index % 4 == 0, "{index}");
        let kept = read!(store, tx => tx.meta(&format!("write {index}")).await);
        assert_eq!(kept.is_some(), index % 4 == 0, "{index}");
    }
    assert_eq!(numbers(store, dealer).await, (1..=10).collect::<Vec<_>>());
    assert_eq!(read!(store, tx => tx.dealer(dealer).await).last_event, EventNumber::new(10));
    assert_eq!(read!(store, tx => tx.visit(dealer, VisitId::new(1)).await), None);
    let told = changes.recv().await.unwrap();
    assert_eq!(told, Change { dealer, last_event: EventNumber::new(10) }, "a group is told of once");
}

/// PostgreSQL takes nothing more after an error that somebody overlooked: the answer must not say that it was kept.
pub async fn an_error_that_is_overlooked_is_no_success(world: World) {
    let (store, dealer) = (&world.store, world.dealer("anting").await);
    write!(store, tx => tx.add_visit(dealer, &visit(1, 100)).await).await.unwrap();
    let (first, go) = begun(store, dealer).await;
    let mut overlooking = Box::pin(write_at!(store, dealer, tx => {
        tx.set_meta("overlooking", "done").await?;
        let _ = tx.add_visit(dealer, &visit(1, 100)).await;
        Ok(())
    }));
    let mut next = Box::pin(write_at!(store, dealer, tx => tx.set_meta("next", "done").await));
    assert!(poll!(overlooking.as_mut()).is_pending());
    assert!(poll!(next.as_mut()).is_pending());
    go.send(()).unwrap();
    let (first, overlooking, next) = tokio::join!(first, overlooking, next);
    first.unwrap();
    next.unwrap();
    let kept = read!(store, tx => tx.meta("overlooking").await);
    assert_eq!(overlooking.is_ok(), kept.is_some());
    assert_eq!(read!(store, tx => tx.meta("next").await).as_deref(), Some("done"));
}

pub async fn counters_under_lock_are_seen_and_undone_within_a_transaction(world: World) {
    let dealer = world.dealer("anting").await;
    let seen = write!(world.store, tx => {
        let mut row = tx.lock_dealer(dealer).await?;
        row.last_number = 5;
        row.capacity_version = 77;
        tx.save_dealer(&row).await?;
        let again = tx.lock_dealer(dealer).await?.last_number;
        let asked = tx.dealer(dealer).await?.last_number;
        let listed = tx.dealers().await?[0].last_number;
        let mark = tx.capacity_version(dealer).await?;
        row.last_number = 6;
        tx.save_dealer(&row).await?;
        tx.import_dealer("anting", "a newer file").await?;
        Ok((again, asked, listed, mark))
    });
    assert_eq!(seen.await.unwrap(), (5, 5, 5, 77));
    let kept = read!(world.store, tx => tx.dealer(dealer).await);
    assert_eq!((kept.last_number, kept.file.as_str(), kept.config_version), (6, "a newer file", 2));
    let undone = write!(world.store, tx => {
        let mut row = tx.lock_dealer(dealer).await?;
        row.last_number = 9;
        tx.save_dealer(&row).await?;
        tx.dealer(dealer).await?;
        refused::<()>()
    });
    undone.await.unwrap_err();
    assert_eq!(write!(world.store, tx => tx.lock_dealer(dealer).await).await.unwrap().last_number, 6);
}

pub async fn more_than_a_group_takes_are_done_in_the_order_in_which_they_came(world: World) {
    let (store, dealer) = (&world.store, world.dealer("anting").await);
    let (first, go) = begun(store, dealer).await;
    let mut writes: Vec<_> = (0..300_i64)
        .map(|index| {
            let write = write_at!(store, dealer, tx => {
                let mut row = tx.lock_dealer(dealer).await?;
                assert_eq!(row.last_number, index, "each counts on what the one before left");
                row.last_number += 1;
                tx.save_dealer(&row).await
            });
            // So many that the runtime would send them away to come again.
            tokio::task::unconstrained(write).boxed()
        })
        .collect();
    for write in &mut writes {
        assert!(poll!(write).is_pending());
    }
    assert_eq!(store.writes_waiting(), 301);
    go.send(()).unwrap();
    first.await.unwrap();
    for written in join_all(writes).await {
        written.unwrap();
    }
    assert_eq!(read!(store, tx => tx.dealer(dealer).await).last_number, 300);
    assert_eq!(store.writes_waiting(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn dealers_on_postgresql_do_not_wait_for_each_other() {
    let world = World::on(Engine::Postgres).await;
    let (anting, aller) = (world.dealer("anting").await, world.dealer("aller").await);
    let (first, go) = begun(&world.store, anting).await;
    let mut waits = Box::pin(write_at!(world.store, anting, tx => append(tx, anting, 1).await));
    assert!(poll!(waits.as_mut()).is_pending());
    write_at!(world.store, aller, tx => append(tx, aller, 1).await).await.unwrap();
    write!(world.store, tx => tx.set_meta("no dealer's", "done").await).await.unwrap();
    assert!(poll!(waits.as_mut()).is_pending());
    go.send(()).unwrap();
    first.await.unwrap();
    waits.await.unwrap();
}

/// Nobody hears that it was kept, nothing was, and who had not begun is served by another connection.
#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_is_lost_fails_its_group_and_nobody_else() {
    let world = World::on(Engine::Postgres).await;
    let (store, dealer) = (&world.store, world.dealer("anting").await);
    let (first, go_first) = begun(store, dealer).await;
    let (reached, is_reached) = oneshot::channel::<()>();
    let (go, may_go) = oneshot::channel::<()>();
    let mut writes = vec![
        write_at!(store, dealer, tx => append(tx, dealer, 1).await).boxed(),
        write_at!(store, dealer, tx => {
            append(tx, dealer, 1).await?;
            reached.send(()).unwrap();
            may_go.await.unwrap();
            append(tx, dealer, 1).await
        })
        .boxed(),
        write_at!(store, dealer, tx => append(tx, dealer, 1).await).boxed(),
    ];
    for write in &mut writes {
        assert!(poll!(write).is_pending());
    }
    go_first.send(()).unwrap();
    is_reached.await.unwrap();
    first.await.unwrap();
    let bayside_store::Database::Postgres(url) = &world.database else { panic!("on PostgreSQL") };
    let mut conn = sqlx::AnyConnection::connect(url).await.unwrap();
    let sql = "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity \
               WHERE datname = current_database() AND pid <> pg_backend_pid()";
    sqlx::query(sql).execute(&mut conn).await.unwrap();
    go.send(()).unwrap();
    let answers = tokio::time::timeout(Duration::from_mins(1), join_all(writes)).await.unwrap();
    let kept: Vec<bool> = answers.iter().map(Result::is_ok).collect();
    assert_eq!(kept, [false, false, true], "{answers:?}");
    assert_eq!(numbers(store, dealer).await, [1]);
    write_at!(store, dealer, tx => append(tx, dealer, 1).await).await.unwrap();
    assert_eq!(numbers(store, dealer).await, [1, 2]);
}
