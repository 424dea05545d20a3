//! The dealer's screens, and how a new one is paired.

use super::input::Text;
use super::keys::{Key, KeyLine, on_keys};
use super::problems;
use super::session::{Signed, use_desk, use_signed};
use super::shell::{Bar, SettingsNav};
use super::words;
use crate::client::{self, Failure};
use crate::desk::lines::{error_at, filled};
use crate::desk::number::half_width;
use crate::i18n::use_lang;
use crate::ui::clock::use_clock;
use crate::ui::{Failed, Icon, Kind, Notice, Skeleton, focus, moment};
use bayside_api::screen::{Screen, ScreenConfirm, Screens as ScreenList};
use bayside_api::{Code, FieldError, path};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_i18n::td_string;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use serde::de::IgnoredAny;
use std::time::Duration;

/// A screen that was not heard of for so long is silent.
const SILENT_MS: i64 = 90_000;
/// The list is read anew this often.
const EVERY: Duration = Duration::from_secs(10);

/// The page.
#[component]
pub fn Screens() -> impl IntoView {
    let lang = use_lang();
    let desk = use_desk();
    let Signed(session) = use_signed();
    let dealer = StoredValue::new(session.dealer.clone());
    let list = RwSignal::new(None::<Vec<Screen>>);
    let failed = RwSignal::new(None::<Failure>);
    let fetch = move || {
        spawn_local(async move {
            match client::get::<ScreenList>(path::desk_screens(&dealer.get_value())).await {
                Ok(found) => {
                    failed.try_set(None);
                    list.try_set(Some(found.screens));
                }
                Err(failure) => {
                    desk.heed(&failure);
                    failed.try_set(Some(failure));
                }
            }
        });
    };
    fetch();
    if let Ok(timer) = set_interval_with_handle(fetch, EVERY) {
        on_cleanup(move || timer.clear());
    }
    let go = use_navigate();
    on_keys(move |key| match key {
        "a" => {
            focus::on("pairing-code");
            true
        }
        "Escape" => {
            go(&format!("/desk/{}", dealer.get_value()), NavigateOptions::default());
            true
        }
        _ => false,
    });
    let now = use_clock().ticking(5_000);
    let silent = Memo::new(move |_| {
        list.with(|list| list.iter().flatten().filter(|screen| is_silent(screen, now.get())).count())
    });
    Effect::new(move |_| focus::title(td_string!(lang.get(), desk.screens.title)));
    view! {
        <Bar/>
        <main id="main" class="screens">
            <SettingsNav/>
            <div class="head">
                <h1>{move || td_string!(lang.get(), desk.screens.title)}</h1>
                {move || list.with(|list| list.as_ref().map(Vec::len)).map(|count| view! {
                    <span class="fig"><span class="num">{count}</span>{td_string!(lang.get(), desk.screens.paired)}</span>
                })}
                {move || (silent.get() > 0).then(|| view! {
                    <span class="fig"><span class="num">{silent.get()}</span><span class="st" data-k="bad"><Icon name="broken"/>{td_string!(lang.get(), desk.screens.silent)}</span></span>
                })}
            </div>
            <div class="visit">
                <div class="pane">
                    <Failed failure=failed retry=move |()| fetch()/>
                    <List list=list now=now/>
                </div>
                <aside>
                    <Pair fetch=Callback::new(move |()| fetch())/>
                    <section class="sec">
                        <h2>{move || td_string!(lang.get(), desk.screens.after)}</h2>
                        <p class="soft">{move || td_string!(lang.get(), desk.screens.after_more)}</p>
                    </section>
                </aside>
            </div>
        </main>
        <KeyLine keys=&[Key::Field, Key::Back]/>
    }
}

fn is_silent(screen: &Screen, now_ms: i64) -> bool {
    screen.seen_at.is_some_and(|seen| now_ms - seen.epoch_ms() > SILENT_MS)
}

#[component]
fn List(list: RwSignal<Option<Vec<Screen>>>, now: Signal<i64>) -> impl IntoView {
    let lang = use_lang();
    let zone = StoredValue::new(use_signed().0.zone.clone());
    let rows = move || {
        let locale = lang.get();
        list.get().unwrap_or_default().into_iter().map(|screen| {
            let silent = is_silent(&screen, now.get());
            let time = screen.seen_at.map(|at| zone.with_value(|zone| moment::at(&at, zone, moment::Style::Seconds, locale)));
            let state = match (&time, silent) {
                (None, _) => view! { <span class="st"><Icon name="soon"/>{td_string!(locale, desk.screens.waiting)}</span> }.into_any(),
                (Some(time), true) => view! {
                    <span class="st" data-k="bad"><Icon name="broken"/>{td_string!(locale, desk.screens.silent_since, time = time.clone()).to_string()}</span>
                }.into_any(),
                _ => view! { <span class="st" data-k="ok"><Icon name="check"/>{td_string!(locale, desk.screens.alive)}</span> }.into_any(),
            };
            view! {
                <tr data-k=silent.then_some("bad") data-test=format!("screen-{}", screen.id)>
                    <th scope="row"><b>{screen.name}</b></th>
                    <td>{words::screen(screen.kind, locale)}</td>
                    <td class="nb">{time.unwrap_or_else(|| td_string!(locale, desk.screens.never).to_owned())}</td>
                    <td>{state}</td>
                </tr>
            }
        }).collect_view()
    };
    view! {
        {move || match list.with(|list| list.as_ref().map(Vec::is_empty)) {
            None => view! { <Skeleton class="w80"/> <Skeleton class="w60"/> }.into_any(),
            Some(true) => view! { <p class="soft empty">{td_string!(lang.get(), desk.screens.empty)}</p> }.into_any(),
            Some(false) => view! {
                <table class="list">
                    <thead><tr>
                        <th scope="col">{move || td_string!(lang.get(), desk.screens.name)}</th>
                        <th scope="col">{move || td_string!(lang.get(), desk.screens.kind)}</th>
                        <th scope="col">{move || td_string!(lang.get(), desk.screens.seen)}</th>
                        <th scope="col">{move || td_string!(lang.get(), desk.screens.state)}</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            }.into_any(),
        }}
    }
}

/// The six digits, however they were typed.
fn digits(text: &str) -> Option<String> {
    let digits: String = text.chars().map(half_width).filter(char::is_ascii_digit).collect();
    (digits.len() == 6).then_some(digits)
}

#[component]
fn Pair(fetch: Callback<()>) -> impl IntoView {
    let lang = use_lang();
    let desk = use_desk();
    let dealer = StoredValue::new(use_signed().0.dealer.clone());
    let code = RwSignal::new(String::new());
    let name = RwSignal::new(String::new());
    let errors = RwSignal::new(Vec::<FieldError>::new());
    let failed = RwSignal::new(None::<Failure>);
    let done = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let unknown = move || failed.with(|failed| failed.as_ref().and_then(Failure::code)) == Some(Code::PairingUnknown);
    let code_error = Signal::derive(move || {
        let locale = lang.get();
        if unknown() {
            return Some(td_string!(locale, desk.screens.code_unknown).to_owned());
        }
        errors.with(|errors| error_at(errors, "/code").map(|_| td_string!(locale, desk.screens.code_bad).to_owned()))
    });
    let name_error = Signal::derive(move || {
        errors.with(|errors| error_at(errors, "/name").map(|code| problems::field(code, lang.get()).to_owned()))
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        failed.set(None);
        done.set(None);
        let mut wrong = Vec::new();
        let six = digits(&code.get_untracked());
        let called = filled(&name.get_untracked());
        if six.is_none() {
            wrong.push(FieldError { pointer: "/code".to_owned(), code: "number-format".to_owned() });
        }
        if called.is_none() {
            wrong.push(FieldError { pointer: "/name".to_owned(), code: "required".to_owned() });
        }
        errors.set(wrong);
        let (Some(six), Some(called), false) = (six, called, busy.get_untracked()) else { return };
        busy.set(true);
        spawn_local(async move {
            let body = ScreenConfirm { code: six, name: called.clone() };
            let answer = client::post::<IgnoredAny>(path::desk_screens(&dealer.get_value()), &body).await;
            busy.set(false);
            match answer {
                Ok(_) => {
                    code.set(String::new());
                    name.set(String::new());
                    done.set(Some(called));
                    fetch.run(());
                }
                Err(failure) => {
                    desk.heed(&failure);
                    errors.set(super::page::field_errors(&failure));
                    failed.set(Some(failure));
                }
            }
        });
    };
    view! {
        <section class="sec">
            <h2>{move || td_string!(lang.get(), desk.screens.pair)}</h2>
            <form class="stack" on:submit=submit novalidate=true>
                {move || done.get().map(|name| {
                    let title = Signal::derive(move || td_string!(lang.get(), desk.screens.done, name = name.clone()).to_string());
                    view! { <div data-test="paired"><Notice kind=Kind::Ok icon="check" title=title role="status"/></div> }
                })}
                {move || failed.get().filter(|_| !unknown()).map(|failure| {
                    let title = Signal::derive(move || problems::sentence(&failure, lang.get()));
                    view! { <Notice kind=Kind::Bad icon="stop" title=title role="alert"/> }
                })}
                <Text
                    id="pairing-code"
                    label=Signal::derive(move || td_string!(lang.get(), desk.screens.code).to_owned())
                    value=code
                    set=move |text| code.set(text)
                    error=code_error
                    keyboard="numeric"
                    class="six"
                />
                <Text
                    id="screen-name"
                    label=Signal::derive(move || td_string!(lang.get(), desk.screens.name).to_owned())
                    hint=Signal::derive(move || td_string!(lang.get(), desk.screens.name_hint).to_owned())
                    value=name
                    set=move |text| name.set(text)
                    error=name_error
                />
                <div><button type="submit" class="btn" data-test="pair" aria-disabled=move || busy.get().then_some("true")>{move || td_string!(lang.get(), desk.screens.submit)}</button></div>
            </form>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::digits;

    #[test]
    fn six_digits_are_read_however_they_are_grouped() {
        for text in ["482916", "482 916", " 482-916 ", "４８２９１６"] {
            assert_eq!(digits(text).as_deref(), Some("482916"), "{text}");
        }
        assert_eq!(digits("48291"), None);
        assert_eq!(digits("4829167"), None);
    }
}
