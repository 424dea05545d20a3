//! The only code that opens a connection: typed calls with closed errors, and the supervised
//! event stream in [`events`].
//!
//! `web-sys` is called directly: by `gloo-net`, the private page would be 2.7 kB larger (brotli).

pub mod events;
mod unanswered;

pub use events::{Events, EventsOptions, Link, StreamEvent};

use self::unanswered::Unanswered;
use crate::i18n::Language;
use crate::json;
use bayside_api::problem::MEDIA_TYPE;
use bayside_api::{Code, Problem};
use gloo_timers::future::TimeoutFuture;
use js_sys::{JSON, JsString, Reflect};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Headers, RequestCredentials, RequestInit, Response};

/// The timeout of a call, in milliseconds.
const TIMEOUT_MS: u32 = 20_000;
/// The pause before a write without an answer is sent once more, in milliseconds.
const PAUSE_MS: u32 = 800;
const KEY: &str = "Idempotency-Key";
const IF_MATCH: &str = "If-Match";

/// Whether calls are made without cookies.
static WITHOUT_COOKIES: AtomicBool = AtomicBool::new(false);

/// From now on, calls neither send nor store cookies.
pub fn keep_no_cookies() {
    WITHOUT_COOKIES.store(true, Relaxed);
}

/// Why a call failed.
#[derive(Debug, Clone, PartialEq)]
pub enum Failure {
    /// No answer: no network, or the server is away.
    Offline,
    /// The server refused and said why.
    Problem(Box<Problem>),
    /// A reply that cannot be read: of a proxy, or of another version.
    Unreadable,
}

impl Failure {
    /// The stable word of a refusal.
    pub fn code(&self) -> Option<Code> {
        match self {
            Self::Problem(problem) => Some(problem.code),
            _ => None,
        }
    }

    /// Whether nobody knows if it was done: no answer came, or none that says so.
    pub fn is_lost(&self) -> bool {
        self.code().is_none() || self.is_passing()
    }

    /// Whether the failure is temporary, so that the same call may succeed later.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Offline => true,
            Self::Problem(problem) => matches!(problem.code, Code::Unavailable | Code::TooMany | Code::Internal),
            Self::Unreadable => false,
        }
    }
}

/// An answer and its version.
#[derive(Debug, Clone, PartialEq)]
pub struct Reply<T> {
    /// What was answered.
    pub value: T,
    /// The `ETag`, to be sent back with a change.
    pub etag: Option<String>,
    /// Whether it answers an earlier request with the same key, whose answer was lost. What was changed since is not
    /// in it.
    pub before: bool,
}

struct Received {
    text: String,
    etag: Option<String>,
    before: bool,
}

/// One call, built step by step.
pub struct Call {
    method: &'static str,
    path: String,
    body: Option<String>,
    headers: Vec<(&'static str, String)>,
}

impl Call {
    fn new(method: &'static str, path: impl Into<String>) -> Self {
        Self { method, path: path.into(), body: None, headers: Vec::new() }
    }

    /// A call that reads.
    pub fn get(path: impl Into<String>) -> Self {
        Self::new("GET", path)
    }

    /// Creates or acts.
    pub fn post(path: impl Into<String>) -> Self {
        Self::new("POST", path)
    }

    /// A call that replaces.
    pub fn put(path: impl Into<String>) -> Self {
        Self::new("PUT", path)
    }

    /// A call that removes.
    pub fn delete(path: impl Into<String>) -> Self {
        Self::new("DELETE", path)
    }

    /// The JSON body.
    #[must_use]
    pub fn json(mut self, body: &impl Serialize) -> Self {
        self.body = serde_json::to_string(body).ok();
        self
    }

    /// Only if the thing still is what was read (`If-Match`).
    #[must_use]
    pub fn if_match(self, etag: Option<&str>) -> Self {
        self.header(IF_MATCH, etag)
    }

    /// A body that was written before, as it is.
    #[must_use]
    pub fn body(mut self, json: String) -> Self {
        self.body = Some(json);
        self
    }

    /// The key of what is made (`Idempotency-Key`): kept by the caller until it is answered. Writes without one get one
    /// that lasts until an answer came.
    #[must_use]
    pub fn idempotency_key(self, key: &str) -> Self {
        self.header(KEY, Some(key))
    }

    /// Sends a bearer token; an empty one is left to the cookie.
    #[must_use]
    pub fn bearer(self, token: Option<&str>) -> Self {
        let value = token.filter(|token| !token.is_empty()).map(|token| format!("Bearer {token}"));
        self.header("Authorization", value.as_deref())
    }

    fn header(mut self, name: &'static str, value: Option<&str>) -> Self {
        self.headers.extend(value.map(|value| (name, value.to_owned())));
        self
    }

    /// Sends it and reads the answer.
    pub async fn send<T: DeserializeOwned>(self) -> Result<Reply<T>, Failure> {
        let Received { text, etag, before } = self.exchange().await?;
        let text = if text.is_empty() { "null" } else { &text };
        let value = json::read(text).ok_or(Failure::Unreadable)?;
        Ok(Reply { value, etag, before })
    }

    fn request(&self) -> Option<RequestInit> {
        let headers = Headers::new().ok()?;
        headers.set("Accept", "application/json").ok()?;
        headers.set("Accept-Language", &page_language()).ok()?;
        let request = RequestInit::new();
        if let Some(body) = &self.body {
            headers.set("Content-Type", "application/json").ok()?;
            request.set_body(&JsString::from(body.as_str()));
        }
        for (name, value) in &self.headers {
            headers.set(name, value).ok()?;
        }
        request.set_method(self.method);
        if WITHOUT_COOKIES.load(Relaxed) {
            request.set_credentials(RequestCredentials::Omit);
        }
        request.set_headers(&headers);
        request.set_signal(Some(&AbortSignal::timeout_with_u32(TIMEOUT_MS)));
        Some(request)
    }

    /// Sends it. A write to which no answer came is sent once more, by the same key; so is a later one that says the
    /// same.
    async fn exchange(mut self) -> Result<Received, Failure> {
        if self.method == "GET" {
            return self.ask().await;
        }
        let header = |name| self.headers.iter().find(|(header, _)| *header == name).map(|(_, value)| value.as_str());
        let unanswered = header(KEY).is_none().then(|| {
            let what = [header(IF_MATCH).unwrap_or_default(), self.body.as_deref().unwrap_or_default()].concat();
            Unanswered::begin(&[self.method, &self.path].concat(), &what, fresh_key)
        });
        if let Some(unanswered) = &unanswered {
            self.headers.push((KEY, unanswered.key.clone()));
        }
        let mut answer = self.ask().await;
        if matches!(answer, Err(Failure::Offline)) {
            TimeoutFuture::new(PAUSE_MS).await;
            answer = self.ask().await;
        }
        if let Some(unanswered) = unanswered.filter(|_| !answer.as_ref().is_err_and(Failure::is_lost)) {
            unanswered.end();
        }
        answer
    }

    /// The part that is not generic, so that it is compiled once.
    async fn ask(&self) -> Result<Received, Failure> {
        let request = self.request().ok_or(Failure::Unreadable)?;
        let fetch = leptos::prelude::window().fetch_with_str_and_init(&self.path, &request);
        let answer = JsFuture::from(fetch).await.map_err(|_| Failure::Offline)?;
        let answer: Response = answer.dyn_into().map_err(|_| Failure::Unreadable)?;
        let text = JsFuture::from(answer.text().map_err(|_| Failure::Unreadable)?);
        let text = text.await.map_err(|_| Failure::Offline)?;
        let text = text.as_string().unwrap_or_default();
        let header = |name| answer.headers().get(name).ok().flatten();
        if answer.ok() {
            return Ok(Received { text, etag: header("ETag"), before: false });
        }
        let is_problem = header("Content-Type").is_some_and(|kind| kind.starts_with(MEDIA_TYPE));
        let status = answer.status();
        match json::read::<Problem>(&text) {
            Some(problem) if is_problem => match kept(&text) {
                Some(text) => Ok(Received { text, etag: None, before: true }),
                None => Err(Failure::Problem(Box::new(problem))),
            },
            // A gateway before the server: the server itself did not answer.
            _ if matches!(status, 502..=504) => Err(Failure::Offline),
            _ => Err(Failure::Unreadable),
        }
    }
}

/// The first reply to the same key, which a refusal carries if another body came under it.
fn kept(problem: &str) -> Option<String> {
    let kept = Reflect::get(&JSON::parse(problem).ok()?, &"kept".into()).ok()?;
    JSON::stringify(&kept).ok()?.as_string()
}

fn page_language() -> String {
    let root = leptos::prelude::document().document_element();
    root.and_then(|root| root.get_attribute("lang")).unwrap_or_else(|| Language::default().tag().to_owned())
}

/// `GET`, without the version.
pub async fn get<T: DeserializeOwned>(path: impl Into<String>) -> Result<T, Failure> {
    Call::get(path).send().await.map(|reply| reply.value)
}

/// `POST` of a body, without the version.
pub async fn post<T: DeserializeOwned>(path: impl Into<String>, body: &impl Serialize) -> Result<T, Failure> {
    Call::post(path).json(body).send().await.map(|reply| reply.value)
}

/// `PUT` of a body, without the version.
pub async fn put<T: DeserializeOwned>(path: impl Into<String>, body: &impl Serialize) -> Result<T, Failure> {
    Call::put(path).json(body).send().await.map(|reply| reply.value)
}

/// `DELETE`; an answer's body is not read.
pub async fn delete(path: impl Into<String>) -> Result<(), Failure> {
    Call::delete(path).exchange().await.map(|_| ())
}

const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// A fresh key for [`Call::idempotency_key`]: 128 random bits, hexadecimal.
pub fn fresh_key() -> String {
    let mut bytes = [0_u8; 16];
    if let Ok(crypto) = leptos::prelude::window().crypto() {
        // If it is refused, the key stays zero; the server detects a reused key by the body.
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]).map(|half| char::from(DIGITS[usize::from(half)])).collect()
}

/// Percent-encodes a value for a query (RFC 3986, all but the unreserved characters).
pub fn encode(value: &str) -> String {
    js_sys::encode_uri_component(value).into()
}
