//! Making a wish for an earlier time with an existing booking, which stays as it is until the customer accepts an
//! offer.

use crate::appointment::asked::asked;
use crate::appointment::booking::state::BookingPageState;
use crate::appointment::days_and_hours::{Advisers, Days, Hours};
use crate::appointment::labels::unbroken;
use crate::appointment::window::{DayFault, Edge, Window, parts};
use crate::booking::labels;
use crate::client::{Call, Failure};
use crate::i18n::{td_string, use_lang};
use crate::ui::view;
use crate::ui::{Failed, Notice, Severity, address, focus, live, press, tied};
use bayside_api::booking::Booking;
use bayside_api::dealer::Dealer;
use bayside_api::path;
use bayside_api::waitlist::{WaitlistCreated, WaitlistRequest};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// The form: days, hours, adviser.
#[component]
pub fn Earlier(state: BookingPageState, booking: Booking, dealer: Arc<Dealer>) -> impl IntoView {
    let locale = use_lang().now();
    let (today, horizon_days) = (dealer.now.date(), dealer.booking.horizon_days);
    let usual = Window::before(today, booking.start.date());
    let window = Signal::derive(move || state.window.get().unwrap_or_else(|| usual.clone()));
    let faults = RwSignal::new(Vec::<(Edge, DayFault)>::new());
    let typed = Callback::new(move |typed: Window| {
        faults.set(Vec::new());
        state.window.set(Some(typed));
    });
    let fault_at = Callback::new(move |edge: Edge| {
        faults.with(|faults| faults.iter().find(|(at, _)| *at == edge).map(|(_, fault)| *fault))
    });
    let adviser = RwSignal::new(None::<String>);
    let choose = Callback::new(move |id| adviser.set(id));
    let only =
        vec![(booking.adviser.id.clone(), td_string!(locale, appointment.only, name = booking.adviser.name.clone()))];
    let failure = RwSignal::new(None::<Failure>);
    let busy = RwSignal::new(false);
    let open = parts(&dealer.opening_hours);
    let (slug, parts_open) = (booking.dealer.clone(), open.clone());
    let send = Callback::new(move |()| {
        let window = window.get_untracked();
        let wrong = window.faults(today, horizon_days);
        if let Some((edge, _)) = wrong.first() {
            focus::on(if *edge == Edge::From { "from" } else { "to" });
        }
        faults.set(wrong);
        let Some((from, to)) = window.dates().filter(|_| faults.with_untracked(Vec::is_empty)) else { return };
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failure.set(None);
        let request = WaitlistRequest {
            services: Vec::new(),
            stay: None,
            from: from.max(today),
            to,
            hours: window.hours(&parts_open),
            adviser: adviser.get_untracked(),
            manage_token: Some(state.token.get_value()),
            concern: None,
            customer: None,
            vehicle: None,
            consent: None,
            website: None,
            filled_seconds: None,
        };
        let call = Call::post(path::waitlist(&slug)).json(&request);
        spawn_local(async move {
            match call.send::<WaitlistCreated>().await {
                Ok(made) => address::go(&format!("/waitlist#{}", made.value.token)),
                Err(Failure::Problem(problem)) if !problem.errors.is_empty() => {
                    let found = problem.errors.iter().filter_map(|error| Window::refused(&error.pointer, &error.code));
                    faults.set(found.collect());
                    if faults.with_untracked(Vec::is_empty) {
                        failure.set(Some(Failure::Problem(problem)));
                    }
                }
                Err(error) => failure.set(Some(error)),
            }
            busy.set(false);
        });
    });
    let start = booking.start;
    let asked = dealer.booking.waitlist.as_ref().map(|policy| asked(policy, Some(&booking.phone), locale));
    let date = unbroken(&labels::day(&start, locale), locale);
    view! {
        <div>
            <h1 id="heading" tabindex="-1">{td_string!(locale, appointment.title)}</h1>
            <p class="lead">{td_string!(locale, appointment.title_note, date = date, time = labels::clock(&start))}</p>
        </div>
        <Days window=window typed=typed fault_at=fault_at today=today horizon_days=horizon_days/>
        <Hours window=window typed=typed open=open/>
        <Advisers people=only chosen=adviser.into() choose=choose/>
        <Notice kind=Severity::Note icon="info" title=td_string!(locale, appointment.how)><p>{td_string!(locale, appointment.how_booked)}</p>{asked.map(|asked| view! { <p data-test="asked">{asked}</p> })}</Notice>
        <Failed failure=failure retry=send/>
        <p class="row">
            <button type="button" class="btn" data-test="wish-send" aria-disabled=tied(move || busy.get().then_some("true")) on:click=press(move || send.run(()))>
                {live(move || if busy.get() { td_string!(locale, appointment.sending) } else { td_string!(locale, appointment.send) })}
            </button>
            <button type="button" class="btn b3" data-test="wish-not" on:click=press(move || state.back())>{td_string!(locale, appointment.send_not)}</button>
        </p>
    }
}
