//! `/booking#token`: a booking behind its private link. Look, move, give up.

use super::change::{CancelDialog, Move};
use crate::app;
use crate::booking::frame::Bar;
use crate::booking::loaded::Loaded;
use crate::booking::pass::{Meets, Pass};
use crate::booking::words;
use crate::client::{self, Call, Failure};
use crate::home::Plain;
use crate::i18n::{Lang, Locale, use_lang};
use crate::ui::clock::use_clock;
use crate::ui::view;
use crate::ui::{Failed, Icon, Kind, Notice, Skeleton, Status, focus, live, press, tied};
use bayside_api::booking::{Booking, BookingStatus, CancelRequest, RescheduleRequest, Slot};
use bayside_api::{Code, path};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_i18n::td_string;

/// The booking on this page.
#[derive(Clone, Copy)]
pub struct Mine {
    /// The booking, once read.
    pub booking: RwSignal<Option<Booking>>,
    /// Why it could not be read.
    unread: RwSignal<Option<Failure>>,
    /// Why a change was refused.
    refused: RwSignal<Option<Failure>>,
    /// A time that went, with the nearest others.
    pub gone: RwSignal<Option<(Slot, Vec<Slot>)>>,
    /// The calendar is open.
    pub moving: RwSignal<bool>,
    /// The new time, before it is confirmed.
    pub wanted: RwSignal<Option<Slot>>,
    /// The time was changed just now.
    moved: RwSignal<bool>,
    busy: RwSignal<bool>,
    token: StoredValue<String>,
    etag: StoredValue<Option<String>>,
    lang: Lang,
}

impl Mine {
    fn fetch(self) {
        let token = self.token.get_value();
        spawn_local(async move {
            let url = format!("{}?locale={}", path::booking(&token), self.lang.tag());
            match Call::get(url).send::<Booking>().await {
                Ok(reply) => {
                    self.etag.set_value(reply.etag);
                    self.unread.set(None);
                    self.booking.set(Some(reply.value));
                }
                Err(failure) => self.unread.set(Some(failure)),
            }
        });
    }

    fn change(self, call: Call, lost: Option<Slot>) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.refused.set(None);
        let call = call.if_match(self.etag.get_value().as_deref()).idempotency_key(&client::fresh_key());
        spawn_local(async move {
            let answer = call.send::<Booking>().await;
            self.busy.set(false);
            match answer {
                Ok(reply) => {
                    self.moved.set(lost.is_some());
                    self.etag.set_value(reply.etag);
                    self.booking.set(Some(reply.value));
                    self.moving.set(false);
                    self.wanted.set(None);
                    self.gone.set(None);
                    focus::to_top();
                    focus::on("heading");
                }
                Err(Failure::Problem(problem)) if lost.is_some() && problem.alternatives.is_some() => {
                    self.wanted.set(None);
                    self.gone.set(lost.zip(problem.alternatives));
                }
                Err(failure) => {
                    if failure.code() == Some(Code::ChangedMeanwhile) {
                        self.fetch();
                    }
                    self.refused.set(Some(failure));
                }
            }
        });
    }

    /// Moves the booking to this time.
    pub fn reschedule(self, slot: Slot) {
        let body = RescheduleRequest { hold: None, offer: Some(slot.offer.clone()) };
        self.change(Call::post(path::reschedule(&self.token.get_value())).json(&body), Some(slot));
    }

    /// Gives the booking up.
    pub fn cancel(self, reason: &str) {
        let reason = reason.trim();
        let body = CancelRequest { reason: (!reason.is_empty()).then(|| reason.to_owned()) };
        self.change(Call::post(path::cancel(&self.token.get_value())).json(&body), None);
    }
}

/// `/booking#{manage_token}`.
#[component]
pub fn ManagePage() -> impl IntoView {
    let lang = use_lang();
    let mine = Mine {
        booking: RwSignal::new(None),
        unread: RwSignal::new(None),
        refused: RwSignal::new(None),
        gone: RwSignal::new(None),
        moving: RwSignal::new(false),
        wanted: RwSignal::new(None),
        moved: RwSignal::new(false),
        busy: RwSignal::new(false),
        token: StoredValue::new(app::fragment().unwrap_or_default()),
        etag: StoredValue::new(None),
        lang,
    };
    Effect::new(move |_| {
        lang.get();
        mine.fetch();
    });
    let slug = Memo::new(move |_| mine.booking.with(|booking| booking.as_ref().map(|booking| booking.dealer.clone())));
    let missing = Memo::new(move |_| {
        mine.unread.with(|failure| failure.as_ref().and_then(Failure::code) == Some(Code::NotFound))
    });
    view! {
        {move || { let locale = lang.get(); match slug.get() {
            Some(slug) => view! { <Known mine=mine slug=slug/> }.into_any(),
            None if missing.get() => view! { <Unknown/> }.into_any(),
            None => view! {
                <Plain>
                    <h1>{td_string!(locale, booking.m_title)}</h1>
                    <Failed failure=mine.unread retry=move |()| mine.fetch()/>
                    {live(move || mine.unread.with(Option::is_none).then(|| view! { <Skeleton class="tall w60"/><Skeleton class="w80"/><Skeleton class="w60"/> }))}
                </Plain>
            }
            .into_any(),
        } } }
    }
}

/// The link opens nothing.
#[component]
fn Unknown() -> impl IntoView {
    let locale = use_lang().now();
    Effect::new(move |_| focus::title(td_string!(locale, booking.m_gone)));
    view! {
        <Plain>
            <div data-test="link-unknown">
                <h1>{td_string!(locale, booking.m_gone)}</h1>
                <p class="lead">{td_string!(locale, booking.m_gone_note)}</p>
            </div>
            <p><a class="btn" href="/">{td_string!(locale, booking.nf_home)}</a></p>
        </Plain>
    }
}

/// The booking and its dealer.
#[component]
fn Known(mine: Mine, slug: String) -> impl IntoView {
    let locale = use_lang().now();
    let loaded = Loaded::new(slug);
    let status = Memo::new(move |_| mine.booking.with(|booking| booking.as_ref().map(|booking| booking.status)));
    Effect::new(move |_| {
        let name = loaded.dealer.with(|dealer| dealer.as_ref().map_or(String::new(), |dealer| dealer.name.clone()));
        focus::title(&format!("{} · {name}", td_string!(locale, booking.m_title)));
    });
    let body = move || {
        if mine.moving.get() {
            let dealer = loaded.dealer.get()?;
            return Some(view! { <Move mine=mine dealer=dealer/> }.into_any());
        }
        mine.booking.get().map(|booking| view! { <Shown mine=mine booking=booking loaded=loaded/> }.into_any())
    };
    view! {
        <div class="booking" data-status=tied(move || status.get().map(status_word))>
            <Bar dealer=loaded.dealer.into()/>
            <div class="book">
                <main id="main">
                    <Failed failure=mine.refused retry=move |()| { mine.refused.set(None); mine.fetch(); }/>
                    {live(body)}
                </main>
                <aside class="sum side below" aria-label=td_string!(locale, booking.summary)>
                    {live(move || mine.booking.get().map(|booking| view! { <Lines booking=booking/> }))}
                </aside>
            </div>
        </div>
    }
}

const fn status_word(status: BookingStatus) -> &'static str {
    match status {
        BookingStatus::Booked => "booked",
        BookingStatus::Arrived => "arrived",
        BookingStatus::Cancelled => "cancelled",
        BookingStatus::NoShow => "no-show",
    }
}

/// What is booked.
#[component]
fn Lines(booking: Booking) -> impl IntoView {
    let locale = use_lang().now();
    let jobs = booking.services.into_iter().map(|job| {
        view! { <li><span>{job.name}</span><span>{words::price_from(job.price_from, locale)}</span></li> }
    });
    let to_pay = bayside_api::Money::new(booking.price.amount - booking.benefit.amount, booking.price.currency);
    view! {
        <h2>{td_string!(locale, booking.summary)}</h2>
        <dl class="dl">
            <div><dt>{td_string!(locale, booking.sum_work)}</dt><dd><ul role="list">{jobs.collect_view()}</ul></dd></div>
            <div><dt>{td_string!(locale, booking.sum_car)}</dt><dd><span class="plate">{booking.plate}</span><br/>{booking.model}</dd></div>
            {(booking.benefit.amount > 0).then(|| view! {
                <div><dt>{td_string!(locale, booking.quiet_hour)}</dt><dd class="r">{words::saving(booking.benefit, locale)}</dd></div>
            })}
        </dl>
        <p class="row total"><span class="soft"></span><b class="tot">{words::price_from(to_pay, locale)}</b></p>
    }
}

/// How it stands, in a word and a sentence.
fn standing(booking: &Booking, locale: Locale) -> (Option<Kind>, &'static str, &'static str, &'static str) {
    match booking.status {
        BookingStatus::Booked if booking.prepared => (
            Some(Kind::Ok),
            "check",
            td_string!(locale, booking.m_prepared),
            td_string!(locale, booking.m_prepared_note),
        ),
        BookingStatus::Booked => (Some(Kind::Ok), "check", td_string!(locale, booking.m_booked), ""),
        BookingStatus::Arrived => {
            (Some(Kind::Ok), "done", td_string!(locale, booking.m_arrived), td_string!(locale, booking.m_arrived_note))
        }
        BookingStatus::Cancelled => {
            (None, "cross", td_string!(locale, booking.m_cancelled), td_string!(locale, booking.m_cancelled_note))
        }
        BookingStatus::NoShow => (
            Some(Kind::Warn),
            "clock",
            td_string!(locale, booking.m_no_show),
            td_string!(locale, booking.m_no_show_note),
        ),
    }
}

/// The appointment: one large time, and what can be done.
#[component]
fn Shown(mine: Mine, booking: Booking, loaded: Loaded) -> impl IntoView {
    let locale = use_lang().now();
    let clock = use_clock();
    let (start, ready, benefit) = (booking.start, booking.ready_estimate, booking.benefit);
    let over = matches!(booking.status, BookingStatus::Cancelled | BookingStatus::NoShow);
    let open = booking.status == BookingStatus::Booked;
    let (kind, icon, word, note) = standing(&booking, locale);
    let status = match kind {
        Some(kind) => view! { <Status kind=kind icon=icon word=Signal::stored(word.to_owned())/> }.into_any(),
        None => view! { <Status icon=icon word=Signal::stored(word.to_owned())/> }.into_any(),
    };
    let time = words::clock(&start);
    let large = if over { view! { <del>{time}</del> }.into_any() } else { view! { <time>{time}</time> }.into_any() };
    let until = booking.change_until;
    let now = clock.ticking(30_000);
    let in_time = Memo::new(move |_| until.epoch_ms() > now.get());
    let asking = RwSignal::new(false);
    let phone = Signal::derive(move || {
        loaded.dealer.with(|dealer| dealer.as_ref().map_or(String::new(), |dealer| dealer.phone.clone()))
    });
    let adviser = booking.adviser.clone();
    let line = td_string!(
        locale,
        booking.m_line,
        date = words::day(&start, locale),
        name = adviser.name.clone(),
        ready = words::clock(&ready)
    );
    let calendar = path::calendar(&mine.token.get_value());
    let again = format!("/{}/book", booking.dealer);
    let ways = move || {
        if !open {
            return view! { <p class="row"><a class="btn" href=again.clone()>{td_string!(locale, booking.m_again)}</a></p> }.into_any();
        }
        let calendar = calendar.clone();
        let change = move || {
            if in_time.get() {
                let (date, time) = (words::day(&until, locale), words::clock(&until));
                view! {
                    <button type="button" class="btn" data-test="change" on:click=press(move || { mine.moved.set(false); mine.moving.set(true); focus::on("heading"); })>
                        {td_string!(locale, booking.m_change)}
                    </button>
                    <button type="button" class="btn b3" data-test="cancel" on:click=press(move || asking.set(true))>{td_string!(locale, booking.m_cancel)}</button>
                    <small class="wide">{td_string!(locale, booking.m_until, date = date, time = time)}</small>
                }
                .into_any()
            } else {
                view! { <small class="wide">{td_string!(locale, booking.m_late)}</small> }.into_any()
            }
        };
        view! {
            <p class="row">
                <a class="btn b2" href=calendar download="" data-test="calendar"><Icon name="calendar"/>{td_string!(locale, booking.calendar)}</a>
                {live(change)}
            </p>
        }
        .into_any()
    };
    view! {
        {move || mine.moved.get().then(|| view! {
            <div data-test="moved"><Notice kind=Kind::Ok icon="check" role="status" title=td_string!(locale, booking.m_changed)/></div>
        })}
        <div class="got">
            <h1 id="heading" tabindex="-1">{td_string!(locale, booking.m_title)}</h1>
            <p class="big num" data-test="start" data-value=crate::ui::moment::machine(&start)>{large}</p>
            <p>{line}</p>
            <p data-test="status">{status}" "<span class="soft">{note}</span></p>
        </div>
        {live(ways)}
        {(!over).then(|| view! {
            <Meets adviser=Signal::stored(Some(adviser)) phone=phone/>
            <Pass reference=booking.reference.clone()/>
        })}
        <CancelDialog mine=mine open=asking start=start benefit=benefit/>
    }
}
