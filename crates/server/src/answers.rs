//! Ready answers to questions about free starts, and one look at the store for everybody who asks at once.
//!
//! An answer holds as long as the store's mark, the dealer's file, the epoch and the expired holds are the
//! same. Whoever asks shares a look at the mark that begins after they asked: never one from before, so an
//! answer is as fresh as if each had looked alone, on either engine and with any number of servers.

use crate::stock::Stock;
use bytes::Bytes;
use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::oneshot;

/// How many bytes of ready answers are kept; beyond that all are forgotten.
const BYTES_MAX: usize = 16 * 1024 * 1024;

/// An answer and what it holds for.
#[derive(Clone)]
pub struct Ready {
    /// What it holds for: equal states mean equal answers.
    pub state: String,
    /// The `ETag`.
    pub tag: String,
    /// The reply's body.
    pub body: Bytes,
}

/// Ready answers by dealer and question.
#[derive(Clone, Default)]
pub struct Answers(Arc<Mutex<Kept>>);

#[derive(Default)]
struct Kept {
    bytes: usize,
    by_question: HashMap<(i64, String), Ready>,
}

impl Answers {
    /// The answer to a question if it still holds.
    pub fn get(&self, dealer: i64, question: &str, state: &str) -> Option<Ready> {
        let kept = self.lock();
        kept.by_question.get(&(dealer, question.to_owned())).filter(|ready| ready.state == state).cloned()
    }

    /// Keeps an answer.
    pub fn keep(&self, dealer: i64, question: &str, ready: Ready) {
        let mut kept = self.lock();
        if kept.bytes + ready.body.len() > BYTES_MAX {
            *kept = Kept::default();
        }
        kept.bytes += ready.body.len();
        if let Some(old) = kept.by_question.insert((dealer, question.to_owned()), ready) {
            kept.bytes -= old.body.len();
        }
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        // A panic elsewhere leaves whole values behind.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Looks that are shared, by dealer.
#[derive(Clone, Default)]
pub struct Looks(Arc<Mutex<HashMap<i64, Waiting>>>);

/// Those who wait for the next look; there is an entry while somebody looks.
type Waiting = Vec<oneshot::Sender<Option<Arc<Stock>>>>;

impl Looks {
    /// The stock by a look that begins after this call; `None` if the store does not answer.
    pub async fn share<F>(&self, dealer: i64, look: impl Fn() -> F + Send + 'static) -> Option<Arc<Stock>>
    where
        F: Future<Output = Option<Arc<Stock>>> + Send,
    {
        let (tell, told) = oneshot::channel();
        let is_first = {
            let mut looks = self.lock();
            let is_first = !looks.contains_key(&dealer);
            looks.entry(dealer).or_default().push(tell);
            is_first
        };
        if is_first {
            let looks = self.clone();
            // A task of its own: who asked first may leave while others wait.
            tokio::spawn(async move {
                while let Some(waiting) = looks.next(dealer) {
                    let stock = look().await;
                    for tell in waiting {
                        // Nobody may wait any more.
                        let _ = tell.send(stock.clone());
                    }
                }
            });
        }
        told.await.ok().flatten()
    }

    /// Those whom the next look is for; without any the looking ends.
    fn next(&self, dealer: i64) -> Option<Waiting> {
        let mut looks = self.lock();
        let waiting = std::mem::take(looks.get_mut(&dealer)?);
        if waiting.is_empty() {
            looks.remove(&dealer);
            return None;
        }
        Some(waiting)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<i64, Waiting>> {
        // A panic elsewhere leaves whole values behind.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[tokio::test]
    async fn fifty_who_ask_at_once_share_two_looks_and_nobody_waits_for_ever() {
        let (looks, count) = (Looks::default(), Arc::new(AtomicUsize::new(0)));
        let asked = (0..50).map(|_| {
            let count = Arc::clone(&count);
            looks.share(7, move || {
                let count = Arc::clone(&count);
                async move {
                    count.fetch_add(1, Ordering::Relaxed);
                    None
                }
            })
        });
        futures::future::join_all(asked).await;
        assert!((1..=2).contains(&count.load(Ordering::Relaxed)));
        assert!(looks.lock().is_empty() || looks.next(7).is_none(), "nobody looks when nobody asks");
    }

    #[test]
    fn an_answer_holds_for_its_own_state_only() {
        let answers = Answers::default();
        let ready = |state: &str, bytes: usize| Ready {
            state: state.into(),
            tag: String::new(),
            body: Bytes::from(vec![0; bytes]),
        };
        answers.keep(1, "from=a", ready("one", 10));
        assert!(answers.get(1, "from=a", "one").is_some());
        assert!(answers.get(1, "from=a", "two").is_none());
        assert!(answers.get(2, "from=a", "one").is_none());
        answers.keep(1, "from=a", ready("two", 20));
        assert_eq!(answers.lock().bytes, 20);
        answers.keep(1, "from=b", ready("two", BYTES_MAX));
        assert!(answers.get(1, "from=a", "two").is_none(), "there is a bound");
    }
}
