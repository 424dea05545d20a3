//! Moving a booking to another time, and cancelling it.

use crate::appointment::booking::state::BookingPageState;
use crate::appointment::compare::{TimeComparison, TimeOption};
use crate::booking::labels;
use crate::booking::when::calendar::{Calendar, Near};
use crate::booking::when::times::{Times, TimesQuestion};
use crate::i18n::{td_string, use_lang};
use crate::ui::money::money;
use crate::ui::view;
use crate::ui::{Dialog, Field, Notice, Severity, focus, heard, live, press};
use bayside_api::booking::{Booking, Slot};
use bayside_api::dealer::Dealer;
use bayside_api::limits::REASON_CHARS_MAX;
use bayside_api::{Instant, Money};
use bayside_domain::typed::words;
use leptos::prelude::*;
use std::sync::Arc;

/// The dialog that asks before a booking is cancelled.
#[component]
pub fn CancelDialog(state: BookingPageState, open: RwSignal<bool>, start: Instant, benefit: Money) -> impl IntoView {
    let locale = use_lang().now();
    let reason = RwSignal::new(String::new());
    let title = move || {
        td_string!(locale, booking.m_cancel_title, date = labels::day(&start, locale), time = labels::clock(&start))
    };
    // Sentences of Chinese stand without a space between them.
    let space = locale.space();
    let lead = move || {
        let loss =
            (benefit.amount > 0).then(|| td_string!(locale, booking.m_cancel_loss, amount = money(benefit, locale)));
        let loss = loss.map_or(String::new(), |loss| format!("{space}{loss}"));
        format!("{}{loss}", td_string!(locale, booking.m_cancel_lead))
    };
    let is_too_long = Memo::new(move |_| reason.with(|reason| words(reason).chars().count() > REASON_CHARS_MAX));
    let error = Signal::derive(move || is_too_long.get().then(|| td_string!(locale, booking.e_too_long).to_owned()));
    let cancel = move || {
        if is_too_long.get_untracked() {
            focus::on("reason");
            return;
        }
        open.set(false);
        state.cancel(&reason.get_untracked());
    };
    view! {
        <Dialog open=open labelled_by="cancel-title" test="cancel-dialog">
            <div class="sheet">
                <h2 id="cancel-title">{live(title)}</h2>
                <p>{live(lead)}</p>
                <Field id="reason" label=td_string!(locale, booking.m_why) aside=td_string!(locale, ui.optional) hint=td_string!(locale, booking.m_why_hint) error=error>
                    <textarea
                        id="reason"
                        rows="2"
                        aria-describedby="reason-hint reason-error"
                        aria-invalid=Signal::derive(move || is_too_long.get().then_some("true"))
                        prop:value=reason
                        on:input=heard(move |event| reason.set(event_target_value(&event)))
                    ></textarea>
                </Field>
                <p class="row">
                    <button type="button" class="btn" data-test="cancel-yes" on:click=press(cancel)>
                        {td_string!(locale, booking.m_cancel_yes)}
                    </button>
                    <button type="button" class="btn b2" data-test="cancel-no" on:click=press(move || open.set(false))>
                        {td_string!(locale, booking.m_cancel_no)}
                    </button>
                </p>
            </div>
        </Dialog>
    }
}

/// The choice of another time for a booking. The old time stays until the new one is confirmed.
#[component]
pub fn Move(state: BookingPageState, booking: Booking, dealer: Arc<Dealer>) -> impl IntoView {
    let locale = use_lang().now();
    let dealer = Signal::stored(dealer);
    let (start, until) = (booking.start, booking.change_until);
    let old = TimeOption {
        start,
        ready: booking.ready_estimate,
        adviser: booking.adviser.name.clone(),
        price: booking.price,
        benefit: booking.benefit,
    };
    let question = Memo::new(move |_| TimesQuestion {
        slug: booking.dealer.clone(),
        services: booking.services.iter().map(|job| job.id.clone()).collect(),
        stay: booking.stay,
        adviser: None,
        today: dealer.with(|dealer| dealer.now.date()),
        horizon_days: dealer.with(|dealer| dealer.booking.horizon_days),
    });
    let times = Times::follow(question);
    let choose = Callback::new(move |slot: Slot| {
        state.wanted.set(Some(slot));
        focus::to_top();
        focus::on("versus");
    });
    let kept = Signal::derive(move || {
        td_string!(locale, booking.m_kept, date = labels::day(&start, locale), time = labels::clock(&start))
    });
    let versus = move || {
        state.wanted.get().map(|slot| {
            let new = TimeOption {
                start: slot.start,
                ready: slot.ready_estimate,
                adviser: dealer.with(|dealer| labels::adviser_name(dealer, &slot.adviser)),
                price: slot.price,
                benefit: slot.benefit,
            };
            view! {
                <section class="sec" id="versus" tabindex="-1" data-test="versus">
                    <h2>{td_string!(locale, booking.m_vs)}</h2>
                    <TimeComparison old=old.clone() new=new/>
                    <p class="row">
                        <button type="button" class="btn" data-test="confirm-change" on:click=press(move || state.reschedule(slot.clone()))>
                            {td_string!(locale, booking.m_confirm_change)}
                        </button>
                    </p>
                </section>
            }
        })
    };
    let gone = move || {
        state.gone.get().map(|(slot, others)| {
            let title = td_string!(locale, booking.gone_what, time = labels::clock(&slot.start));
            view! {
                <div data-test="slot-gone"><Notice kind=Severity::Warn icon="clock" role="alert" title=title/></div>
                <Near slots=others dealer=dealer choose=choose/>
            }
        })
    };
    view! {
        <div>
            <h1 id="heading" tabindex="-1">{td_string!(locale, booking.m_change_title)}</h1>
            <p class="lead">{td_string!(locale, booking.m_until, date = labels::day(&until, locale), time = labels::clock(&until))}</p>
        </div>
        <Notice kind=Severity::Note icon="clock" role="status" title=kept>
            <p>{td_string!(locale, booking.m_kept_note)}</p>
            <p class="row"><button type="button" class="btn b2" data-test="keep" on:click=press(move || state.back())>{td_string!(locale, booking.m_keep)}</button></p>
        </Notice>
        {live(versus)}
        {live(gone)}
        <Calendar times=times dealer=dealer choose=choose/>
    }
}
