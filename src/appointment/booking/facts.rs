//! The view of a booking: its time in large type, and the possible actions.

use crate::appointment::booking::history::{Data, DataProps, History, HistoryProps};
use crate::appointment::booking::state::{BookingActivity, BookingPageState};
use crate::appointment::compare::date_and_time;
use crate::appointment::days_and_hours;
use crate::appointment::labels::{stay_word, unbroken, wish_status};
use crate::booking::done::reference_card::{Meets, ReferenceCard};
use crate::booking::labels;
use crate::i18n::{Language, td_string, use_lang};
use crate::ui::clock::use_clock;
use crate::ui::map;
use crate::ui::view;
use crate::ui::{Icon, Notice, Severity, Status, live, press};
use bayside_api::booking::{Booking, BookingStatus};
use bayside_api::dealer::Dealer;
use bayside_api::waitlist::BookingWish;
use bayside_api::{Money, path};
use leptos::prelude::*;
use std::sync::Arc;

/// The list of the booked jobs, car and price.
#[component]
pub fn Lines(booking: Booking) -> impl IntoView {
    let locale = use_lang().now();
    let (start, ready, stay) = (booking.start, booking.ready_estimate, booking.stay);
    let jobs = booking.services.into_iter().map(|job| {
        view! { <li><span>{job.name}</span><span>{labels::price_from(job.price_from, locale)}</span></li> }
    });
    let to_pay = Money::new(booking.price.amount - booking.benefit.amount, booking.price.currency);
    let minutes = ready.seconds_since(&start) / 60;
    let length = (start.date() == ready.date()).then(|| labels::duration(minutes, locale));
    view! {
        <h2>{td_string!(locale, appointment.details)}</h2>
        <dl class="dl">
            <div><dt>{td_string!(locale, booking.sum_work)}</dt><dd><ul role="list">{jobs.collect_view()}</ul></dd></div>
            <div><dt>{td_string!(locale, booking.sum_car)}</dt><dd><span class="plate" translate="no">{booking.plate}</span><br/>{booking.model}</dd></div>
            <div><dt>{td_string!(locale, booking.sum_when)}</dt><dd>
                <b>{labels::day(&start, locale)}" "{labels::clock(&start)}</b>
                <br/>
                {labels::ready(&start, &ready, locale)}{locale.comma()}{stay_word(stay, locale)}
            </dd></div>
            <div><dt>{td_string!(locale, booking.sum_adviser)}</dt><dd>{booking.adviser.name}</dd></div>
            {(booking.benefit.amount > 0).then(|| view! {
                <div><dt>{td_string!(locale, booking.quiet_hour)}</dt><dd class="r" data-test="saving">{labels::saving(booking.benefit, locale)}</dd></div>
            })}
        </dl>
        <p class="row total"><span class="soft">{length}</span><b class="tot" translate="no">{labels::price_from(to_pay, locale)}</b></p>
    }
}

/// The status of the booking, as a word and a sentence.
fn status_words(booking: &Booking, locale: Language) -> (Option<Severity>, &'static str, &'static str, &'static str) {
    match booking.status {
        BookingStatus::Booked if booking.prepared => (
            Some(Severity::Ok),
            "check",
            td_string!(locale, booking.m_prepared),
            td_string!(locale, booking.m_prepared_note),
        ),
        BookingStatus::Booked => (Some(Severity::Ok), "check", td_string!(locale, booking.m_booked), ""),
        BookingStatus::Arrived => (
            Some(Severity::Ok),
            "done",
            td_string!(locale, booking.m_arrived),
            td_string!(locale, booking.m_arrived_note),
        ),
        BookingStatus::Cancelled => {
            (None, "cross", td_string!(locale, booking.m_cancelled), td_string!(locale, booking.m_cancelled_note))
        }
        BookingStatus::NoShow => (
            Some(Severity::Warn),
            "clock",
            td_string!(locale, booking.m_no_show),
            td_string!(locale, booking.m_no_show_note),
        ),
    }
}

/// The appointment: its time in large type, and the possible actions.
#[component]
pub fn Shown(state: BookingPageState, booking: Booking, dealer: Arc<Dealer>) -> impl IntoView {
    let locale = use_lang().now();
    let (start, ready) = (booking.start, booking.ready_estimate);
    let over = matches!(booking.status, BookingStatus::Cancelled | BookingStatus::NoShow);
    let (kind, icon, word, note) = status_words(&booking, locale);
    let word = Signal::stored(word.to_owned());
    let status = if let Some(kind) = kind {
        view! { <Status kind=kind icon=icon word=word/> }
    } else {
        view! { <Status icon=icon word=word/> }
    };
    let time = labels::clock(&start);
    let large = if over {
        view! { <del>{time}</del> }
    } else {
        view! { <time translate="no">{time}</time> }
    };
    let adviser = booking.adviser.clone();
    let line = td_string!(
        locale,
        booking.m_line,
        date = unbroken(&labels::day(&start, locale), locale),
        name = adviser.name.clone(),
        ready = labels::clock(&ready)
    );
    let ways = match booking.status {
        BookingStatus::Booked => open_ways(state, &booking, &dealer, locale),
        BookingStatus::Arrived => ().into_any(),
        BookingStatus::Cancelled | BookingStatus::NoShow => closed_ways(state, &booking, locale),
    };
    let phone = Signal::stored(dealer.phone.clone());
    let policy = &dealer.booking;
    let express =
        (policy.express_reception && booking.status == BookingStatus::Booked).then(|| match policy.express_minutes {
            Some(minutes) => td_string!(locale, appointment.express_minutes, n = minutes),
            None => td_string!(locale, appointment.express).to_owned(),
        });
    view! {
        {live(move || state.moved.get().then(|| view! {
            <div data-test="moved"><Notice kind=Severity::Ok icon="check" role="status" title=td_string!(locale, booking.m_changed)/></div>
        }))}
        <div class="got">
            <h1 id="heading" tabindex="-1">{td_string!(locale, booking.m_title)}</h1>
            <p class="big num" translate="no" data-test="start" data-value=crate::ui::date_format::machine(&start)>{large}</p>
            <p>{line}</p>
            <p data-test="status">{status}" "<span class="soft">{note}</span></p>
        </div>
        {(!over).then(|| view! { <Place dealer=dealer.clone()/><Meets adviser=Signal::stored(Some(adviser)) phone=phone/> })}
        {express.map(|express| view! { <p class="soft" data-test="express"><Icon name="hand"/>" "{express}</p> })}
        {(booking.status == BookingStatus::Booked).then(|| view! { <Bring stay=booking.stay/> })}
        {ways}
        {(!over).then(|| view! { <ReferenceCard reference=booking.reference.clone()/> })}
        {History(HistoryProps { booking: booking.clone() })}
        {Data(DataProps { booking, dealer })}
    }
}

/// Where to go, and the map of it.
#[component]
fn Place(dealer: Arc<Dealer>) -> impl IntoView {
    let locale = use_lang().now();
    view! {
        <section class="sec" data-test="place">
            <h2>{td_string!(locale, appointment.place)}</h2>
            <a class="place" href=map::here(&dealer.address, &dealer.country) rel="noreferrer" data-test="map">
                <span>{dealer.address.clone()}<small>{td_string!(locale, appointment.map)}</small></span><Icon name="pin"/>
            </a>
        </section>
    }
}

/// What to bring.
#[component]
fn Bring(stay: bayside_api::codes::Stay) -> impl IntoView {
    let locale = use_lang().now();
    let loaner = (stay == bayside_api::codes::Stay::Loaner).then(|| ("car", td_string!(locale, booking.bring_driving)));
    let things = [
        ("doc", td_string!(locale, booking.bring_licence)),
        ("key", td_string!(locale, booking.bring_key)),
        ("pen", td_string!(locale, booking.bring_who)),
    ];
    let rows =
        things.into_iter().chain(loaner).map(|(icon, word)| view! { <li><Icon name=icon/><span>{word}</span></li> });
    view! {
        <section class="sec" data-test="bring">
            <h2>{td_string!(locale, booking.bring)}</h2>
            <ul class="bring" role="list">{rows.collect_view()}</ul>
        </section>
    }
}

/// The actions for a future booking.
fn open_ways(state: BookingPageState, booking: &Booking, dealer: &Arc<Dealer>, locale: Language) -> AnyView {
    let until = booking.change_until;
    let now = use_clock().ticking(30_000);
    let in_time = Memo::new(move |_| until.epoch_ms() > now.get());
    let calendar = path::calendar(&state.token.get_value());
    let start = booking.start;
    let (phone, number) = (dealer.phone.clone(), dealer.phone_display.clone());
    let wish = booking.wish.clone();
    live(move || {
        let calendar = view! {
            <a class="btn b2" href=calendar.clone() download="" data-test="calendar"><Icon name="calendar"/>{td_string!(locale, booking.calendar)}</a>
        };
        let running = wish.clone().map(|wish| running(wish, locale));
        if !in_time.get() {
            let (phone, number) = (phone.clone(), number.clone());
            return view! {
                <div data-test="late"><Notice kind=Severity::Note icon="clock" title=td_string!(locale, appointment.late)>
                    <p>{td_string!(locale, appointment.late_note)}</p>
                    <p><a class="call" href=format!("tel:{phone}")>{number}</a></p>
                </Notice></div>
                {running}
                <p class="row">{calendar}</p>
            }
            .into_any();
        }
        let (date, time) = (labels::day(&until, locale), labels::clock(&until));
        view! {
            <p class="row">
                <button type="button" class="btn" data-test="change" on:click=press(move || state.turn(BookingActivity::Moving))>
                    {td_string!(locale, booking.m_change)}
                </button>
                {calendar}
                <button type="button" class="btn b3" data-test="cancel" on:click=press(move || state.turn(BookingActivity::Cancelling))>{td_string!(locale, booking.m_cancel)}</button>
                <small class="wide">{td_string!(locale, booking.m_until, date = date, time = time)}</small>
            </p>
            {running.or_else(|| Some(view! {
                <section class="sec">
                    <h2>{td_string!(locale, appointment.sooner)}</h2>
                    <p class="soft">{td_string!(locale, appointment.sooner_note, time = labels::clock(&start))}</p>
                    <p class="row">
                        <button type="button" class="btn b2" data-test="earlier" on:click=press(move || state.turn(BookingActivity::Wishing))>
                            {td_string!(locale, appointment.sooner_ask)}
                        </button>
                    </p>
                </section>
            }.into_any()))}
        }
        .into_any()
    })
    .into_any()
}

/// The status of the wish for an earlier time, with a link to it.
fn running(wish: BookingWish, locale: Language) -> AnyView {
    let (kind, title, line) = match wish.offer {
        Some(offer) => {
            let (when, time) = (date_and_time(&offer.start, locale), labels::clock(&offer.expires_at));
            let line = td_string!(locale, appointment.sooner_until, when = when, time = time);
            (Severity::Ok, td_string!(locale, appointment.o_title_earlier), line)
        }
        None => {
            (Severity::Note, td_string!(locale, appointment.w_title), days_and_hours::days(wish.from, wish.to, locale))
        }
    };
    view! {
        <div data-test="wish-running" data-state=wish_status(wish.status)>
            <Notice kind=kind icon="clock" title=title>
                <p>{line}</p>
                <p><a class="btn b2" href=format!("/waitlist#{}", wish.token) data-test="wish">{td_string!(locale, appointment.sooner_see)}</a></p>
            </Notice>
        </div>
    }
    .into_any()
}

/// The actions for a past or cancelled booking: book again, remove it from the calendar.
fn closed_ways(state: BookingPageState, booking: &Booking, locale: Language) -> AnyView {
    let services: Vec<&str> = booking.services.iter().map(|job| job.id.as_str()).collect();
    let again = format!("/{}/book#services={}", booking.dealer, services.join(","));
    let calendar = path::calendar(&state.token.get_value());
    let cancelled = booking.status == BookingStatus::Cancelled;
    view! {
        <p class="row">
            <a class="btn" href=again data-test="again">{td_string!(locale, booking.m_again)}</a>
            {cancelled.then(|| view! {
                <a class="btn b2" href=calendar download="" data-test="calendar"><Icon name="calendar"/>{td_string!(locale, appointment.calendar_out)}</a>
                <small class="wide">{td_string!(locale, appointment.calendar_out_note)}</small>
            })}
        </p>
    }
    .into_any()
}
