//! The page of messages, sent and still to be sent.

use crate::client;
use crate::client::Failure;
use crate::desk::messages::labels::{channel, kind, reason, state};
use crate::desk::messages::preview::Preview;
use crate::desk::messages::state::FetchedMessages;
use crate::desk::shared::input::Chips;
use crate::desk::shared::keys::{Key, KeyLine, leave_on_escape};
use crate::desk::shared::problems;
use crate::desk::shared::session::{Signed, use_desk, use_signed};
use crate::desk::shared::shell::Bar;
use crate::desk::shared::stream::use_stream;
use crate::i18n::{td_string, use_lang};
use crate::ui::{Failed, Icon, Notice, Severity, Skeleton, date_format, focus, timer};
use bayside_api::codes::MessageState;
use bayside_api::message::{Message, MessageList};
use bayside_api::path;
use bayside_domain::ids::MessageId;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

/// The list is read anew this often: messages go out by themselves.
const EVERY: Duration = Duration::from_secs(10);

/// The component of the whole page.
#[component]
pub fn MessagesPage() -> impl IntoView {
    let lang = use_lang();
    let desk = use_desk();
    let Signed(session) = use_signed();
    let dealer = StoredValue::new(session.dealer.clone());
    let fetched = RwSignal::new(None::<FetchedMessages>);
    let failed = RwSignal::new(None::<Failure>);
    let only_failed = RwSignal::new(false);
    let address = move |before: Option<MessageId>| {
        let state = if only_failed.get_untracked() { "failed" } else { "" };
        let before = before.map(|id| format!("&before={id}")).unwrap_or_default();
        format!("{}?state={state}{before}", path::desk_messages(&dealer.get_value()))
    };
    let fetch = move |more: bool| {
        let before =
            fetched.with_untracked(|fetched| fetched.as_ref().and_then(|fetched| fetched.next)).filter(|_| more);
        let asked = only_failed.get_untracked();
        spawn_local(async move {
            let answer = client::get::<MessageList>(address(before)).await;
            if only_failed.try_get_untracked() != Some(asked) {
                return;
            }
            match answer {
                Ok(page) => {
                    failed.try_set(None);
                    fetched.try_update(|fetched| match fetched {
                        Some(fetched) if before.is_some() => fetched.more(page),
                        Some(fetched) => fetched.renew(page),
                        None => *fetched = Some(FetchedMessages::begin(page)),
                    });
                }
                Err(failure) => {
                    desk.sign_out_if_expired(&failure);
                    failed.try_set(Some(failure));
                }
            }
        });
    };
    let change = use_stream().change;
    Effect::new(move |_| {
        change.track();
        only_failed.track();
        fetch(false);
    });
    timer::every(EVERY, move || fetch(false));
    leave_on_escape();
    let lost = Memo::new(move |_| fetched.with(|fetched| fetched.as_ref().map_or(0, |fetched| fetched.failed)));
    Effect::new(move |_| focus::title(td_string!(lang.get(), desk.messages.title)));
    let options = Signal::derive(move || {
        let locale = lang.get();
        vec![
            ("all".to_owned(), td_string!(locale, desk.messages.all).to_owned()),
            ("failed".to_owned(), td_string!(locale, desk.messages.only_failed).to_owned()),
        ]
    });
    view! {
        <Bar/>
        <main id="main" class="screens">
            <div class="head">
                <h1>{move || td_string!(lang.get(), desk.messages.title)}</h1>
                {move || (lost.get() > 0).then(|| view! {
                    <span class="fig" data-test="messages-failed"><span class="num" translate="no">{lost.get()}</span><span class="st" data-k="bad"><Icon name="broken"/>{td_string!(lang.get(), desk.messages.failed)}</span></span>
                })}
            </div>
            <div class="visit">
                <div class="pane">
                    <Failed failure=failed retry=move |()| fetch(false)/>
                    <SetUp fetched=fetched/>
                    <Chips
                        name="messages-only"
                        label=Signal::derive(move || td_string!(lang.get(), desk.messages.only).to_owned())
                        options=options
                        value=Signal::derive(move || if only_failed.get() { "failed" } else { "all" }.to_owned())
                        set=move |value: String| {
                            fetched.set(None);
                            only_failed.set(value == "failed");
                        }
                    />
                    <List fetched=fetched only_failed=only_failed/>
                    {move || fetched.with(|fetched| fetched.as_ref().and_then(|fetched| fetched.next)).map(|_| view! {
                        <div><button type="button" class="btn b2" data-test="messages-more" on:click=move |_| fetch(true)>{td_string!(lang.get(), desk.messages.more)}</button></div>
                    })}
                </div>
                <aside>
                    <Preview fetched=fetched/>
                </aside>
            </div>
        </main>
        <KeyLine keys=vec![Key::Back]/>
    }
}

/// The notice about channels that are not set up.
#[component]
fn SetUp(fetched: RwSignal<Option<FetchedMessages>>) -> impl IntoView {
    let lang = use_lang();
    let set_up =
        Memo::new(move |_| fetched.with(|fetched| fetched.as_ref().map(|fetched| (fetched.has_mail, fetched.has_sms))));
    move || {
        let missing = set_up.get().filter(|(mail, sms)| !mail || !sms);
        missing.map(|which| {
            let title = Signal::derive(move || {
                let locale = lang.get();
                match which {
                    (false, false) => td_string!(locale, desk.messages.no_channel),
                    (false, true) => td_string!(locale, desk.messages.no_mail),
                    _ => td_string!(locale, desk.messages.no_sms),
                }
                .to_owned()
            });
            view! { <div data-test="messages-set-up"><Notice kind=Severity::Warn icon="broken" title=title role="status"/></div> }
        })
    }
}

#[component]
fn List(fetched: RwSignal<Option<FetchedMessages>>, only_failed: RwSignal<bool>) -> impl IntoView {
    let lang = use_lang();
    let heads = move || {
        let locale = lang.get();
        [
            td_string!(locale, desk.messages.what),
            td_string!(locale, desk.messages.who),
            td_string!(locale, desk.messages.when),
            td_string!(locale, desk.messages.state),
            td_string!(locale, desk.messages.act),
        ]
        .map(|head| view! { <th scope="col">{head}</th> })
    };
    let ids = Memo::new(move |_| {
        fetched.with(|fetched| {
            fetched.as_ref().map(|fetched| fetched.messages.iter().map(|message| message.id).collect::<Vec<_>>())
        })
    });
    move || match ids.get() {
        None => view! { <Skeleton class="w80"/> <Skeleton class="w60"/> }.into_any(),
        Some(ids) if ids.is_empty() => {
            let empty = move || {
                let locale = lang.get();
                if only_failed.get() {
                    td_string!(locale, desk.messages.empty_failed)
                } else {
                    td_string!(locale, desk.messages.empty)
                }
            };
            view! { <p class="soft empty">{empty}</p> }.into_any()
        }
        Some(ids) => view! {
            <div class="scroll-x">
                <table class="list stacks">
                    <thead><tr>{heads}</tr></thead>
                    <tbody>{ids.into_iter().map(|id| view! { <Row fetched=fetched id=id/> }).collect_view()}</tbody>
                </table>
            </div>
        }
        .into_any(),
    }
}

#[component]
fn Row(fetched: RwSignal<Option<FetchedMessages>>, id: MessageId) -> impl IntoView {
    let lang = use_lang();
    let desk = use_desk();
    let session = use_signed().0;
    let dealer = StoredValue::new(session.dealer.clone());
    let busy = RwSignal::new(false);
    let failed = RwSignal::new(None::<Failure>);
    let message = Memo::new(move |_| {
        fetched.with(|fetched| fetched.as_ref()?.messages.iter().find(|message| message.id == id).cloned())
    });
    let retry = move || {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failed.set(None);
        spawn_local(async move {
            let address = path::desk_message_retry(&dealer.get_value(), id);
            let answer = client::post::<Message>(address, &serde_json::json!({})).await;
            busy.try_set(false);
            match answer {
                Ok(changed) => {
                    fetched.try_update(|fetched| {
                        if let Some(fetched) = fetched {
                            fetched.replace(changed);
                        }
                    });
                }
                Err(failure) => {
                    desk.sign_out_if_expired(&failure);
                    failed.try_set(Some(failure));
                }
            }
        });
    };
    move || {
        let locale = lang.get();
        let message = message.get()?;
        let at = |instant| {
            let date = date_format::at(instant, date_format::Style::Short, locale);
            format!("{date} {}", date_format::time(instant))
        };
        let when = match (&message.sent_at, message.state, message.attempts) {
            (Some(sent), _, _) => td_string!(locale, desk.messages.sent_at, time = at(sent)).to_string(),
            (None, MessageState::Waiting, 1..) => {
                td_string!(locale, desk.messages.again, time = at(&message.due_at)).to_string()
            }
            _ => td_string!(locale, desk.messages.due, time = at(&message.due_at)).to_string(),
        };
        let (word, icon, colour) = state(message.state, locale);
        let why = message.reason.map(|why| reason(why, locale));
        let tries = (message.attempts > 1)
            .then(|| td_string!(locale, desk.messages.attempts, count = message.attempts).to_string());
        let what = kind(message.kind, locale);
        let who = if message.addressed_as.is_empty() {
            td_string!(locale, desk.messages.erased).to_owned()
        } else {
            message.addressed_as.clone()
        };
        let label = td_string!(locale, desk.messages.retry_of, what = what, who = who.clone()).to_string();
        let booking = message.visit.map(|visit| {
            let address = format!("/desk/{}/visits/{visit}", dealer.get_value());
            view! { <a href=address class="num" translate="no">{message.reference.clone()}</a> }
        });
        Some(view! {
            <tr data-k=colour.filter(|colour| *colour != "ok") data-test=format!("message-{id}") data-state=message.state.as_str()>
                <th scope="row"><b>{what}</b><br/>{booking}</th>
                <td>{who}<br/><span class="soft">{channel(message.channel, locale)}" "{message.to.clone()}</span></td>
                <td>{when}</td>
                <td>
                    <span class="st" data-k=colour><Icon name=icon/>{word}</span>
                    {why.map(|why| view! { <br/><span class="soft">{why}</span> })}
                    {tries.map(|tries| view! { <br/><span class="soft">{tries}</span> })}
                </td>
                <td>
                    {message.can_retry.then(|| view! {
                        <button type="button" class="btn b2" data-test=format!("retry-{id}") aria-label=label
                            aria-disabled=move || busy.get().then_some("true") on:click=move |_| retry()>
                            {td_string!(locale, desk.messages.retry)}
                        </button>
                    })}
                    {move || failed.get().map(|failure| view! {
                        <p class="st" data-k="bad" role="alert"><Icon name="stop"/>{problems::sentence(&failure, locale)}</p>
                    })}
                </td>
            </tr>
        })
    }
}
