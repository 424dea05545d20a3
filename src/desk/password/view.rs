//! Staff set their own password; wherever else they are signed in, they are signed out.

use super::state::{AGAIN, wrong};
use crate::client;
use crate::client::{Call, Failure};
use crate::desk::lines::state::error_at;
use crate::desk::shared::input::Text;
use crate::desk::shared::keys::{Key, KeyLine, leave_on_escape};
use crate::desk::shared::problems;
use crate::desk::shared::session::use_desk;
use crate::desk::shared::shell::Bar;
use crate::desk::visit::open_visit::field_errors;
use crate::i18n::{Language, td_string, use_lang};
use crate::ui::{Notice, Severity, focus};
use bayside_api::desk::PasswordChange;
use bayside_api::{FieldError, path};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::de::IgnoredAny;

fn sentence(code: &str, locale: Language) -> &'static str {
    match code {
        "wrong-password" => td_string!(locale, desk.password.wrong),
        "too-short" => td_string!(locale, desk.password.short),
        "differs" => td_string!(locale, desk.password.differs),
        other => problems::field(other, locale),
    }
}

/// The component of the whole page.
#[component]
pub fn PasswordPage() -> impl IntoView {
    let lang = use_lang();
    let desk = use_desk();
    let [current, new, again] = [(); 3].map(|()| RwSignal::new(String::new()));
    let errors = RwSignal::new(Vec::<FieldError>::new());
    let failed = RwSignal::new(None::<Failure>);
    let is_done = RwSignal::new(false);
    let busy = RwSignal::new(false);
    leave_on_escape();
    focus::on("current-password");
    Effect::new(move |_| focus::title(td_string!(lang.get(), desk.password.title)));
    let error = move |pointer: &'static str| {
        Signal::derive(move || {
            errors.with(|errors| error_at(errors, pointer).map(|code| sentence(code, lang.get()).to_owned()))
        })
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        failed.set(None);
        is_done.set(false);
        let body = PasswordChange { current_password: current.get_untracked(), new_password: new.get_untracked() };
        errors.set(wrong(&body.current_password, &body.new_password, &again.get_untracked()));
        if !errors.with_untracked(Vec::is_empty) {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            // With a key of its own, nothing is noted in this browser of what was typed.
            let call = Call::post(path::password()).idempotency_key(&client::fresh_key()).json(&body);
            let answer = call.send::<IgnoredAny>().await;
            busy.set(false);
            match answer {
                Ok(_) => {
                    for text in [current, new, again] {
                        text.set(String::new());
                    }
                    is_done.set(true);
                }
                Err(failure) => {
                    desk.sign_out_if_expired(&failure);
                    errors.set(field_errors(&failure));
                    failed.set(Some(failure).filter(|_| errors.with_untracked(Vec::is_empty)));
                }
            }
        });
    };
    view! {
        <Bar/>
        <main id="main" class="login">
            <div class="stack">
                <h1>{move || td_string!(lang.get(), desk.password.title)}</h1>
                <form on:submit=submit novalidate=true>
                    {move || is_done.get().then(|| view! {
                        <div data-test="password-changed">
                            <Notice kind=Severity::Ok icon="check" title=Signal::derive(move || td_string!(lang.get(), desk.password.saved).to_owned()) role="status">
                                <p>{move || td_string!(lang.get(), desk.password.saved_more)}</p>
                            </Notice>
                        </div>
                    })}
                    {move || failed.get().map(|failure| {
                        let title = Signal::derive(move || problems::sentence(&failure, lang.get()));
                        view! { <Notice kind=Severity::Bad icon="stop" title=title role="alert"/> }
                    })}
                    <Text
                        id="current-password"
                        label=Signal::derive(move || td_string!(lang.get(), desk.password.current).to_owned())
                        value=current
                        set=move |text| current.set(text)
                        error=error("/current_password")
                        kind="password"
                        autocomplete="current-password"
                    />
                    <Text
                        id="new-password"
                        label=Signal::derive(move || td_string!(lang.get(), desk.password.new).to_owned())
                        hint=Signal::derive(move || td_string!(lang.get(), desk.password.rule).to_owned())
                        value=new
                        set=move |text| new.set(text)
                        error=error("/new_password")
                        kind="password"
                        autocomplete="new-password"
                    />
                    <Text
                        id="new-password-again"
                        label=Signal::derive(move || td_string!(lang.get(), desk.password.again).to_owned())
                        value=again
                        set=move |text| again.set(text)
                        error=error(AGAIN)
                        kind="password"
                        autocomplete="new-password"
                    />
                    <div class="row">
                        <button class="btn" type="submit" data-test="save-password" aria-disabled=move || busy.get().then_some("true")>
                            {move || if busy.get() { td_string!(lang.get(), desk.password.saving) } else { td_string!(lang.get(), desk.password.save) }}
                        </button>
                    </div>
                </form>
                <p class="soft">{move || td_string!(lang.get(), desk.login.forgot)}</p>
            </div>
        </main>
        <KeyLine keys=vec![Key::Field, Key::Back]/>
    }
}
