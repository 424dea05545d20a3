//! The entry points for writes. On SQLite one queue takes all of them; on PostgreSQL each dealer has a queue of its
//! own, and writes that belong to no dealer run alone. The waiting writes of a queue are committed as one group.
//! Closing the store waits for all writes.

use super::group::{Command, Job};
use super::lanes::{Lane, Lanes, Queue};
use super::{Result, Store, StoreError, Tx};
use bayside_domain::ids::DealerId;
use futures::future::BoxFuture;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::{OwnedRwLockReadGuard, oneshot};

/// The write queues of an open store.
pub(super) enum Writing {
    /// One queue for everything (SQLite).
    Lane(Lane),
    /// One queue per dealer (PostgreSQL).
    Lanes(Lanes),
}

/// Where a write is sent: to a queue, or run alone.
enum Way {
    Queue(Queue),
    Alone(Lanes),
}

impl Writing {
    fn way(&self, dealer: Option<DealerId>) -> Way {
        match (self, dealer) {
            (Self::Lane(lane), _) => Way::Queue(lane.queue()),
            (Self::Lanes(lanes), Some(dealer)) => Way::Queue(lanes.of(dealer)),
            (Self::Lanes(lanes), None) => Way::Alone(lanes.clone()),
        }
    }
}

/// A write whose result was not sent yet. As long as there is one, the store does not close.
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
        let open = Arc::clone(&self.writing).read_owned().await;
        let way = open.as_ref().ok_or_else(closed)?.way(dealer);
        let pending = Pending::new(open, &self.waiting);
        let command: Box<dyn Command> = Box::new(Job { work, reply, pending });
        match way {
            Way::Queue(queue) => queue.send(command).await.map_err(|_| closed())?,
            Way::Alone(lanes) => lanes.alone(command),
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
        if let Some(Writing::Lane(lane)) = self.writing.write().await.take() {
            lane.end().await;
        }
        self.readers.close().await;
    }
}
