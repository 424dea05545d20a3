//! Whom the house calls: tomorrow's bookings to confirm, and those whose service is due.

use super::input::Pick;
use super::invitations::Invitations;
use super::keys::{Key, KeyLine, on_keys};
use super::room_words as words;
use super::session::{Signed, use_desk, use_signed};
use super::shell::Bar;
use crate::client::{self, Failure};
use crate::i18n::{td_string, use_lang};
use crate::ui::{Failed, Skeleton, focus, moment};
use bayside_api::capacity::{Confirmation, ConfirmationList, Contact, ContactRequest, InvitationList};
use bayside_api::path;
use bayside_api::words::CallOutcome;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use serde::Serialize;
use serde::de::{DeserializeOwned, IgnoredAny};

/// The page.
#[component]
pub fn Calls() -> impl IntoView {
    let lang = use_lang();
    let dealer = use_signed().0.dealer.clone();
    let confirmations = Fetched::<ConfirmationList>::of(path::desk_confirmations(&dealer));
    let invitations = Fetched::<InvitationList>::of(path::desk_invitations(&dealer));
    let go = use_navigate();
    on_keys(move |key| {
        if key == "Escape" {
            go(&format!("/desk/{dealer}"), NavigateOptions::default());
        }
        key == "Escape"
    });
    Effect::new(move |_| focus::title(td_string!(lang.get(), room.calls.title)));
    view! {
        <Bar/>
        <main id="main" class="screens">
            <div class="head"><h1>{move || td_string!(lang.get(), room.calls.title)}</h1></div>
            <div class="pane">
                <section class="sec" data-test="confirmations">
                    <h2>{move || td_string!(lang.get(), room.calls.confirmations)}</h2>
                    <Failed failure=confirmations.failed retry=move |()| confirmations.read()/>
                    {move || match confirmations.value.get() {
                        None => view! { <Skeleton class="w80"/> }.into_any(),
                        Some(list) if list.calls.is_empty() => view! { <p class="soft empty">{td_string!(lang.get(), room.calls.none_tomorrow)}</p> }.into_any(),
                        Some(list) => view! { <Confirmations calls=list.calls fetched=confirmations/> }.into_any(),
                    }}
                </section>
                <section class="sec" data-test="invitations">
                    <h2>{move || td_string!(lang.get(), room.calls.invitations)}</h2>
                    <Failed failure=invitations.failed retry=move |()| invitations.read()/>
                    {move || match invitations.value.get() {
                        None => view! { <Skeleton class="w80"/> }.into_any(),
                        Some(list) => view! { <Invitations list=list fetched=invitations/> }.into_any(),
                    }}
                </section>
            </div>
        </main>
        <KeyLine keys=&[Key::Field, Key::Back]/>
    }
}

/// A list that is read, and read anew after each call.
pub struct Fetched<T: Send + Sync + 'static> {
    value: RwSignal<Option<T>>,
    failed: RwSignal<Option<Failure>>,
    /// Something is being told.
    pub busy: RwSignal<bool>,
    path: StoredValue<String>,
    desk: super::session::Desk,
}

impl<T: Send + Sync + 'static> Clone for Fetched<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Fetched<T> {}

impl<T: DeserializeOwned + Send + Sync + 'static> Fetched<T> {
    fn of(path: String) -> Self {
        let desk = use_desk();
        let (value, failed, busy) = (RwSignal::new(None), RwSignal::new(None), RwSignal::new(false));
        let fetched = Self { value, failed, busy, path: StoredValue::new(path), desk };
        fetched.read();
        fetched
    }

    /// Reads it anew.
    pub fn read(self) {
        spawn_local(async move {
            match client::get::<T>(self.path.get_value()).await {
                Ok(found) => {
                    self.failed.try_set(None);
                    self.value.try_set(Some(found));
                }
                Err(failure) => {
                    self.desk.heed(&failure);
                    self.failed.try_set(Some(failure));
                }
            }
        });
    }

    /// Writes down what came of a call.
    pub fn came_of(self, visit: i64, outcome: CallOutcome) {
        self.tell(visit.to_string(), ContactRequest { outcome });
    }

    /// Tells the server something about one of the list, and reads it anew.
    pub fn tell(self, about: String, what: impl Serialize + 'static) {
        self.busy.set(true);
        let path = format!("{}/{about}", self.path.get_value());
        spawn_local(async move {
            let answer = client::post::<IgnoredAny>(path, &what).await;
            self.busy.try_set(false);
            match answer {
                Ok(_) => self.read(),
                Err(failure) => {
                    self.desk.heed(&failure);
                    self.failed.try_set(Some(failure));
                }
            }
        });
    }
}

#[component]
fn Confirmations(calls: Vec<Confirmation>, fetched: Fetched<ConfirmationList>) -> impl IntoView {
    let lang = use_lang();
    let Signed(session) = use_signed();
    let rows = move || {
        let locale = lang.get();
        calls.clone().into_iter().map(|call| {
            view! {
                <tr data-test=format!("confirm-{}", call.reference)>
                    <th scope="row"><b>{moment::time(&call.start, &session.zone, locale)}</b></th>
                    <td><a href=format!("/desk/{}/visits/{}", session.dealer, call.id)>{call.plate}</a>" "{call.addressed_as}</td>
                    <td class="nb"><a href=format!("tel:{}", call.phone)>{call.phone.clone()}</a></td>
                    <td>{call.work}" · "{call.adviser.name}</td>
                    <td><Outcome visit=call.id contact=call.contact set=move |outcome| fetched.came_of(call.id, outcome)/></td>
                </tr>
            }
        }).collect_view()
    };
    view! {
        <table class="list">
            <thead><tr>
                <th scope="col">{move || td_string!(lang.get(), room.calls.when)}</th>
                <th scope="col" colspan="2">{move || td_string!(lang.get(), room.calls.who)}</th>
                <th scope="col">{move || td_string!(lang.get(), room.calls.work)}</th>
                <th scope="col">{move || td_string!(lang.get(), room.calls.outcome)}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

/// What came of the last call, and what came of this one.
#[component]
pub fn Outcome(
    /// About which visit.
    visit: i64,
    /// The last call.
    contact: Option<Contact>,
    /// What came of this one.
    #[prop(into)]
    set: Callback<CallOutcome>,
) -> impl IntoView {
    let lang = use_lang();
    let zone = StoredValue::new(use_signed().0.zone.clone());
    let chosen = contact.as_ref().map_or("", |contact| contact.outcome.as_str()).to_owned();
    let options = Signal::derive(move || {
        let locale = lang.get();
        let none = (String::new(), td_string!(locale, room.outcome.none).to_owned());
        let word = |known: &CallOutcome| (known.as_str().to_owned(), words::outcome(*known, locale).to_owned());
        std::iter::once(none).chain(CallOutcome::ALL.iter().map(word)).collect::<Vec<_>>()
    });
    let last = move || {
        contact.as_ref().map(|contact| {
            let locale = lang.get();
            let time = zone.with_value(|zone| {
                let day = moment::at(&contact.at, zone, moment::Style::Short, locale);
                format!("{day} {}", moment::time(&contact.at, zone, locale))
            });
            let outcome = words::outcome(contact.outcome, locale).to_owned();
            td_string!(locale, room.calls.last, outcome = outcome, time = time, by = contact.by.clone()).to_string()
        })
    };
    view! {
        <span data-test=format!("outcome-{visit}")>
            <Pick
                label=Signal::derive(move || td_string!(lang.get(), room.calls.outcome).to_owned())
                options=options
                value=Signal::derive(move || chosen.clone())
                set=move |word: String| {
                    if let Some(outcome) = CallOutcome::from_word(&word) {
                        set.run(outcome);
                    }
                }
            />
            <small class="soft block">{last}</small>
        </span>
    }
}
