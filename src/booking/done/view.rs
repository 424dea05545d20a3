//! Step 5: confirmed.

use crate::booking::controller::Controller;
use crate::booking::done::reference_card::{Meets, ReferenceCard};
use crate::booking::labels;
use crate::i18n::{td_string, use_lang};
use crate::ui::Icon;
use crate::ui::press;
use crate::ui::view;
use bayside_api::codes::Stay;
use bayside_api::path;
use bayside_domain::person::name::addressed_as;
use leptos::prelude::*;

/// The reference, what to do on the day, what to bring.
#[component]
pub fn Done(controller: Controller) -> impl IntoView {
    let locale = use_lang().now();
    let booked = controller.state.with_untracked(|state| {
        let draft = state.draft();
        let before = state.saved.before;
        state.saved.made.clone().map(|booking| (booking, draft.name.clone(), draft.salutation, before))
    });
    let (booking, name, salutation, before) = booked?;
    let (start, ready, stay) = (booking.start, booking.ready_estimate, booking.stay);
    let title = {
        // Whose name is typed now is not known to be in what was booked before.
        let who = if before { booking.reference.clone() } else { addressed_as(&name, salutation, locale) };
        td_string!(
            locale,
            booking.done_title,
            // A date does not break.
            date = labels::day(&start, locale).replace(' ', "\u{a0}"),
            time = labels::clock(&start),
            who = who
        )
    };
    let told = match &booking.told_to {
        Some(address) => td_string!(locale, booking.done_told, to = address),
        None => td_string!(locale, booking.done_lead).to_owned(),
    };
    let adviser_id = booking.adviser.clone();
    let adviser =
        Signal::derive(move || controller.dealer.with(|dealer| labels::adviser(dealer, &adviser_id).cloned()));
    let phone = Signal::derive(move || controller.dealer.with(|dealer| dealer.phone.clone()));
    let address = move || controller.dealer.with(|dealer| dealer.address.clone());
    Some(view! {
        <div>
            <h1 id="heading" tabindex="-1">{title}</h1>
            <p class="lead" data-test="told">{told}</p>
            {before.then(|| view! { <p data-test="before">{td_string!(locale, ui.sent_before)}</p> })}
        </div>
        <ReferenceCard reference=booking.reference.clone()/>
        <Meets adviser=adviser phone=phone/>
        <p class="row">
            <a class="btn" href=path::calendar(&booking.manage_token) download="" data-test="calendar">
                <Icon name="calendar"/>{td_string!(locale, booking.calendar)}
            </a>
            <a class="btn b2" href=format!("/booking#{}", booking.manage_token) data-test="manage">
                {td_string!(locale, booking.manage)}
            </a>
            <button type="button" class="btn b3" data-test="again" on:click=press(move || controller.restart())>
                {td_string!(locale, booking.again)}
            </button>
        </p>
        <section class="sec">
            <h2>{td_string!(locale, booking.on_day)}</h2>
            <ol class="track" data-dir="v">
                <li>
                    <time translate="no">{labels::clock(&start)}</time>
                    <i></i>
                    <div>
                        <b>{td_string!(locale, booking.day_receive)}</b>
                        <small>{td_string!(locale, booking.day_receive_note)}</small>
                        <small>{address}</small>
                    </div>
                </li>
                <li>
                    <time translate="no">{labels::clock(&ready)}</time>
                    <i></i>
                    <div>
                        <b>{td_string!(locale, booking.day_ready)}</b>
                        {(start.date() != ready.date()).then(|| view! { <small>{labels::day(&ready, locale)}</small> })}
                        <small>{td_string!(locale, booking.day_ready_note)}</small>
                    </div>
                </li>
            </ol>
        </section>
        <Bring stay=stay/>
    })
}

/// What to bring.
#[component]
fn Bring(stay: Stay) -> impl IntoView {
    let locale = use_lang().now();
    let row = move |icon: &'static str, words: fn(crate::i18n::Language) -> &'static str| {
        view! { <li><Icon name=icon/><span>{words(locale)}</span></li> }
    };
    view! {
        <section class="sec">
            <h2>{td_string!(locale, booking.bring)}</h2>
            <ul class="bring" role="list">
                {row("doc", |locale| td_string!(locale, booking.bring_licence))}
                {row("key", |locale| td_string!(locale, booking.bring_key))}
                {row("user", |locale| td_string!(locale, booking.bring_who))}
                {(stay == Stay::Loaner).then(|| row("car", |locale| td_string!(locale, booking.bring_driving)))}
                {row("lock", |locale| td_string!(locale, booking.bring_valuables))}
            </ul>
        </section>
    }
}
