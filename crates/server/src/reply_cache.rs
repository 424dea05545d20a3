//! A cache of replies to requests for free starts, and reads of the store that concurrent requests share (single
//! flight).
//!
//! A reply is valid as long as the store's capacity version, the dealer's file, the epoch and the set of expired holds
//! are the same. Requests share a read of the version, but only one that began after they arrived: so a reply is as
//! fresh as if each request had read alone, on either engine and with any number of servers. A reply that is requested
//! a second time is compressed for later requests: a tenth of the bytes.

use crate::http::conditional::{Encoded, gzip};
use axum::http::HeaderMap;
use axum::response::Response;
use bayside_domain::ids::DealerId;
use bayside_workflow::capacity_cache::CapacitySnapshot;
use bytes::Bytes;
use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::oneshot;

/// The most bytes of cached replies; beyond that the cache is emptied.
const BYTES_MAX: usize = 16 * 1024 * 1024;

/// Smaller replies are not compressed, in bytes.
const GZIP_MIN: usize = 1024;

/// A reply, and the state for which it is valid.
#[derive(Clone)]
pub struct CachedReply {
    /// The state for which it is valid: equal states mean equal replies.
    state: String,
    /// The `ETag`, without quotes.
    tag: String,
    /// The reply's body.
    body: Bytes,
    gzip: Gzip,
}

/// The compressed body.
#[derive(Clone, PartialEq, Eq)]
enum Gzip {
    /// The reply was requested only once so far.
    No,
    /// It is being compressed.
    Coming,
    Done(Bytes),
}

impl CachedReply {
    /// A reply that was just computed.
    pub fn new(state: String, tag: String, body: Vec<u8>) -> Self {
        Self { state, tag, body: body.into(), gzip: Gzip::No }
    }

    /// The response: 200 in a coding that the client accepts, or 304 if it has the reply already, in whichever coding.
    pub fn reply(&self, asked: &HeaderMap) -> Response {
        let gzip = if let Gzip::Done(gzip) = &self.gzip { Some(gzip) } else { None };
        let encoded = Encoded { tag: &self.tag, identity: &self.body, br: None, gzip, varies: true };
        encoded.reply(asked, "application/json", "no-cache")
    }

    fn bytes(&self) -> usize {
        self.body.len() + if let Gzip::Done(gzip) = &self.gzip { gzip.len() } else { 0 }
    }
}

/// Cached replies by dealer and request. Cheap to clone.
#[derive(Clone, Default)]
pub struct ReplyCache(Arc<Mutex<Kept>>);

#[derive(Default)]
struct Kept {
    bytes: usize,
    by_question: HashMap<(DealerId, String), CachedReply>,
}

impl ReplyCache {
    /// The cached reply to a request, if it is still valid. On its second use, it is compressed in the background.
    pub fn get(&self, dealer: DealerId, question: &str, state: &str) -> Option<CachedReply> {
        let mut kept = self.lock();
        let ready = kept.by_question.get_mut(&(dealer, question.to_owned())).filter(|ready| ready.state == state)?;
        if ready.gzip == Gzip::No && ready.body.len() >= GZIP_MIN {
            ready.gzip = Gzip::Coming;
            let (answers, question, ready) = (self.clone(), question.to_owned(), ready.clone());
            tokio::task::spawn_blocking(move || {
                if let Ok(gzip) = gzip(&ready.body) {
                    answers.compressed(dealer, question, &ready, gzip);
                }
            });
        }
        Some(ready.clone())
    }

    /// Caches a reply.
    pub fn keep(&self, dealer: DealerId, question: &str, ready: CachedReply) {
        self.lock().keep((dealer, question.to_owned()), ready);
    }

    /// Adds the compressed body to a cached reply, unless that was replaced in the meantime.
    fn compressed(&self, dealer: DealerId, question: String, ready: &CachedReply, gzip: Bytes) {
        let mut kept = self.lock();
        let key = (dealer, question);
        if kept.by_question.get(&key).is_some_and(|now| now.state == ready.state) {
            kept.keep(key, CachedReply { gzip: Gzip::Done(gzip), ..ready.clone() });
        }
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        // A poisoned lock is safe to use: values are only ever replaced as a whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn keep(&mut self, key: (DealerId, String), ready: CachedReply) {
        if self.bytes + ready.bytes() > BYTES_MAX {
            *self = Self::default();
        }
        self.bytes += ready.bytes();
        if let Some(old) = self.by_question.insert(key, ready) {
            self.bytes -= old.bytes();
        }
    }
}

/// Shared reads by dealer: concurrent requests for the same dealer wait for one read of the store.
#[derive(Clone, Default)]
pub struct SingleFlight(Arc<Mutex<HashMap<DealerId, Waiting>>>);

/// The requests that wait for the next read; a dealer has an entry as long as a read is running.
type Waiting = Vec<oneshot::Sender<Option<Arc<CapacitySnapshot>>>>;

impl SingleFlight {
    /// The capacity snapshot from a read that begins after this call; `None` if the store does not answer.
    pub async fn share<F>(
        &self,
        dealer: DealerId,
        look: impl Fn() -> F + Send + 'static,
    ) -> Option<Arc<CapacitySnapshot>>
    where
        F: Future<Output = Option<Arc<CapacitySnapshot>>> + Send,
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
            // A separate task, because the first request may be dropped while others wait.
            tokio::spawn(async move {
                while let Some(waiting) = looks.next(dealer) {
                    let stock = look().await;
                    for tell in waiting {
                        // The receiver may be gone already.
                        let _ = tell.send(stock.clone());
                    }
                }
            });
        }
        told.await.ok().flatten()
    }

    /// The requests that wait for the next read; `None` if there are none, so the reading task ends.
    fn next(&self, dealer: DealerId) -> Option<Waiting> {
        let mut looks = self.lock();
        let waiting = std::mem::take(looks.get_mut(&dealer)?);
        if waiting.is_empty() {
            looks.remove(&dealer);
            return None;
        }
        Some(waiting)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<DealerId, Waiting>> {
        // A poisoned lock is safe to use: values are only ever replaced as a whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderValue, StatusCode, header};
    use std::io::Read as _;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[tokio::test]
    async fn fifty_who_ask_at_once_share_two_looks_and_nobody_waits_for_ever() {
        let (looks, count) = (SingleFlight::default(), Arc::new(AtomicUsize::new(0)));
        let asked = (0..50).map(|_| {
            let count = Arc::clone(&count);
            looks.share(DealerId::new(7), move || {
                let count = Arc::clone(&count);
                async move {
                    count.fetch_add(1, Ordering::Relaxed);
                    None
                }
            })
        });
        futures::future::join_all(asked).await;
        assert!((1..=2).contains(&count.load(Ordering::Relaxed)));
        assert!(looks.lock().is_empty() || looks.next(DealerId::new(7)).is_none(), "nobody looks when nobody asks");
    }

    fn ready(state: &str, bytes: usize) -> CachedReply {
        CachedReply::new(state.into(), "tag".into(), vec![b'0'; bytes])
    }

    #[test]
    fn an_answer_holds_for_its_own_state_only() {
        let answers = ReplyCache::default();
        answers.keep(DealerId::new(1), "from=a", ready("one", 10));
        assert!(answers.get(DealerId::new(1), "from=a", "one").is_some());
        assert!(answers.get(DealerId::new(1), "from=a", "two").is_none());
        assert!(answers.get(DealerId::new(2), "from=a", "one").is_none());
        answers.keep(DealerId::new(1), "from=a", ready("two", 20));
        assert_eq!(answers.lock().bytes, 20);
        answers.keep(DealerId::new(1), "from=b", ready("two", BYTES_MAX));
        assert!(answers.get(DealerId::new(1), "from=a", "two").is_none(), "there is a bound");
    }

    #[tokio::test]
    async fn what_is_asked_for_again_comes_in_fewer_bytes_to_those_who_take_them() {
        let answers = ReplyCache::default();
        let header = |name, value| HeaderMap::from_iter([(name, HeaderValue::from_static(value))]);
        let gzip = header(header::ACCEPT_ENCODING, "br, gzip");
        answers.keep(DealerId::new(1), "from=a", ready("one", 4000));
        let first = answers.get(DealerId::new(1), "from=a", "one").expect("it was kept").reply(&gzip);
        assert_eq!(
            (first.headers().get(header::CONTENT_ENCODING), &first.headers()[header::ETAG]),
            (None, &"\"tag\"".parse().unwrap())
        );
        let packed = loop {
            let ready = answers.get(DealerId::new(1), "from=a", "one").expect("it was kept");
            if matches!(ready.gzip, Gzip::Done(_)) {
                break ready;
            }
            tokio::task::yield_now().await;
        };
        assert_eq!(answers.lock().bytes, packed.bytes());
        let plain = packed.reply(&HeaderMap::new());
        assert_eq!(plain.headers().get(header::CONTENT_ENCODING), None);
        let reply = packed.reply(&gzip);
        assert_eq!(reply.headers()[header::CONTENT_ENCODING], "gzip");
        assert_eq!(reply.headers()[header::VARY], "accept-encoding");
        let bytes = axum::body::to_bytes(reply.into_body(), 4000).await.unwrap();
        let mut text = String::new();
        flate2::read::GzDecoder::new(&*bytes).read_to_string(&mut text).unwrap();
        assert_eq!((bytes.len() < 400, text), (true, "0".repeat(4000)));
        let mut known = gzip.clone();
        known.insert(header::IF_NONE_MATCH, HeaderValue::from_static("\"tag-gzip\""));
        assert_eq!(packed.reply(&known).status(), StatusCode::NOT_MODIFIED);
        known.insert(header::IF_NONE_MATCH, HeaderValue::from_static("\"old\", W/\"tag\""));
        let unchanged = packed.reply(&known);
        assert_eq!(unchanged.status(), StatusCode::NOT_MODIFIED, "it has the answer in another coding");
        assert_eq!(unchanged.headers()[header::ETAG], "\"tag\"", "and is told which");
        known.insert(header::IF_NONE_MATCH, HeaderValue::from_static("\"old\""));
        assert_eq!(packed.reply(&known).status(), StatusCode::OK);
    }

    #[test]
    fn what_another_server_compressed_is_known_here() {
        let known = HeaderMap::from_iter([
            (header::ACCEPT_ENCODING, HeaderValue::from_static("gzip")),
            (header::IF_NONE_MATCH, HeaderValue::from_static("\"tag-gzip\"")),
        ]);
        let unchanged = ready("one", 4000).reply(&known);
        assert_eq!(
            (unchanged.status(), &unchanged.headers()[header::ETAG]),
            (StatusCode::NOT_MODIFIED, &"\"tag-gzip\"".parse().unwrap())
        );
    }
}
