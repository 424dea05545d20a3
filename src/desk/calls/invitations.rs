//! The list of cars whose service is due, to be invited by a call or a message (主动邀约).

use crate::desk::calls::outcome::Outcome;
use crate::desk::messages::labels as message_labels;
use crate::desk::shared::fetched::Fetched;
use crate::desk::shared::phone::PhoneLink;
use crate::desk::shared::session::{Signed, use_signed};
use crate::i18n::{Language, td_string, use_lang};
use crate::ui::{date_format, timer};
use bayside_api::capacity::{Invitation, InvitationList, InvitedBooking};
use bayside_api::codes::{MessageReason, MessageState};
use leptos::prelude::*;
use serde_json::json;
use std::time::Duration;

/// How soon the list is read again while a message is about to be sent.
const SOON: Duration = Duration::from_secs(2);

/// Who is due, how many more, and who has booked.
#[component]
pub fn Invitations(list: InvitationList, fetched: Fetched<InvitationList>) -> impl IntoView {
    let lang = use_lang();
    let InvitationList { as_of, invitations: cars, more, without_consent, booked } = list;
    let is_going_out = |car: &Invitation| {
        car.message.as_ref().is_some_and(|message| match message.state {
            MessageState::Sending => true,
            MessageState::Waiting => message.at <= as_of,
            _ => false,
        })
    };
    if cars.iter().any(is_going_out) {
        timer::after(SOON, move || fetched.read());
    }
    let rows = if cars.is_empty() {
        view! { <p class="soft empty">{move || td_string!(lang.get(), room.calls.none_due)}</p> }.into_any()
    } else {
        view! { <Cars cars=cars fetched=fetched/> }.into_any()
    };
    view! {
        {rows}
        {(more > 0).then(|| view! { <p class="soft" data-test="more-due">{move || td_string!(lang.get(), room.calls.more, count = more).to_string()}</p> })}
        {(without_consent > 0).then(|| view! { <p class="soft">{move || td_string!(lang.get(), room.calls.silent, count = without_consent).to_string()}</p> })}
        {(!booked.is_empty()).then(|| view! { <Booked booked=booked/> })}
    }
}

#[component]
fn Cars(cars: Vec<Invitation>, fetched: Fetched<InvitationList>) -> impl IntoView {
    let lang = use_lang();
    let rows = move || {
        let locale = lang.get();
        cars.clone().into_iter().map(|car| {
            let by = if car.due_by == "mileage" {
                td_string!(locale, room.calls.by_mileage)
            } else {
                td_string!(locale, room.calls.by_date)
            };
            let km = td_string!(locale, room.calls.km, km = car.estimated_km).to_string();
            let (id, contact) = (car.id, car.contact.clone());
            view! {
                <tr data-test=format!("invite-{}", car.id)>
                    <th scope="row"><b>{date_format::date(car.due, date_format::Style::Full, locale)}</b>" "<span class="soft">{by}", "{km}</span>{car.work.clone().map(|work| view! { <small class="block">{work}</small> })}</th>
                    <td>{car.plate.clone()}" "{car.model.clone()}" "{car.addressed_as.clone()}</td>
                    <td class="nb"><PhoneLink number=car.phone.clone()/></td>
                    <td><a href=car.link.clone() rel="external" target="_blank">{td_string!(locale, room.calls.link)}</a></td>
                    <td><Writing car=car.clone() fetched=fetched/></td>
                    <td><Outcome about=id.to_string() contact=contact set=move |outcome| fetched.send_outcome(id, outcome)/></td>
                </tr>
            }
        }).collect_view()
    };
    view! {
        <table class="list stacks">
            <thead><tr>
                <th scope="col">{move || td_string!(lang.get(), room.calls.due)}</th>
                <th scope="col" colspan="3">{move || td_string!(lang.get(), room.calls.who)}</th>
                <th scope="col">{move || td_string!(lang.get(), room.calls.message)}</th>
                <th scope="col">{move || td_string!(lang.get(), room.calls.outcome)}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

/// The button that sends an invitation, if one may be sent, and the state of the last one.
#[component]
fn Writing(car: Invitation, fetched: Fetched<InvitationList>) -> impl IntoView {
    let lang = use_lang();
    let spared = car.message.as_ref().and_then(|message| message.until);
    let is_possible = car.channel.is_some() && spared.is_none();
    let last = {
        let message = car.message.clone();
        move || {
            let locale = lang.get();
            message.as_ref().map(|message| {
                let (state, _, colour) = message_labels::state(message.state, locale);
                let at = format!(
                    "{} {}",
                    date_format::at(&message.at, date_format::Style::Short, locale),
                    date_format::time(&message.at)
                );
                let why = message.reason.map(|reason| message_labels::reason(reason, locale).to_owned());
                let said: Vec<String> = [state.to_owned(), at].into_iter().chain(why).collect();
                view! { <small class="st block" data-k=colour data-state=message.state.as_str()>{said.join(" · ")}</small> }
            })
        }
    };
    let against = move |locale: Language| match spared {
        Some(until) => {
            let date = date_format::at(&until, date_format::Style::Short, locale);
            Some(td_string!(locale, room.calls.spared, date = date).to_string())
        }
        None => (!is_possible).then(|| message_labels::reason(MessageReason::NoChannel, locale).to_owned()),
    };
    let (id, who) = (car.id, format!("{} {}", car.plate, car.addressed_as));
    let described = format!("against-{id}");
    view! {
        <span data-test=format!("writing-{id}")>
            <button type="button" class="btn b2" data-test=format!("write-{id}") aria-describedby=described.clone()
                aria-label=move || td_string!(lang.get(), room.calls.write_to, who = who.clone()).to_string()
                aria-disabled=move || (!is_possible || fetched.busy.get()).then_some("true")
                on:click=move |_| if is_possible && !fetched.busy.get_untracked() { fetched.post_change(format!("{id}/message"), json!({})) }>
                {move || td_string!(lang.get(), room.calls.write)}
            </button>
            {last}
            <small class="soft block" id=described>{move || against(lang.get())}</small>
        </span>
    }
}

/// Who has booked by such a link.
#[component]
fn Booked(booked: Vec<InvitedBooking>) -> impl IntoView {
    let lang = use_lang();
    let Signed(session) = use_signed();
    let rows = move || {
        let locale = lang.get();
        booked.clone().into_iter().map(|one| {
            let start = date_format::at(&one.start, date_format::Style::Short, locale);
            view! {
                <li><a href=format!("/desk/{}/visits/{}", session.dealer, one.id)>{one.plate}</a>" "{one.addressed_as}" · "{start}" "{date_format::time(&one.start)}</li>
            }
        }).collect_view()
    };
    view! {
        <h3>{move || td_string!(lang.get(), room.calls.booked)}</h3>
        <ul data-test="booked-by-invitation">{rows}</ul>
    }
}
