//! What a step asks for, below its buttons. Nothing typed is lost when it is refused.

use crate::desk::shared::date_text::DateText;
use crate::desk::shared::input::{Chips, Lines, QuickTexts, Text};
use crate::desk::shared::labels;
use crate::desk::shared::session::{Signed, use_signed};
use crate::desk::visit::check_fields::CheckFields;
use crate::desk::visit::extra_work_view::ExtraForm;
use crate::desk::visit::open_visit::{Open, field_errors, use_page};
use crate::desk::visit::pad::Pad;
use crate::desk::visit::step_fields::StepFields;
use crate::desk::visit::steps::{Need, Press, need};
use crate::i18n::{td_string, use_lang};
use crate::ui::{Icon, date_format, focus, money};
use bayside_api::codes::Step;
use bayside_api::desk::Phase;
use leptos::prelude::*;

/// The form that stands open, if any.
#[component]
pub fn StepForm() -> impl IntoView {
    let page = use_page();
    move || match page.open.get() {
        Some(Open::Step(press)) => view! { <OfStep press=press/> }.into_any(),
        Some(Open::Extra(item)) => view! { <ExtraForm item=item/> }.into_any(),
        None => ().into_any(),
    }
}

#[component]
fn OfStep(press: Press) -> impl IntoView {
    let lang = use_lang();
    let page = use_page();
    let Signed(session) = use_signed();
    let offsets = StoredValue::new(session.offsets.clone());
    let step = press.step;
    let fields = page.visit.with_untracked(|visit| {
        let visit = visit.as_ref();
        let mileage = match step {
            Step::HandOver => visit.and_then(|visit| visit.statement.mileage_out_km),
            _ => visit.and_then(|visit| visit.work_order.mileage_in_km),
        };
        let estimate = visit.map(|visit| visit.card.ready_estimate);
        StepFields {
            mileage: RwSignal::new(mileage.map(|km| km.to_string()).unwrap_or_default()),
            technician: RwSignal::new(only(&session.technicians).unwrap_or_default()),
            // Whoever signs types their own name.
            name: RwSignal::new(String::new()),
            signature: RwSignal::new(None),
            estimate: RwSignal::new(visit.filter(|_| step == Step::SignOrder).map(|visit| visit.estimate)),
            promised_on: RwSignal::new(estimate.map(|at| at.date().to_string()).unwrap_or_default()),
            promised_at: RwSignal::new(estimate.map(|at| date_format::time(&at)).unwrap_or_default()),
            // Whoever checks says how it is.
            passed: RwSignal::new(None),
            remark: RwSignal::new(String::new()),
            checks: RwSignal::new(Vec::new()),
            errors: RwSignal::new(Vec::new()),
        }
    });
    focus::on(first_field(step));
    let title = {
        let job = press.job.clone();
        move || {
            let name = page.visit.with(|visit| {
                let jobs = &visit.as_ref()?.jobs;
                jobs.iter().find(|one| Some(&one.id) == job.as_ref()).map(|one| one.name.clone())
            });
            let is_here =
                page.visit.with(|visit| visit.as_ref().is_some_and(|visit| visit.card.phase == Phase::OnSite));
            let word = labels::step_now(step, is_here, lang.get());
            crate::desk::shared::labels::joined(&[word, name.as_deref().unwrap_or_default()], lang.get())
        }
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match offsets.with_value(|offsets| fields.request(&press, offsets)) {
            Err(errors) => fields.errors.set(errors),
            Ok(body) => {
                fields.errors.set(Vec::new());
                page.step(press.step, &body, move |result| {
                    let Err(failure) = result else { return };
                    fields.errors.try_set(field_errors(&failure));
                    // Another estimate has to be signed for again.
                    let now = page.visit.with_untracked(|visit| visit.as_ref().map(|visit| visit.estimate));
                    if fields.estimate.with_untracked(|shown| shown.is_some() && *shown != now) {
                        fields.signature.set(None);
                        fields.estimate.set(now);
                    }
                });
            }
        }
    };
    view! {
        <form class="stepform" on:submit=submit novalidate=true aria-labelledby="step-form-title">
            <h3 id="step-form-title" tabindex="-1">{title}</h3>
            {match need(step) {
                Need::Mileage => view! { <Mileage fields=fields/> }.into_any(),
                Need::Technician => view! { <Technicians fields=fields/> }.into_any(),
                Need::Order => view! { <Signing fields=fields/> <FirstPromise fields=fields/> }.into_any(),
                Need::Signature => view! { <Signing fields=fields/> }.into_any(),
                Need::Check => view! { <CheckFields fields=fields/> }.into_any(),
                Need::Remark | Need::Reason => view! { <Remark step=step fields=fields/> }.into_any(),
                Need::Confirmation => view! { <Consequence step=step/> }.into_any(),
                Need::Nothing => ().into_any(),
            }}
            <div class="row">
                <button type="submit" id="submit-step" class="btn" data-test="submit-step" aria-disabled=move || page.busy.get().then_some("true")>
                    {move || if page.busy.get() { td_string!(lang.get(), desk.form.sending) } else { td_string!(lang.get(), desk.form.submit) }}
                </button>
                <button type="button" class="btn b2" on:click=move |_| page.close_form()>
                    {move || td_string!(lang.get(), desk.form.cancel)}
                </button>
            </div>
        </form>
    }
}

/// Where typing begins.
const fn first_field(step: Step) -> &'static str {
    match need(step) {
        Need::Mileage => "step-mileage",
        Need::Order | Need::Signature => "step-name",
        Need::Technician => "technician-first",
        Need::Check => "passed-first",
        Need::Remark | Need::Reason => "step-reason",
        // No key that is held or pressed twice answers what is to be read first.
        Need::Confirmation | Need::Nothing => "step-form-title",
    }
}

/// What follows from a step that cannot be taken back.
#[component]
fn Consequence(step: Step) -> impl IntoView {
    let lang = use_lang();
    let page = use_page();
    let said = move || {
        let locale = lang.get();
        page.visit.with(|visit| {
            let visit = visit.as_ref()?;
            let money = money::money(visit.charged, locale);
            let name = visit.card.addressed_as.clone();
            Some(match step {
                Step::Ready => td_string!(locale, desk.confirm.ready, money = money, name = name).to_string(),
                Step::Settle => td_string!(locale, desk.confirm.settle, money = money, name = name).to_string(),
                _ => td_string!(locale, desk.confirm.close).to_owned(),
            })
        })
    };
    view! { <p data-test="consequence">{said}</p> }
}

fn only(people: &[bayside_api::person::Person]) -> Option<String> {
    if let [one] = people { Some(one.id.clone()) } else { None }
}

#[component]
fn Mileage(fields: StepFields) -> impl IntoView {
    let lang = use_lang();
    let page = use_page();
    let booked = page.visit.with_untracked(|visit| visit.as_ref().map_or(0, |visit| visit.vehicle.mileage_km));
    let hint = Signal::derive(move || {
        if booked == 0 {
            return td_string!(lang.get(), desk.form.mileage_empty).to_owned();
        }
        let km = money::number(f64::from(booked), lang.get());
        td_string!(lang.get(), desk.form.mileage_hint, km = km).to_string()
    });
    view! {
        <Text
            id="step-mileage"
            label=Signal::derive(move || td_string!(lang.get(), desk.form.mileage).to_owned())
            hint=hint
            value=fields.mileage
            set=move |text| fields.mileage.set(text)
            error=fields.error("/mileage_km")
            keyboard="numeric"
        />
    }
}

#[component]
fn Technicians(fields: StepFields) -> impl IntoView {
    let lang = use_lang();
    let Signed(session) = use_signed();
    let options: Vec<_> = session.technicians.iter().map(|person| (person.id.clone(), person.name.clone())).collect();
    let nobody = options.is_empty();
    let error = fields.error("/technician");
    view! {
        {nobody.then(|| view! { <p class="soft">{move || td_string!(lang.get(), desk.form.nobody)}</p> })}
        <Chips
            name="technician"
            label=Signal::derive(move || td_string!(lang.get(), desk.form.technician).to_owned())
            options=Signal::derive(move || options.clone())
            value=fields.technician
            set=move |id| fields.technician.set(id)
        />
        {move || error.get().map(|text| view! { <p class="err" role="alert"><Icon name="stop"/>{text}</p> })}
    }
}

#[component]
fn Signing(fields: StepFields) -> impl IntoView {
    let lang = use_lang();
    let estimate = move || fields.estimate.get().map(|estimate| money::money(estimate, lang.get()));
    view! {
        {move || estimate().map(|money| view! {
            <p>{move || td_string!(lang.get(), desk.visit.estimated)}" "<b class="num" translate="no" data-test="signed-estimate">{money}</b></p>
        })}
        <Text
            id="step-name"
            label=Signal::derive(move || td_string!(lang.get(), desk.form.name).to_owned())
            value=fields.name
            set=move |text| fields.name.set(text)
            error=fields.error("/name")
        />
        {move || {
            fields.estimate.track();
            view! { <Pad path=fields.signature/> }
        }}
    }
}

#[component]
fn FirstPromise(fields: StepFields) -> impl IntoView {
    let lang = use_lang();
    let hint = move || td_string!(lang.get(), desk.form.promised_hint).to_owned();
    view! {
        <div class="grid2">
            <DateText
                id="first-promised-on"
                label=Signal::derive(move || td_string!(lang.get(), desk.promise.on).to_owned())
                value=fields.promised_on
                set=move |text| fields.promised_on.set(text)
            />
            <Text
                id="first-promised-at"
                label=Signal::derive(move || td_string!(lang.get(), desk.form.promised).to_owned())
                hint=Signal::derive(hint)
                value=fields.promised_at
                set=move |text| fields.promised_at.set(text)
                error=fields.error("/promised_at")
                keyboard="numeric"
            />
        </div>
    }
}

#[component]
fn Remark(step: Step, fields: StepFields) -> impl IntoView {
    let lang = use_lang();
    let quick = Signal::derive(move || {
        let locale = lang.get();
        let words: &[&str] = match step {
            Step::Pause => &[
                td_string!(locale, desk.quick.parts),
                td_string!(locale, desk.quick.decision),
                td_string!(locale, desk.quick.bay),
                td_string!(locale, desk.quick.tool),
            ],
            Step::Cancel => &[td_string!(locale, desk.quick.by_customer), td_string!(locale, desk.quick.rebooked)],
            _ => &[],
        };
        words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>()
    });
    let label = Signal::derive(move || {
        if need(step) == Need::Reason {
            td_string!(lang.get(), desk.form.reason)
        } else {
            td_string!(lang.get(), desk.form.remark)
        }
        .to_owned()
    });
    view! {
        <Lines id="step-reason" label=label value=fields.remark set=move |text| fields.remark.set(text) error=fields.error("/reason")/>
        <QuickTexts label=Signal::derive(move || td_string!(lang.get(), desk.form.quick).to_owned()) words=quick set=move |text| fields.remark.set(text)/>
    }
}
