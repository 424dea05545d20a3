//! The view of an offered time: old and new side by side, until when it is held, and what happens without an answer.

use crate::appointment::compare::{TimeComparison, TimeOption, about, date_and_time, ready};
use crate::appointment::wish::state::WishPageState;
use crate::booking::labels;
use crate::i18n::{Language, td_string, use_lang};
use crate::ui::money::money;
use crate::ui::view;
use crate::ui::{Icon, Severity, Status, live, press, tied};
use bayside_api::Instant;
use bayside_api::dealer::Dealer;
use bayside_api::waitlist::{Waitlist, WaitlistBooking, WaitlistOffer};
use leptos::prelude::*;
use std::sync::Arc;

/// The full length of the countdown bar, in seconds, if it is not known when the offer began.
const USUAL_SECONDS: i64 = 30 * 60;

/// The time that is kept, and the answer.
#[component]
pub fn Offer(state: WishPageState, wish: Waitlist, dealer: Arc<Dealer>, asking: RwSignal<bool>) -> impl IntoView {
    let locale = use_lang().now();
    let offer = wish.offer?;
    let new = offered(&offer, &dealer);
    let old = wish.booking.as_ref().map(|booking| booked(booking, &dealer));
    let start = new.start;
    let line = match &old {
        Some(old) => sooner(&old.start, &start, locale),
        None => ready(&new, locale),
    };
    let (title, keep) = match &old {
        Some(old) => (
            td_string!(locale, appointment.o_title_earlier),
            td_string!(locale, appointment.o_keep, when = date_and_time(&old.start, locale)),
        ),
        None => (td_string!(locale, appointment.o_title), td_string!(locale, appointment.o_pass).to_owned()),
    };
    let booked = old.is_some();
    let when = date_and_time(&start, locale);
    let take = if booked {
        td_string!(locale, appointment.o_move, when = when)
    } else {
        td_string!(locale, appointment.o_take, when = when)
    };
    let facts = if let Some(old) = old {
        view! { <section class="sec"><h2>{td_string!(locale, appointment.o_what)}</h2><TimeComparison old=old new=new/></section> }
    } else {
        view! { <Facts option=new/> }
    };
    let busy = state.busy;
    let idle = move || tied(move || busy.get().then_some("true"));
    Some(view! {
        <div class="got">
            <h1 id="heading" tabindex="-1">{title}</h1>
            <p class="big num" translate="no" data-test="offered" data-value=crate::ui::date_format::machine(&start)><time translate="no">{labels::clock(&start)}</time></p>
            <p><b>{labels::day(&start, locale)}</b>{locale.comma()}{line}</p>
        </div>
        <Left state=state until=offer.expires_at booked=booked/>
        {facts}
        <p class="row">
            <button type="button" class="btn" data-test="take" aria-disabled=idle() on:click=press(move || state.accept())>{take}</button>
            <button type="button" class="btn b2" data-test="pass" aria-disabled=idle() on:click=press(move || state.pass())>{keep}</button>
        </p>
        <p class="row"><button type="button" class="btn b3" data-test="end" on:click=press(move || asking.set(true))>{td_string!(locale, appointment.w_end)}</button></p>
    })
}

fn offered(offer: &WaitlistOffer, dealer: &Dealer) -> TimeOption {
    TimeOption {
        start: offer.start,
        ready: offer.ready_estimate,
        adviser: labels::adviser_name(dealer, &offer.adviser),
        price: offer.price,
        benefit: offer.benefit,
    }
}

fn booked(booking: &WaitlistBooking, dealer: &Dealer) -> TimeOption {
    TimeOption {
        start: booking.start,
        ready: booking.ready_estimate,
        adviser: labels::adviser_name(dealer, &booking.adviser),
        price: booking.price,
        benefit: booking.benefit,
    }
}

/// How much earlier the new time is: in days, or in hours within two days.
fn sooner(old: &Instant, new: &Instant, locale: Language) -> String {
    match earlier(old.seconds_since(new) / 60) {
        Sooner::Days(1) => td_string!(locale, appointment.o_day).to_owned(),
        Sooner::Days(n) => td_string!(locale, appointment.o_days, n = n),
        Sooner::Hours(1) => td_string!(locale, appointment.o_hour).to_owned(),
        Sooner::Hours(n) => td_string!(locale, appointment.o_hours, n = n),
        Sooner::Minutes(n) => td_string!(locale, appointment.o_minutes, n = n),
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Sooner {
    Days(i64),
    Hours(i64),
    Minutes(i64),
}

fn earlier(minutes: i64) -> Sooner {
    match minutes {
        2_880.. => Sooner::Days(minutes / 1_440),
        60.. => Sooner::Hours(minutes / 60),
        _ => Sooner::Minutes(minutes),
    }
}

/// The new time where there is no old one.
#[component]
fn Facts(option: TimeOption) -> impl IntoView {
    let locale = use_lang().now();
    let saves = |amount| td_string!(locale, booking.quiet_saves, amount = money(amount, locale));
    let quiet = (option.benefit.amount > 0).then(|| saves(option.benefit));
    view! {
        <section class="sec">
            <h2>{td_string!(locale, appointment.o_facts)}</h2>
            <dl class="dl">
                <div><dt>{td_string!(locale, appointment.vs_ready)}</dt><dd>{about(&option, locale)}</dd></div>
                <div><dt>{td_string!(locale, booking.sum_adviser)}</dt><dd>{option.adviser.clone()}</dd></div>
                <div><dt>{td_string!(locale, appointment.vs_price)}</dt><dd>{labels::price_from(option.to_pay(), locale)}</dd></div>
            </dl>
            {quiet.map(|word| view! { <p data-test="gain"><Status kind=Severity::Ok icon="coupon" word=Signal::stored(word)/></p> })}
        </section>
    }
}

/// How long the time is still held, by the server's clock, and what happens then.
#[component]
fn Left(state: WishPageState, until: Instant, booked: bool) -> impl IntoView {
    let locale = use_lang().now();
    let end = until.epoch_ms();
    let now = state.clock.ticking(1_000);
    let left = Memo::new(move |_| ((end - now.get()) / 1_000).max(0));
    let whole = left.get_untracked().max(USUAL_SECONDS);
    // When the offer expires, read the wish again.
    Effect::new(move |_| {
        if left.get() == 0 {
            state.fetch();
        }
    });
    let space = locale.space();
    let silent =
        if booked { td_string!(locale, appointment.o_silent_booked) } else { td_string!(locale, appointment.o_silent) };
    view! {
        <div class="sec">
            <progress class="left" max=whole.to_string() prop:value=tied(move || left.get() as f64) aria-label=td_string!(locale, appointment.o_left_label)></progress>
            <p class="hold">
                <Icon name="clock"/>
                <span>
                    {live(move || td_string!(locale, appointment.o_until, time = labels::clock(&until), left = clock(left.get())))}
                    {space}{silent}
                </span>
            </p>
        </div>
    }
}

/// `12:40`.
fn clock(seconds: i64) -> String {
    format!("{}:{}{}", seconds / 60, seconds % 60 / 10, seconds % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_much_sooner_is_said_as_people_count() {
        assert_eq!(earlier(45), Sooner::Minutes(45));
        assert_eq!(earlier(90), Sooner::Hours(1));
        assert_eq!(earlier(47 * 60), Sooner::Hours(47));
        assert_eq!(earlier(4 * 1_440 + 30), Sooner::Days(4));
    }

    #[test]
    fn what_is_left_is_said_in_minutes_and_seconds() {
        assert_eq!((clock(0), clock(65), clock(1_799)), ("0:00".to_owned(), "1:05".to_owned(), "29:59".to_owned()));
    }
}
