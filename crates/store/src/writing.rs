//! The entry points for writes. On SQLite one queue takes all of them; on PostgreSQL each dealer has a queue of its
//! own, and writes that belong to no dealer run alone. The waiting writes of a queue are committed as one group.
//! Closing the store waits for all writes.

use super::group_commit::{Command, Job};
use super::write_queue::{CommandSender, DealerWriteQueues, WriteQueue};
use super::{Result, Store, StoreError, Tx};
use bayside_domain::ids::DealerId;
use futures::future::BoxFuture;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::oneshot;

/// The write queues of an open store.
pub(super) enum WriteQueues {
    /// One queue for everything (SQLite).
    Single(WriteQueue),
    /// One queue per dealer (PostgreSQL).
    PerDealer(DealerWriteQueues),
}

/// Where a write is sent: to a queue, or run alone.
enum WriteRoute {
    Queue(CommandSender),
    Alone(DealerWriteQueues),
}

impl WriteQueues {
    fn route(&self, dealer: Option<DealerId>) -> WriteRoute {
        match (self, dealer) {
            (Self::Single(queue), _) => WriteRoute::Queue(queue.sender()),
            (Self::PerDealer(queues), Some(dealer)) => WriteRoute::Queue(queues.of(dealer)),
            (Self::PerDealer(queues), None) => WriteRoute::Alone(queues.clone()),
        }
    }
}

/// Counts a write until its result is sent.
struct Waits(Arc<AtomicUsize>);

impl Waits {
    fn new(waiting: &Arc<AtomicUsize>) -> Self {
        waiting.fetch_add(1, Ordering::Relaxed);
        Self(Arc::clone(waiting))
    }
}

impl Drop for Waits {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Store {
    /// Runs `work` in one transaction and returns when it is durable. An error rolls everything back.
    pub async fn write<T, E>(
        &self,
        work: impl for<'t> FnOnce(&'t mut Tx<'_>) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.ask(None, work).await
    }

    /// The same for a write that locks one dealer: it shares the transaction, and so the lock and the flush to the
    /// disk, with other writes of this dealer that wait at the time.
    pub async fn write_at<T, E>(
        &self,
        dealer: DealerId,
        work: impl for<'t> FnOnce(&'t mut Tx<'_>) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.ask(Some(dealer), work).await
    }

    async fn ask<T, E>(
        &self,
        dealer: Option<DealerId>,
        work: impl for<'t> FnOnce(&'t mut Tx<'_>) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let closed = || E::from(StoreError::Closed);
        let (reply, answered) = oneshot::channel();
        let open = Arc::clone(&self.write_queues).read_owned().await;
        let route = open.as_ref().ok_or_else(closed)?.route(dealer);
        // As long as a job holds the lock, the store does not close.
        let command: Box<dyn Command> = Box::new(Job { work, reply, waits: Waits::new(&self.waiting), open });
        match route {
            WriteRoute::Queue(queue) => queue.send(command).await.map_err(|_| closed())?,
            WriteRoute::Alone(queues) => queues.alone(command),
        }
        answered.await.map_err(|_| closed())?
    }

    /// How many writes wait for their result.
    pub fn writes_waiting(&self) -> usize {
        self.waiting.load(Ordering::Relaxed)
    }

    /// Refuses new writes, finishes those that wait, and then closes all connections.
    pub async fn close(&self) {
        // Every write that waits holds this lock for reading.
        if let Some(WriteQueues::Single(queue)) = self.write_queues.write().await.take() {
            queue.end().await;
        }
        self.readers.close().await;
        if let Some(listener) = self.listener.as_ref() {
            listener.abort();
        }
    }
}
