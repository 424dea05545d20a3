//! PostgreSQL over an encrypted connection.

use crate::world::{World, some};
use bayside_store::Database;
use bayside_store::Store;

fn database(mode: &str) -> Database {
    Database::Postgres(format!("{}?sslmode={mode}", bayside_test_support::postgres::encryptable()))
}

#[tokio::test(flavor = "multi_thread")]
async fn every_connection_is_encrypted_where_that_is_required() {
    let world = World::at(database("require")).await;
    let dealer = world.dealer("anting").await;
    assert_eq!(read!(world.store, tx => tx.dealer(dealer).await).slug, "anting");
    let mine = "pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE datname = current_database()";
    let connections = world.cells(mine, &["ssl"]).await;
    assert!(connections.len() > 1, "{connections:?}");
    assert!(connections.iter().all(|connection| *connection == some(["true"])), "{connections:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_that_nobody_vouches_for_is_refused_where_it_is_to_be_checked() {
    let error = Store::open(&database("verify-full")).await.err().unwrap().to_string();
    assert!(error.contains("cannot be opened") && error.contains("certificate"), "{error}");
}
