//! How writes are done: on SQLite by one task in groups, on PostgreSQL each on its own. Either way a
//! store that closes waits for every write that was asked of it.

use super::{Change, Result, Store, StoreError, Touched, Tx, run};
use futures::FutureExt;
use futures::future::BoxFuture;
use sqlx::AnyConnection;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::{OwnedRwLockReadGuard, broadcast, mpsc, oneshot};
use tokio::task::JoinHandle;

/// How many writes may wait (SQLite).
const QUEUE_MAX: usize = 4096;
/// How many commands a group commit takes at most.
const GROUP_MAX: usize = 256;

/// Runs in the transaction; tells whether to keep it, whom it touched, and how to answer.
pub(super) type Command = Box<dyn for<'c> FnOnce(&'c mut AnyConnection) -> BoxFuture<'c, Ran> + Send>;
/// What a command left behind.
pub(super) struct Ran {
    keep: bool,
    touched: Touched,
    /// Called with the outcome of the commit.
    answer: Box<dyn FnOnce(Result<()>) + Send>,
}

/// The way that writes go while the store is open.
pub(super) enum Writing {
    /// One after the other (SQLite).
    Queued {
        commands: mpsc::Sender<Command>,
        /// Dropped when nothing waits any more.
        stop: oneshot::Sender<()>,
        task: JoinHandle<()>,
    },
    /// Each in a transaction of its own (PostgreSQL).
    Alone,
}

impl Writing {
    /// Through a task that owns the connection.
    pub(super) fn queued(conn: AnyConnection, changes: broadcast::Sender<Change>) -> Self {
        let (commands, queue) = mpsc::channel(QUEUE_MAX);
        let (stop, stopped) = oneshot::channel();
        Self::Queued { commands, stop, task: tokio::spawn(write_groups(conn, queue, stopped, changes)) }
    }
}

/// A write that was not answered yet. While there is one, the store does not close.
struct Pending {
    _open: OwnedRwLockReadGuard<Option<Writing>>,
    waiting: Arc<AtomicUsize>,
}

impl Pending {
    fn new(open: OwnedRwLockReadGuard<Option<Writing>>, waiting: &Arc<AtomicUsize>) -> Self {
        waiting.fetch_add(1, Ordering::Relaxed);
        Self { _open: open, waiting: Arc::clone(waiting) }
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        self.waiting.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Store {
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
        let open = Arc::clone(&self.writing).read_owned().await;
        let queue = match open.as_ref() {
            None => return Err(E::from(StoreError::Closed)),
            Some(Writing::Queued { commands, .. }) => Some(commands.clone()),
            Some(Writing::Alone) => None,
        };
        let pending = Pending::new(open, &self.waiting);
        let command: Command = Box::new(move |conn| {
            Box::pin(async move {
                let mut tx = Tx { conn, engine, touched: Touched::new() };
                // A panic undoes its own work; the next writer needs the connection.
                let Ok(value) = AssertUnwindSafe(work(&mut tx)).catch_unwind().await else {
                    return Ran {
                        keep: false,
                        touched: Touched::new(),
                        answer: Box::new(move |_| drop((reply, pending))),
                    };
                };
                let touched = std::mem::take(&mut tx.touched);
                Ran {
                    keep: value.is_ok(),
                    touched,
                    answer: Box::new(move |committed| {
                        // Nobody may wait any more; the work stands all the same.
                        let _ = reply.send(committed.map_err(E::from).and(value));
                        drop(pending);
                    }),
                }
            })
        });
        if let Some(queue) = queue {
            queue.send(command).await.map_err(|_| E::from(StoreError::Closed))?;
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

    /// How many writes wait for their answer.
    pub fn writes_waiting(&self) -> usize {
        self.waiting.load(Ordering::Relaxed)
    }

    /// Takes no more writes, ends those that wait, and then closes every connection.
    pub async fn close(&self) {
        // Every write that waits holds this lock for reading.
        let writing = self.writing.write().await.take();
        if let Some(Writing::Queued { stop, task, .. }) = writing {
            drop(stop);
            if let Err(error) = task.await {
                tracing::error!(%error, "the writer did not end well");
            }
        }
        self.readers.close().await;
    }
}

/// Owns SQLite's writing connection: takes what waits, commits it as one group.
async fn write_groups(
    mut conn: AnyConnection,
    mut commands: mpsc::Receiver<Command>,
    mut stop: oneshot::Receiver<()>,
    changes: broadcast::Sender<Change>,
) {
    let mut waiting = Vec::with_capacity(GROUP_MAX);
    loop {
        let taken = tokio::select! {
            taken = commands.recv_many(&mut waiting, GROUP_MAX) => taken,
            _ = &mut stop => 0,
        };
        if taken == 0 {
            break;
        }
        match write_group(&mut conn, waiting.drain(..)).await {
            Ok(touched) => {
                for (dealer, last_event) in touched {
                    let _ = changes.send(Change { dealer, last_event });
                }
            }
            Err(error) => tracing::error!(%error, "a group was not committed"),
        }
    }
    if let Err(error) = sqlx::Connection::close(conn).await {
        tracing::warn!(%error, "the writing connection was not closed");
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
