//! CachedReply answers to questions about free starts, and one look at the store for everybody who asks at once.
//!
//! An answer holds as long as the store's mark, the dealer's file, the epoch and the expired holds are the
//! same. Whoever asks shares a look at the mark that begins after they asked: never one from before, so an
//! answer is as fresh as if each had looked alone, on either engine and with any number of servers.
//! What is asked for a second time is compressed for the others: a tenth of the bytes.

use crate::pages::{has, takes};
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use bayside_domain::ids::DealerId;
use bayside_workflow::capacity_cache::CapacitySnapshot;
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::collections::HashMap;
use std::future::Future;
use std::io::Write as _;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::oneshot;

/// How many bytes of ready answers are kept; beyond that all are forgotten.
const BYTES_MAX: usize = 16 * 1024 * 1024;

/// Less is sent as it is.
const GZIP_MIN: usize = 1024;

/// An answer and what it holds for.
#[derive(Clone)]
pub struct CachedReply {
    /// What it holds for: equal states mean equal answers.
    state: String,
    /// The `ETag`, without quotes.
    tag: String,
    /// The reply's body.
    body: Bytes,
    gzip: Gzip,
}

/// The body in fewer bytes.
#[derive(Clone, PartialEq, Eq)]
enum Gzip {
    /// Nobody has asked for it again.
    No,
    /// Somebody is at it.
    Coming,
    Done(Bytes),
}

impl CachedReply {
    /// An answer that was just made.
    pub fn new(state: String, tag: String, body: Vec<u8>) -> Self {
        Self { state, tag, body: body.into(), gzip: Gzip::No }
    }

    /// 200 in the coding that the client takes, or 304 when it has the answer, in whichever coding.
    pub fn reply(&self, asked: &HeaderMap) -> Response {
        let tags = [format!("\"{}\"", self.tag), format!("\"{}-gzip\"", self.tag)];
        let known = tags.iter().position(|tag| has(asked, tag));
        let (body, is_gzip) = match &self.gzip {
            Gzip::Done(gzip) if takes(asked, "gzip") => (gzip, true),
            _ => (&self.body, false),
        };
        let tag = &tags[known.unwrap_or(usize::from(is_gzip))];
        let mut response = Response::new(if known.is_some() { Body::empty() } else { Body::from(body.clone()) });
        let headers = response.headers_mut();
        headers.insert(header::ETAG, HeaderValue::from_str(tag).expect("hexadecimal is a header value"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        if known.is_some() {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            return response;
        }
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        if is_gzip {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        response
    }

    fn bytes(&self) -> usize {
        self.body.len() + if let Gzip::Done(gzip) = &self.gzip { gzip.len() } else { 0 }
    }
}

/// CachedReply answers by dealer and question.
#[derive(Clone, Default)]
pub struct ReplyCache(Arc<Mutex<Kept>>);

#[derive(Default)]
struct Kept {
    bytes: usize,
    by_question: HashMap<(DealerId, String), CachedReply>,
}

impl ReplyCache {
    /// The answer to a question if it still holds. Asked for again, it is compressed beside the request.
    pub fn get(&self, dealer: DealerId, question: &str, state: &str) -> Option<CachedReply> {
        let mut kept = self.lock();
        let ready = kept.by_question.get_mut(&(dealer, question.to_owned())).filter(|ready| ready.state == state)?;
        if ready.gzip == Gzip::No && ready.body.len() >= GZIP_MIN {
            ready.gzip = Gzip::Coming;
            let (answers, question, ready) = (self.clone(), question.to_owned(), ready.clone());
            tokio::task::spawn_blocking(move || {
                if let Ok(gzip) = compressed(&ready.body) {
                    answers.compressed(dealer, question, &ready, gzip);
                }
            });
        }
        Some(ready.clone())
    }

    /// Keeps an answer.
    pub fn keep(&self, dealer: DealerId, question: &str, ready: CachedReply) {
        self.lock().keep((dealer, question.to_owned()), ready);
    }

    /// Keeps fewer bytes of an answer, unless another has taken its place.
    fn compressed(&self, dealer: DealerId, question: String, ready: &CachedReply, gzip: Bytes) {
        let mut kept = self.lock();
        let key = (dealer, question);
        if kept.by_question.get(&key).is_some_and(|now| now.state == ready.state) {
            kept.keep(key, CachedReply { gzip: Gzip::Done(gzip), ..ready.clone() });
        }
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        // A panic elsewhere leaves whole values behind.
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

/// In fewer bytes, quickly.
pub(crate) fn compressed(body: &[u8]) -> std::io::Result<Bytes> {
    let mut gzip = GzEncoder::new(Vec::with_capacity(body.len() / 8), Compression::fast());
    gzip.write_all(body)?;
    Ok(gzip.finish()?.into())
}

/// SingleFlight that are shared, by dealer.
#[derive(Clone, Default)]
pub struct SingleFlight(Arc<Mutex<HashMap<DealerId, Waiting>>>);

/// Those who wait for the next look; there is an entry while somebody looks.
type Waiting = Vec<oneshot::Sender<Option<Arc<CapacitySnapshot>>>>;

impl SingleFlight {
    /// The stock by a look that begins after this call; `None` if the store does not answer.
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
        // A panic elsewhere leaves whole values behind.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
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
}
