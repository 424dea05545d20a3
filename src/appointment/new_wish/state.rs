//! The state of the page on which a wish is made.

use crate::appointment::frame::DealerPage;
use crate::appointment::new_wish::form::{FormError, NewWish, WishTerms};
use crate::appointment::window::parts;
use crate::booking::edit::Edit;
use crate::booking::form::PersonFields;
use crate::booking::labels;
use crate::booking::state::{Draft, Field, country_of};
use crate::client;
use crate::client::{Call, Failure};
use crate::i18n::{Lang, td_string};
use crate::ui::clock::{ServerClock, use_clock};
use crate::ui::{address, focus, saved_input};
use bayside_api::dealer::Dealer;
use bayside_api::path;
use bayside_api::waitlist::WaitlistCreated;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// The wish on this page.
#[derive(Clone, Copy)]
pub struct NewWishState {
    /// What is typed, once the dealer is known.
    pub form: RwSignal<Option<NewWish>>,
    /// What is wrong, in the order of the page.
    pub errors: RwSignal<Vec<FormError>>,
    /// Why the wish was not taken, where no field is to blame.
    pub failure: RwSignal<Option<Failure>>,
    /// The wish is being sent.
    pub busy: RwSignal<bool>,
    opened_ms: StoredValue<i64>,
    page: DealerPage,
    /// The shown language.
    pub lang: Lang,
    clock: ServerClock,
}

impl NewWishState {
    /// An empty wish; `begin` fills it as soon as the dealer is known.
    pub fn new(page: DealerPage, lang: Lang) -> Self {
        Self {
            form: RwSignal::new(None),
            errors: RwSignal::new(Vec::new()),
            failure: RwSignal::new(None),
            busy: RwSignal::new(false),
            opened_ms: StoredValue::new(0),
            page,
            lang,
            clock: use_clock(),
        }
    }

    /// Changes the form, and clears the error of the changed field.
    pub fn change(self, id: &'static str, change: impl FnOnce(&mut NewWish)) {
        self.form.update(|form| {
            if let Some(form) = form {
                change(form);
            }
        });
        if self.errors.with_untracked(|errors| errors.iter().any(|error| error.id() == id)) {
            self.errors.update(|errors| errors.retain(|error| error.id() != id));
        }
        self.keep();
    }

    /// A part of the form that is followed.
    pub fn part<T: Clone + PartialEq + Send + Sync + 'static>(
        self,
        read: impl Fn(&NewWish) -> T + Send + Sync + 'static,
        none: T,
    ) -> Memo<T> {
        Memo::new(move |_| self.form.with(|form| form.as_ref().map_or_else(|| none.clone(), &read)))
    }

    /// The fields of a car and of a person.
    pub fn fields(self, dealer: Arc<Dealer>) -> PersonFields {
        let given = |error: &FormError| match error {
            FormError::Given(field, fault) => Some((*field, *fault)),
            FormError::Day(..) | FormError::Email => None,
        };
        PersonFields {
            dealer: Signal::stored(dealer),
            draft: self.part(|form| form.draft.clone(), Draft::default()),
            faults: Memo::new(move |_| self.errors.with(|errors| errors.iter().filter_map(given).collect())),
            edit: Callback::new(move |edit| self.edit(edit)),
            say: labels::fault,
            ask_consent: |locale| td_string!(locale, appointment.e_consent),
        }
    }

    fn edit(self, edit: Edit) {
        let field = self.form.try_update(|form| form.as_mut().and_then(|form| form.draft.edit(edit))).flatten();
        self.change(field.map_or("", Field::id), |_| {});
    }

    fn keep(self) {
        let Some(form) = self.form.get_untracked() else { return };
        saved_input::write(&key(), &form, false, self.clock.now_ms());
    }

    /// The form once the dealer is known: what was kept, and what another page handed on.
    pub fn begin(self, dealer: &Dealer) {
        if self.form.with_untracked(Option::is_some) {
            return;
        }
        let kept = saved_input::read(&key(), self.clock.now_ms());
        let mut form = kept.unwrap_or_else(|| NewWish::new(dealer, client::fresh_key()));
        form.take(dealer, |name| address::private(name).filter(|value| !value.is_empty()));
        form.settle(dealer);
        if form.key.is_empty() {
            // Kept by an earlier version.
            form.key = client::fresh_key();
        }
        self.opened_ms.set_value(self.clock.now_ms());
        self.form.set(Some(form));
        self.keep();
    }

    fn terms(self, dealer: &Dealer) -> WishTerms {
        WishTerms {
            country: country_of(dealer),
            today: dealer.now.date(),
            horizon_days: dealer.booking.horizon_days,
            consent_version: dealer.consent.version.clone(),
            locale: self.lang.tag().to_owned(),
            open: parts(&dealer.opening_hours),
        }
    }

    /// Sends the wish if nothing is wrong with it; else leads to what is.
    pub fn send(self) {
        let Some((form, dealer)) = self.form.get_untracked().zip(self.page.loaded.dealer.get_untracked()) else {
            return;
        };
        if self.busy.get_untracked() {
            return;
        }
        let terms = self.terms(&dealer);
        self.failure.set(None);
        self.errors.set(form.errors(&terms));
        let Some(mut request) = form.request(&terms).filter(|_| self.errors.with_untracked(Vec::is_empty)) else {
            focus::on("errors");
            return;
        };
        self.busy.set(true);
        let seconds = (self.clock.now_ms() - self.opened_ms.get_value()) / 1_000;
        request.filled_seconds = u32::try_from(seconds).ok();
        // One key as long as the form is kept: what was sent before and is changed now leads to the first wish.
        let call = Call::post(path::waitlist(&slug())).idempotency_key(&form.key).json(&request);
        spawn_local(async move {
            let answer = call.send::<WaitlistCreated>().await;
            self.busy.set(false);
            match answer {
                Ok(made) => {
                    // A page that comes back by the browser's button makes another wish.
                    self.form.update(|form| {
                        if let Some(form) = form {
                            form.key = client::fresh_key();
                        }
                    });
                    saved_input::forget(&key());
                    address::go(&format!("/waitlist#{}", made.value.token));
                }
                Err(Failure::Problem(problem)) => {
                    self.errors.set(form.refused(&problem.errors));
                    if self.errors.with_untracked(Vec::is_empty) {
                        self.failure.set(Some(Failure::Problem(problem)));
                    } else {
                        focus::on("errors");
                    }
                }
                Err(failure) => self.failure.set(Some(failure)),
            }
        });
    }
}

/// The dealer of the page's address.
pub fn slug() -> String {
    address::path_part(0).unwrap_or_default()
}

/// Under which name the form is kept in this browser.
fn key() -> String {
    format!("bayside.wish.{}", slug())
}
