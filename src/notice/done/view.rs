//! Somebody will call: until when, who, from where, and what then.

use crate::booking::draft::country_of;
use crate::booking::labels as common;
use crate::i18n::{td_string, use_lang};
use crate::notice::controller::Controller;
use crate::notice::labels;
use crate::notice::questions::Stop;
use crate::ui::date_format;
use crate::ui::view;
use crate::ui::{Icon, press};
use bayside_domain::mask::MaskedPhone;
use bayside_domain::phone::Phone;
use leptos::prelude::*;

/// The latest time, who, from which number, and four steps.
#[component]
pub fn Done(controller: Controller) -> impl IntoView {
    let locale = use_lang().now();
    let (sent, team, phone, stop) = controller.state.with_untracked(|state| {
        let stop = state.outcome().filter(|_| state.is_unsafe()).cloned();
        (state.saved.sent.clone(), state.saved.team, state.saved.draft.phone.clone(), stop)
    });
    let sent = sent?;
    let (due, asked) = (sent.created.due_at, sent.asked_at);
    let dealer = controller.dealer.get_untracked();
    let masked = Phone::parse(country_of(&dealer), &phone).map(|phone| MaskedPhone::of(&phone).as_str().to_owned());
    let date = common::day(&due, locale);
    let date = if due.date() == asked.date() { td_string!(locale, notice.today, date = date) } else { date };
    let line = if sent.before {
        td_string!(locale, ui.sent_before).to_owned()
    } else {
        let from = dealer.phone_display.clone();
        td_string!(locale, notice.from_to, date = date, from = from, to = masked.unwrap_or_default())
    };
    let reference = labels::spelt(&sent.created.reference);
    let value = sent.created.reference.clone();
    let who = labels::promise(team, locale);
    Some(view! {
        <div>
            <h1 id="heading" tabindex="-1">{who}</h1>
            <p class="lead">{td_string!(locale, notice.done_lead)}</p>
        </div>
        <div class="got">
            <p class="soft">{td_string!(locale, notice.latest)}</p>
            <p class="big num" translate="no" data-test="due" data-value=date_format::machine(&due)><time translate="no">{common::clock(&due)}</time></p>
            <p class="soft" data-test="from-to">{line}</p>
        </div>
        {stop.map(|outcome| view! { <Stop controller=controller outcome=outcome/> })}
        <div class="meet">
            <p><b>{labels::who(team, locale)}</b><br/><span class="soft">{td_string!(locale, notice.cannot_wait)}</span></p>
            <a class="btn b2" href=format!("tel:{}", dealer.phone)><Icon name="phone"/>{td_string!(locale, notice.call_now)}</a>
        </div>
        <section class="sec">
            <h2>{td_string!(locale, notice.then)}</h2>
            <ol class="track" data-dir="v">
                <li data-s="done">
                    <time translate="no">{common::clock(&asked)}</time><i></i>
                    <div>
                        <b>{td_string!(locale, notice.step_received)}</b>
                        <small data-test="reference" data-value=value>{td_string!(locale, notice.step_reference, r = reference)}</small>
                    </div>
                </li>
                <li data-s="now" aria-current="step">
                    <time translate="no">{common::clock(&due)}</time><i></i>
                    <div><b>{who}</b><small>{td_string!(locale, notice.step_call_note)}</small></div>
                </li>
                <li>
                    <time translate="no"></time><i></i>
                    <div><b>{td_string!(locale, notice.step_decide)}</b><small>{td_string!(locale, notice.step_decide_note)}</small></div>
                </li>
                <li>
                    <time translate="no"></time><i></i>
                    <div><b>{td_string!(locale, notice.step_agree)}</b><small>{td_string!(locale, notice.step_agree_note)}</small></div>
                </li>
            </ol>
        </section>
        <p class="row">
            <button type="button" class="btn b3" data-test="again" on:click=press(move || controller.restart())>{td_string!(locale, notice.again)}</button>
        </p>
    })
}
