//! The store: one interface, SQLite and PostgreSQL behind it. The only place with SQL.
//!
//! A write is a closure over a [`Tx`]. Closures that wait are committed in groups, each under its own
//! savepoint, by a task of its own, so that a dropped request cannot half-commit: on SQLite all of them,
//! on PostgreSQL those of one dealer. Either way the answer comes after the commit is durable, and then
//! [`Store::changes`] tells who was changed.

mod blocks;
mod bookings;
mod capacity;
mod care;
mod dealers;
mod group;
mod lanes;
mod locked;
mod messages;
mod open;
mod people;
mod screens;
mod tickets;
mod together;
mod visits;
mod widget;
mod writing;

pub use blocks::{BlockRow, ContactRow};
pub use bookings::{HoldRow, HoldState};
pub use capacity::NamedClaim;
pub use care::{Callback, CallbackRow, StoredWish, WishRow, WishState};
pub use dealers::{DealerRow, SessionRow, StaffRow};
pub use messages::{MessagePage, MessageRow};
pub use open::OpenError;
pub use people::{Person, SignatureRow, Standing};
pub use screens::{PairingRow, ScreenRow, Sighting};
pub use tickets::{Ticket, TicketRow};
pub use visits::{Car, NO_VISIT, VisitRow};
pub use widget::Origins;

use futures::future::BoxFuture;
use sqlx::{AnyConnection, AnyPool};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use tokio::sync::{RwLock, broadcast};
use writing::Writing;

/// An error of the store: what a caller can do is try again.
#[derive(Debug)]
pub enum StoreError {
    /// The database refused or could not be reached.
    Database(sqlx::Error),
    /// A stored value cannot be read.
    Corrupt(&'static str),
    /// The store is closing.
    Closed,
}

impl std::fmt::Display for StoreError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Database(error) => write!(f, "database: {error}"),
            Self::Corrupt(what) => write!(f, "a stored value cannot be read: {what}"),
            Self::Closed => f.write_str("the store is closed"),
        }
    }
}

impl std::error::Error for StoreError {}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error)
    }
}

/// A result of the store.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;

/// Which engine lies below.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// Embedded.
    Sqlite,
    /// Shared by many instances.
    Postgres,
}

/// An open transaction.
pub struct Tx<'c> {
    conn: &'c mut AnyConnection,
    engine: Engine,
    /// Dealers with new events, and the last event's number.
    touched: Touched,
    /// Dealers under lock.
    locked: locked::Locked,
    /// What waits to be sent as one.
    gathered: Option<Vec<together::Insert>>,
}

/// A dealer has new events up to a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// Whose.
    pub dealer: i64,
    /// The last event's number.
    pub last_event: i64,
}

type Touched = BTreeMap<i64, i64>;

/// The store. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    engine: Engine,
    readers: AnyPool,
    writing: Arc<RwLock<Option<Writing>>>,
    waiting: Arc<AtomicUsize>,
    changes: broadcast::Sender<Change>,
    _listener: Arc<Option<open::AbortOnDrop>>,
}

impl Store {
    /// Which engine lies below.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// Tells who was changed, after the commit. A receiver that lags should look at every dealer.
    pub fn changes(&self) -> broadcast::Receiver<Change> {
        self.changes.subscribe()
    }

    /// Reads one consistent state.
    pub async fn read<T, E>(
        &self,
        work: impl for<'t> FnOnce(&'t mut Tx<'_>) -> BoxFuture<'t, Result<T, E>>,
    ) -> Result<T, E>
    where
        E: From<StoreError>,
    {
        let database = |error: sqlx::Error| E::from(StoreError::from(error));
        let mut conn = self.readers.acquire().await.map_err(database)?;
        let begin = match self.engine {
            Engine::Sqlite => "BEGIN",
            Engine::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        };
        let mut transaction = sqlx::Connection::begin_with(&mut *conn, begin).await.map_err(database)?;
        let mut tx = Tx {
            conn: &mut transaction,
            engine: self.engine,
            touched: Touched::new(),
            locked: locked::Locked::default(),
            gathered: None,
        };
        let value = work(&mut tx).await;
        transaction.rollback().await.map_err(database)?;
        value
    }
}

async fn run(conn: &mut AnyConnection, sql: &'static str) -> Result<()> {
    sqlx::Executor::execute(conn, sqlx::raw_sql(sql)).await?;
    Ok(())
}

/// Reads a stored JSON value.
fn from_json<T: serde::de::DeserializeOwned>(text: &str, what: &'static str) -> Result<T> {
    serde_json::from_str(text).map_err(|error| {
        tracing::error!(%error, what, "a stored value cannot be read");
        StoreError::Corrupt(what)
    })
}

/// Writes a value as JSON.
fn to_json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("our own types are JSON")
}
