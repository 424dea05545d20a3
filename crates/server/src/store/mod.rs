//! The store: one interface, SQLite and PostgreSQL behind it. The only place with SQL.
//!
//! A write is a closure over a [`Tx`]. On SQLite a writer task owns the connection and commits
//! groups of closures, each under its own savepoint, so that a dropped request cannot half-commit.
//! On PostgreSQL each closure has a transaction of its own. Either way the answer comes after the
//! commit is durable, and then [`Store::changes`] tells who was changed.

mod blocks;
mod bookings;
mod capacity;
mod care;
mod dealers;
mod messages;
mod open;
mod people;
mod screens;
mod visits;

pub use blocks::{BlockRow, ContactRow};
pub use bookings::{HoldRow, HoldState};
pub use capacity::NamedClaim;
pub use care::{Callback, CallbackRow, StoredWish, WishRow, WishState};
pub use dealers::{DealerRow, SessionRow, StaffRow};
pub use messages::{MessagePage, MessageRow};
pub use open::OpenError;
pub use people::{Person, SignatureRow};
pub use screens::{PairingRow, ScreenRow};
pub use visits::VisitRow;

use futures::FutureExt;
use futures::future::BoxFuture;
use sqlx::{AnyConnection, AnyPool};
use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use tokio::sync::{broadcast, mpsc, oneshot};

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
    touched: BTreeMap<i64, i64>,
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
/// Runs in the transaction; tells whether to keep it, whom it touched, and how to answer.
type Command = Box<dyn for<'c> FnOnce(&'c mut AnyConnection) -> BoxFuture<'c, Ran> + Send>;
/// What a command left behind.
struct Ran {
    keep: bool,
    touched: Touched,
    /// Called with the outcome of the commit.
    answer: Box<dyn FnOnce(Result<()>) + Send>,
}

/// The store. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    engine: Engine,
    readers: AnyPool,
    writer: Option<mpsc::Sender<Command>>,
    changes: broadcast::Sender<Change>,
    _listener: Arc<Option<open::AbortOnDrop>>,
}

/// How many commands a group commit takes at most.
const GROUP_MAX: usize = 256;

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
        let mut tx = Tx { conn: &mut transaction, engine: self.engine, touched: Touched::new() };
        let value = work(&mut tx).await;
        transaction.rollback().await.map_err(database)?;
        value
    }

    /// Does `work` in one transaction and answers when it is durable. An error undoes it all.
    pub async fn write<T, E>(
        &self,
        work: impl for<'t> FnOnce(&'t mut Tx<'_>) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (reply, answered) = oneshot::channel();
        let engine = self.engine;
        let command: Command = Box::new(move |conn| {
            Box::pin(async move {
                let mut tx = Tx { conn, engine, touched: Touched::new() };
                // A panic undoes its own work; the next writer needs the connection.
                let Ok(value) = AssertUnwindSafe(work(&mut tx)).catch_unwind().await else {
                    return Ran { keep: false, touched: Touched::new(), answer: Box::new(move |_| drop(reply)) };
                };
                let touched = std::mem::take(&mut tx.touched);
                Ran {
                    keep: value.is_ok(),
                    touched,
                    answer: Box::new(move |committed| {
                        // Nobody may wait any more; the work stands all the same.
                        let _ = reply.send(committed.map_err(E::from).and(value));
                    }),
                }
            })
        });
        if let Some(writer) = &self.writer {
            writer.send(command).await.map_err(|_| E::from(StoreError::Closed))?;
        } else {
            let store = self.clone();
            // A task of its own: a dropped request must not leave half a transaction.
            tokio::spawn(async move { store.write_alone(command).await });
        }
        answered.await.map_err(|_| E::from(StoreError::Closed))?
    }

    /// One transaction for one command (PostgreSQL).
    async fn write_alone(&self, command: Command) {
        let mut conn = match self.readers.acquire().await {
            Ok(conn) => conn,
            // The command is dropped, and with it the answer: the caller sees a closed store.
            Err(error) => return tracing::error!(%error, "no connection for a write"),
        };
        let mut transaction = match sqlx::Connection::begin(&mut *conn).await {
            Ok(transaction) => transaction,
            Err(error) => return tracing::error!(%error, "cannot begin"),
        };
        let ran = command(&mut transaction).await;
        let committed = if ran.keep { transaction.commit().await } else { transaction.rollback().await };
        let durable = ran.keep && committed.is_ok();
        (ran.answer)(committed.map_err(StoreError::from));
        if durable && !ran.touched.is_empty() {
            let numbers: Vec<String> =
                ran.touched.iter().map(|(dealer, number)| format!("{dealer}:{number}")).collect();
            let told = sqlx::query("SELECT pg_notify('bayside', $1)").bind(numbers.join(" ")).execute(&mut *conn).await;
            if let Err(error) = told {
                // The event table is the truth; a lost notification is found by the next poll.
                tracing::warn!(%error, "cannot notify");
            }
            self.tell(ran.touched);
        }
    }

    fn tell(&self, touched: Touched) {
        for (dealer, last_event) in touched {
            let _ = self.changes.send(Change { dealer, last_event });
        }
    }
}

/// Owns SQLite's writing connection: takes what waits, commits it as one group.
async fn write_groups(
    mut conn: AnyConnection,
    mut commands: mpsc::Receiver<Command>,
    changes: broadcast::Sender<Change>,
) {
    let mut waiting = Vec::with_capacity(GROUP_MAX);
    while commands.recv_many(&mut waiting, GROUP_MAX).await > 0 {
        match write_group(&mut conn, waiting.drain(..)).await {
            Ok(touched) => {
                for (dealer, last_event) in touched {
                    let _ = changes.send(Change { dealer, last_event });
                }
            }
            Err(error) => tracing::error!(%error, "a group was not committed"),
        }
    }
}

async fn write_group(conn: &mut AnyConnection, commands: impl Iterator<Item = Command>) -> Result<Touched> {
    run(conn, "BEGIN IMMEDIATE").await?;
    let mut answers = Vec::new();
    let mut touched = Touched::new();
    let mut broken = None;
    for command in commands {
        if let Err(error) = run(conn, "SAVEPOINT one").await {
            broken = Some(error);
            break;
        }
        let ran = command(conn).await;
        let end = if ran.keep { "RELEASE one" } else { "ROLLBACK TO one; RELEASE one" };
        let ended = run(conn, end).await;
        if ran.keep {
            touched.extend(ran.touched);
        }
        answers.push(ran.answer);
        if let Err(error) = ended {
            broken = Some(error);
            break;
        }
    }
    let committed = match broken {
        None => run(conn, "COMMIT").await,
        Some(error) => Err(error),
    };
    match committed {
        Ok(()) => {
            for answer in answers {
                answer(Ok(()));
            }
            Ok(touched)
        }
        Err(error) => {
            // Nothing of the group was kept.
            let _ = run(conn, "ROLLBACK").await;
            let text = error.to_string();
            for answer in answers {
                answer(Err(StoreError::Database(sqlx::Error::Protocol(text.clone()))));
            }
            Err(error)
        }
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
