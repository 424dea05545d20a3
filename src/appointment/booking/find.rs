//! FindForm a booking by its reference and phone number.

use crate::client;
use crate::client::Failure;
use crate::home::Plain;
use crate::i18n::{Lang, td_string, use_lang};
use crate::ui::view;
use crate::ui::{Failed, Field, Notice, Severity, Skeleton, address, focus, heard, live, tied};
use bayside_api::dealer::Dealers;
use bayside_api::find::{FindRequest, Found};
use bayside_api::{Code, path};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Why no booking was found.
#[derive(Debug, Clone, PartialEq)]
enum FindError {
    /// Reference and phone do not belong together, for whatever reason.
    Unknown,
    /// Too many tries: the number of seconds to wait.
    Wait(u32),
}

/// The form; it outlives a change of the language.
#[derive(Clone, Copy)]
pub struct FindForm {
    dealers: RwSignal<Option<Dealers>>,
    unread: RwSignal<Option<Failure>>,
    dealer: RwSignal<String>,
    reference: RwSignal<String>,
    phone: RwSignal<String>,
    /// Whether the form was sent once; before that, empty fields are not reported.
    tried: RwSignal<bool>,
    error: RwSignal<Option<FindError>>,
    failure: RwSignal<Option<Failure>>,
    busy: RwSignal<bool>,
    found: Callback<String>,
    lang: Lang,
}

impl FindForm {
    /// An empty form; `found` is given the token.
    pub fn new(found: Callback<String>) -> Self {
        Self {
            dealers: RwSignal::new(None),
            unread: RwSignal::new(None),
            dealer: RwSignal::new(address::query("dealer").unwrap_or_default()),
            reference: RwSignal::new(String::new()),
            phone: RwSignal::new(String::new()),
            tried: RwSignal::new(false),
            error: RwSignal::new(None),
            failure: RwSignal::new(None),
            busy: RwSignal::new(false),
            found,
            lang: use_lang(),
        }
    }

    fn fetch(self) {
        self.dealers.set(None);
        let url = format!("{}?locale={}", path::dealers(), self.lang.tag());
        spawn_local(async move {
            match client::get::<Dealers>(url).await {
                Ok(known) => {
                    let chosen = self.dealer.get_untracked();
                    if !known.dealers.iter().any(|dealer| dealer.slug == chosen) {
                        let only = known.dealers.first().filter(|_| known.dealers.len() == 1);
                        self.dealer.set(only.map_or(String::new(), |dealer| dealer.slug.clone()));
                    }
                    self.unread.set(None);
                    self.dealers.set(Some(known));
                }
                Err(failure) => self.unread.set(Some(failure)),
            }
        });
    }

    /// Whether a field is empty; followed.
    fn is_empty(self, id: &'static str) -> bool {
        let typed = match id {
            "dealer" => self.dealer,
            "reference" => self.reference,
            _ => self.phone,
        };
        typed.with(|typed| typed.trim().is_empty())
    }

    /// Whether the empty field is to be reported.
    fn is_missing(self, id: &'static str) -> bool {
        self.tried.get() && self.is_empty(id)
    }

    /// The error message of a field.
    fn error(self, id: &'static str) -> Signal<Option<String>> {
        let locale = self.lang.now();
        Signal::derive(move || {
            let word = match id {
                "dealer" => td_string!(locale, appointment.find_no_dealer),
                "reference" => td_string!(locale, appointment.find_no_reference),
                _ => td_string!(locale, booking.e_phone),
            };
            self.is_missing(id).then(|| word.to_owned())
        })
    }

    /// The value of `aria-invalid` for a field.
    fn invalid(self, id: &'static str) -> Signal<Option<&'static str>> {
        Signal::derive(move || self.is_missing(id).then_some("true"))
    }

    fn send(self) {
        self.tried.set(true);
        if let Some(id) = ["dealer", "reference", "phone"].into_iter().find(|id| untrack(|| self.is_empty(id))) {
            focus::on(id);
            return;
        }
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.error.set(None);
        self.failure.set(None);
        let url = path::find_booking(&self.dealer.get_untracked());
        let request = FindRequest {
            reference: self.reference.get_untracked().trim().to_owned(),
            phone: self.phone.get_untracked().trim().to_owned(),
        };
        spawn_local(async move {
            let answer = client::post::<Found>(url, &request).await;
            self.busy.set(false);
            match answer {
                Ok(found) => self.found.run(found.manage_token),
                Err(Failure::Problem(problem)) if problem.code == Code::NotFound => {
                    self.error.set(Some(FindError::Unknown));
                }
                Err(Failure::Problem(problem)) if problem.code == Code::TooMany => {
                    self.error.set(Some(FindError::Wait(problem.retry_after_seconds.unwrap_or(60))));
                }
                Err(failure) => self.failure.set(Some(failure)),
            }
        });
    }
}

/// The form with dealer, reference and phone. `lost`: the page was opened with an invalid link.
#[component]
pub fn Find(form: FindForm, lost: bool) -> impl IntoView {
    let locale = form.lang.now();
    form.fetch();
    let heading = if lost { td_string!(locale, booking.m_gone) } else { td_string!(locale, appointment.find_title) };
    Effect::new(move |_| focus::title(&format!("{heading} · Bayside")));
    let choices = move || form.dealers.get().map(|known| view! { <DealerChoice form=form known=known/> });
    let error = move || {
        form.error.get().map(|error| {
            let (title, note) = match error {
                FindError::Unknown => {
                    (td_string!(locale, appointment.find_miss).to_owned(), td_string!(locale, appointment.find_miss_note))
                }
                FindError::Wait(seconds) => (
                    td_string!(locale, appointment.find_wait, n = seconds),
                    td_string!(locale, appointment.find_wait_note),
                ),
            };
            view! {
                <div data-test="find-miss"><Notice kind=Severity::Warn icon="search" role="alert" title=title><p>{note}</p></Notice></div>
            }
        })
    };
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        form.send();
    };
    let waits = move || form.dealers.with(Option::is_none) && form.unread.with(Option::is_none);
    view! {
        <Plain>
            <div data-test=if lost { "link-unknown" } else { "find" }>
                <h1 id="heading" tabindex="-1">{heading}</h1>
                <p class="lead">{if lost { td_string!(locale, appointment.find_lost) } else { td_string!(locale, appointment.find_lead) }}</p>
            </div>
            <Failed failure=form.unread retry=move |()| form.fetch()/>
            {live(error)}
            <Failed failure=form.failure retry=move |()| form.send()/>
            <form class="step" novalidate on:submit=submit>
                {live(move || waits().then(|| view! { <Skeleton class="tall w60"/> }))}
                {live(choices)}
                <Field id="reference" label=td_string!(locale, booking.reference) hint=td_string!(locale, appointment.find_reference_hint) error=form.error("reference")>
                    <input
                        type="text"
                        id="reference"
                        class="otp"
                        autocomplete="off"
                        autocapitalize="characters"
                        spellcheck="false"
                        aria-describedby="reference-hint reference-error"
                        aria-invalid=form.invalid("reference")
                        prop:value=form.reference
                        on:input=heard(move |event| form.reference.set(event_target_value(&event)))
                    />
                </Field>
                <Field id="phone" label=td_string!(locale, booking.phone) hint=td_string!(locale, appointment.find_phone_hint) error=form.error("phone")>
                    <input
                        type="tel"
                        id="phone"
                        autocomplete="tel"
                        aria-describedby="phone-hint phone-error"
                        aria-invalid=form.invalid("phone")
                        prop:value=form.phone
                        on:input=heard(move |event| form.phone.set(event_target_value(&event)))
                    />
                </Field>
                <p class="row">
                    <button type="submit" class="btn" data-test="find-send" aria-disabled=tied(move || form.busy.get().then_some("true"))>
                        {td_string!(locale, appointment.find_send)}
                    </button>
                    <a class="btn b3" href="/">{td_string!(locale, home.nf_home)}</a>
                </p>
            </form>
        </Plain>
    }
}

/// The choice of the dealer.
#[component]
fn DealerChoice(form: FindForm, known: Dealers) -> impl IntoView {
    let locale = form.lang.now();
    let rows = known.dealers.into_iter().map(|dealer| {
        let slug = dealer.slug.clone();
        let chosen = move || form.dealer.with(|chosen| *chosen == slug);
        view! { <option value=dealer.slug prop:selected=tied(chosen)>{dealer.name}</option> }
    });
    let rows = rows.collect_view();
    view! {
        <Field id="dealer" label=td_string!(locale, appointment.find_dealer) error=form.error("dealer")>
            <select
                id="dealer"
                aria-describedby="dealer-error"
                aria-invalid=form.invalid("dealer")
                on:change=heard(move |event| form.dealer.set(event_target_value(&event)))
            >
                <option value="" prop:selected=tied(move || form.dealer.with(String::is_empty))>{td_string!(locale, appointment.find_choose)}</option>
                {rows}
            </select>
        </Field>
    }
}
