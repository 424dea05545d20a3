//! The open store: its engine, its connections, and consistent reads.

use super::engine::Engine;
use super::error::{Result, StoreError};
use super::locked;
use super::open::AbortOnDrop;
use super::tx::{Change, Touched, Tx};
use super::writing::WriteQueues;
use futures::future::BoxFuture;
use sqlx::pool::PoolConnection;
use sqlx::{Any, AnyPool};
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use tokio::sync::{RwLock, broadcast};

/// The store. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    pub(super) engine: Engine,
    pub(super) readers: AnyPool,
    pub(super) write_queues: Arc<RwLock<Option<WriteQueues>>>,
    pub(super) waiting: Arc<AtomicUsize>,
    pub(super) changes: broadcast::Sender<Change>,
    pub(super) listener: Arc<Option<AbortOnDrop>>,
}

impl Store {
    /// The database engine.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// A receiver of changes, sent after each commit. One that lags should check every dealer.
    pub fn changes(&self) -> broadcast::Receiver<Change> {
        self.changes.subscribe()
    }

    /// Runs `work` on one consistent snapshot.
    pub async fn read<T, E>(
        &self,
        work: impl for<'t> FnOnce(&'t mut Tx<'_>) -> BoxFuture<'t, Result<T, E>>,
    ) -> Result<T, E>
    where
        E: From<StoreError>,
    {
        let database = |error: sqlx::Error| E::from(StoreError::from(error));
        let mut borrowed = Borrowed { conn: self.readers.acquire().await.map_err(database)?, reusable: false };
        let begin = match self.engine {
            Engine::Sqlite => "BEGIN",
            Engine::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        };
        let Borrowed { conn, reusable } = &mut borrowed;
        let mut transaction = sqlx::Connection::begin_with(&mut **conn, begin).await.map_err(database)?;
        *reusable = true;
        let mut tx = Tx {
            conn: &mut transaction,
            engine: self.engine,
            touched: Touched::new(),
            locked: locked::LockedDealers::default(),
            queued_inserts: None,
        };
        let value = work(&mut tx).await;
        transaction.rollback().await.map_err(database)?;
        value
    }
}

/// A connection that is borrowed for a read.
struct Borrowed {
    conn: PoolConnection<Any>,
    /// Whether it may return to the pool.
    reusable: bool,
}

impl Drop for Borrowed {
    /// Closes a connection whose read was cut off while its transaction began: `sqlx` does not know of that transaction
    /// yet and does not end it, so the next writer on this connection would find itself in a read-only one.
    fn drop(&mut self) {
        if !self.reusable {
            self.conn.close_on_drop();
        }
    }
}
