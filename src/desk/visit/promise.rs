//! The promised time and its change, never without a reason.

use crate::client::{Call, Failure};
use crate::desk::lines::state::{error_at, filled};
use crate::desk::shared::input::{QuickTexts, Text};
use crate::desk::shared::local_time;
use crate::desk::shared::problems;
use crate::desk::shared::session::use_signed;
use crate::desk::visit::open_visit::{OpenVisit, field_errors, use_page};
use crate::i18n::{td_string, use_lang};
use crate::ui::{Dialog, Notice, Severity, date_format, focus};
use bayside_api::desk::PromiseRequest;
use bayside_api::{FieldError, Instant, path};
use js_sys::{Array, Intl, Object, Reflect};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};

/// The zone's offset east of UTC, in minutes, at so many milliseconds since the epoch.
pub fn offset_at(epoch_ms: i64, zone: &str) -> i32 {
    let options = Object::new();
    let digits = ["year", "month", "day", "hour", "minute"].map(|key| (key, "numeric"));
    for (key, value) in digits.iter().chain(&[("hourCycle", "h23"), ("timeZone", zone)]) {
        // Setting a property of a plain object cannot fail.
        let _ = Reflect::set(&options, &JsValue::from_str(key), &JsValue::from_str(value));
    }
    let format = Intl::DateTimeFormat::new(&Array::of1(&JsValue::from_str("en-GB")), &options);
    let parts = format.format_to_parts(&js_sys::Date::new(&JsValue::from_f64(epoch_ms as f64)));
    let number = |wanted: &str| {
        let part = parts.iter().find(|part| text(part, "type").as_deref() == Some(wanted))?;
        text(&part, "value")?.parse::<u32>().ok()
    };
    let wall = || {
        let date =
            chrono::NaiveDate::from_ymd_opt(i32::try_from(number("year")?).ok()?, number("month")?, number("day")?)?;
        date.and_hms_opt(number("hour")?, number("minute")?, 0)
    };
    wall().map_or(0, |wall| ((wall.and_utc().timestamp() - epoch_ms.div_euclid(60_000) * 60) / 60) as i32)
}

fn text(part: &JsValue, key: &str) -> Option<String> {
    Reflect::get(part.unchecked_ref::<Object>(), &JsValue::from_str(key)).ok()?.as_string()
}

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
    let zone = StoredValue::new(use_signed().0.zone.clone());
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
        zone.with_value(|zone| local_time::instant(wall, |ms| offset_at(ms, zone)))
    };
    let later = move |minutes: i64| {
        let base = typed().or(current);
        if let Some(base) = base {
            let next = base.0 + chrono::TimeDelta::minutes(minutes);
            let offset = zone.with_value(|zone| offset_at(next.timestamp_millis(), zone));
            let next = chrono::FixedOffset::east_opt(offset * 60).map_or(next, |zone| next.with_timezone(&zone));
            on.set(Instant(next).date().to_string());
            at.set(next.format("%H:%M").to_string());
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
                {current.map(|current| view! { <span class="num promise">{move || zone.with_value(|zone| date_format::time(&current, zone, lang.get()))}</span> })}
            </div>
            {move || failed.get().map(|failure| {
                let title = Signal::derive(move || problems::sentence(&failure, lang.get()));
                view! { <Notice kind=Severity::Bad icon="stop" title=title role="alert"/> }
            })}
            <div class="grid2">
                <Text
                    id="promised-on"
                    label=Signal::derive(move || td_string!(lang.get(), desk.promise.on).to_owned())
                    value=on
                    set=move |text| on.set(text)
                    kind="date"
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
