//! Server-sent events.
//!
//! `axum::response::Sse` formats each event for each listener. Here an event is formatted once, and all listeners of a
//! board share its bytes: 200 screens cost the formatting of one.

use crate::app::App;
use crate::metrics::OpenStream;
use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use bayside_domain::ids::{EventNumber, ScreenId, VisitId};
use bytes::Bytes;
use futures::future::BoxFuture;
use futures::stream;
use std::collections::VecDeque;
use std::sync::Arc;
use tokio::sync::{broadcast, watch};

/// A frame that all listeners of a dealer receive.
#[derive(Debug, Clone)]
pub(super) enum Frame {
    /// A server-sent event for screens, ready to send.
    Lounge(Bytes),
    /// For the desk and private pages: these visits have changed, up to this event.
    Changed { last_event: EventNumber, visits: Arc<[VisitId]> },
    /// For one screen.
    Screen { screen: ScreenId, order: ScreenCommand },
    /// For everybody, every ten seconds.
    Tick(Bytes),
    /// A session of staff has ended.
    SessionEnded,
}

/// A command to one screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ScreenCommand {
    /// The screen was revoked: its stream ends.
    Leave,
    /// The screen is to reload.
    Reload,
}

/// What a listener does with a frame.
pub(super) enum StreamAction {
    /// Sends nothing.
    Nothing,
    /// Sends these bytes.
    Bytes(Bytes),
    /// Reads the bytes from the store first, if there are any.
    Later(BoxFuture<'static, Option<Bytes>>),
    /// The stream ends.
    End,
}

impl From<Option<Bytes>> for StreamAction {
    fn from(bytes: Option<Bytes>) -> Self {
        bytes.map_or(Self::Nothing, Self::Bytes)
    }
}

/// One server-sent event.
pub(super) fn event<T: serde::Serialize + ?Sized>(name: &str, id: Option<EventNumber>, data: &T) -> Bytes {
    let data = serde_json::to_string(data).expect("feeds are JSON");
    let id = id.map(|id| format!("id: {id}\n")).unwrap_or_default();
    Bytes::from(format!("{id}event: {name}\ndata: {data}\n\n"))
}

/// Whether a listener still may listen; asked before it is sent anything.
pub(super) type MayListen = Box<dyn Fn() -> BoxFuture<'static, bool> + Send + Sync>;

pub(super) fn sse(
    app: &App,
    kind: &'static str,
    first: VecDeque<Bytes>,
    frames: broadcast::Receiver<Frame>,
    may_listen: Option<MayListen>,
    pick: impl FnMut(Frame) -> StreamAction + Send + Sync + 'static,
) -> Response {
    let listener = Listener {
        first,
        frames,
        stopping: app.hubs.stopping.clone(),
        _open: app.metrics.stream(kind),
        may_listen,
        pick: Box::new(pick),
    };
    let stream = stream::unfold(listener, |mut listener| async move {
        let bytes = listener.next().await?;
        Some((Ok::<_, std::convert::Infallible>(bytes), listener))
    });
    let mut response = Body::from_stream(stream).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    response
}

/// One open stream.
struct Listener {
    first: VecDeque<Bytes>,
    frames: broadcast::Receiver<Frame>,
    stopping: watch::Receiver<bool>,
    _open: OpenStream,
    may_listen: Option<MayListen>,
    pick: Box<dyn FnMut(Frame) -> StreamAction + Send + Sync>,
}

impl Listener {
    /// The next bytes; `None` ends the stream: the program stops, the listener fell behind, or may listen no longer.
    async fn next(&mut self) -> Option<Bytes> {
        if let Some(bytes) = self.first.pop_front() {
            return Some(bytes);
        }
        loop {
            let frame = tokio::select! {
                frame = self.frames.recv() => frame.ok()?,
                _ = self.stopping.changed() => return None,
            };
            if let Some(may_listen) = &self.may_listen
                && !may_listen().await
            {
                return None;
            }
            match (self.pick)(frame) {
                StreamAction::Nothing => {}
                StreamAction::Bytes(bytes) => return Some(bytes),
                StreamAction::Later(asked) => {
                    if let Some(bytes) = asked.await {
                        return Some(bytes);
                    }
                }
                StreamAction::End => return None,
            }
        }
    }
}
