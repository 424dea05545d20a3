//! Who waits with a number of the arrival kiosk, above today's board.

use crate::client::{Call, Failure};
use crate::desk::shared::fetched::Fetched;
use crate::desk::shared::problems;
use crate::desk::shared::session::{Signed, use_desk, use_signed};
use crate::i18n::{Language, td_string, use_lang};
use crate::kiosk::labels;
use crate::ui::{Icon, Notice, Severity, date_format};
use bayside_api::arrival::{DeskTicket, DeskTickets, TicketEndRequest};
use bayside_api::codes::TicketEnd;
use bayside_api::desk::Page;
use bayside_api::path;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::de::IgnoredAny;

/// More than these would push the board away; they follow as the first are called.
const SHOWN_MAX: usize = 8;

/// What the last button brought.
#[derive(Debug, Clone)]
enum TicketNotice {
    Called(u16),
    Ended(u16),
    Wrong(Failure),
}

/// Those who wait; nothing at all while nobody does.
#[component]
pub fn Tickets(
    /// The server's time in milliseconds.
    now: Signal<i64>,
) -> impl IntoView {
    let lang = use_lang();
    let desk = use_desk();
    let Signed(session) = use_signed();
    let dealer = StoredValue::new(session.dealer.clone());
    // A failure leaves what was known; the page itself says that it is not live.
    let tickets = Fetched::<DeskTickets>::live(path::desk_tickets(&session.dealer));
    let list = Memo::new(move |_| tickets.value.get().map(|found| found.tickets).unwrap_or_default());
    let notice = RwSignal::new(None::<TicketNotice>);
    let send = move |call: Call, ticket: &DeskTicket, done: TicketNotice| {
        let call = call.if_match(Some(&format!("\"{}\"", ticket.version)));
        spawn_local(async move {
            let answer = call.send::<IgnoredAny>().await;
            if let Err(failure) = &answer {
                desk.sign_out_if_expired(failure);
            }
            notice.try_set(Some(answer.map_or_else(TicketNotice::Wrong, |_| done)));
            tickets.read();
        });
    };
    let is_caller = Page::Phone.is_for(session.role);
    let card = move |ticket: DeskTicket| {
        let locale = lang.get();
        let number = ticket.number;
        let minutes = (now.get() - ticket.drawn_at.epoch_ms()).max(0) / 60_000;
        let drawn = if minutes == 0 {
            td_string!(locale, kiosk.desk.now).to_owned()
        } else {
            td_string!(locale, kiosk.desk.since, n = minutes).to_string()
        };
        let called = ticket.called_at.map(|at| {
            let time = date_format::time(&at);
            td_string!(locale, kiosk.desk.called, time = time, name = ticket.called_by.clone().unwrap_or_default())
                .to_string()
        });
        let state = match called {
            Some(words) => view! { <span class="st" data-k="ok"><Icon name="check"/><span>{words}</span></span> }.into_any(),
            None => view! { <span class="st" data-k="warn"><Icon name="clock"/><span>{td_string!(locale, kiosk.desk.waits)}</span></span> }.into_any(),
        };
        let call_word = if ticket.called_at.is_some() {
            td_string!(locale, kiosk.desk.call_again).to_owned()
        } else {
            td_string!(locale, kiosk.desk.call, n = number).to_string()
        };
        let kept = StoredValue::new(ticket.clone());
        let call = move |_| {
            kept.with_value(|ticket| {
                send(
                    Call::post(path::desk_ticket_call(&dealer.get_value(), ticket.id)),
                    ticket,
                    TicketNotice::Called(number),
                );
            });
        };
        let end = move |end: TicketEnd| {
            kept.with_value(|ticket| {
                let call =
                    Call::post(path::desk_ticket_end(&dealer.get_value(), ticket.id)).json(&TicketEndRequest { end });
                send(call, ticket, TicketNotice::Ended(number));
            });
        };
        let named = move |word: &str| format!("{word} {number}");
        view! {
            <div class="brow" data-test=format!("ticket-{number}")>
                <span class="row"><b class="t">{number}</b><b>{labels::reason(ticket.reason, locale)}</b></span>
                <span class="soft">{drawn}</span>
                {state}
                {is_caller.then(|| view! {
                    <span class="row">
                        <button type="button" class="btn b2" data-test=format!("call-{number}") on:click=call>{call_word}</button>
                        <a class="btn" data-test=format!("take-{number}") aria-label=named(td_string!(locale, kiosk.desk.take)) href=format!("/desk/{}/walk-in?ticket={}", dealer.get_value(), ticket.id)>{td_string!(locale, kiosk.desk.take)}</a>
                        <button type="button" class="btn b3" data-test=format!("answered-{number}") aria-label=named(td_string!(locale, kiosk.desk.answered)) on:click=move |_| end(TicketEnd::Answered)>{td_string!(locale, kiosk.desk.answered)}</button>
                        <button type="button" class="btn b3" data-test=format!("missed-{number}") aria-label=named(td_string!(locale, kiosk.desk.missed)) on:click=move |_| end(TicketEnd::Missed)>{td_string!(locale, kiosk.desk.missed)}</button>
                    </span>
                })}
            </div>
        }
    };
    view! {
        <div class="said" role="status">
            {move || notice.get().map(|notice| {
                let (kind, icon) = if matches!(notice, TicketNotice::Wrong(_)) { (Severity::Bad, "stop") } else { (Severity::Ok, "check") };
                view! { <Notice kind=kind icon=icon title=Signal::derive(move || sentence(&notice, lang.get()))/> }
            })}
        </div>
        {move || (!list.with(Vec::is_empty)).then(|| view! {
            <section class="beside" data-test="tickets">
                <h2>{move || td_string!(lang.get(), kiosk.desk.title)}" "<span class="num" translate="no">{move || list.with(Vec::len)}</span></h2>
                <div class="rows">{move || list.get().into_iter().take(SHOWN_MAX).map(card).collect_view()}</div>
            </section>
        })}
    }
}

fn sentence(notice: &TicketNotice, locale: Language) -> String {
    match notice {
        TicketNotice::Called(number) => td_string!(locale, kiosk.desk.said_call, n = *number).to_string(),
        TicketNotice::Ended(number) => td_string!(locale, kiosk.desk.said_end, n = *number).to_string(),
        TicketNotice::Wrong(failure) => problems::sentence(failure, locale),
    }
}
