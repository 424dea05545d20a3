//! Customers whom a message did not reach: somebody calls them.

use crate::desk::calls::outcome::Outcome;
use crate::desk::messages::labels;
use crate::desk::shared::fetched::Fetched;
use crate::desk::shared::phone::PhoneLink;
use crate::desk::shared::session::{Signed, use_signed};
use crate::i18n::{td_string, use_lang};
use crate::ui::{Failed, date_format};
use bayside_api::capacity::ContactRequest;
use bayside_api::message::{Untold, UntoldList};
use bayside_api::path;
use leptos::prelude::*;

/// The list of those calls; nothing where there are none.
#[component]
pub fn UntoldCalls() -> impl IntoView {
    let lang = use_lang();
    let Signed(session) = use_signed();
    let fetched = Fetched::<UntoldList>::of(path::desk_untold(&session.dealer));
    let section = move |calls: Vec<Untold>| {
        let rows =
            move || calls.clone().into_iter().map(|call| view! { <Row call=call fetched=fetched/> }).collect_view();
        view! {
            <section class="sec" data-test="untold">
                <h2>{move || td_string!(lang.get(), room.calls.untold)}</h2>
                <p class="soft">{move || td_string!(lang.get(), room.calls.untold_lead)}</p>
                <table class="list stacks">
                    <thead><tr>
                        <th scope="col">{move || td_string!(lang.get(), room.calls.message)}</th>
                        <th scope="col" colspan="2">{move || td_string!(lang.get(), room.calls.who)}</th>
                        <th scope="col">{move || td_string!(lang.get(), room.calls.outcome)}</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </section>
        }
    };
    view! {
        <Failed failure=fetched.failed retry=move |()| fetched.read()/>
        {move || fetched.value.get().filter(|list| !list.calls.is_empty()).map(|list| section(list.calls))}
    }
}

/// One call.
#[component]
fn Row(call: Untold, fetched: Fetched<UntoldList>) -> impl IntoView {
    let lang = use_lang();
    let Signed(session) = use_signed();
    let who = match call.visit {
        Some(visit) => view! {
            <a href=format!("/desk/{}/visits/{visit}", session.dealer)>{call.plate.clone()}</a>" "{call.addressed_as.clone()}
        }
        .into_any(),
        None => call.addressed_as.clone().into_any(),
    };
    let until = call.useful_until;
    let said = move || {
        let locale = lang.get();
        let start = date_format::at(&call.starts_at, date_format::Style::Short, locale);
        format!("{}, {start} {}", labels::kind(call.kind, locale), date_format::time(&call.starts_at))
    };
    let reason = move || call.reason.map(|reason| labels::reason(reason, lang.get()));
    let ends =
        move || until.map(|at| td_string!(lang.get(), room.calls.until, time = date_format::time(&at)).to_string());
    let message = call.message;
    view! {
        <tr data-test=format!("untold-{message}")>
            <th scope="row">{said}<small class="soft block">{reason}" "{ends}</small></th>
            <td>{who}</td>
            <td class="nb"><PhoneLink number=call.phone.clone()/></td>
            <td>
                <Outcome about=format!("told-{message}") contact=call.contact.clone()
                    set=move |outcome| fetched.post_change(message.to_string(), ContactRequest { outcome })/>
            </td>
        </tr>
    }
}
