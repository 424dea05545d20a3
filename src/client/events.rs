//! A supervised event stream. The browser's own `EventSource` gives up for good at the first reply that is not 200, and
//! cannot be told where to resume. So it is closed at every error and opened again with `?after=`, with growing pauses
//! and jitter.

use crate::ui::backoff::Backoff;
use bayside_domain::ids::EventNumber;
use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use leptos::prelude::{document, window};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{EventSource, EventTarget, MessageEvent};

/// The longest pause before it is opened again.
const PAUSE_MS_MAX: u32 = 30_000;

/// How the connection stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Link {
    /// Being opened.
    Opening,
    /// Events arrive.
    Live,
    /// Lost; opened again after a pause.
    Lost,
    /// Closed because the page is hidden.
    Resting,
}

/// What came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StreamEvent {
    /// The `event:` line; `message` if there was none.
    pub name: String,
    /// The `data:` lines.
    pub data: String,
    /// The `id:` line, if it is a number.
    pub id: Option<EventNumber>,
}

/// What to listen to.
#[derive(Debug, Clone)]
pub struct EventsOptions {
    /// The path, without `after`.
    pub path: String,
    /// The number of the last event already known.
    pub after: Option<EventNumber>,
    /// The names that are listened for (`message` is always heard).
    pub names: &'static [&'static str],
    /// Close while the page is hidden.
    pub rest_while_hidden: bool,
    /// Reconnect if nothing was received for this long, since a connection can die unnoticed.
    pub silence_ms_max: Option<u32>,
}

struct Inner {
    options: EventsOptions,
    after: Cell<Option<EventNumber>>,
    source: RefCell<Option<Source>>,
    page: RefCell<Vec<EventListener>>,
    retry: RefCell<Option<Timeout>>,
    silence: RefCell<Option<Timeout>>,
    pauses: RefCell<Backoff>,
    link: Cell<Option<Link>>,
    on_event: Box<dyn Fn(StreamEvent)>,
    on_link: Box<dyn Fn(Link)>,
}

/// An open stream; dropping it closes it.
pub struct Events(Rc<Inner>);

impl Events {
    /// Opens the stream and keeps it open.
    pub fn open(
        options: EventsOptions,
        on_event: impl Fn(StreamEvent) + 'static,
        on_link: impl Fn(Link) + 'static,
    ) -> Self {
        let inner = Rc::new(Inner {
            after: Cell::new(options.after),
            options,
            source: RefCell::default(),
            page: RefCell::default(),
            retry: RefCell::default(),
            silence: RefCell::default(),
            pauses: RefCell::new(Backoff::up_to(PAUSE_MS_MAX)),
            link: Cell::new(None),
            on_event: Box::new(on_event),
            on_link: Box::new(on_link),
        });
        inner.watch_page();
        inner.connect();
        Self(inner)
    }

    /// Resumes after this event from now on, e.g. after a snapshot was fetched.
    pub fn resume_after(&self, id: EventNumber) {
        self.0.after.set(Some(id));
        self.0.pauses.borrow_mut().reset();
        self.0.connect();
    }

    /// The number of the last event that was delivered.
    pub fn last(&self) -> Option<EventNumber> {
        self.0.after.get()
    }
}

impl Drop for Events {
    fn drop(&mut self) {
        self.0.disconnect();
        self.0.retry.take();
        self.0.page.take();
    }
}

/// The open connection with what listens to it.
struct Source {
    source: EventSource,
    _listeners: Vec<EventListener>,
}

impl Drop for Source {
    fn drop(&mut self) {
        self.source.close();
    }
}

impl Inner {
    /// Follows whether the page is seen and whether there is a network.
    fn watch_page(self: &Rc<Self>) {
        *self.page.borrow_mut() = vec![
            self.on(&document(), "visibilitychange", |inner, _| inner.page_changed()),
            self.on(&window(), "online", |inner, _| inner.page_changed()),
            self.on(&window(), "pageshow", |inner, _| inner.page_changed()),
        ];
    }

    /// Listens to `name` for as long as the returned value lives.
    fn on(
        self: &Rc<Self>,
        target: &EventTarget,
        name: &'static str,
        act: fn(&Rc<Self>, &web_sys::Event),
    ) -> EventListener {
        let weak = Rc::downgrade(self);
        EventListener::new(target, name, move |event| {
            if let Some(inner) = weak.upgrade() {
                act(&inner, event);
            }
        })
    }

    fn connect(self: &Rc<Self>) {
        self.disconnect();
        self.retry.take();
        if self.options.rest_while_hidden && document().hidden() {
            self.set_link(Link::Resting);
            return;
        }
        self.set_link(Link::Opening);
        let path = &self.options.path;
        let url = match self.after.get() {
            Some(id) => format!("{path}{}after={id}", if path.contains('?') { '&' } else { '?' }),
            None => path.clone(),
        };
        let Ok(source) = EventSource::new(&url) else {
            self.lost();
            return;
        };
        let opened = self.on(&source, "open", |inner, _| {
            inner.pauses.borrow_mut().reset();
            inner.set_link(Link::Live);
            inner.watch_silence();
        });
        let failed = self.on(&source, "error", |inner, _| inner.lost());
        let names = self.options.names.iter().copied().chain(["message"]);
        let heard = names.map(|name| self.on(&source, name, Self::deliver));
        let listeners = heard.chain([opened, failed]).collect();
        self.source.replace(Some(Source { source, _listeners: listeners }));
        self.watch_silence();
    }

    fn disconnect(&self) {
        self.silence.take();
        self.source.take();
    }

    fn lost(self: &Rc<Self>) {
        self.disconnect();
        self.set_link(Link::Lost);
        let wait_ms = self.pauses.borrow_mut().next_ms();
        let weak = Rc::downgrade(self);
        self.retry.replace(Some(Timeout::new(wait_ms, move || {
            if let Some(inner) = weak.upgrade() {
                inner.connect();
            }
        })));
    }

    fn page_changed(self: &Rc<Self>) {
        let rests = self.options.rest_while_hidden && document().hidden();
        if rests {
            self.disconnect();
            self.retry.take();
            self.set_link(Link::Resting);
        } else if self.source.borrow().is_none() {
            self.pauses.borrow_mut().reset();
            self.connect();
        }
    }

    fn watch_silence(self: &Rc<Self>) {
        let Some(silence_ms) = self.options.silence_ms_max else { return };
        let weak = Rc::downgrade(self);
        self.silence.replace(Some(Timeout::new(silence_ms, move || {
            if let Some(inner) = weak.upgrade() {
                inner.lost();
            }
        })));
    }

    fn deliver(self: &Rc<Self>, event: &web_sys::Event) {
        let Some(message) = event.dyn_ref::<MessageEvent>() else { return };
        self.watch_silence();
        let id = message.last_event_id().parse().ok();
        if id.is_some() {
            self.after.set(id);
        }
        let data = message.data().as_string().unwrap_or_default();
        (self.on_event)(StreamEvent { name: message.type_(), data, id });
    }

    fn set_link(&self, link: Link) {
        if self.link.replace(Some(link)) != Some(link) {
            (self.on_link)(link);
        }
    }
}
