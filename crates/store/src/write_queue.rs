//! Write queues: commands wait in a queue, and a separate task commits them in groups, so that a dropped
//! request cannot commit half of its work.

use super::group_commit::{Command, GroupError, commit_group, copy_error};
use super::{Change, Engine, StoreError, Touched};
use bayside_domain::ids::DealerId;
use sqlx::{AnyConnection, AnyPool};
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{broadcast, mpsc};
use tokio::task::JoinHandle;

/// The most commands that may wait in a queue.
const QUEUE_MAX: usize = 4096;
/// The most commands of a group (SQLite).
const GROUP_MAX: usize = 256;
/// The most commands of a group (PostgreSQL). With more than 64 savepoints in a transaction, PostgreSQL looks them up
/// on disk, which slows down all concurrent reads.
const GROUP_MAX_POSTGRES: usize = 60;

/// The sending end of a queue of commands.
pub(super) type CommandSender = mpsc::Sender<Box<dyn Command>>;

/// A write queue with its own connection (SQLite).
pub(super) struct WriteQueue {
    queue: CommandSender,
    task: JoinHandle<()>,
}

impl WriteQueue {
    /// Starts the task that owns the connection.
    pub(super) fn new(mut conn: AnyConnection, changes: broadcast::Sender<Change>) -> Self {
        let (queue, mut waits) = mpsc::channel(QUEUE_MAX);
        let task = tokio::spawn(async move {
            let mut waiting = VecDeque::new();
            while next_group(&mut waits, &mut waiting, GROUP_MAX).await {
                match commit_group(&mut conn, Engine::Sqlite, &mut waiting).await {
                    Ok(touched) => tell(&changes, &touched),
                    Err(GroupError { error, .. }) => tracing::error!(%error, "a group was not committed"),
                }
            }
            if let Err(error) = sqlx::Connection::close(conn).await {
                tracing::warn!(%error, "the writing connection was not closed");
            }
        });
        Self { queue, task }
    }

    /// The sending end of a queue of commands.
    pub(super) fn sender(&self) -> CommandSender {
        self.queue.clone()
    }

    /// Finishes the waiting commands and closes the connection.
    pub(super) async fn end(self) {
        drop(self.queue);
        if let Err(error) = self.task.await {
            tracing::error!(%error, "the writer did not end well");
        }
    }
}

/// A write queue per dealer (PostgreSQL). Each borrows a connection per group, so dealers write concurrently and share
/// the connections. Cheap to clone.
#[derive(Clone)]
pub(super) struct DealerWriteQueues {
    pool: AnyPool,
    changes: broadcast::Sender<Change>,
    by_dealer: Arc<Mutex<HashMap<DealerId, CommandSender>>>,
}

impl DealerWriteQueues {
    /// No queues yet.
    pub(super) fn new(pool: AnyPool, changes: broadcast::Sender<Change>) -> Self {
        Self { pool, changes, by_dealer: Arc::default() }
    }

    /// The queue of a dealer, created if need be; it ends with the store.
    pub(super) fn of(&self, dealer: DealerId) -> CommandSender {
        // A poisoned lock is safe to use: values are only ever replaced as a whole.
        let mut by_dealer = self.by_dealer.lock().unwrap_or_else(PoisonError::into_inner);
        let open = || {
            let (queue, mut waits) = mpsc::channel(QUEUE_MAX);
            let (pool, changes) = (self.pool.clone(), self.changes.clone());
            tokio::spawn(async move {
                let mut waiting = VecDeque::new();
                while next_group(&mut waits, &mut waiting, GROUP_MAX_POSTGRES).await {
                    commit_borrowing(&pool, &changes, &mut waiting).await;
                }
            });
            queue
        };
        by_dealer.entry(dealer).or_insert_with(open).clone()
    }

    /// Runs a command in a transaction of its own.
    pub(super) fn alone(self, command: Box<dyn Command>) {
        tokio::spawn(async move {
            let mut waiting = VecDeque::from([command]);
            commit_borrowing(&self.pool, &self.changes, &mut waiting).await;
        });
    }
}

/// Waits for the next command, then takes as many as fit into a group; `false` when the queue is closed.
async fn next_group(
    waits: &mut mpsc::Receiver<Box<dyn Command>>,
    waiting: &mut VecDeque<Box<dyn Command>>,
    most: usize,
) -> bool {
    if waiting.is_empty() {
        let Some(first) = waits.recv().await else { return false };
        waiting.push_back(first);
    }
    while waiting.len() < most
        && let Ok(next) = waits.try_recv()
    {
        waiting.push_back(next);
    }
    true
}

/// Commits one group on a borrowed connection (PostgreSQL).
async fn commit_borrowing(
    pool: &AnyPool,
    changes: &broadcast::Sender<Change>,
    waiting: &mut VecDeque<Box<dyn Command>>,
) {
    let mut conn = match pool.acquire().await {
        Ok(conn) => conn,
        Err(error) => {
            tracing::error!(%error, "no connection for a write");
            let error = StoreError::from(error);
            return waiting.drain(..).for_each(|command| command.refuse(copy_error(&error)));
        }
    };
    match commit_group(&mut conn, Engine::Postgres, waiting).await {
        Ok(touched) if touched.is_empty() => {}
        Ok(touched) => {
            let numbers: Vec<String> = touched.iter().map(|(dealer, number)| format!("{dealer}:{number}")).collect();
            let told = sqlx::query("SELECT pg_notify('bayside', $1)").bind(numbers.join(" ")).execute(&mut *conn).await;
            if let Err(error) = told {
                // A lost notification does no harm: the next poll reads the event table.
                tracing::warn!(%error, "cannot notify");
            }
            tell(changes, &touched);
        }
        Err(GroupError { error, lost }) => {
            tracing::error!(%error, "a group was not committed");
            if lost {
                // Do not return the connection to the pool: it may be dead or have an open transaction.
                drop(conn.detach());
            }
        }
    }
}

fn tell(changes: &broadcast::Sender<Change>, touched: &Touched) {
    for (dealer, last_event) in touched {
        let _ = changes.send(Change { dealer: *dealer, last_event: *last_event });
    }
}
