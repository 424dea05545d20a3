//! Moving a booking to another time.

use crate::appointment::booking::state::BookingPageState;
use crate::appointment::compare::{TimeComparison, TimeOption, date_and_time};
use crate::appointment::days_and_hours::Advisers;
use crate::appointment::labels::unbroken;
use crate::booking::labels;
use crate::booking::when::calendar::{Calendar, Near};
use crate::booking::when::times::{Times, TimesQuestion};
use crate::i18n::{td_string, use_lang};
use crate::ui::date_format::machine;
use crate::ui::view;
use crate::ui::{Notice, Severity, focus, live, press};
use bayside_api::Instant;
use bayside_api::booking::{Booking, Slot};
use bayside_api::dealer::Dealer;
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;

/// The times to which a booking could be moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoveQuestion(pub TimesQuestion);

impl MoveQuestion {
    /// Those with any adviser.
    pub fn of(booking: &Booking, dealer: &Dealer) -> Self {
        Self(TimesQuestion {
            slug: booking.dealer.clone(),
            services: booking.services.iter().map(|job| job.id.clone()).collect(),
            stay: booking.stay,
            adviser: None,
            today: dealer.now.date(),
            horizon_days: dealer.booking.horizon_days,
        })
    }

    /// The same with an adviser.
    pub fn with_adviser(self, adviser: Option<String>) -> Self {
        Self(TimesQuestion { adviser, ..self.0 })
    }
}

/// Times without the one that the customer has.
pub fn without(slots: Vec<Slot>, own: Instant) -> Vec<Slot> {
    slots.into_iter().filter(|slot| slot.start.epoch_ms() != own.epoch_ms()).collect()
}

/// Takes the customer's own time out of the free times, whenever they are fetched.
fn leave_out(times: Times, own: Instant) {
    for shown in [times.best, times.slots] {
        Effect::new(move |_| {
            let has_own = |slots: &Vec<Slot>| slots.iter().any(|slot| slot.start.epoch_ms() == own.epoch_ms());
            if shown.with(|slots| slots.as_ref().is_some_and(has_own)) {
                shown.update(|slots| *slots = slots.take().map(|slots| without(slots, own)));
            }
        });
    }
}

/// Marks the chosen time among the shown ones.
fn mark(times: Times, wanted: RwSignal<Option<Slot>>) {
    Effect::new(move |_| {
        times.slots.track();
        times.best.track();
        let chosen = wanted.with(|slot| slot.as_ref().map(|slot| format!("slot-{}", machine(&slot.start))));
        focus::after_paint(move || {
            let Ok(shown) = document().query_selector_all("button[data-test^=slot-]") else { return };
            for place in 0..shown.length() {
                let Some(button) = shown.item(place).and_then(|node| node.dyn_into::<web_sys::Element>().ok()) else {
                    continue;
                };
                let is_chosen = chosen.is_some() && button.get_attribute("data-test") == chosen;
                // A refused attribute would only leave the choice unmarked.
                let _ = button.set_attribute("aria-pressed", if is_chosen { "true" } else { "false" });
            }
        });
    });
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
    // The same person first; who wants another may have anybody.
    let adviser = RwSignal::new(Some(booking.adviser.id.clone()));
    let people =
        vec![(booking.adviser.id.clone(), td_string!(locale, appointment.only, name = booking.adviser.name.clone()))];
    let asked = dealer.with_untracked(|dealer| MoveQuestion::of(&booking, dealer));
    let question = Memo::new(move |_| asked.clone().with_adviser(adviser.get()).0);
    let times = Times::follow(question);
    leave_out(times, start);
    mark(times, state.wanted);
    let choose = Callback::new(move |slot: Slot| {
        state.wanted.set(Some(slot));
        focus::to_top();
        focus::on("versus");
    });
    let kept = Signal::derive(move || {
        let date = unbroken(&labels::day(&start, locale), locale);
        td_string!(locale, booking.m_kept, date = date, time = labels::clock(&start))
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
    let bar = move || {
        state.wanted.get().map(|slot| {
            // The day stands where it is another.
            let when = |at: &Instant| {
                if slot.start.date() == start.date() { labels::clock(at) } else { date_and_time(at, locale) }
            };
            let words = td_string!(locale, appointment.mv_bar, old = when(&start), new = when(&slot.start));
            view! {
                <div class="dock" data-test="move-bar">
                    <b>{words}</b>
                    <button type="button" class="btn" data-test="confirm-dock" on:click=press(move || state.reschedule(slot.clone()))>
                        {td_string!(locale, appointment.mv_confirm)}
                    </button>
                </div>
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
        <Advisers people=people chosen=adviser.into() choose=Callback::new(move |id| adviser.set(id))/>
        <Calendar times=times dealer=dealer choose=choose/>
        {live(bar)}
    }
}
