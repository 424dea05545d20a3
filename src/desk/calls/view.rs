//! The page of calls to customers: bookings of the next day to be confirmed, and cars whose service is due.

use crate::desk::calls::invitations::Invitations;
use crate::desk::calls::outcome::Outcome;
use crate::desk::calls::untold::UntoldCalls;
use crate::desk::shared::fetched::Fetched;
use crate::desk::shared::keys::{Key, KeyLine, leave_on_escape};
use crate::desk::shared::phone::PhoneLink;
use crate::desk::shared::session::{Signed, use_signed};
use crate::desk::shared::shell::Bar;
use crate::i18n::{td_string, use_lang};
use crate::ui::{Failed, Skeleton, date_format, focus};
use bayside_api::capacity::{Confirmation, ConfirmationList, InvitationList};
use bayside_api::path;
use leptos::prelude::*;

/// The component of the whole page.
#[component]
pub fn CallsPage() -> impl IntoView {
    let lang = use_lang();
    let dealer = use_signed().0.dealer.clone();
    let confirmations = Fetched::<ConfirmationList>::of(path::desk_confirmations(&dealer));
    let invitations = Fetched::<InvitationList>::of(path::desk_invitations(&dealer));
    leave_on_escape();
    Effect::new(move |_| focus::title(td_string!(lang.get(), room.calls.title)));
    view! {
        <Bar/>
        <main id="main" class="screens">
            <div class="head"><h1>{move || td_string!(lang.get(), room.calls.title)}</h1></div>
            <div class="pane">
                <UntoldCalls/>
                <section class="sec" data-test="confirmations">
                    <h2>{move || td_string!(lang.get(), room.calls.confirmations)}</h2>
                    <Failed failure=confirmations.failed retry=move |()| confirmations.read()/>
                    {move || match confirmations.value.get() {
                        None => view! { <Skeleton class="w80"/> }.into_any(),
                        Some(list) if list.calls.is_empty() => view! { <p class="soft empty">{td_string!(lang.get(), room.calls.none_tomorrow)}</p> }.into_any(),
                        Some(list) => view! { <Confirmations calls=list.calls fetched=confirmations/> }.into_any(),
                    }}
                </section>
                <section class="sec" data-test="invitations">
                    <h2>{move || td_string!(lang.get(), room.calls.invitations)}</h2>
                    <Failed failure=invitations.failed retry=move |()| invitations.read()/>
                    {move || match invitations.value.get() {
                        None => view! { <Skeleton class="w80"/> }.into_any(),
                        Some(list) => view! { <Invitations list=list fetched=invitations/> }.into_any(),
                    }}
                </section>
            </div>
        </main>
        <KeyLine keys=vec![Key::Field, Key::Back]/>
    }
}

#[component]
fn Confirmations(calls: Vec<Confirmation>, fetched: Fetched<ConfirmationList>) -> impl IntoView {
    let lang = use_lang();
    let Signed(session) = use_signed();
    let rows = move || {
        calls.clone().into_iter().map(|call| {
            view! {
                <tr data-test=format!("confirm-{}", call.reference)>
                    <th scope="row"><b>{date_format::time(&call.start)}</b></th>
                    <td><a href=format!("/desk/{}/visits/{}", session.dealer, call.id)>{call.plate}</a>" "{call.addressed_as}</td>
                    <td class="nb"><PhoneLink number=call.phone.clone()/></td>
                    <td>{call.work}" · "{call.adviser.name}</td>
                    <td><Outcome about=call.id.to_string() contact=call.contact set=move |outcome| fetched.send_outcome(call.id, outcome)/></td>
                </tr>
            }
        }).collect_view()
    };
    view! {
        <table class="list stacks">
            <thead><tr>
                <th scope="col">{move || td_string!(lang.get(), room.calls.when)}</th>
                <th scope="col" colspan="2">{move || td_string!(lang.get(), room.calls.who)}</th>
                <th scope="col">{move || td_string!(lang.get(), room.calls.work)}</th>
                <th scope="col">{move || td_string!(lang.get(), room.calls.outcome)}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
}
