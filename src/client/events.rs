//! A supervised event stream. The browser's own `EventSource` gives up for good at the first reply that is not 200, and
//! cannot be told where to resume. So it is closed at every error and opened again with `?after=`, with growing pauses
//! and jitter.

use crate::ui::backoff::Backoff;
use bayside_domain::ids::EventNumber;
use gloo_timers::callback::Timeout;
use leptos::prelude::{document, window};
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
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

type Handler = Closure<dyn FnMut(web_sys::Event)>;
type OnMessage = Closure<dyn FnMut(MessageEvent)>;

struct Inner {
    options: EventsOptions,
    after: Cell<Option<EventNumber>>,
    source: RefCell<Option<EventSource>>,
    heard: RefCell<Vec<OnMessage>>,
    opened: RefCell<Option<Handler>>,
    failed: RefCell<Option<Handler>>,
    page: RefCell<Option<Handler>>,
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
            heard: RefCell::default(),
            opened: RefCell::default(),
            failed: RefCell::default(),
            page: RefCell::default(),
            retry: RefCell::default(),
            silence: RefCell::default(),
            pauses: RefCell::new(Backoff::up_to(PAUSE_MS_MAX)),
            link: Cell::new(None),
            on_event: Box::new(on_event),
            on_link: Box::new(on_link),
        });
        inner.wire();
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
        if let Some(page) = self.0.page.take() {
            let hook = page.as_ref().unchecked_ref();
            // If the listener is gone already, there is nothing to remove.
            let _ = document().remove_event_listener_with_callback("visibilitychange", hook);
            let _ = window().remove_event_listener_with_callback("online", hook);
            let _ = window().remove_event_listener_with_callback("pageshow", hook);
        }
    }
}

impl Inner {
    /// Makes the handlers, once.
    fn wire(self: &Rc<Self>) {
        let weak = Rc::downgrade(self);
        *self.opened.borrow_mut() = Some(handler(&weak, |inner| {
            inner.pauses.borrow_mut().reset();
            inner.set_link(Link::Live);
            inner.watch_silence();
        }));
        *self.failed.borrow_mut() = Some(handler(&weak, Self::lost));
        let page = handler(&weak, Self::page_changed);
        let hook = page.as_ref().unchecked_ref();
        listen(&document(), "visibilitychange", hook);
        listen(&window(), "online", hook);
        listen(&window(), "pageshow", hook);
        *self.page.borrow_mut() = Some(page);
        let mut heard = self.heard.borrow_mut();
        for name in self.options.names.iter().chain(&["message"]) {
            let weak = weak.clone();
            heard.push(Closure::new(move |message: MessageEvent| {
                if let Some(inner) = weak.upgrade() {
                    inner.deliver(name, &message);
                }
            }));
        }
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
        if let Some(opened) = &*self.opened.borrow() {
            source.set_onopen(Some(opened.as_ref().unchecked_ref()));
        }
        if let Some(failed) = &*self.failed.borrow() {
            source.set_onerror(Some(failed.as_ref().unchecked_ref()));
        }
        for (name, heard) in self.options.names.iter().chain(&["message"]).zip(&*self.heard.borrow()) {
            listen(&source, name, heard.as_ref().unchecked_ref());
        }
        self.source.replace(Some(source));
        self.watch_silence();
    }

    fn disconnect(&self) {
        self.silence.take();
        if let Some(source) = self.source.take() {
            source.set_onopen(None);
            source.set_onerror(None);
            source.close();
        }
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

    fn deliver(self: &Rc<Self>, name: &str, message: &MessageEvent) {
        self.watch_silence();
        let id = message.last_event_id().parse().ok();
        if id.is_some() {
            self.after.set(id);
        }
        let data = message.data().as_string().unwrap_or_default();
        (self.on_event)(StreamEvent { name: name.to_owned(), data, id });
    }

    fn set_link(&self, link: Link) {
        if self.link.replace(Some(link)) != Some(link) {
            (self.on_link)(link);
        }
    }
}

fn handler(weak: &Weak<Inner>, act: fn(&Rc<Inner>)) -> Handler {
    let weak = weak.clone();
    Closure::new(move |_: web_sys::Event| {
        if let Some(inner) = weak.upgrade() {
            act(&inner);
        }
    })
}

fn listen(target: &EventTarget, name: &str, hook: &js_sys::Function) {
    target.add_event_listener_with_callback(name, hook).expect("a function is a valid listener");
}
