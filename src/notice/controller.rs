//! The controller of the page: passes events to the state, and its requests to the server.

use crate::booking::draft::{Draft, country_of};
use crate::booking::form::PersonFields;
use crate::client;
use crate::client::{Call, Failure};
use crate::i18n::{Lang, td_string};
use crate::notice::call::times;
use crate::notice::call::times::{CallInterval, CallTime};
use crate::notice::labels;
use crate::notice::state::{NoticeEvent, NoticeTerms, SavedNotice, Sent, State};
use crate::ui::clock::ServerClock;
use crate::ui::date_format;
use crate::ui::saved_input;
use bayside_api::callback::{CallbackCreated, TimeWindow};
use bayside_api::dealer::Dealer;
use bayside_api::offsets::instant_at;
use bayside_api::triage::Triage;
use bayside_api::{Instant, path};
use chrono::DateTime;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// What is noticed on this page.
#[derive(Clone, Copy)]
pub struct Controller {
    /// What is noticed.
    pub state: RwSignal<State>,
    /// The dealer of the page.
    pub dealer: Signal<Arc<Dealer>>,
    /// What the dealer asks.
    pub triage: Signal<Arc<Triage>>,
    /// In which language.
    pub lang: Lang,
    /// By whose clock.
    pub clock: ServerClock,
}

impl Controller {
    /// A new page, or the one kept in this browser.
    pub fn start(dealer: Signal<Arc<Dealer>>, triage: Signal<Arc<Triage>>, lang: Lang, clock: ServerClock) -> Self {
        let state = dealer.with_untracked(|dealer| {
            let saved = saved_input::read(&key(&dealer.slug), clock.now_ms());
            fresh(dealer, triage.get_untracked(), lang, saved, clock.now_ms())
        });
        let controller = Self { state: RwSignal::new(state), dealer, triage, lang, clock };
        // The questions arrive again in another language.
        Effect::new(move |_| {
            let triage = triage.get();
            controller.state.update(|state| state.triage = triage);
        });
        controller
    }

    /// Applies an event, and sends the request that follows from it.
    pub fn send(self, event: NoticeEvent) {
        let terms = self.dealer.with_untracked(|dealer| terms(dealer, self.lang));
        let request = self.state.try_update(|state| {
            state.terms = terms;
            state.apply(event)
        });
        // The page may have been left in the meantime.
        let Some(request) = request else { return };
        let slug = self.slug();
        self.state.with_untracked(|state| {
            saved_input::write(&key(&slug), &state.saved, state.saved.sent.is_some(), self.clock.now_ms());
        });
        if let Some(request) = request {
            spawn_local(self.ask(slug, request));
        }
    }

    /// Asks for the call as it is typed.
    pub fn submit(self) {
        self.send(NoticeEvent::Send(self.times(), self.clock.now_ms()));
    }

    /// A memo of one part of the state.
    pub fn part<T: PartialEq + Send + Sync + 'static>(self, read: fn(&State) -> T) -> Memo<T> {
        Memo::new(move |_| self.state.with(read))
    }

    /// Its fields.
    pub fn form(self) -> PersonFields {
        PersonFields {
            dealer: self.dealer,
            draft: self.part(|state| state.saved.draft.clone()),
            faults: self.part(|state| state.faults.clone()),
            edit: Callback::new(move |edit| self.send(NoticeEvent::Edit(edit))),
            say: labels::fault,
            ask_consent: |locale| td_string!(locale, notice.e_consent_sum),
        }
    }

    /// The dealer's slug, from the page's address.
    pub fn slug(self) -> String {
        self.dealer.with_untracked(|dealer| dealer.slug.clone())
    }

    /// Forgets it and begins anew.
    pub fn restart(self) {
        saved_input::forget(&key(&self.slug()));
        let state = self
            .dealer
            .with_untracked(|dealer| fresh(dealer, self.triage.get_untracked(), self.lang, None, self.clock.now_ms()));
        self.state.set(state);
    }

    /// The server's time by the dealer's offset, at milliseconds since the epoch.
    pub fn instant(self, epoch_ms: i64) -> Instant {
        let now = self.dealer.with_untracked(|dealer| dealer.now);
        DateTime::from_timestamp_millis(epoch_ms).map_or(now, |at| Instant(at.with_timezone(now.0.offset())))
    }

    /// CallTime a call could suit, besides as soon as possible.
    pub fn intervals(self, now_ms: i64) -> Vec<CallInterval> {
        let now = self.instant(now_ms);
        self.dealer.with_untracked(|dealer| times::intervals(&dealer.opening_hours, &now))
    }

    /// What was chosen, if it can still be chosen.
    pub fn when(self, intervals: &[CallInterval]) -> CallTime {
        let chosen = self.state.with(|state| state.saved.when);
        if intervals.iter().any(|interval| interval.when == chosen) { chosen } else { CallTime::Soon }
    }

    fn times(self) -> Vec<TimeWindow> {
        let now_ms = self.clock.now_ms();
        let chosen = self.state.with_untracked(|state| state.saved.when);
        let now = self.instant(now_ms);
        let offsets = self.dealer.with_untracked(|dealer| dealer.offsets.clone());
        let wall = |epoch_ms| times::minutes(&date_format::time(&instant_at(&offsets, epoch_ms)?));
        let interval = self.intervals(now_ms).into_iter().find(|interval| interval.when == chosen);
        interval.and_then(|interval| interval.window(&now, wall)).into_iter().collect()
    }

    async fn ask(self, slug: String, body: String) {
        let key = self.state.with_untracked(|state| state.saved.key.clone());
        let call = Call::post(path::callbacks(&slug)).idempotency_key(&key).body(body);
        let event = match call.send::<CallbackCreated>().await {
            Ok(reply) => {
                let asked_at = self.instant(self.clock.now_ms());
                NoticeEvent::Sent(Sent { created: reply.value, asked_at, before: reply.before })
            }
            Err(Failure::Offline) => NoticeEvent::Offline,
            Err(Failure::Unreadable) => NoticeEvent::Unreadable,
            Err(Failure::Problem(problem)) => NoticeEvent::Refused(problem),
        };
        self.send(event);
    }
}

/// The storage key in this browser.
fn key(slug: &str) -> String {
    format!("bayside.notice.{slug}")
}

fn fresh(dealer: &Dealer, triage: Arc<Triage>, lang: Lang, saved: Option<SavedNotice>, now_ms: i64) -> State {
    let new = || SavedNotice::new(Draft::for_country(country_of(dealer)), client::fresh_key(), now_ms);
    State::new(triage, terms(dealer, lang), saved.unwrap_or_else(new))
}

fn terms(dealer: &Dealer, lang: Lang) -> NoticeTerms {
    NoticeTerms {
        country: country_of(dealer),
        consent_version: dealer.consent.version.clone(),
        locale: lang.tag().to_owned(),
    }
}
