//! Sign in.

use crate::client;
use crate::client::{Call, Failure};
use crate::desk::shared::input::Text;
use crate::desk::shared::keys::{Cap, Key, KeyLine};
use crate::desk::shared::problems;
use crate::desk::shared::session::{Entry, use_desk};
use crate::i18n;
use crate::i18n::{td_string, use_lang};
use crate::ui::clock::use_clock;
use crate::ui::date_format;
use crate::ui::date_format::Style;
use crate::ui::{Icon, LanguageSwitch, Notice, Severity, focus};
use bayside_api::dealer::Dealers;
use bayside_api::desk::{Login, Session};
use bayside_api::offsets::instant_at;
use bayside_api::{Code, path};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use std::sync::Arc;

/// The sign-in page on which the dealer is still to be chosen; a signed-in member of staff is sent to today's board.
#[component]
pub fn LoginPage() -> impl IntoView {
    let desk = use_desk();
    let go = use_navigate();
    Effect::new(move |_| {
        if let Entry::In(session) = desk.entry.get() {
            go(&format!("/desk/{}", session.dealer), NavigateOptions { replace: true, ..NavigateOptions::default() });
        }
    });
    view! { <SignIn dealer=String::new()/> }
}

/// The sign-in form.
#[component]
pub fn SignIn(
    /// The dealer's slug; empty lets it be chosen.
    dealer: String,
) -> impl IntoView {
    let lang = use_lang();
    let desk = use_desk();
    let clock = use_clock();
    let fixed_dealer = !dealer.is_empty();
    let chosen = RwSignal::new(dealer);
    let login = RwSignal::new(String::new());
    let password = RwSignal::new(String::new());
    let failed = RwSignal::new(None::<Failure>);
    let busy = RwSignal::new(false);
    let dealers = RwSignal::new(None::<Dealers>);
    let healthy = RwSignal::new(None::<bool>);
    spawn_local(async move {
        match client::get::<Dealers>(path::dealers()).await {
            Ok(found) => {
                if chosen.with_untracked(String::is_empty)
                    && let [only] = found.dealers.as_slice()
                {
                    chosen.set(only.slug.clone());
                }
                if let Some(demo) = &found.demo {
                    clock.sync(&demo.now);
                }
                healthy.set(Some(true));
                dealers.set(Some(found));
            }
            Err(_) => healthy.set(Some(false)),
        }
    });
    Effect::new(move |_| focus::title(td_string!(lang.get(), desk.desk)));
    if fixed_dealer {
        focus::on("login");
    } else {
        focus::on("dealer");
    }

    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let body = Login {
            dealer: chosen.get_untracked(),
            login: login.get_untracked().trim().to_owned(),
            password: password.get_untracked(),
        };
        spawn_local(async move {
            // With a key of its own, nothing is noted in this browser of what was typed.
            let call = Call::post(path::session()).idempotency_key(&client::fresh_key()).json(&body);
            let answer = call.send::<Session>().await.map(|reply| reply.value);
            busy.set(false);
            match answer {
                Ok(session) => {
                    clock.sync(&session.now);
                    desk.entry.set(Entry::In(Arc::new(session)));
                }
                Err(failure) => {
                    if failure.code() == Some(Code::BadCredentials) {
                        password.set(String::new());
                        focus::on("password");
                    }
                    failed.set(Some(failure));
                }
            }
        });
    };
    let wrong = Signal::derive(move || {
        failed.with(|failed| failed.as_ref().and_then(Failure::code)) == Some(Code::BadCredentials)
    });
    let expired = Signal::derive(move || desk.entry.get() == Entry::Out { expired: true });
    let name = move || {
        dealers.with(|dealers| {
            let dealers = &dealers.as_ref()?.dealers;
            dealers.iter().find(|dealer| dealer.slug == chosen.get()).map(|dealer| dealer.name.clone())
        })
    };
    let all = i18n::tags();
    view! {
        <a class="skip" href="#main">{move || td_string!(lang.get(), desk.skip)}</a>
        <header class="bar">
            <b>{move || name().unwrap_or_else(|| "Bayside".to_owned())}</b>
            <LanguageSwitch spoken=all/>
        </header>
        <main id="main" class="login">
            <div class="stack">
                <h1>{move || td_string!(lang.get(), desk.desk)}</h1>
                <form on:submit=submit>
                    {move || expired.get().then(|| view! {
                        <Notice kind=Severity::Warn icon="lock" title=Signal::derive(move || td_string!(lang.get(), desk.problem.signed_out).to_owned()) role="status"/>
                    })}
                    {move || failed.get().map(|failure| {
                        let title = Signal::derive(move || problems::sentence(&failure, lang.get()));
                        view! {
                            <Notice kind=Severity::Bad icon="stop" title=title role="alert">
                                {wrong.get_untracked().then(|| view! { <p>{move || td_string!(lang.get(), desk.login.wrong_more)}</p> })}
                            </Notice>
                        }
                    })}
                    {(!fixed_dealer).then(|| view! { <DealerPick dealers=dealers chosen=chosen/> })}
                    <Text
                        id="login"
                        label=Signal::derive(move || td_string!(lang.get(), desk.login.login).to_owned())
                        value=login
                        set=move |text| login.set(text)
                        autocomplete="username"
                    />
                    <Text
                        id="password"
                        label=Signal::derive(move || td_string!(lang.get(), desk.login.password).to_owned())
                        value=password
                        set=move |text| password.set(text)
                        error=Signal::derive(move || wrong.get().then(|| td_string!(lang.get(), desk.login.wrong).to_owned()))
                        kind="password"
                        autocomplete="current-password"
                    />
                    <div class="row">
                        <button class="btn" type="submit" data-test="sign-in" aria-disabled=move || busy.get().then_some("true")>
                            {move || if busy.get() { td_string!(lang.get(), desk.login.signing_in) } else { td_string!(lang.get(), desk.login.sign_in) }}
                            <Cap key="↵"/>
                        </button>
                    </div>
                </form>
                {move || dealers.with(|dealers| dealers.as_ref().and_then(|dealers| dealers.demo.clone())).map(|demo| view! {
                    <p class="soft">
                        <b>{move || td_string!(lang.get(), desk.login.demo)}</b> " "
                        <span class="mono">{demo.logins.join(" ")}</span>
                        <br/>
                        {move || td_string!(lang.get(), desk.login.demo_more)}
                    </p>
                })}
                <p class="soft">{move || td_string!(lang.get(), desk.login.forgot)}</p>
            </div>
            <SystemClock healthy=healthy chosen=chosen dealers=dealers/>
        </main>
        <KeyLine keys=vec![Key::Field, Key::SignIn]/>
    }
}

#[component]
fn DealerPick(dealers: RwSignal<Option<Dealers>>, chosen: RwSignal<String>) -> impl IntoView {
    let lang = use_lang();
    view! {
        <div class="field">
            <label for="dealer">{move || td_string!(lang.get(), desk.login.dealer)}</label>
            <select id="dealer" required=true on:change=move |event| chosen.set(event_target_value(&event))>
                <option value="" selected=move || chosen.with(String::is_empty)>{move || td_string!(lang.get(), desk.login.choose)}</option>
                {move || dealers.with(|dealers| dealers.as_ref().map(|dealers| dealers.dealers.clone()))
                    .unwrap_or_default()
                    .into_iter()
                    .map(|dealer| {
                        let slug = dealer.slug.clone();
                        view! { <option value=dealer.slug selected=move || chosen.get() == slug>{dealer.name}</option> }
                    })
                    .collect_view()}
            </select>
        </div>
    }
}

/// The time, large, and whether the system answers.
#[component]
fn SystemClock(
    healthy: RwSignal<Option<bool>>,
    chosen: RwSignal<String>,
    dealers: RwSignal<Option<Dealers>>,
) -> impl IntoView {
    let lang = use_lang();
    let now = use_clock().ticking(1_000);
    let offsets = Memo::new(move |_| {
        dealers.with(|dealers| {
            let dealers = &dealers.as_ref()?.dealers;
            dealers
                .iter()
                .find(|dealer| dealer.slug == chosen.get())
                .or(dealers.first())
                .map(|dealer| dealer.offsets.clone())
        })
    });
    let local = Memo::new(move |_| offsets.with(|offsets| instant_at(offsets.as_ref()?, now.get())));
    view! {
        <div class="stack tight">
            {move || local.get().map(|local| view! {
                <time translate="no" class="clock num">{date_format::time(&local)}</time>
                <p><b>{date_format::at(&local, Style::Weekday, lang.get())}</b></p>
            })}
            {move || healthy.get().map(|healthy| if healthy {
                view! { <p class="live">{move || td_string!(lang.get(), desk.login.healthy)}</p> }.into_any()
            } else {
                view! { <p class="st" data-k="bad"><Icon name="broken"/>{move || td_string!(lang.get(), desk.login.unreachable)}</p> }.into_any()
            })}
            <p class="soft">{move || td_string!(lang.get(), desk.login.private)}</p>
        </div>
    }
}
