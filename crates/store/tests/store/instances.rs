//! More than one program on one database.

use crate::world::{NOW, World};
use bayside_domain::event::{Actor, VisitEvent};
use bayside_domain::ids::{DealerId, VisitId};
use bayside_store::Database;
use bayside_store::{Change, Engine, Store};
use std::time::Duration;
use tokio::sync::oneshot;

pub async fn a_store_opened_again_has_everything_and_is_ready(world: World) {
    let dealer = world.dealer("anting").await;
    assert!(world.store.is_ready().await);
    world.store.close().await;
    assert!(!world.store.is_ready().await, "a closed store is not ready");
    let again = world.another().await;
    assert!(again.is_ready().await);
    assert_eq!(read!(again, tx => tx.dealers().await).len(), 1);
    assert_eq!(read!(again, tx => tx.dealer(dealer).await).slug, "anting");
}

/// The second counts on what the first left, even from another program.
pub async fn two_writers_under_one_lock_come_one_after_the_other(world: World) {
    let dealer = world.dealer("anting").await;
    let another = world.another().await;
    let (locked, is_locked) = oneshot::channel();
    let (go, may_go) = oneshot::channel::<()>();
    let store = world.store.clone();
    let first = tokio::spawn(async move {
        write!(store, tx => {
            let mut row = tx.lock_dealer(dealer).await?;
            locked.send(()).unwrap();
            may_go.await.unwrap();
            row.last_number += 1;
            tx.save_dealer(&row).await
        })
        .await
    });
    is_locked.await.unwrap();
    let second = tokio::spawn(async move {
        write!(another, tx => {
            let mut row = tx.lock_dealer(dealer).await?;
            row.last_number += 1;
            tx.save_dealer(&row).await?;
            Ok(row.last_number)
        })
        .await
    });
    go.send(()).unwrap();
    first.await.unwrap().unwrap();
    assert_eq!(second.await.unwrap().unwrap(), 2);
}

async fn flag(store: &Store, dealer: DealerId) -> i64 {
    write!(store, tx => {
        let mut row = tx.lock_dealer(dealer).await?;
        let recorded = tx.append(&mut row, VisitId::new(1), NOW, Actor::System, VisitEvent::Flagged { on: true }).await?;
        tx.save_dealer(&row).await?;
        Ok(recorded.number.get())
    })
    .await
    .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn instances_on_one_postgresql_hear_of_each_others_changes() {
    let world = World::on(Engine::Postgres).await;
    let dealer = world.dealer("anting").await;
    let another = world.another().await;
    for (writes, hears) in [(&world.store, &another), (&another, &world.store)] {
        let mut changes = hears.changes();
        // The first ones may be written before the other listens: it reads the truth when it starts.
        let mut heard = None;
        for _ in 0..600 {
            let number = flag(writes, dealer).await;
            let told = tokio::time::timeout(Duration::from_millis(100), changes.recv()).await;
            if let Ok(change) = told {
                heard = Some((change.unwrap(), number));
                break;
            }
        }
        let (Change { dealer: whose, last_event }, number) = heard.expect("a change is heard within a minute");
        assert_eq!(whose, dealer);
        assert!(last_event.get() <= number);
        assert!(read!(hears, tx => tx.dealer(dealer).await).last_event >= last_event);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn instances_that_start_together_migrate_an_empty_postgresql_once() {
    let database = Database::Postgres(bayside_test_support::postgres::database());
    let opened = futures::future::join_all((0..4).map(|_| Store::open(&database))).await;
    for store in opened {
        assert!(store.unwrap().is_ready().await);
    }
}

#[tokio::test]
async fn a_database_that_cannot_be_had_is_named_without_its_password() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("file"), "").unwrap();
    let below_a_file = Database::Sqlite(folder.path().join("file/bayside.db"));
    let error = Store::open(&below_a_file).await.err().unwrap().to_string();
    assert!(error.contains("folder cannot be made"), "{error}");
    let port = bayside_test_support::postgres::free_port();
    let nobody = Database::Postgres(format!("postgres://bay:secret-word@127.0.0.1:{port}/bayside"));
    let error = Store::open(&nobody).await.err().unwrap().to_string();
    assert!(error.contains("cannot be opened") && !error.contains("secret-word"), "{error}");
}
