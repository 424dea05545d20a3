//! The page on which a booking is given up: another time first, then why, then the step itself.

use crate::appointment::booking::change::{MoveQuestion, without};
use crate::appointment::booking::state::{BookingActivity, BookingPageState};
use crate::appointment::labels::unbroken;
use crate::booking::labels;
use crate::booking::when::calendar::Near;
use crate::booking::when::times::Times;
use crate::i18n::{Language, td_string, use_lang};
use crate::ui::money::money;
use crate::ui::view;
use crate::ui::{Field, focus, heard, live, press, tied};
use bayside_api::booking::{Booking, Slot};
use bayside_api::dealer::Dealer;
use bayside_api::limits::REASON_CHARS_MAX;
use bayside_domain::typed::words;
use leptos::prelude::*;
use std::sync::Arc;

/// A reason to press, and what is said below it.
fn reasons(adviser: &str, locale: Language) -> [(&'static str, String); 5] {
    [
        (td_string!(locale, appointment.c_time), String::new()),
        (td_string!(locale, appointment.c_fixed), td_string!(locale, appointment.c_fixed_note).to_owned()),
        (td_string!(locale, appointment.c_price), td_string!(locale, appointment.c_price_note, name = adviser)),
        (td_string!(locale, appointment.c_elsewhere), String::new()),
        (td_string!(locale, appointment.c_other), String::new()),
    ]
}

/// What the adviser reads: the pressed reason, then the customer's words.
fn said(pressed: Option<&str>, typed: &str) -> String {
    let parts = [pressed.unwrap_or_default(), typed.trim()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
}

/// The page of cancelling.
#[component]
pub fn Cancel(state: BookingPageState, booking: Booking, dealer: Arc<Dealer>) -> impl IntoView {
    let locale = use_lang().now();
    let (start, benefit) = (booking.start, booking.benefit);
    let (months, phone) = (dealer.consent.retention_months, dealer.phone_display.clone());
    let question = MoveQuestion::of(&booking, &dealer).with_adviser(Some(booking.adviser.id.clone()));
    let times = Times::follow(Memo::new(move |_| question.0.clone()));
    let dealer = Signal::stored(dealer);
    let choose = Callback::new(move |slot: Slot| {
        state.turn(BookingActivity::Moving);
        state.wanted.set(Some(slot));
        focus::on("versus");
    });
    let others = Memo::new(move |_| times.best.get().map(|best| without(best, start)).unwrap_or_default());
    let near = move || {
        let slots = others.get();
        (!slots.is_empty()).then(|| view! { <Near slots=slots dealer=dealer choose=choose/> })
    };
    let pressed = RwSignal::new(None::<&'static str>);
    let typed = RwSignal::new(String::new());
    let reason = move || typed.with(|typed| said(pressed.get(), typed));
    let is_too_long = Memo::new(move |_| words(&reason()).chars().count() > REASON_CHARS_MAX);
    let error = Signal::derive(move || is_too_long.get().then(|| td_string!(locale, booking.e_too_long).to_owned()));
    let cancel = move || {
        if is_too_long.get_untracked() {
            focus::on("reason");
            return;
        }
        state.cancel(&untrack(reason));
    };
    let loss = (benefit.amount > 0).then(|| td_string!(locale, booking.m_cancel_loss, amount = money(benefit, locale)));
    let loss = loss.map_or(String::new(), |loss| format!("{}{loss}", locale.space()));
    let choices = reasons(&booking.adviser.name, locale).into_iter().enumerate().map(|(number, (word, note))| {
        let on = move || pressed.get() == Some(word);
        view! {
            <label class="choice">
                <input type="radio" name="why" data-test=format!("why-{number}") prop:checked=tied(on) on:change=heard(move |_| pressed.set(Some(word)))/>
                <span><b>{word}</b>{(!note.is_empty()).then(|| view! { <small>{note}</small> })}</span>
            </label>
        }
    });
    let date = unbroken(&labels::day(&start, locale), locale);
    view! {
        <div data-test="cancel-page">
            <h1 id="heading" tabindex="-1">{td_string!(locale, booking.m_cancel_title, date = date, time = labels::clock(&start))}</h1>
            <p class="lead">{td_string!(locale, booking.m_cancel_lead)}{loss}</p>
        </div>
        <section class="sec">
            <h2>{td_string!(locale, appointment.c_only)}</h2>
            {live(near)}
            <p class="row"><button type="button" class="btn b3" data-test="cancel-move" on:click=press(move || state.turn(BookingActivity::Moving))>{td_string!(locale, appointment.c_all)}</button></p>
        </section>
        <fieldset class="sec tight">
            <legend>{td_string!(locale, appointment.c_why)}" "<small class="soft">{td_string!(locale, ui.optional)}</small></legend>
            <div class="choices">{choices.collect_view()}</div>
        </fieldset>
        <Field id="reason" label=td_string!(locale, appointment.c_words) aside=td_string!(locale, ui.optional) hint=td_string!(locale, booking.m_why_hint) error=error>
            <textarea
                id="reason"
                rows="2"
                aria-describedby="reason-hint reason-error"
                aria-invalid=Signal::derive(move || is_too_long.get().then_some("true"))
                prop:value=typed
                on:input=heard(move |event| typed.set(event_target_value(&event)))
            ></textarea>
        </Field>
        <p class="soft">{td_string!(locale, appointment.c_keep_data, n = months, phone = phone)}</p>
        <p class="row">
            <button type="button" class="btn" data-test="cancel-no" on:click=press(move || state.back())>{td_string!(locale, booking.m_cancel_no)}</button>
            <button type="button" class="btn b2 danger" data-test="cancel-yes" on:click=press(cancel)>{td_string!(locale, booking.m_cancel_yes)}</button>
        </p>
    }
}

#[cfg(test)]
mod tests {
    use super::said;

    #[test]
    fn the_adviser_reads_the_pressed_reason_and_the_own_words() {
        assert_eq!(said(None, " "), "");
        assert_eq!(said(Some("The price"), " "), "The price");
        assert_eq!(said(Some("The price"), " too high "), "The price\ntoo high");
    }
}
