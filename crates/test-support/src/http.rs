//! Speaking HTTP as any program would.

use crate::events::Events;
use crate::unread::Unread;
use bayside_api::Problem;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::Read;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use ureq::http::{Request, Response, header::HeaderMap};
use ureq::{Agent, AsSendBody, Body};

/// Longer than any answer may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// A key that nobody guesses: 32 hexadecimal digits.
pub fn random_key() -> String {
    let half = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", half(), half())
}

/// One who calls, from an address of their own.
#[derive(Clone)]
pub struct Client {
    agent: Agent,
    url: String,
    address: String,
    cookies: BTreeMap<String, String>,
    bearer: Option<String>,
    repeats: bool,
}

/// What came back.
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    headers: HeaderMap,
    /// The bytes.
    pub body: Vec<u8>,
}

impl Client {
    /// Somebody new.
    pub fn new(url: &str) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(1);
        let [_, b, c, d] = NUMBER.fetch_add(1, Ordering::Relaxed).to_be_bytes();
        let agent: Agent = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .proxy(None)
            .max_idle_connections_per_host(4)
            .build()
            .into();
        let address = format!("10.{b}.{c}.{d}");
        Self { agent, url: url.to_owned(), address, cookies: BTreeMap::new(), bearer: None, repeats: false }
    }

    /// The same one at the same server on another port.
    pub fn moved_to(&mut self, url: &str) {
        url.clone_into(&mut self.url);
    }

    /// Sends `Authorization: Bearer` from now on.
    #[must_use]
    pub fn with_token(mut self, token: &str) -> Self {
        self.bearer = Some(token.to_owned());
        self
    }

    /// Sends each write twice with a key of its own, as who lost the first answer: both answers must be the same.
    #[must_use]
    pub fn repeating(mut self) -> Self {
        self.repeats = true;
        self
    }

    /// `GET`.
    pub fn get(&self, path: &str) -> Reply {
        self.send("GET", path, &[], None)
    }

    /// `GET` with headers.
    pub fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Reply {
        self.send("GET", path, headers, None)
    }

    /// `POST` of a value.
    pub fn post(&self, path: &str, body: &impl Serialize) -> Reply {
        self.post_with(path, &[], body)
    }

    /// `POST` of a value with headers.
    pub fn post_with(&self, path: &str, headers: &[(&str, &str)], body: &impl Serialize) -> Reply {
        self.send("POST", path, &with_json(headers), Some(json(body)))
    }

    /// `POST` of any bytes.
    pub fn post_bytes(&self, path: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Reply {
        self.send("POST", path, headers, Some(body))
    }

    /// `PUT` of a value with headers.
    pub fn put_with(&self, path: &str, headers: &[(&str, &str)], body: &impl Serialize) -> Reply {
        self.send("PUT", path, &with_json(headers), Some(json(body)))
    }

    /// `DELETE`.
    pub fn delete(&self, path: &str) -> Reply {
        self.send("DELETE", path, &[], None)
    }

    /// Keeps the cookies of a reply, as a browser would.
    pub fn keep_cookies(&mut self, reply: &Reply) {
        for cookie in reply.headers.get_all("set-cookie") {
            let pair = cookie.to_str().unwrap_or_default().split(';').next().unwrap_or_default();
            if let Some((name, value)) = pair.split_once('=') {
                self.cookies.insert(name.trim().to_owned(), value.trim().to_owned());
            }
        }
    }

    /// Any request, or why there was no answer.
    pub fn try_send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<Vec<u8>>,
    ) -> Result<Reply, ureq::Error> {
        let response = self.response(method, path, headers, body, true)?;
        let (parts, mut body) = response.into_parts();
        let mut bytes = Vec::new();
        body.as_reader().read_to_end(&mut bytes)?;
        Ok(Reply { status: parts.status.as_u16(), headers: parts.headers, body: bytes })
    }

    fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: Option<Vec<u8>>) -> Reply {
        let send = |headers: &[(&str, &str)], body| {
            self.try_send(method, path, headers, body).unwrap_or_else(|error| panic!("{method} {path}: {error}"))
        };
        if !self.repeats || method == "GET" {
            return send(headers, body);
        }
        let key = random_key();
        let headers = [headers, &[("idempotency-key", key.as_str())]].concat();
        let (first, second) = (send(&headers, body.clone()), send(&headers, body));
        let told = |reply: &Reply| (reply.status, reply.text(), reply.header("etag").to_owned());
        assert_eq!(told(&first), told(&second), "{method} {path}, repeated");
        first
    }

    fn response(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<Vec<u8>>,
        limited: bool,
    ) -> Result<Response<Body>, ureq::Error> {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.url))
            .header("x-forwarded-for", &self.address);
        if let Some(token) = &self.bearer {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        if !self.cookies.is_empty() {
            let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request = request.header("cookie", cookies.join("; "));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let patience = limited.then_some(PATIENCE);
        match body {
            Some(bytes) => self.run(request.body(bytes)?, patience),
            None => self.run(request.body(())?, patience),
        }
    }

    fn run(
        &self,
        request: Request<impl AsSendBody>,
        patience: Option<Duration>,
    ) -> Result<Response<Body>, ureq::Error> {
        let agent = &self.agent;
        agent.run(agent.configure_request(request).timeout_global(patience).build())
    }

    /// Opens a stream of server-sent events and reads none.
    pub fn unread_events(&self, path: &str) -> Unread {
        Unread::open(&self.url, path, self.bearer.as_deref().unwrap_or_default())
    }

    /// Opens a stream of server-sent events.
    pub fn events(&self, path: &str, headers: &[(&str, &str)]) -> Events {
        let response =
            self.response("GET", path, headers, None, false).unwrap_or_else(|error| panic!("GET {path}: {error}"));
        let (parts, body) = response.into_parts();
        assert_eq!(parts.status, 200, "GET {path}");
        Events::read(body.into_reader())
    }
}

impl Reply {
    /// A header, or nothing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as a value; the status must be this one.
    #[track_caller]
    pub fn json<T: DeserializeOwned>(&self, status: u16) -> T {
        assert_eq!(self.status, status, "{}", self.text());
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error} in {}", self.text()))
    }

    /// The body as a problem; its status, media type and code must agree.
    #[track_caller]
    pub fn problem(&self, status: u16, code: &str) -> Problem {
        assert_eq!(self.header("content-type"), bayside_api::problem::MEDIA_TYPE, "{} {}", self.status, self.text());
        let problem: Problem = self.json(status);
        assert_eq!((problem.code.as_str(), problem.status), (code, status), "{}", self.text());
        problem
    }
}

fn json(body: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(body).expect("a request can be written as JSON")
}

fn with_json<'a>(headers: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut all = vec![("content-type", "application/json")];
    all.extend_from_slice(headers);
    all
}
