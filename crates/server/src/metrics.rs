//! The program's metrics for Prometheus (OpenMetrics text). Labels are route templates, methods, statuses and kinds,
//! never personal data.

use axum::http::{HeaderMap, Method, header};
use bayside_domain::codes::MessageState;
use bayside_domain::time::Instant;
use bayside_workflow::context::CreatedCounters;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// The bucket limits of the duration histogram, in seconds.
const SECONDS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    method: &'static str,
    route: String,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    method: &'static str,
    route: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Kind {
    kind: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Waiting {
    state: &'static str,
}

/// The program's counters. Cheap to clone.
#[derive(Clone)]
pub struct Metrics(Arc<Parts>);

struct Parts {
    registry: Registry,
    /// SHA-256 of the token for the metrics on the main listener; `None` without one.
    token_hash: Option<[u8; 32]>,
    requests: Family<Answered, Counter>,
    durations: Family<Route, Histogram, fn() -> Histogram>,
    streams: Family<Kind, Gauge>,
    holds: Counter,
    bookings: Counter,
    outbox: Family<Waiting, Gauge>,
    writes: Gauge,
    newest_backup: Gauge,
    backup_failures: Counter,
}

impl Metrics {
    /// Creates the counters at zero. With a token they can also be read on the main listener.
    pub fn new(token: Option<&str>) -> Self {
        let mut registry = Registry::with_prefix("bayside");
        let durations: Family<_, _, fn() -> Histogram> = Family::new_with_constructor(|| Histogram::new(SECONDS));
        let parts = Parts {
            token_hash: token.map(|token| Sha256::digest(token).into()),
            requests: Family::default(),
            durations,
            streams: Family::default(),
            holds: Counter::default(),
            bookings: Counter::default(),
            outbox: Family::default(),
            writes: Gauge::default(),
            newest_backup: Gauge::default(),
            backup_failures: Counter::default(),
            registry: Registry::default(),
        };
        registry.register("requests", "Requests answered", parts.requests.clone());
        registry.register("request_seconds", "Time until the answer began, seconds", parts.durations.clone());
        registry.register("live_streams", "Open live feeds", parts.streams.clone());
        registry.register("holds_made", "Starts held for a customer", parts.holds.clone());
        registry.register("bookings_made", "Bookings made, without walk-ins", parts.bookings.clone());
        registry.register("outbox_messages", "Messages to customers that are not through", parts.outbox.clone());
        registry.register("store_writes_waiting", "Writes that the store has not answered yet", parts.writes.clone());
        let help = "When the newest backup of the timetable was taken, seconds since 1970; 0 without one";
        registry.register("backup_newest_timestamp_seconds", help, parts.newest_backup.clone());
        registry.register("backup_failures", "Backups of the timetable that failed", parts.backup_failures.clone());
        Self(Arc::new(Parts { registry, ..parts }))
    }

    /// Counts a reply.
    pub fn answered(&self, method: &Method, route: &str, status: u16, after: Duration) {
        let method = known(method);
        let labels = Answered { method, route: route.to_owned(), status };
        self.0.requests.get_or_create(&labels).inc();
        let labels = Route { method, route: route.to_owned() };
        self.0.durations.get_or_create(&labels).observe(after.as_secs_f64());
    }

    /// Counts an open event stream until the returned value is dropped.
    pub fn stream(&self, kind: &'static str) -> OpenStream {
        let gauge = self.0.streams.get_or_create_owned(&Kind { kind });
        gauge.inc();
        OpenStream(gauge)
    }

    /// Whether the request has the right token for the metrics on the main listener; `None` if no token is set.
    pub fn is_opened_by(&self, headers: &HeaderMap) -> Option<bool> {
        let expected = self.0.token_hash?;
        let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
        // Digests are compared, so that the time taken reveals nothing about the token.
        let given: [u8; 32] = Sha256::digest(given.strip_prefix("Bearer ").unwrap_or_default()).into();
        Some(given == expected)
    }
}

/// A method as a label; all unusual methods share one label.
fn known(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        _ => "other",
    }
}

/// An open event stream.
pub struct OpenStream(Gauge);

impl Drop for OpenStream {
    fn drop(&mut self) {
        self.0.dec();
    }
}

impl Metrics {
    /// All metrics as OpenMetrics text, together with those that are counted elsewhere: unsent messages by state, holds
    /// and bookings, writes that wait, and the newest backup with how many failed.
    pub fn text(
        &self,
        outbox: [(MessageState, i64); 3],
        created: &CreatedCounters,
        writes_waiting: usize,
        (newest_backup, backup_failures): (Option<Instant>, u64),
    ) -> Result<String, std::fmt::Error> {
        let parts = &self.0;
        for (state, count) in outbox {
            parts.outbox.get_or_create(&Waiting { state: state.as_str() }).set(count);
        }
        catch_up(&parts.holds, created.holds());
        catch_up(&parts.bookings, created.bookings());
        parts.writes.set(i64::try_from(writes_waiting).unwrap_or(i64::MAX));
        parts.newest_backup.set(newest_backup.map_or(0, Instant::seconds));
        catch_up(&parts.backup_failures, backup_failures);
        let mut text = String::new();
        encode(&mut text, &parts.registry)?;
        Ok(text)
    }
}

/// Raises a counter to a value that was counted elsewhere.
fn catch_up(counter: &Counter, counted: u64) {
    counter.inner().fetch_max(counted, Ordering::Relaxed);
}
