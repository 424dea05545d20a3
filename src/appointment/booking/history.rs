//! What stands below a booking: what happened to it, and what is kept of its customer.

use crate::appointment::compare::date_and_time;
use crate::booking::labels;
use crate::i18n::{Language, td_string, use_lang};
use crate::ui::date_format::{self, Style};
use crate::ui::view;
use bayside_api::booking::{Booking, BookingChange, BookingChangeKind, BookingStatus};
use bayside_api::dealer::Dealer;
use leptos::prelude::*;
use std::sync::Arc;

fn words(change: &BookingChange, locale: Language) -> String {
    let when = change.start.map_or(String::new(), |start| date_and_time(&start, locale));
    match change.what {
        BookingChangeKind::Booked => td_string!(locale, appointment.h_booked, when = when),
        BookingChangeKind::Moved => td_string!(locale, appointment.h_moved, when = when),
        BookingChangeKind::Prepared => td_string!(locale, appointment.h_prepared).to_owned(),
        BookingChangeKind::Arrived => td_string!(locale, appointment.h_arrived).to_owned(),
        BookingChangeKind::Cancelled => td_string!(locale, appointment.h_cancelled).to_owned(),
        BookingChangeKind::NoShow => td_string!(locale, appointment.h_no_show).to_owned(),
    }
}

/// What happened, and what comes next.
#[component]
pub fn History(booking: Booking) -> impl IntoView {
    let locale = use_lang().now();
    let row = move |at: bayside_api::Instant, done: bool, said: String, note: String| {
        view! {
            <li data-s=done.then_some("done")>
                <time translate="no">{labels::clock(&at)}</time>
                <i></i>
                <div><b>{said}</b><small>{note}</small></div>
            </li>
        }
    };
    let date = move |at: &bayside_api::Instant| date_format::date(at.date(), Style::Date, locale);
    let coming = (booking.status == BookingStatus::Booked).then(|| {
        let start = booking.start;
        let said = td_string!(locale, appointment.h_coming, time = labels::clock(&start));
        row(start, false, said, td_string!(locale, appointment.h_coming_note, date = date(&start)))
    });
    let rows = booking.history.iter().map(|change| row(change.at, true, words(change, locale), date(&change.at)));
    view! {
        <section class="sec" data-test="history">
            <h2>{td_string!(locale, appointment.history)}</h2>
            <ol class="track" data-dir="v" aria-label=td_string!(locale, appointment.history)>{rows.collect_view()}{coming}</ol>
        </section>
    }
}

/// What is kept, for how long, and how to have it deleted.
#[component]
pub fn Data(booking: Booking, dealer: Arc<Dealer>) -> impl IntoView {
    let locale = use_lang().now();
    let row = |term: &'static str, text: String| {
        (!text.is_empty()).then(|| view! { <div><dt>{term}</dt><dd>{text}</dd></div> })
    };
    let car = format!("{} {}", booking.plate, booking.model);
    let (phone, shown) = (dealer.phone.clone(), dealer.phone_display.clone());
    view! {
        <section class="sec" data-test="data">
            <h2>{td_string!(locale, appointment.data)}</h2>
            <p class="soft">{td_string!(locale, appointment.data_keep, n = dealer.consent.retention_months)}</p>
            <details>
                <summary>{td_string!(locale, appointment.data_see)}</summary>
                <dl class="dl">
                    {row(td_string!(locale, appointment.data_name), booking.addressed_as)}
                    {row(td_string!(locale, appointment.data_phone), booking.phone)}
                    {row(td_string!(locale, appointment.data_car), car)}
                    {row(td_string!(locale, appointment.data_said), booking.concern)}
                </dl>
            </details>
            <p class="soft">{td_string!(locale, appointment.data_erase, phone = shown, reference = booking.reference)}</p>
            <p class="row"><a class="btn b2" href=format!("tel:{phone}")>{td_string!(locale, appointment.call_us)}</a></p>
        </section>
    }
}
