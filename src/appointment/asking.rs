//! `/{dealer}/wait`: whoever finds no time that fits wishes for one.

use super::address;
use super::ask::{Flaw, Form, Terms};
use super::asked::{Contact, Vehicle, What};
use super::page::{Frame, Page};
use super::span::{self, Days, Hours};
use super::window::{DayFault, Edge, Window, parts};
use crate::app;
use crate::booking::edit::Edit;
use crate::booking::form::{Form as Fields, errors};
use crate::booking::state::{Draft, Field, country_of};
use crate::booking::words;
use crate::client::{self, Call, Failure};
use crate::i18n::{Lang, td_string, use_lang};
use crate::ui::clock::{ServerClock, use_clock};
use crate::ui::view;
use crate::ui::{Failed, Kind, Notice, focus, live, saved, tied};
use bayside_api::care::{WaitlistCreated, WaitlistRequest};
use bayside_api::dealer::Dealer;
use bayside_api::path;
use bayside_domain::dealer::Country;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// The wish on this page.
#[derive(Clone, Copy)]
pub struct Ask {
    /// What is typed, once the dealer is known.
    pub form: RwSignal<Option<Form>>,
    /// What is wrong, in the order of the page.
    pub flaws: RwSignal<Vec<Flaw>>,
    failure: RwSignal<Option<Failure>>,
    busy: RwSignal<bool>,
    /// What was typed when it was sent last, what was sent, and its key: the same wish sent again is the same wish.
    sent: StoredValue<Option<(Form, WaitlistRequest, String)>>,
    opened_ms: StoredValue<i64>,
    page: Page,
    lang: Lang,
    clock: ServerClock,
}

impl Ask {
    /// Something was typed or chosen: what was wrong there is forgiven.
    pub fn change(self, id: &'static str, change: impl FnOnce(&mut Form)) {
        self.form.update(|form| {
            if let Some(form) = form {
                change(form);
            }
        });
        if self.flaws.with_untracked(|flaws| flaws.iter().any(|flaw| flaw.id() == id)) {
            self.flaws.update(|flaws| flaws.retain(|flaw| flaw.id() != id));
        }
        self.keep();
    }

    /// A part of the form that is followed.
    pub fn part<T: Clone + PartialEq + Send + Sync + 'static>(
        self,
        read: impl Fn(&Form) -> T + Send + Sync + 'static,
        none: T,
    ) -> Memo<T> {
        Memo::new(move |_| self.form.with(|form| form.as_ref().map_or_else(|| none.clone(), &read)))
    }

    /// The fields of a car and of a person.
    pub fn fields(self, dealer: Arc<Dealer>) -> Fields {
        let given = |flaw: &Flaw| match flaw {
            Flaw::Given(field, fault) => Some((*field, *fault)),
            Flaw::Day(..) => None,
        };
        Fields {
            dealer: Signal::stored(dealer),
            draft: self.part(|form| form.draft.clone(), Draft::default()),
            faults: Memo::new(move |_| self.flaws.with(|flaws| flaws.iter().filter_map(given).collect())),
            edit: Callback::new(move |edit| self.edit(edit)),
            say: words::fault,
            ask_consent: |locale| td_string!(locale, appointment.e_consent),
        }
    }

    fn edit(self, edit: Edit) {
        let field = self.form.try_update(|form| form.as_mut().and_then(|form| form.draft.edit(edit))).flatten();
        self.change(field.map_or("", Field::id), |_| {});
    }

    fn keep(self) {
        let Some(form) = self.form.get_untracked() else { return };
        saved::write(&key(), &form, false, self.clock.now_ms());
    }

    /// The form once the dealer is known: what was kept, and what another page handed on.
    fn begin(self, dealer: &Dealer) {
        if self.form.with_untracked(Option::is_some) {
            return;
        }
        let kept = saved::read(&key(), self.clock.now_ms());
        let mut form = kept.unwrap_or_else(|| Form::new(dealer));
        form.take(dealer, address::handed);
        form.settle(dealer);
        self.opened_ms.set_value(self.clock.now_ms());
        self.form.set(Some(form));
        self.keep();
    }

    fn terms(self, dealer: &Dealer) -> Terms {
        Terms {
            country: country_of(dealer),
            today: dealer.now.date(),
            horizon_days: dealer.booking.horizon_days,
            consent_version: dealer.consent.version.clone(),
            locale: self.lang.tag().to_owned(),
            open: parts(&dealer.opening_hours),
        }
    }

    fn send(self) {
        let Some((form, dealer)) = self.form.get_untracked().zip(self.page.loaded.dealer.get_untracked()) else {
            return;
        };
        if self.busy.get_untracked() {
            return;
        }
        let terms = self.terms(&dealer);
        self.failure.set(None);
        self.flaws.set(form.flaws(&terms));
        let Some(mut request) = form.request(&terms).filter(|_| self.flaws.with_untracked(Vec::is_empty)) else {
            focus::on("errors");
            return;
        };
        self.busy.set(true);
        let seconds = (self.clock.now_ms() - self.opened_ms.get_value()) / 1_000;
        request.filled_seconds = u32::try_from(seconds).ok();
        let before = self.sent.get_value().filter(|(sent, ..)| *sent == form);
        let (_, request, once) = before.unwrap_or_else(|| (form.clone(), request, client::fresh_key()));
        self.sent.set_value(Some((form.clone(), request.clone(), once.clone())));
        let call = Call::post(path::waitlist(&slug())).idempotency_key(&once).json(&request);
        spawn_local(async move {
            let answer = call.send::<WaitlistCreated>().await;
            self.busy.set(false);
            match answer {
                Ok(made) => {
                    saved::forget(&key());
                    address::go(&format!("/waitlist#{}", made.value.token));
                }
                Err(Failure::Problem(problem)) => {
                    self.flaws.set(form.refused(&problem.errors));
                    if self.flaws.with_untracked(Vec::is_empty) {
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

fn slug() -> String {
    app::path_part(0).unwrap_or_default()
}

/// Under which name the form is kept in this browser.
fn key() -> String {
    format!("bayside.wish.{}", slug())
}

/// `/{dealer}/wait`.
#[component]
pub fn AskPage() -> impl IntoView {
    let lang = use_lang();
    let page = Page::of(slug());
    let ask = Ask {
        form: RwSignal::new(None),
        flaws: RwSignal::new(Vec::new()),
        failure: RwSignal::new(None),
        busy: RwSignal::new(false),
        sent: StoredValue::new(None),
        opened_ms: StoredValue::new(0),
        page,
        lang,
        clock: use_clock(),
    };
    Effect::new(move |_| {
        if let Some(dealer) = page.loaded.dealer.get() {
            ask.begin(&dealer);
        }
    });
    let wrong = Memo::new(move |_| ask.flaws.with(|flaws| !flaws.is_empty()));
    Effect::new(move |_| {
        let locale = lang.get();
        let heading = td_string!(locale, appointment.ask_title);
        let heading =
            if wrong.get() { td_string!(locale, booking.error_title, title = heading) } else { heading.to_owned() };
        focus::title(&format!("{heading} · {}", page.name()));
    });
    let begun = Memo::new(move |_| ask.form.with(Option::is_some));
    let body = Callback::new(move |()| {
        let dealer = page.dealer()?;
        begun.get().then(|| AskForm(AskFormProps { ask, dealer }).into_any())
    });
    let retry = Callback::new(move |()| {});
    view! {
        <div class="booking"><Frame page=page failure=Signal::derive(|| None) retry=retry body=body/></div>
    }
}

#[component]
fn AskForm(ask: Ask, dealer: Arc<Dealer>) -> impl IntoView {
    let locale = ask.lang.now();
    let (today, horizon_days) = (dealer.now.date(), dealer.booking.horizon_days);
    let window = ask.part(|form| form.window.clone(), Window::default());
    let typed = Callback::new(move |typed: Window| {
        ask.change("to", |form| form.window = typed);
        ask.flaws.update(|flaws| flaws.retain(|flaw| flaw.id() != "from"));
    });
    let fault_at = Callback::new(move |edge: Edge| {
        ask.flaws.with(|flaws| {
            flaws.iter().find_map(|flaw| match flaw {
                Flaw::Day(at, fault) if *at == edge => Some(*fault),
                _ => None::<DayFault>,
            })
        })
    });
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        ask.send();
    };
    let back = format!("/{}/book", dealer.slug);
    let send_word = move || {
        if ask.busy.get() { td_string!(locale, appointment.sending) } else { td_string!(locale, appointment.send) }
    };
    let open = parts(&dealer.opening_hours);
    let fields = ask.fields(dealer.clone());
    view! {
        <form class="step" novalidate on:submit=submit>
            <div>
                <h1 id="heading" tabindex="-1">{td_string!(locale, appointment.ask_title)}</h1>
                <p class="lead">{td_string!(locale, appointment.ask_lead)}</p>
            </div>
            <Errors ask=ask country=country_of(&dealer)/>
            <What ask=ask dealer=dealer.clone()/>
            <Days window=window.into() typed=typed fault_at=fault_at today=today horizon_days=horizon_days/>
            <Hours window=window.into() typed=typed open=open/>
            <Vehicle form=fields/>
            <Contact form=fields/>
            <Notice kind=Kind::Note icon="info" title=td_string!(locale, appointment.how)><p>{td_string!(locale, appointment.how_free)}</p></Notice>
            <Failed failure=ask.failure retry=move |()| ask.send()/>
            <p class="row">
                <button type="submit" class="btn" data-test="wish-send" aria-disabled=tied(move || ask.busy.get().then_some("true"))>{live(send_word)}</button>
                <a class="btn b3" href=back data-test="wish-not">{td_string!(locale, appointment.ask_back)}</a>
            </p>
        </form>
    }
}

/// Every wrong field, each a link to it.
#[component]
fn Errors(ask: Ask, country: Country) -> impl IntoView {
    let locale = ask.lang.now();
    let said = move |flaw: Flaw| match flaw {
        Flaw::Day(_, fault) => span::fault(fault, locale),
        Flaw::Given(Field::Consent, _) => td_string!(locale, appointment.e_consent).to_owned(),
        Flaw::Given(field, fault) => words::fault(field, fault, country, locale),
    };
    live(move || errors(ask.flaws.get().into_iter().map(|flaw| (flaw.id(), said(flaw))).collect(), locale))
}
