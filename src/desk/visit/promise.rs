//! The promised time and its change, never without a reason.

use crate::client::{Call, Failure};
use crate::desk::lines::state::{error_at, filled};
use crate::desk::shared::date_text::DateText;
use crate::desk::shared::input::{QuickTexts, Text};
use crate::desk::shared::local_time;
use crate::desk::shared::problems;
use crate::desk::shared::session::use_signed;
use crate::desk::visit::open_visit::{OpenVisit, field_errors, use_page};
use crate::i18n::{td_string, use_lang};
use crate::ui::{Dialog, Notice, Severity, date_format, focus};
use bayside_api::desk::PromiseRequest;
use bayside_api::offsets::{instant_at, offset_minutes};
use bayside_api::{FieldError, Instant, path};
use leptos::prelude::*;

/// The dialog.
#[component]
pub fn PromiseDialog() -> impl IntoView {
    let page = use_page();
    view! {
        <Dialog open=page.promising labelled_by="promise-title" test="promise-dialog">
            <PromiseForm page=page/>
        </Dialog>
    }
}

#[component]
fn PromiseForm(page: OpenVisit) -> impl IntoView {
    let lang = use_lang();
    let offsets = StoredValue::new(use_signed().0.offsets.clone());
    let current =
        page.visit.with_untracked(|visit| visit.as_ref().map(|visit| crate::desk::today::state::due(&visit.card)));
    let on = RwSignal::new(current.map(|at| at.date().to_string()).unwrap_or_default());
    let at = RwSignal::new(String::new());
    let reason = RwSignal::new(String::new());
    let errors = RwSignal::new(Vec::<FieldError>::new());
    let failed = RwSignal::new(None::<Failure>);
    focus::on("promised-at");
    let error = move |pointer: &'static str| {
        Signal::derive(move || {
            errors.with(|errors| error_at(errors, pointer).map(|code| problems::field(code, lang.get()).to_owned()))
        })
    };
    let typed = move || {
        let wall = local_time::moment(&on.get_untracked(), &at.get_untracked())?;
        offsets.with_value(|offsets| local_time::instant(wall, |ms| offset_minutes(offsets, ms)))
    };
    let later = move |minutes: i64| {
        let next =
            |base: Instant| offsets.with_value(|offsets| instant_at(offsets, base.epoch_ms() + minutes * 60_000));
        if let Some(next) = typed().or(current).and_then(next) {
            on.set(next.date().to_string());
            at.set(date_format::time(&next));
        }
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let mut wrong = Vec::new();
        let instant = typed();
        if instant.is_none() {
            let code = if at.with_untracked(|at| at.trim().is_empty()) { "required" } else { "time-format" };
            wrong.push(FieldError { pointer: "/promised_at".to_owned(), code: code.to_owned() });
        }
        let why = filled(&reason.get_untracked());
        if why.is_none() {
            wrong.push(FieldError { pointer: "/reason".to_owned(), code: "required".to_owned() });
        }
        errors.set(wrong);
        if let (Some(promised_at), Some(reason)) = (instant, why) {
            let body = PromiseRequest { promised_at, reason };
            page.send(
                Call::post(path::desk_promise(&page.dealer(), page.id)).json(&body),
                move |result| match result {
                    Ok(()) => page.promising.set(false),
                    Err(failure) => {
                        errors.try_set(field_errors(&failure));
                        failed.try_set(Some(failure));
                    }
                },
            );
        }
    };
    let quick = Signal::derive(move || {
        let locale = lang.get();
        [
            td_string!(locale, desk.quick.extra),
            td_string!(locale, desk.quick.parts),
            td_string!(locale, desk.quick.longer),
            td_string!(locale, desk.quick.again),
            td_string!(locale, desk.quick.earlier),
        ]
        .map(str::to_owned)
        .to_vec()
    });
    view! {
        <form class="sheet" on:submit=submit novalidate=true>
            <h2 id="promise-title">{move || td_string!(lang.get(), desk.promise.title)}</h2>
            <div class="due">
                <span class="muted">{move || td_string!(lang.get(), desk.promise.now)}</span>
                {current.map(|current| view! { <span class="num promise" translate="no">{move || date_format::time(&current)}</span> })}
            </div>
            {move || failed.get().map(|failure| {
                let title = Signal::derive(move || problems::sentence(&failure, lang.get()));
                view! { <Notice kind=Severity::Bad icon="stop" title=title role="alert"/> }
            })}
            <div class="grid2">
                <DateText
                    id="promised-on"
                    label=Signal::derive(move || td_string!(lang.get(), desk.promise.on).to_owned())
                    value=on
                    set=move |text| on.set(text)
                />
                <Text
                    id="promised-at"
                    label=Signal::derive(move || td_string!(lang.get(), desk.promise.at).to_owned())
                    hint=Signal::derive(move || td_string!(lang.get(), desk.promise.at_hint).to_owned())
                    value=at
                    set=move |text| at.set(text)
                    error=error("/promised_at")
                    keyboard="numeric"
                />
            </div>
            <div class="chips">
                {[10_i64, 20, 30, 60].map(|minutes| view! {
                    <button type="button" class="chip" data-test=format!("later-{minutes}") on:click=move |_| later(minutes)>
                        {move || td_string!(lang.get(), desk.promise.later, minutes = minutes).to_string()}
                    </button>
                }).collect_view()}
            </div>
            <Text
                id="promise-reason"
                label=Signal::derive(move || td_string!(lang.get(), desk.promise.reason).to_owned())
                value=reason
                set=move |text| reason.set(text)
                error=error("/reason")
            />
            <QuickTexts label=Signal::derive(move || td_string!(lang.get(), desk.form.quick).to_owned()) words=quick set=move |text| reason.set(text)/>
            <p class="soft">{move || td_string!(lang.get(), desk.promise.told)}</p>
            <div class="row">
                <button type="submit" class="btn" data-test="save-promise" aria-disabled=move || page.busy.get().then_some("true")>
                    {move || td_string!(lang.get(), desk.promise.save)}
                </button>
                <button type="button" class="btn b2" on:click=move |_| page.promising.set(false)>{move || td_string!(lang.get(), desk.form.cancel)}</button>
            </div>
        </form>
    }
}
