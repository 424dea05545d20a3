//! A booking by phone: one page, one form, the best time chosen already; Tab, type, Enter.

use crate::client;
use crate::client::{Call, Failure};
use crate::desk::outages::labels as outage_labels;
use crate::desk::phone::state::{BookingDefaults, Draft, keep, within};
use crate::desk::shared::customer_fields::{Agreed, CustomerFields, Jobs, error};
use crate::desk::shared::date_text::DateText;
use crate::desk::shared::input::{Chips, Text};
use crate::desk::shared::keys::{Key, KeyLine, on_keys, on_save};
use crate::desk::shared::problems;
use crate::desk::shared::session::{Signed, use_desk, use_signed};
use crate::desk::shared::shell::Bar;
use crate::desk::visit::open_visit::field_errors;
use crate::i18n::{td_string, use_lang};
use crate::ui::{Failed, Notice, Severity, date_format, focus};
use bayside_api::booking::{Availability, BookingCreated, Slot};
use bayside_api::callback::{CallbackOutcome, DeskCallback, DeskCallbacks, OutcomeRequest};
use bayside_api::capacity::{Override, PhoneBooking};
use bayside_api::codes::{Role, Stay};
use bayside_api::dealer::Dealer;
use bayside_api::{Code, FieldError, path};
use bayside_domain::ids::CallbackId;
use chrono::Days;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use serde::de::IgnoredAny;

/// How many days of times are looked at for the first free one.
const DAYS_LOOKED_AT: u64 = 13;

/// The state of the page.
#[derive(Clone, Copy)]
struct PhoneForm {
    face: RwSignal<Option<Dealer>>,
    draft: RwSignal<Draft>,
    stay: RwSignal<String>,
    day: RwSignal<String>,
    slots: RwSignal<Option<Vec<Slot>>>,
    chosen: RwSignal<Option<i64>>,
    overriding: RwSignal<(String, String)>,
    errors: RwSignal<Vec<FieldError>>,
    failed: RwSignal<Option<Failure>>,
    taken: RwSignal<bool>,
    done: RwSignal<Option<BookingCreated>>,
    /// A booking whose answer was lost.
    earlier: RwSignal<Option<BookingCreated>>,
    busy: RwSignal<bool>,
    /// The call-back that is answered by this booking.
    callback: RwSignal<Option<DeskCallback>>,
    key: RwSignal<String>,
    dealer: StoredValue<String>,
}

impl PhoneForm {
    fn new(dealer: String) -> Self {
        Self {
            face: RwSignal::new(None),
            draft: RwSignal::new(Draft::default()),
            stay: RwSignal::new(Stay::Wait.as_str().to_owned()),
            day: RwSignal::new(String::new()),
            slots: RwSignal::new(None),
            chosen: RwSignal::new(None),
            overriding: RwSignal::new((String::new(), String::new())),
            errors: RwSignal::new(Vec::new()),
            failed: RwSignal::new(None),
            taken: RwSignal::new(false),
            done: RwSignal::new(None),
            earlier: RwSignal::new(None),
            busy: RwSignal::new(false),
            callback: RwSignal::new(None),
            key: RwSignal::new(client::fresh_key()),
            dealer: StoredValue::new(dealer),
        }
    }

    /// Reads the times for what is asked; without a day the first days that are open.
    fn read_times(self) {
        let services = self.draft.with_untracked(|draft| draft.services.join(","));
        let today = self.face.with_untracked(|face| face.as_ref().map(|face| face.now.date().0));
        let Some(today) = today.filter(|_| !services.is_empty()) else { return self.slots.set(None) };
        let asked = self.day.get_untracked().parse::<chrono::NaiveDate>().ok();
        let from = asked.unwrap_or(today);
        let to = if asked.is_some() { from } else { from + Days::new(DAYS_LOOKED_AT) };
        let stay = self.stay.get_untracked();
        let base = path::availability(&self.dealer.get_value());
        let path = format!("{base}?from={from}&to={to}&services={services}&stay={stay}");
        spawn_local(async move {
            match client::get::<Availability>(path).await {
                Ok(found) => {
                    let day = found.days.into_iter().find(|day| day.free > 0);
                    if let Some(day) = day.as_ref().filter(|_| asked.is_none()) {
                        self.day.try_set(day.date.to_string());
                    }
                    let slots = day.and_then(|day| day.slots).unwrap_or_default();
                    let wanted = self.chosen.try_get_untracked().flatten();
                    let kept = keep(&slots, wanted).map(|at| slots[at].start.epoch_ms());
                    self.chosen.try_set(kept);
                    self.slots.try_set(Some(slots));
                }
                Err(failure) => {
                    self.slots.try_set(None);
                    self.failed.try_set(Some(failure));
                }
            }
        });
    }

    /// Sends the booking; `overrides` books a time that is not offered.
    fn send(self, desk: crate::desk::shared::session::Desk, overrides: bool) {
        self.failed.set(None);
        self.taken.set(false);
        let Some(face) = self.face.get_untracked() else { return };
        let defaults = BookingDefaults::of(&face.country, &face.locales, &face.consent.version);
        let stay = Stay::from_word(&self.stay.get_untracked()).unwrap_or(Stay::Wait);
        let chosen = self.chosen.get_untracked();
        let slot = self.slots.with_untracked(|slots| {
            slots.as_ref().and_then(|slots| slots.iter().find(|slot| Some(slot.start.epoch_ms()) == chosen).cloned())
        });
        let (start, reason) = self.overriding.get_untracked();
        let overriding = overrides.then_some(Override { start, reason });
        let offer = slot.filter(|_| !overrides).map(|slot| slot.offer);
        let draft = self.draft.get_untracked();
        let booking = match draft.request(&defaults, stay, offer.clone(), None) {
            Ok(booking) if offer.is_some() || overrides => booking,
            Ok(_) => return,
            Err(wrong) => return self.errors.set(wrong),
        };
        self.errors.set(Vec::new());
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        let call = Call::post(path::desk_bookings(&self.dealer.get_value()))
            .idempotency_key(&self.key.get_untracked())
            .json(&PhoneBooking { booking, overriding });
        spawn_local(async move {
            let answer = call.send::<BookingCreated>().await;
            self.busy.try_set(false);
            match answer {
                // What was lost is booked; what is typed now may be for somebody else, and is sent as another one.
                Ok(reply) if reply.before => {
                    self.key.try_set(client::fresh_key());
                    self.earlier.try_set(Some(reply.value));
                }
                Ok(reply) => {
                    self.close_callback(&reply.value).await;
                    self.done.try_set(Some(reply.value));
                    focus::on("phone-another");
                }
                Err(failure) => {
                    desk.sign_out_if_expired(&failure);
                    let is_gone = matches!(failure.code(), Some(Code::SlotTaken | Code::OfferExpired)) && !overrides;
                    if is_gone {
                        self.taken.try_set(true);
                        self.read_times();
                    } else {
                        self.errors.try_set(field_errors(&failure).into_iter().map(within).collect());
                        self.failed.try_set(Some(failure));
                    }
                }
            }
        });
    }

    /// Fills in what the call-back of the address says.
    fn read_callback(self, id: CallbackId) {
        spawn_local(async move {
            match client::get::<DeskCallbacks>(path::desk_callbacks(&self.dealer.get_value())).await {
                Ok(list) => {
                    let open = |callback: &DeskCallback| callback.id == id && callback.closed_at.is_none();
                    if let Some(callback) = list.callbacks.into_iter().find(open) {
                        self.draft.try_set(Draft::of_callback(&callback));
                        self.callback.try_set(Some(callback));
                        focus::on("who-name");
                    }
                }
                Err(failure) => {
                    self.failed.try_set(Some(failure));
                }
            }
        });
    }

    /// The call-back ends with the booking. If it cannot be closed, it stays in the list.
    async fn close_callback(self, created: &BookingCreated) {
        let Some(callback) = self.callback.get_untracked() else { return };
        let body =
            OutcomeRequest { outcome: CallbackOutcome::Booked, note: None, reference: Some(created.reference.clone()) };
        let address = path::desk_callback_outcome(&self.dealer.get_value(), callback.id);
        let call = Call::post(address).json(&body).if_match(Some(&format!("\"{}\"", callback.version)));
        if let Err(failure) = call.send::<IgnoredAny>().await {
            self.callback.try_set(None);
            self.failed.try_set(Some(failure));
        }
    }

    fn begin_anew(self) {
        self.callback.set(None);
        self.failed.set(None);
        self.key.set(client::fresh_key());
        self.draft.set(Draft::default());
        self.overriding.set((String::new(), String::new()));
        self.errors.set(Vec::new());
        self.done.set(None);
        self.earlier.set(None);
        self.slots.set(None);
        self.chosen.set(None);
        self.day.set(String::new());
        focus::on("who-plate");
    }
}

/// The component of the whole page.
#[component]
pub fn PhonePage() -> impl IntoView {
    let lang = use_lang();
    let Signed(session) = use_signed();
    let dealer = session.dealer.clone();
    let form = PhoneForm::new(dealer.clone());
    let asked = use_query_map().with_untracked(|query| query.get("callback").and_then(|id| id.parse().ok()));
    if let Some(id) = asked {
        form.read_callback(id);
    }
    let unread = RwSignal::new(None::<Failure>);
    let fetch = Callback::new(move |()| {
        spawn_local(async move {
            match client::get::<Dealer>(path::dealer(&form.dealer.get_value())).await {
                Ok(face) => {
                    unread.try_set(None);
                    form.face.try_set(Some(face));
                    if asked.is_none() {
                        focus::on("who-plate");
                    }
                }
                Err(failure) => {
                    unread.try_set(Some(failure));
                }
            }
        });
    });
    Effect::new(move |_| {
        // Read the language, so that the names are fetched again when it changes.
        let _ = lang.get();
        fetch.run(());
    });
    let go = use_navigate();
    on_keys(move |key| {
        if key == "Escape" {
            go(&format!("/desk/{dealer}"), NavigateOptions::default());
        }
        key == "Escape"
    });
    Effect::new(move |_| focus::title(td_string!(lang.get(), room.phone.title)));
    let is_manager = session.role == Role::Manager;
    view! {
        <Bar/>
        <main id="main" class="screens">
            <div class="head"><h1>{move || td_string!(lang.get(), room.phone.title)}</h1></div>
            <Failed failure=unread retry=fetch/>
            {move || match form.done.get() {
                Some(created) => view! { <Done created=created form=form/> }.into_any(),
                None => view! {
                    {form.earlier.get().map(|created| view! {
                        <Notice kind=Severity::Ok icon="check" title=booked_title(created) role="status">
                            <p>{move || td_string!(lang.get(), ui.sent_before)}</p>
                        </Notice>
                    })}
                    <Fields form=form is_manager=is_manager/>
                }
                .into_any(),
            }}
        </main>
        <KeyLine keys=vec![Key::Field, Key::Save, Key::Back]/>
    }
}

/// `Booked: Tue 9 June 09:30, number 7K4Q29`.
fn booked_title(created: BookingCreated) -> Signal<String> {
    let lang = use_lang();
    Signal::derive(move || {
        let locale = lang.get();
        let day = date_format::at(&created.start, date_format::Style::Short, locale);
        let time = format!("{day} {}", date_format::time(&created.start));
        td_string!(locale, room.phone.done, time = time, reference = created.reference.clone()).to_string()
    })
}

#[component]
fn Done(created: BookingCreated, form: PhoneForm) -> impl IntoView {
    let lang = use_lang();
    let title = booked_title(created);
    let callbacks = format!("/desk/{}/callbacks", form.dealer.get_value());
    view! {
        <div class="pane stack" data-test="phone-done">
            <Notice kind=Severity::Ok icon="check" title=title role="status"/>
            {move || form.failed.get().map(|failure| {
                let title = Signal::derive(move || problems::sentence(&failure, lang.get()));
                view! { <Notice kind=Severity::Bad icon="stop" title=title role="alert"/> }
            })}
            {move || form.callback.with(Option::is_some).then(|| view! {
                <p data-test="callback-closed">{td_string!(lang.get(), room.phone.callback_closed)}</p>
                <p><a class="btn b2" href=callbacks.clone()>{td_string!(lang.get(), room.phone.to_callbacks)}</a></p>
            })}
            <p><button type="button" id="phone-another" class="btn" on:click=move |_| form.begin_anew()>{move || td_string!(lang.get(), room.phone.another)}</button></p>
        </div>
    }
}

#[component]
fn Fields(form: PhoneForm, is_manager: bool) -> impl IntoView {
    let lang = use_lang();
    let desk = use_desk();
    let stays = Signal::derive(move || outage_labels::stays(lang.get()));
    on_save(move || form.send(desk, false));
    view! {
        <form
            class="visit"
            novalidate=true
            on:submit=move |event| {
                event.prevent_default();
                form.send(desk, false);
            }
        >
            <div class="pane pair">
                {move || form.failed.get().map(|failure| {
                    let title = Signal::derive(move || problems::sentence(&failure, lang.get()));
                    view! { <Notice kind=Severity::Bad icon="stop" title=title role="alert"/> }
                })}
                {move || form.taken.get().then(|| {
                    let title = Signal::derive(move || td_string!(lang.get(), room.phone.taken).to_owned());
                    view! { <div data-test="phone-taken"><Notice kind=Severity::Warn icon="soon" title=title role="status"/></div> }
                })}
                {move || form.callback.get().map(|callback| view! {
                    <p class="soft" data-test="for-callback">{td_string!(lang.get(), room.phone.callback, who = callback.addressed_as).to_string()}</p>
                })}
                <CustomerFields draft=form.draft errors=form.errors face=form.face/>
            </div>
            <aside class="stack">
                <Jobs draft=form.draft errors=form.errors face=form.face changed=move |()| form.read_times()/>
                <Chips name="phone-stay" label=Signal::derive(move || td_string!(lang.get(), room.phone.stay).to_owned()) options=stays value=form.stay set=move |word| {
                    form.stay.set(word);
                    form.read_times();
                }/>
                <DateText id="phone-day" label=Signal::derive(move || td_string!(lang.get(), room.phone.day).to_owned()) value=form.day set=move |text: String| {
                    // While a day is typed, the times of the last one stay.
                    if !text.is_empty() && text != form.day.get_untracked() {
                        form.day.set(text);
                        form.read_times();
                    }
                }/>
                <Times form=form/>
                <Agreed draft=form.draft errors=form.errors label=Signal::derive(move || td_string!(lang.get(), room.phone.consent).to_owned())/>
                <div><button type="submit" class="btn" data-test="phone-book" aria-disabled=move || (form.busy.get() || form.chosen.get().is_none()).then_some("true")>{move || td_string!(lang.get(), room.phone.submit)}</button></div>
                {is_manager.then(|| view! { <ByOverride form=form/> })}
            </aside>
        </form>
    }
}

/// The free times of the day; the arrow keys move among them.
#[component]
fn Times(form: PhoneForm) -> impl IntoView {
    let lang = use_lang();
    let options = Signal::derive(move || {
        let word = |slot: &Slot| (slot.start.epoch_ms().to_string(), date_format::time(&slot.start));
        form.slots.with(|slots| slots.iter().flatten().map(word).collect::<Vec<_>>())
    });
    let chosen = Signal::derive(move || form.chosen.get().map(|at| at.to_string()).unwrap_or_default());
    view! {
        {move || match form.slots.with(|slots| slots.as_ref().map(Vec::is_empty)) {
            None => view! { <p class="soft">{td_string!(lang.get(), room.phone.choose_job)}</p> }.into_any(),
            Some(true) => view! { <p class="soft" data-test="no-times">{td_string!(lang.get(), room.phone.no_times)}</p> }.into_any(),
            Some(false) => view! {
                <div data-test="phone-times"><Chips name="phone-time" label=Signal::derive(move || td_string!(lang.get(), room.phone.times).to_owned()) options=options value=chosen set=move |text: String| form.chosen.set(text.parse().ok())/></div>
            }.into_any(),
        }}
    }
}

/// The form with which a manager books a start that is not offered, with a reason.
#[component]
fn ByOverride(form: PhoneForm) -> impl IntoView {
    let lang = use_lang();
    let desk = use_desk();
    view! {
        <details>
            <summary>{move || td_string!(lang.get(), room.phone.beyond)}</summary>
            <div class="stack">
                <DateText id="override-start" with_time=true label=Signal::derive(move || td_string!(lang.get(), room.phone.override_start).to_owned()) value=Signal::derive(move || form.overriding.get().0) set=move |text| form.overriding.update(|both| both.0 = text) error=error(form.errors, "/overriding/start")/>
                <Text id="override-reason" label=Signal::derive(move || td_string!(lang.get(), room.phone.override_reason).to_owned()) value=Signal::derive(move || form.overriding.get().1) set=move |text| form.overriding.update(|both| both.1 = text) error=error(form.errors, "/overriding/reason")/>
                <div><button type="button" class="btn b2" data-test="phone-override" on:click=move |_| form.send(desk, true)>{move || td_string!(lang.get(), room.phone.submit)}</button></div>
            </div>
        </details>
    }
}
