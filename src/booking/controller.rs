//! The controller of the booking form: passes events to the state, and carries out its effects with the server.

use crate::booking::draft::country_of;
use crate::booking::form::PersonFields;
use crate::booking::labels;
use crate::booking::state::{BookingEvent, BookingTerms, Draft, Effect, LinkParams, SavedBooking, State, Step};
use crate::client;
use crate::client::{Call, Failure};
use crate::i18n::{Lang, td_string};
use crate::ui::clock::ServerClock;
use crate::ui::{address, saved_input};
use bayside_api::booking::{BookingCreated, Hold};
use bayside_api::dealer::Dealer;
use bayside_api::path;
use bayside_domain::car_criteria::NotForCar;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// The booking on this page.
#[derive(Clone, Copy)]
pub struct Controller {
    /// The booking.
    pub state: RwSignal<State>,
    /// The dealer whose form it is.
    pub dealer: Signal<Arc<Dealer>>,
    /// In which language.
    pub lang: Lang,
    /// By whose clock.
    pub clock: ServerClock,
    /// The storage key in this browser.
    kept_as: StoredValue<String>,
    /// The idempotency key of the last choice of a time.
    hold_key: StoredValue<String>,
}

impl Controller {
    /// A new booking, or the one kept in this browser.
    pub fn start(dealer: Signal<Arc<Dealer>>, lang: Lang, clock: ServerClock) -> Self {
        let kept_as = dealer.with_untracked(|dealer| key(&dealer.slug));
        let saved = saved_input::read(&kept_as, clock.now_ms());
        let mut state = dealer.with_untracked(|dealer| begin(dealer, lang, clock, saved));
        let in_frame = address::private("id").is_some();
        let brought = dealer.with_untracked(|dealer| address::link(|get| read_link(dealer, get)));
        // An embedding page passes the same parameters each time it loads: do not overwrite what was done since.
        let is_known = in_frame && brought == state.saved.brought;
        if brought.fills() && !is_known && state.step() == Step::Done {
            saved_input::forget(&kept_as);
            state = dealer.with_untracked(|dealer| begin(dealer, lang, clock, None));
        }
        let controller = Self {
            state: RwSignal::new(state),
            dealer,
            lang,
            clock,
            kept_as: StoredValue::new(kept_as),
            hold_key: StoredValue::default(),
        };
        if !is_known {
            controller.change(|state| state.apply_link(brought));
        }
        controller
    }

    /// Applies an event, and sends the request that follows from it.
    pub fn send(self, event: BookingEvent) {
        let terms = self.dealer.with_untracked(|dealer| {
            let unfit = self.state.try_with_untracked(|state| unfit(state.draft(), dealer)).flatten();
            BookingTerms { unfit, ..terms(dealer, self.lang, self.clock) }
        });
        self.change(|state| {
            state.terms = terms;
            state.apply(event)
        });
    }

    fn change(self, change: impl FnOnce(&mut State) -> Option<Effect>) {
        let effect = self.state.try_update(change);
        // The page may have been left in the meantime.
        let Some(effect) = effect else { return };
        let slug = self.slug();
        self.state.with_untracked(|state| {
            self.kept_as.with_value(|name| {
                saved_input::write(name, &state.saved, state.step() == Step::Done, self.clock.now_ms());
            });
        });
        if let Some(effect) = effect {
            spawn_local(self.carry_out(slug, effect));
        }
    }

    /// Its fields.
    pub fn form(self) -> PersonFields {
        PersonFields {
            dealer: self.dealer,
            draft: self.part(|state| state.draft().clone()),
            faults: self.part(|state| state.faults.clone()),
            edit: Callback::new(move |edit| self.send(BookingEvent::Edit(edit))),
            say: labels::fault,
            ask_consent: |locale| td_string!(locale, booking.e_consent_sum),
        }
    }

    /// A memo of one part of the state.
    pub fn part<T: PartialEq + Send + Sync + 'static>(self, read: fn(&State) -> T) -> Memo<T> {
        Memo::new(move |_| self.state.with(read))
    }

    /// The dealer's slug, from the page's address.
    pub fn slug(self) -> String {
        self.dealer.with_untracked(|dealer| dealer.slug.clone())
    }

    /// Clears the form and starts again with the same link parameters.
    pub fn restart(self) {
        self.kept_as.with_value(|name| saved_input::forget(name));
        let fresh = self.dealer.with_untracked(|dealer| begin(dealer, self.lang, self.clock, None));
        self.state.update(|state| *state = state.restarted(fresh));
    }

    async fn carry_out(self, slug: String, effect: Effect) {
        let event = match effect {
            Effect::Hold(slot, request, again) => {
                if !again {
                    self.hold_key.set_value(client::fresh_key());
                }
                let key = self.hold_key.get_value();
                let answer = Call::post(path::holds(&slug)).idempotency_key(&key).json(&request).send::<Hold>().await;
                answer.map(|reply| BookingEvent::Held(slot, reply.value))
            }
            Effect::Renew(hold) => {
                // A hold is renewed once.
                let answer = Call::post(path::renew(&slug, &hold)).idempotency_key("renew").send::<Hold>().await;
                answer.map(|reply| BookingEvent::Renewed(reply.value))
            }
            Effect::Book(body) => {
                let key = self.state.with_untracked(|state| state.saved.key.clone());
                let call = Call::post(path::bookings(&slug)).idempotency_key(&key).body(body);
                call.send::<BookingCreated>().await.map(|reply| BookingEvent::Booked(reply.value, reply.before))
            }
            Effect::Release(hold) => {
                // If the hold is not released, it expires by itself.
                let _ = client::delete(path::hold(&slug, &hold)).await;
                return;
            }
        };
        self.send(event.unwrap_or_else(|failure| match failure {
            Failure::Offline => BookingEvent::Offline,
            Failure::Unreadable => BookingEvent::Unreadable,
            Failure::Problem(problem) => BookingEvent::Refused(problem),
        }));
    }
}

/// The storage key of a booking in this browser. Widgets on the same page with different preset jobs have different
/// keys.
fn key(slug: &str) -> String {
    let jobs = address::private("id").and_then(|_| address::private("services")).filter(|jobs| !jobs.is_empty());
    let jobs = jobs.map(|jobs| format!(".{jobs}")).unwrap_or_default();
    format!("bayside.booking.{slug}{jobs}")
}

fn begin(dealer: &Dealer, lang: Lang, clock: ServerClock, saved: Option<SavedBooking>) -> State {
    State::new(terms(dealer, lang, clock), saved, Draft::for_country(country_of(dealer)), client::fresh_key())
}

fn read_link(dealer: &Dealer, get: &dyn Fn(&str) -> Option<String>) -> LinkParams {
    let services: Vec<String> = dealer.services.iter().map(|service| service.id.clone()).collect();
    let advisers: Vec<String> = dealer.advisers.iter().map(|adviser| adviser.id.clone()).collect();
    LinkParams::read(get, &services, &advisers)
}

fn unfit(draft: &Draft, dealer: &Dealer) -> Option<NotForCar> {
    let (service, _) = draft.unfit_and_fit(dealer)?;
    draft.unfit(service, &dealer.models, dealer.now.date())
}

fn terms(dealer: &Dealer, lang: Lang, clock: ServerClock) -> BookingTerms {
    BookingTerms {
        country: country_of(dealer),
        consent_version: dealer.consent.version.clone(),
        locale: lang.tag().to_owned(),
        now_ms: clock.now_ms(),
        unfit: None,
    }
}
