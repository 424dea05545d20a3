//! Taking in who drew a number at the arrival kiosk: the car is here, under that number.

use crate::client;
use crate::client::{Call, Failure};
use crate::desk::outages::labels as outage_labels;
use crate::desk::phone::state::{BookingDefaults, Draft};
use crate::desk::shared::customer_fields::{Agreed, CustomerFields, Jobs};
use crate::desk::shared::input::Chips;
use crate::desk::shared::keys::{Key, KeyLine, on_keys, on_save};
use crate::desk::shared::problems;
use crate::desk::shared::session::{Signed, use_desk, use_signed};
use crate::desk::shared::shell::Bar;
use crate::desk::visit::open_visit::field_errors;
use crate::i18n::{td_string, use_lang};
use crate::kiosk::labels as kiosk_words;
use crate::ui::{Failed, Notice, Severity, Skeleton, focus};
use bayside_api::arrival::{DeskTicket, DeskTickets};
use bayside_api::codes::Stay;
use bayside_api::dealer::Dealer;
use bayside_api::desk::{DeskVisit, WalkInRequest};
use bayside_api::{FieldError, path};
use bayside_domain::ids::{TicketId, VisitId};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

/// What the page holds.
#[derive(Clone, Copy)]
struct WalkInForm {
    face: RwSignal<Option<Dealer>>,
    ticket: RwSignal<Option<DeskTicket>>,
    draft: RwSignal<Draft>,
    stay: RwSignal<String>,
    adviser: RwSignal<String>,
    errors: RwSignal<Vec<FieldError>>,
    failed: RwSignal<Option<Failure>>,
    busy: RwSignal<bool>,
    key: StoredValue<String>,
    dealer: StoredValue<String>,
}

impl WalkInForm {
    /// The walk-in to be sent, or what is missing.
    fn request(self) -> Option<Result<WalkInRequest, Vec<FieldError>>> {
        let face = self.face.get_untracked()?;
        let ticket = self.ticket.get_untracked()?;
        let defaults = BookingDefaults::of(&face.country, &face.locales, &face.consent.version);
        let stay = Stay::from_word(&self.stay.get_untracked()).unwrap_or(Stay::Wait);
        let adviser = self.adviser.get_untracked();
        let booking = self.draft.get_untracked().request(&defaults, stay, None, Some(adviser.clone()));
        Some(booking.map(|booking| WalkInRequest {
            services: booking.services,
            concern: booking.concern,
            vehicle: booking.vehicle,
            customer: booking.customer,
            stay,
            adviser,
            consent: booking.consent,
            ticket: Some(ticket.id),
        }))
    }

    fn send(self, desk: crate::desk::shared::session::Desk, open: impl FnOnce(VisitId) + 'static) {
        self.failed.set(None);
        let body = match self.request() {
            None => return,
            Some(Err(wrong)) => return self.errors.set(wrong),
            Some(Ok(body)) => body,
        };
        self.errors.set(Vec::new());
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        let call =
            Call::post(path::desk_visits(&self.dealer.get_value())).idempotency_key(&self.key.get_value()).json(&body);
        spawn_local(async move {
            let answer = call.send::<DeskVisit>().await;
            self.busy.try_set(false);
            match answer {
                Ok(reply) => open(reply.value.card.id),
                Err(failure) => {
                    desk.sign_out_if_expired(&failure);
                    self.errors.try_set(field_errors(&failure));
                    self.failed.try_set(Some(failure));
                }
            }
        });
    }
}

/// The component of the whole page.
#[component]
pub fn WalkInPage() -> impl IntoView {
    let lang = use_lang();
    let desk = use_desk();
    let Signed(session) = use_signed();
    let query = use_query_map();
    let asked = query.with_untracked(|query| query.get("ticket").and_then(|id| id.parse::<TicketId>().ok()));
    let form = WalkInForm {
        face: RwSignal::new(None),
        ticket: RwSignal::new(None),
        draft: RwSignal::new(Draft::default()),
        stay: RwSignal::new(Stay::Wait.as_str().to_owned()),
        adviser: RwSignal::new(String::new()),
        errors: RwSignal::new(Vec::new()),
        failed: RwSignal::new(None),
        busy: RwSignal::new(false),
        key: StoredValue::new(client::fresh_key()),
        dealer: StoredValue::new(session.dealer.clone()),
    };
    let unread = RwSignal::new(None::<Failure>);
    let gone = RwSignal::new(false);
    let fetch = Callback::new(move |()| {
        spawn_local(async move {
            let slug = form.dealer.get_value();
            let read = async {
                let tickets = client::get::<DeskTickets>(path::desk_tickets(&slug)).await?;
                let face = client::get::<Dealer>(path::dealer(&slug)).await?;
                Ok::<_, Failure>((tickets, face))
            };
            match read.await {
                Ok((tickets, face)) => {
                    unread.try_set(None);
                    let found = tickets.tickets.into_iter().find(|ticket| Some(ticket.id) == asked);
                    gone.try_set(found.is_none());
                    form.ticket.try_set(found);
                    if form.adviser.try_with_untracked(String::is_empty) == Some(true) {
                        form.adviser
                            .try_set(face.advisers.first().map(|adviser| adviser.id.clone()).unwrap_or_default());
                    }
                    form.face.try_set(Some(face));
                }
                Err(failure) => {
                    desk.sign_out_if_expired(&failure);
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
    on_keys({
        let go = go.clone();
        move |key| {
            if key == "Escape" {
                go(&format!("/desk/{}", form.dealer.get_value()), NavigateOptions::default());
            }
            key == "Escape"
        }
    });
    let title = move || match form.ticket.with(|ticket| ticket.as_ref().map(|ticket| ticket.number)) {
        Some(number) => td_string!(lang.get(), kiosk.desk.form, n = number).to_string(),
        None => td_string!(lang.get(), kiosk.desk.title).to_owned(),
    };
    Effect::new(move |_| focus::title(&title()));
    let send = Callback::new(move |()| {
        let go = go.clone();
        form.send(desk, move |id| {
            go(&format!("/desk/{}/visits/{id}", form.dealer.get_value()), NavigateOptions::default());
        });
    });
    let is_known = Memo::new(move |_| form.ticket.with(Option::is_some) && form.face.with(Option::is_some));
    view! {
        <Bar/>
        <main id="main" class="screens">
            <div class="head">
                <h1>{title}</h1>
                {move || form.ticket.get().map(|ticket| view! { <span class="fig">{kiosk_words::reason(ticket.reason, lang.get())}</span> })}
            </div>
            <Failed failure=unread retry=fetch/>
            {move || gone.get().then(|| {
                let title = Signal::derive(move || td_string!(lang.get(), kiosk.desk.gone).to_owned());
                view! { <div class="pane stack" data-test="ticket-gone"><Notice kind=Severity::Warn icon="soon" title=title role="status"/></div> }
            })}
            {move || if is_known.get() {
                view! { <Fields form send/> }.into_any()
            } else if gone.get() {
                ().into_any()
            } else {
                view! { <div class="pane"><Skeleton class="w80"/><Skeleton class="w60"/></div> }.into_any()
            }}
        </main>
        <KeyLine keys=vec![Key::Field, Key::Save, Key::Back]/>
    }
}

#[component]
fn Fields(form: WalkInForm, send: Callback<()>) -> impl IntoView {
    let lang = use_lang();
    let number = form.ticket.with_untracked(|ticket| ticket.as_ref().map_or(0, |ticket| ticket.number));
    let stays = Signal::derive(move || outage_labels::stays(lang.get()));
    let advisers = Signal::derive(move || {
        let all = form.face.with(|face| face.as_ref().map(|face| face.advisers.clone())).unwrap_or_default();
        all.into_iter().map(|adviser| (adviser.id, adviser.name)).collect::<Vec<_>>()
    });
    let label =
        move |word: fn(crate::i18n::Language) -> &'static str| Signal::derive(move || word(lang.get()).to_owned());
    focus::on("who-plate");
    on_save(move || send.run(()));
    view! {
        <form
            class="visit"
            novalidate=true
            on:submit=move |event| {
                event.prevent_default();
                send.run(());
            }
        >
            <div class="pane pair">
                {move || form.failed.get().map(|failure| {
                    let title = Signal::derive(move || problems::sentence(&failure, lang.get()));
                    view! { <Notice kind=Severity::Bad icon="stop" title=title role="alert"/> }
                })}
                <CustomerFields draft=form.draft errors=form.errors face=form.face/>
            </div>
            <aside class="stack">
                <p class="soft">{move || td_string!(lang.get(), kiosk.desk.form_lead, n = number).to_string()}</p>
                <Jobs draft=form.draft errors=form.errors face=form.face/>
                <Chips name="walk-in-stay" label=label(|l| td_string!(l, room.phone.stay)) options=stays value=form.stay set=move |word| form.stay.set(word)/>
                <Chips name="walk-in-adviser" label=label(|l| td_string!(l, kiosk.desk.adviser)) options=advisers value=form.adviser set=move |word| form.adviser.set(word)/>
                <Agreed draft=form.draft errors=form.errors label=label(|l| td_string!(l, kiosk.desk.consent))/>
                <div><button type="submit" class="btn" data-test="walk-in-save" aria-disabled=move || form.busy.get().then_some("true")>{move || td_string!(lang.get(), kiosk.desk.submit)}</button></div>
            </aside>
        </form>
    }
}
