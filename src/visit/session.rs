//! The connection of the private page: fetches the visit and the released statement, and sends the customer's answers.

use crate::client::{Call, Events, EventsOptions, Failure, Link, get};
use crate::i18n::Lang;
use crate::json;
use crate::ui::clock::{ServerClock, browser_ms};
use crate::ui::{theme, timer};
use bayside_api::dealer::Dealer;
use bayside_api::statement::Statement;
use bayside_api::visit::Visit;
use bayside_api::{Code, Instant, path};
use bayside_domain::ids::ExtraWorkId;
use leptos::prelude::*;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// After a failure the page asks again by itself.
const RETRY_AFTER: Duration = Duration::from_secs(5);
/// How often a silent connection is checked.
const HEARTBEAT: Duration = Duration::from_secs(20);

/// The stream ticks every 10 s; after this silence it is dead.
const SILENCE_MS_MAX: u32 = 25_000;

/// `event: tick` of the visit's stream.
#[derive(Deserialize)]
struct Beat {
    as_of: Instant,
}

/// What the page knows.
#[derive(Clone, Copy)]
pub struct VisitSession {
    /// The visit, once fetched.
    pub visit: RwSignal<Option<Visit>>,
    /// The explained statement, once released and fetched.
    pub statement: RwSignal<Option<Statement>>,
    /// Whose workshop it is, once fetched.
    pub dealer: RwSignal<Option<Dealer>>,
    /// Why the last fetch failed.
    pub trouble: RwSignal<Option<Failure>>,
    /// When the server was last heard of, by the browser's clock.
    pub heard_ms: RwSignal<i64>,
    /// The server's time then.
    pub heard_at: RwSignal<Option<Instant>>,
    /// The browser's clock, every second.
    pub now_ms: RwSignal<i64>,
    token: StoredValue<String>,
    is_fetching: StoredValue<bool>,
    again: StoredValue<bool>,
    spoken: StoredValue<&'static str>,
    events: StoredValue<Option<Events>, LocalStorage>,
    lang: Lang,
    clock: ServerClock,
}

impl VisitSession {
    /// Starts with the token of the page's address.
    pub fn start(token: String, lang: Lang, clock: ServerClock) -> Self {
        let session = Self {
            visit: RwSignal::new(None),
            statement: RwSignal::new(None),
            dealer: RwSignal::new(None),
            trouble: RwSignal::new(None),
            heard_ms: RwSignal::new(browser_ms()),
            heard_at: RwSignal::new(None),
            now_ms: RwSignal::new(browser_ms()),
            token: StoredValue::new(token),
            is_fetching: StoredValue::new(false),
            again: StoredValue::new(false),
            spoken: StoredValue::new(""),
            events: StoredValue::new_local(None),
            lang,
            clock,
        };
        timer::every(Duration::from_secs(1), move || session.now_ms.set(browser_ms()));
        timer::every(HEARTBEAT, move || session.beat());
        session.refetch();
        session
    }

    /// The link is not, or no longer, valid.
    pub fn is_gone(self) -> bool {
        self.trouble.with(|failure| failure.as_ref().and_then(Failure::code) == Some(Code::NotFound))
    }

    /// The server's time now, in milliseconds since the epoch.
    pub fn server_ms(self) -> i64 {
        self.clock.now_ms()
    }

    /// The server was heard, and said what time it is.
    fn hear(self, as_of: Instant) {
        self.clock.sync(&as_of);
        self.heard_at.set(Some(as_of));
        self.heard_ms.set(browser_ms());
    }

    fn beat(self) {
        if !document().hidden() && browser_ms() - self.heard_ms.get_untracked() >= HEARTBEAT.as_millis() as i64 {
            self.refetch();
        }
    }

    /// Fetches, one request at a time; a call in the meantime leads to another fetch afterwards.
    pub fn refetch(self) {
        if self.is_fetching.get_value() {
            self.again.set_value(true);
            return;
        }
        self.is_fetching.set_value(true);
        leptos::task::spawn_local(async move {
            let result = self.fetch().await;
            self.is_fetching.set_value(false);
            match result {
                Ok(()) => {
                    self.trouble.set(None);
                    self.listen();
                }
                Err(failure) => {
                    let is_gone = failure.code() == Some(Code::NotFound);
                    self.trouble.set(Some(failure));
                    if is_gone {
                        self.events.set_value(None);
                        self.visit.set(None);
                        self.statement.set(None);
                    } else {
                        timer::after(RETRY_AFTER, move || self.refetch());
                    }
                }
            }
            if self.again.get_value() {
                self.again.set_value(false);
                self.refetch();
            }
        });
    }

    async fn fetch(self) -> Result<(), Failure> {
        let token = self.token.get_value();
        let tag = self.lang.tag();
        let is_other_language = self.spoken.get_value() != tag;
        let visit: Visit = get(path::visit(&token)).await?;
        let known = self.visit.with_untracked(|known| known.as_ref().map(|known| known.version));
        let has_statement = self.statement.with_untracked(Option::is_some);
        if visit.statement_ready && (known != Some(visit.version) || !has_statement || is_other_language) {
            let statement: Statement = get(path::statement(&token)).await?;
            if self.statement.with_untracked(|shown| shown.as_ref() != Some(&statement)) {
                self.statement.set(Some(statement));
            }
        }
        self.spoken.set_value(tag);
        self.hear(visit.as_of);
        if known.is_none() {
            leptos::task::spawn_local(self.meet_dealer(visit.dealer.clone()));
        }
        self.visit.set(Some(visit));
        Ok(())
    }

    /// Fetches the dealer's languages and colours; the page works without them.
    async fn meet_dealer(self, slug: String) {
        if let Ok(dealer) = get::<Dealer>(path::dealer(&slug)).await {
            self.lang.settle(&dealer.locales);
            theme::apply(dealer.theme.as_ref());
            self.dealer.set(Some(dealer));
        }
    }

    fn listen(self) {
        if self.events.with_value(Option::is_some) {
            return;
        }
        let options = EventsOptions {
            path: path::visit_events(&self.token.get_value()),
            after: None,
            names: &["changed", "tick"],
            rest_while_hidden: true,
            silence_ms_max: Some(SILENCE_MS_MAX),
        };
        let events = Events::open(
            options,
            move |event| match json::read::<Beat>(&event.data) {
                Some(beat) if event.name == "tick" => self.hear(beat.as_of),
                _ => self.refetch(),
            },
            // What happened between the fetch and the stream, or while it was lost, is fetched.
            move |link| {
                if matches!(link, Link::Live | Link::Lost) {
                    self.refetch();
                }
            },
        );
        self.events.set_value(Some(events));
    }

    /// Sends an answer of the customer and fetches what became of it.
    pub async fn answer(self, path: fn(&str) -> String, body: &impl Serialize) -> Result<(), Failure> {
        self.answer_at(path(&self.token.get_value()), body).await
    }

    /// Posts something that changes nothing on this page.
    pub async fn wish(self, path: fn(&str) -> String) -> Result<(), Failure> {
        Call::post(path(&self.token.get_value())).send::<IgnoredAny>().await.map(|_| ())
    }

    /// The customer's answer to extra work.
    pub async fn decide(self, item: ExtraWorkId, body: &impl Serialize) -> Result<(), Failure> {
        self.answer_at(path::decision(&self.token.get_value(), item), body).await
    }

    /// The customer's answer to extra work does not count.
    pub async fn take_back(self, item: ExtraWorkId, body: &impl Serialize) -> Result<(), Failure> {
        self.answer_at(path::take_back(&self.token.get_value(), item), body).await
    }

    async fn answer_at(self, path: String, body: &impl Serialize) -> Result<(), Failure> {
        // The same press on another state of the page is another answer.
        let seen = self.visit.with_untracked(|visit| visit.as_ref().map(|visit| format!("\"{}\"", visit.version)));
        let answered = Call::post(path).json(body).if_match(seen.as_deref()).send::<IgnoredAny>().await;
        // Whoever answered sees what became of it before anything else can be pressed.
        if self.fetch().await.is_err() {
            self.refetch();
        }
        answered.map(|_| ())
    }
}
