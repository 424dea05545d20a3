//! Extra work: what was quoted, what the customer said, and the form of a quote.

use crate::client::Call;
use crate::desk::lines::state::error_at;
use crate::desk::shared::input::{Chips, Lines, Text};
use crate::desk::shared::labels;
use crate::desk::shared::problems;
use crate::desk::shared::session::use_signed;
use crate::desk::visit::extra_work;
use crate::desk::visit::open_visit::{field_errors, use_page};
use crate::i18n::{td_string, use_lang};
use crate::ui::{Icon, date_format, focus, money};
use bayside_api::codes::{Decision, JobState, Urgency};
use bayside_api::desk::Right;
use bayside_api::{FieldError, path, visit};
use bayside_domain::ids::ExtraWorkId;
use bayside_domain::visit::Visit;
use leptos::prelude::*;

/// The quoted items; nothing while there are none.
#[component]
pub fn ExtraWork() -> impl IntoView {
    let lang = use_lang();
    let page = use_page();
    let items = Memo::new(move |_| {
        page.visit.with(|visit| visit.as_ref().map(|visit| visit.extra_work.clone()).unwrap_or_default())
    });
    view! {
        {move || (!items.with(Vec::is_empty)).then(|| view! {
            <section class="sec">
                <h2>{move || td_string!(lang.get(), desk.extra.heading)}</h2>
                <table class="stacks">
                    <thead><tr>
                        <th scope="col">{move || td_string!(lang.get(), desk.extra.item)}</th>
                        <th scope="col">{move || td_string!(lang.get(), desk.extra.urgency)}</th>
                        <th scope="col" class="r">{move || td_string!(lang.get(), desk.extra.price)}</th>
                        <th scope="col" class="r">{move || td_string!(lang.get(), desk.extra.added)}</th>
                        <th scope="col" class="gapl">{move || td_string!(lang.get(), desk.extra.answer)}</th>
                        <th scope="col" class="r"><span class="vh">{move || td_string!(lang.get(), desk.line.actions)}</span></th>
                    </tr></thead>
                    <tbody>{move || items.get().into_iter().map(|item| view! { <Item item=item/> }).collect_view()}</tbody>
                </table>
            </section>
        })}
    }
}

#[component]
fn Item(item: visit::ExtraWork) -> impl IntoView {
    let lang = use_lang();
    let page = use_page();
    let (urgency_icon, urgency_kind) = match item.urgency {
        Urgency::Now => ("stop", Some("bad")),
        Urgency::Soon => ("soon", Some("warn")),
        Urgency::Note => ("info", None),
    };
    let (icon, kind) = match item.decision {
        None => ("soon", Some("warn")),
        Some(Decision::Approve) => ("check", Some("ok")),
        Some(Decision::Decline) => ("cross", None),
        Some(Decision::CallMe) => ("phone", Some("warn")),
    };
    let visit::ExtraWork { id, title, reason, urgency, price, extra_minutes, decision, decided_at, .. } = item;
    // Work that has begun is not quoted again.
    let can_quote = Memo::new(move |_| {
        page.may(Right::Quote)
            && page.visit.with(|visit| {
                let jobs = visit.as_ref().map(|visit| visit.jobs.as_slice()).unwrap_or_default();
                let job = jobs.iter().find(|job| job.id == Visit::extra_job_id(id));
                job.is_none_or(|job| matches!(job.state, JobState::Open | JobState::Dispatched))
            })
    });
    let answer = move || {
        let time = decided_at.map(|at| date_format::time(&at));
        let word = labels::decision(decision, lang.get());
        time.map_or_else(|| word.to_owned(), |time| format!("{time} {word}"))
    };
    view! {
        <tr data-test=format!("extra-{id}")>
            <th scope="row">{title}<small class="block">{reason}</small></th>
            <td><span class="st" data-k=urgency_kind><Icon name=urgency_icon/>{move || labels::urgency(urgency, lang.get())}</span></td>
            <td class="r">{move || money::money(price, lang.get())}</td>
            <td class="r">{move || td_string!(lang.get(), desk.extra.min, minutes = extra_minutes).to_string()}</td>
            <td class="gapl"><span class="st" data-k=kind><Icon name=icon/>{answer}</span></td>
            <td class="r">
                {move || can_quote.get().then(|| view! {
                    <button type="button" class="btn b3" on:click=move |_| page.ask_extra(Some(id))>
                        {move || td_string!(lang.get(), desk.extra.again)}
                    </button>
                })}
            </td>
        </tr>
    }
}

/// The form of a quote.
#[component]
pub fn ExtraForm(
    /// An item to quote anew.
    item: Option<ExtraWorkId>,
) -> impl IntoView {
    let lang = use_lang();
    let page = use_page();
    let style = use_signed().style();
    let first = page.visit.with_untracked(|visit| {
        let items = visit.as_ref().map(|visit| visit.extra_work.as_slice()).unwrap_or_default();
        let found = items.iter().find(|one| Some(one.id) == item);
        found.map_or_else(extra_work::ExtraForm::default, |found| extra_work::ExtraForm::of(found, style))
    });
    let form = RwSignal::new(first);
    let errors = RwSignal::new(Vec::<FieldError>::new());
    focus::on("extra-title");
    let error = move |pointer: &'static str| {
        Signal::derive(move || {
            errors.with(|errors| error_at(errors, pointer).map(|code| problems::field(code, lang.get()).to_owned()))
        })
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match form.with_untracked(|form| form.to_request(style)) {
            Err(wrong) => errors.set(wrong),
            Ok(body) => {
                errors.set(Vec::new());
                let call = Call::post(path::desk_extra_work(&page.dealer(), page.id)).json(&body);
                page.send(call, move |result| match result {
                    Ok(()) => page.open.set(None),
                    Err(failure) => {
                        errors.try_set(field_errors(&failure));
                    }
                });
            }
        }
    };
    let urgencies = Signal::derive(move || {
        Urgency::ALL
            .iter()
            .map(|one| (one.as_str().to_owned(), labels::urgency(*one, lang.get()).to_owned()))
            .collect::<Vec<_>>()
    });
    view! {
        <form class="stepform" on:submit=submit novalidate=true>
            <h3>{move || if item.is_some() { td_string!(lang.get(), desk.extra.again) } else { td_string!(lang.get(), desk.extra.title) }}</h3>
            {item.map(|_| view! { <p class="hintw"><Icon name="warn"/>{move || td_string!(lang.get(), desk.extra.voids)}</p> })}
            <Text
                id="extra-title"
                label=Signal::derive(move || td_string!(lang.get(), desk.extra.what).to_owned())
                value=Signal::derive(move || form.with(|form| form.title.clone()))
                set=move |text| form.update(|form| form.title = text)
                error=error("/title")
            />
            <Lines
                id="extra-reason"
                label=Signal::derive(move || td_string!(lang.get(), desk.extra.why).to_owned())
                value=Signal::derive(move || form.with(|form| form.reason.clone()))
                set=move |text| form.update(|form| form.reason = text)
                error=error("/reason")
            />
            <Chips
                name="urgency"
                label=Signal::derive(move || td_string!(lang.get(), desk.extra.urgency).to_owned())
                options=urgencies
                value=Signal::derive(move || form.with(|form| form.urgency.as_str().to_owned()))
                set=move |word: String| form.update(|form| form.urgency = Urgency::from_word(&word).unwrap_or(form.urgency))
            />
            <div class="grid2">
                <Text
                    id="extra-price"
                    label=Signal::derive(move || td_string!(lang.get(), desk.extra.price).to_owned())
                    value=Signal::derive(move || form.with(|form| form.price.clone()))
                    set=move |text| form.update(|form| form.price = text)
                    error=error("/price_amount")
                    keyboard="decimal"
                />
                <Text
                    id="extra-minutes"
                    label=Signal::derive(move || td_string!(lang.get(), desk.extra.minutes).to_owned())
                    value=Signal::derive(move || form.with(|form| form.minutes.clone()))
                    set=move |text| form.update(|form| form.minutes = text)
                    error=error("/extra_minutes")
                    keyboard="numeric"
                />
            </div>
            <p class="soft">{move || td_string!(lang.get(), desk.extra.private)}</p>
            <div class="row">
                <button type="submit" class="btn" data-test="save-extra" aria-disabled=move || page.busy.get().then_some("true")>{move || td_string!(lang.get(), desk.extra.save)}</button>
                <button type="button" class="btn b2" on:click=move |_| page.close_form()>{move || td_string!(lang.get(), desk.form.cancel)}</button>
            </div>
        </form>
    }
}
