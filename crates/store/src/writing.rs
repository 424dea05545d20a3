//! How writes are asked for. On SQLite one lane takes them all; on PostgreSQL each dealer has a lane of its own, and
//! what is no dealer's goes alone. A lane commits what waits in it as one group. A store that closes waits for every
//! write that was asked of it.

use super::group::{Command, Job};
use super::lanes::{Lane, Lanes, Queue};
use super::{Result, Store, StoreError, Tx};
use bayside_domain::ids::DealerId;
use futures::future::BoxFuture;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::{OwnedRwLockReadGuard, oneshot};

/// The way that writes go while the store is open.
pub(super) enum Writing {
    /// One after the other (SQLite).
    Lane(Lane),
    /// Dealers beside each other (PostgreSQL).
    Lanes(Lanes),
}

/// Where a write goes.
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
        self.ask(None, work).await
    }

    /// The same for what locks one dealer: it shares its transaction, and with it the lock and the flush to the
    /// disk, with whatever else this dealer is asked for at the time.
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

    /// How many writes wait for their answer.
    pub fn writes_waiting(&self) -> usize {
        self.waiting.load(Ordering::Relaxed)
    }

    /// Takes no more writes, ends those that wait, and then closes every connection.
    pub async fn close(&self) {
        // Every write that waits holds this lock for reading.
        if let Some(Writing::Lane(lane)) = self.writing.write().await.take() {
            lane.end().await;
        }
        self.readers.close().await;
    }
}
