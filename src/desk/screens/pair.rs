//! The form that confirms a new screen by the six digits that it shows.

use crate::client;
use crate::client::Failure;
use crate::desk::lines::state::{error_at, filled};
use crate::desk::screens::state::{digits, viewing};
use crate::desk::shared::input::Text;
use crate::desk::shared::problems;
use crate::desk::shared::session::{use_desk, use_signed};
use crate::i18n::{Language, td_string, use_lang};
use crate::ui::{Notice, Severity, focus};
use bayside_api::screen::ScreenConfirm;
use bayside_api::{Code, FieldError, path};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_query_map;
use serde::de::IgnoredAny;

/// The digits in the page's address, which come from the QR code on the screen.
fn brought() -> Option<String> {
    use_query_map().with_untracked(|query| query.get("code").and_then(|code| digits(&code)))
}

/// The form.
#[component]
pub fn Pair(fetch: Callback<()>) -> impl IntoView {
    let lang = use_lang();
    let desk = use_desk();
    let dealer = StoredValue::new(use_signed().0.dealer.clone());
    let brought = brought();
    if brought.is_some() {
        // The code is filled in already: focus the name.
        focus::on("screen-name");
    }
    let code = RwSignal::new(brought.map(|code| format!("{} {}", &code[..3], &code[3..])).unwrap_or_default());
    let name = RwSignal::new(String::new());
    let (inches, metres) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
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
        errors.with(|errors| {
            error_at(errors, "/code").map(|code| {
                let is_unknown = code == "pairing-unknown";
                let words = td_string!(locale, desk.screens.code_bad);
                if is_unknown { td_string!(locale, desk.screens.code_unknown) } else { words }.to_owned()
            })
        })
    });
    let name_error = Signal::derive(move || {
        errors.with(|errors| error_at(errors, "/name").map(|code| problems::field(code, lang.get()).to_owned()))
    });
    let viewing_error = move |pointer: &'static str, words: fn(Language) -> &'static str| {
        Signal::derive(move || errors.with(|errors| error_at(errors, pointer).map(|_| words(lang.get()).to_owned())))
    };
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
        let viewing = viewing(&inches.get_untracked(), &metres.get_untracked());
        if let Err(pointer) = viewing {
            wrong.push(FieldError { pointer: pointer.to_owned(), code: "out-of-range".to_owned() });
        }
        errors.set(wrong);
        let (Some(six), Some(called), Ok(viewing), false) = (six, called, viewing, busy.get_untracked()) else {
            return;
        };
        busy.set(true);
        spawn_local(async move {
            let body = ScreenConfirm { code: six, name: called.clone(), viewing };
            let answer = client::post::<IgnoredAny>(path::desk_screens(&dealer.get_value()), &body).await;
            busy.set(false);
            match answer {
                Ok(_) => {
                    code.set(String::new());
                    for text in [name, inches, metres] {
                        text.set(String::new());
                    }
                    done.set(Some(called));
                    fetch.run(());
                }
                Err(failure) => {
                    desk.sign_out_if_expired(&failure);
                    errors.set(crate::desk::visit::open_visit::field_errors(&failure));
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
                    view! { <div data-test="paired"><Notice kind=Severity::Ok icon="check" title=title role="status"/></div> }
                })}
                {move || failed.get().filter(|_| !unknown()).map(|failure| {
                    let title = Signal::derive(move || problems::sentence(&failure, lang.get()));
                    view! { <Notice kind=Severity::Bad icon="stop" title=title role="alert"/> }
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
                <Text
                    id="screen-inches"
                    label=Signal::derive(move || td_string!(lang.get(), desk.screens.inches).to_owned())
                    hint=Signal::derive(move || td_string!(lang.get(), desk.screens.inches_hint).to_owned())
                    value=inches
                    set=move |text| inches.set(text)
                    error=viewing_error("/viewing/inches", |locale| td_string!(locale, desk.screens.inches_bad))
                    keyboard="decimal"
                />
                <Text
                    id="screen-distance"
                    label=Signal::derive(move || td_string!(lang.get(), desk.screens.distance).to_owned())
                    hint=Signal::derive(move || td_string!(lang.get(), desk.screens.distance_hint).to_owned())
                    value=metres
                    set=move |text| metres.set(text)
                    error=viewing_error("/viewing/distance_cm", |locale| td_string!(locale, desk.screens.distance_bad))
                    keyboard="decimal"
                />
                <div><button type="submit" class="btn" data-test="pair" aria-disabled=move || busy.get().then_some("true")>{move || td_string!(lang.get(), desk.screens.submit)}</button></div>
            </form>
        </section>
    }
}
